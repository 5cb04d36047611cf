"""An item stays until the body has taken note, and comes again by itself."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from coordination.council.models import Consultation, Meeting
from coordination.followup.actions.items import record
from coordination.followup.actions.resolutions import record_resolutions
from coordination.followup.models import FollowUp, FollowUpAnswer
from coordination.followup.queries.listing import Filter, find
from coordination.followup.views.items import ROWS_PER_PAGE
from coordination.implementing.actions import prepare_notes
from tests.coordination.followup.items import SECRETARY, TODAY, answer, do, item
from tests.coordination.followup.test_search import copied
from tests.journeys.driver import Person
from tests.town import Town
from workflows.actions.acting.acts import Request, act
from workflows.actions.people import transfer_leads
from workflows.actions.time.ladder import climb
from workflows.calendars import local_date
from workflows.models import Case, Deadline, Event, Notification, Task
from workflows.queries.proof.verification import verify
from workflows.refusals import GuardsUnmet, NotAllowed

pytestmark = pytest.mark.django_db


def waiting(found_item: FollowUp) -> list[tuple[str, str, date]]:
    """Step, desk and last day of each open task."""
    tasks = Task.objects.filter(case=found_item.case_id, status="open").select_related(
        "step", "desk"
    )
    return sorted(
        (task.step.key, task.desk.key, local_date(task.due_at - timedelta(seconds=1)))
        for task in tasks
    )


def test_a_continuous_item_is_due_again_by_itself_after_its_first_report(town: Town) -> None:
    asked = item(town, next_report_on="2026-03-31", rhythm="quarter")
    assert waiting(asked) == [("followup_report", "youth-clerk", date(2026, 3, 31))]
    town.now += timedelta(days=20)
    answer(town, asked, "continuous")
    assert waiting(asked) == [("followup_report", "youth-clerk", date(2026, 6, 30))]
    town.now += timedelta(days=110)  # late for the second report: the present quarter is over
    answer(town, asked, "continuous")
    assert waiting(asked) == [("followup_report", "youth-clerk", date(2026, 9, 30))]
    assert [(a.number, a.state) for a in FollowUpAnswer.objects.all()] == [
        (1, "continuous"), (2, "continuous"),
    ]  # fmt: skip


def test_an_answer_that_is_late_climbs_the_ladder_of_the_city(town: Town) -> None:
    asked = item(town, next_report_on="2026-03-31")
    deadline = Deadline.objects.get(case=asked.case_id, status="running")
    assert deadline.next_rung_at is not None
    town.now += timedelta(days=50)
    climb(at=town.now)
    told = set(Notification.objects.filter(case=asked.case_id).values_list("template", flat=True))
    assert "deadline_escalated" in told


def test_the_clerk_drafts_the_head_gives_the_body_takes_note(town: Town) -> None:
    asked = item(town)
    do(town, asked, "draft_answer", "youth-clerk", state="done", provided="Bericht liegt vor.",
       internal_note="Nur für uns.")  # fmt: skip
    assert [(step, desk) for step, desk, _ in waiting(asked)] == [
        ("followup_release", "youth-head")
    ]
    assert (asked.state, asked.provided) == ("open", "")
    do(town, asked, "return_answer", "youth-head", text="Bitte mit Zahlen ergänzen.")
    assert [(step, desk) for step, desk, _ in waiting(asked)] == [
        ("followup_report", "youth-clerk")
    ]
    do(town, asked, "draft_answer", "youth-clerk", state="done", provided="12 Plätze geprüft.")
    answer(town, asked, "done", provided="12 Plätze geprüft.")
    assert (asked.state, asked.provided, asked.answered_on) == ("done", "12 Plätze geprüft.", TODAY)
    # A next report is obligatory until the body has taken note.
    assert waiting(asked) == [("followup_note", SECRETARY, asked.next_report_on)]
    town.now += timedelta(days=40)
    meeting = Meeting.objects.filter(organization=asked.body, starts_at__lte=town.now).latest(
        "starts_at"
    )
    do(town, asked, "take_note", SECRETARY, meeting=meeting.pk)
    assert (asked.state, asked.next_report_on) == ("closed", None)
    assert asked.noted_on == local_date(meeting.starts_at)
    assert waiting(asked) == []
    (answered,) = FollowUpAnswer.objects.all()
    assert (answered.written_by, answered.given_by) == (
        town.person("youth-clerk"), town.person("youth-head"),
    )  # fmt: skip
    assert not list(verify())


def test_what_is_not_done_stays_when_the_body_has_taken_note(town: Town) -> None:
    asked = item(town)
    answer(town, asked, "delayed")
    town.now += timedelta(days=3)
    do(town, asked, "take_note", SECRETARY, noted_on=str(local_date(town.now)))
    assert (asked.state, asked.next_report_on) == ("delayed", date(2026, 6, 30))
    assert waiting(asked) == [("followup_report", "youth-clerk", date(2026, 6, 30))]


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ({"state": "in_work"}, {"provided_missing", "next_report_missing"}),
        ({"state": "delayed"}, {"reason_missing", "new_date_missing", "next_report_missing"}),
        ({"state": "delayed", "reason": "Es fehlt Geld.", "new_date": "2026-03-02",
          "next_report_on": "2026-03-02"}, {"new_date_past", "next_report_past"}),
        ({"state": "in_work", "provided": "x", "next_report_on": "2027-06-01"},
         {"next_report_far"}),
        ({"state": "done"}, {"provided_missing"}),
        ({"state": "dropped"}, {"reason_missing"}),
        ({"state": "closed"}, {"state_missing"}),
        ({"state": "done", "provided": "x" * 4001, "spent": "-1"}, {"too_long", "spent_invalid"}),
    ],
)  # fmt: skip
def test_an_answer_says_what_its_state_needs(
    town: Town, said: dict[str, str], codes: set[str]
) -> None:
    asked = item(town)
    with pytest.raises(GuardsUnmet) as refusal:
        do(town, asked, "give_answer", "youth-head", **said)
    assert {unmet.code for unmet in refusal.value.unmet} == codes


def test_the_body_cannot_take_note_of_what_was_not_answered(town: Town) -> None:
    asked = item(town)
    for on, code in (("2026-03-02", "not_answered"), ("2026-03-03", "noted_on_future")):
        with pytest.raises(GuardsUnmet) as refusal:
            do(town, asked, "take_note", SECRETARY, noted_on=on)
        assert [unmet.code for unmet in refusal.value.unmet] == [code]
    answer(town, asked, "done")
    with pytest.raises(GuardsUnmet) as refusal:
        do(town, asked, "take_note", SECRETARY, noted_on="2026-03-01")
    assert [unmet.code for unmet in refusal.value.unmet] == ["before_answer"]


def test_a_closed_item_is_taken_up_again(town: Town) -> None:
    asked = item(town)
    answer(town, asked, "done")
    do(town, asked, "reopen", SECRETARY, text="Der Rat will Zahlen.", next_report_on="2026-05-04")
    assert waiting(asked) == [("followup_report", "youth-clerk", date(2026, 5, 4))]
    do(town, asked, "strike", SECRETARY, text="Doppelt erfasst worden.")
    do(town, asked, "reopen", SECRETARY, text="Doch nicht doppelt.", next_report_on="2026-05-11")
    assert (asked.state, asked.case.closed_at) == ("open", None)
    assert waiting(asked) == [("followup_report", "youth-clerk", date(2026, 5, 11))]


def test_a_later_day_moves_task_and_item(town: Town) -> None:
    asked = item(town, next_report_on="2026-03-31")
    do(town, asked, "extend_report", SECRETARY, text="Ferien im April.",
       next_report_on="2026-04-30")  # fmt: skip
    assert waiting(asked) == [("followup_report", "youth-clerk", date(2026, 4, 30))]
    assert asked.next_report_on == date(2026, 4, 30)
    with pytest.raises(GuardsUnmet) as refusal:
        do(town, asked, "extend_report", SECRETARY, text="Früher ist besser.",
           next_report_on="2026-04-15")  # fmt: skip
    assert [unmet.code for unmet in refusal.value.unmet] == ["not_later"]


def test_another_office_takes_the_item_with_its_day(town: Town) -> None:
    asked = item(town, next_report_on="2026-03-31")
    do(town, asked, "transfer_lead", SECRETARY, text="Zuständig ist die Schule.",
       lead=town.units["school"])  # fmt: skip
    assert waiting(asked) == [("followup_report", "school-clerk", date(2026, 3, 31))]
    with pytest.raises(NotAllowed):
        do(town, asked, "give_answer", "youth-head", state="done", provided="x")


def test_an_office_that_ends_hands_its_items_over(town: Town) -> None:
    asked = item(town, next_report_on="2026-03-31")
    transfer_leads(
        unit=town.units["youth"], lead=town.units["school"], text="Das Jugendamt wird aufgelöst.",
        by=town.person("organisation-organisation").pk, at=town.now, command=uuid4(),
    )  # fmt: skip
    assert waiting(asked) == [("followup_report", "school-clerk", date(2026, 3, 31))]


def test_only_the_council_office_records(town: Town) -> None:
    asked = item(town)
    fields = {
        "kind": "motion", "title": "x", "body": asked.body_id, "asked_on": "2026-03-01",
        "asked": "x", "office": town.units["youth"],
    }  # fmt: skip
    with pytest.raises(NotAllowed):
        record(fields=fields, by=town.person("youth-head"), at=town.now)
    with pytest.raises(GuardsUnmet) as refusal:
        record(fields={"asked_on": "2026-03-09"}, by=town.person(SECRETARY), at=town.now)
    assert {unmet.code for unmet in refusal.value.unmet} == {
        "kind_missing", "title_missing", "asked_missing", "asked_on_future", "body_missing",
        "office_missing",
    }  # fmt: skip


def test_a_resolution_goes_on_the_list_by_itself_once(town: Town) -> None:
    measure = town.in_deliberation()
    town.decide(measure, "amended", resolution_text="Der Rat beschließt 60 Plätze.")
    assert record_resolutions(at=town.now) == 1
    assert record_resolutions(at=town.now) == 0
    listed = FollowUp.objects.get()
    station = Consultation.objects.get(case=measure.case_id, role="decision")
    assert (listed.consultation, listed.matter_id, listed.kind) == (
        station, measure.case_id, "resolution",
    )  # fmt: skip
    assert (listed.asked, listed.office_id) == (
        "Der Rat beschließt 60 Plätze.", town.units["youth"],
    )  # fmt: skip
    assert listed.next_report_on is not None
    assert listed.next_report_on >= local_date(town.now) + timedelta(days=28)
    assert Event.objects.get(case=listed.case_id, seq=1).actor is None


def test_a_rejected_paper_is_on_no_list(town: Town) -> None:
    measure = town.in_deliberation()
    town.decide(measure, "rejected")
    assert record_resolutions(at=town.now) == 0


def test_a_completed_matter_lies_ready_as_done(town: Town) -> None:
    measure = town.in_deliberation()
    town.decide(measure)
    record_resolutions(at=town.now)
    asked = FollowUp.objects.get()
    assert prepare_notes(at=town.now) == 0
    Case.objects.filter(pk=measure.case_id).update(state="completed", version=99)
    assert prepare_notes(at=town.now) == 1
    assert prepare_notes(at=town.now) == 0
    assert [(step, desk) for step, desk, _ in waiting(asked)] == [
        ("followup_release", "youth-head")
    ]


def test_what_was_prepared_is_given_by_the_head(town: Town) -> None:
    asked = item(town)
    act(
        Request(
            asked.case_id, "prepare_note", None, town.now,
            data={"state": "done", "provided": "Alle Plätze sind geöffnet.", "spent": "1200.00"},
        ),
        system=True,
    )  # fmt: skip
    assert [(step, desk) for step, desk, _ in waiting(asked)] == [
        ("followup_release", "youth-head")
    ]
    assert FollowUpAnswer.objects.get().written_by is None
    answer(town, asked, "done", provided="Alle Plätze sind geöffnet.")
    given = FollowUpAnswer.objects.get()
    assert (given.written_by, given.given_by) == (None, town.person("youth-head"))


def test_the_list_shows_what_each_may_see(town: Town) -> None:
    first = item(town, next_report_on="2026-03-31")
    second = item(town, office=town.units["school"], title="Anfrage Schulwege", kind="inquiry")
    answer(town, first, "done")
    do(town, first, "strike", SECRETARY, text="Nur zur Probe erfasst.")

    def seen(desk: str, **wanted: object) -> list[str]:
        listing = find(town.person(desk), Filter(**wanted), at=town.now)
        return [row.item.title for row in listing.page(0, 50)]

    assert seen(SECRETARY) == [second.title]
    assert seen(SECRETARY, state="closed") == [first.title]
    assert seen(SECRETARY, text="spielpl") == [first.title]
    assert seen(SECRETARY, text="DS 26-0012", kind="inquiry") == [second.title]
    assert seen("council-observer") == seen("school-head") == [second.title]
    assert seen("youth-clerk") == []
    assert seen("youth-clerk", state="closed") == [first.title]
    town.now += timedelta(days=200)
    assert seen(SECRETARY, overdue=True) == [second.title]


def test_a_page_of_the_list_has_as_many_rows_as_one_reads(town: Town) -> None:
    copied(item(town), title="Beleuchtung", paper="DS 26-#", number=30)
    page = Person(town, SECRETARY).get("/beschlusskontrolle/")
    assert page.html.count('scope="row"') == ROWS_PER_PAGE == 25
    assert page.html.count('data-label="Gremium"') == 25
    rest = Person(town, SECRETARY).get("/beschlusskontrolle/?page=2")
    assert rest.html.count('scope="row"') == 31 - 25


def test_whoever_records_reads_where_a_suggestion_comes_from(town: Town) -> None:
    page = Person(town, SECRETARY).get("/beschlusskontrolle/neu/")
    assert page.shows("Einwohnerschaft (GO NRW § 24)", "Integrationsrat (GO NRW § 27)")
