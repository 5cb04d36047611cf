"""The concept with its whole life (domain 2.5), and the rows of domain 3 that it answers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from coordination.concept.actions.concepts import UploadedBeside
from coordination.concept.flows.standing import months_before, years_later
from coordination.concept.models import AgencyReport, Chapter, ConceptPhase
from coordination.concept.queries.balance import groups_of
from coordination.concept.queries.coverage import matrix_of
from coordination.council.models import CouncilRule, Meeting
from coordination.decisions.models import AttachmentVersion
from coordination.measures.models import Measure
from tests.coordination.concept import concepts as stage
from tests.coordination.concept.concepts import BGI, CENTRE, CLERK, HEAD, SECRETARY, do
from tests.coordination.targets.targets import midnight, state
from tests.journeys.driver import Person
from tests.mandates import end_mandate
from tests.town import Town
from workflows.actions.time.clock import take_effects
from workflows.actions.time.ladder import climb
from workflows.models import Deadline, Notification, Task
from workflows.queries.proof.verification import verify
from workflows.refusals import GuardsUnmet, NotAllowed

pytestmark = pytest.mark.django_db


def codes(error: pytest.ExceptionInfo[GuardsUnmet]) -> list[str]:
    return sorted({item.code for item in error.value.unmet})


def test_proposal_1_agency_is_commissioned_and_the_concept_becomes_a_resolution(
    town: Town,
) -> None:
    """The row “Vorschlag 1” of domain 3: commission, reports, groups, draft, then every stage."""
    concept = stage.adopted(town)
    assert concept.resolved_on is not None
    assert concept.valid_until == years_later(concept.resolved_on, 3)
    entered = ConceptPhase.objects.filter(concept=concept).values_list("state", "left_on")
    assert [name for name, left in entered if left is not None] == [
        "draft", "target_set", "award", "commissioned", "survey", "participation", "drafted",
    ]  # fmt: skip
    assert list(verify()) == []


def test_above_the_limit_the_procurement_committee_comes_first(town: Town) -> None:
    body = Meeting.objects.filter(organization__key="main").earliest("starts_at")
    CouncilRule.objects.create(
        subject="procurement_from", body_type="main_committee", amount=50_000, unit="euro",
        valid_from=date(2020, 1, 1), origin="local", norm="Hauptsatzung",
    )  # fmt: skip
    concept = stage.in_award(town, total="50000")
    said = {
        "agency": "Institut", "contact": "Dezernat III", "project_group": "x", "payment_plan": "x",
        "advisory_board": "x", "signed_on": "2026-03-02", "ends_on": "2026-12-31",
    }  # fmt: skip
    with pytest.raises(GuardsUnmet) as error:
        do(town, concept, "commission", BGI, **said)
    assert codes(error) == ["award_missing"]
    assert Task.objects.filter(
        case=concept.case_id, status="open", step__key="concept_award"
    ).exists()
    town.now = body.starts_at + timedelta(hours=3)
    do(town, concept, "record_award", SECRETARY, meeting=body.pk, result="rejected")
    with pytest.raises(GuardsUnmet):
        do(town, concept, "commission", BGI, **said)
    do(town, concept, "record_award", SECRETARY, meeting=body.pk, result="accepted")
    do(town, concept, "commission", BGI, **said)
    assert state(concept) == "commissioned"
    assert list(verify()) == []


@pytest.mark.parametrize("desk", ["mayor-mayor", "division_1-general_deputy"])
def test_while_nobody_leads_the_mayor_or_the_general_deputy_commissions(
    town: Town, desk: str
) -> None:
    concept = stage.in_award(town)
    said = {
        "agency": "Institut", "contact": "Dezernat III", "project_group": "x", "payment_plan": "x",
        "advisory_board": "x", "signed_on": "2026-03-02", "ends_on": "2026-12-31",
    }  # fmt: skip
    with pytest.raises(NotAllowed) as error:
        do(town, concept, "commission", desk, **said)
    assert "solange niemand die Integration leitet" in error.value.role
    end_mandate(town)
    with pytest.raises(NotAllowed) as error:
        do(town, concept, "commission", BGI, **said)
    assert "niemand ein gültiges Mandat" in error.value.reason
    do(town, concept, "commission", desk, **said)
    assert state(concept) == "commissioned"
    do(town, concept, "terminate_commission", desk, text="Das ist gut begründet.")
    assert state(concept) == "terminated"
    assert list(verify()) == []


def test_the_centre_may_write_but_neither_commission_nor_hand_in(town: Town) -> None:
    concept = stage.in_award(town)
    with pytest.raises(NotAllowed):
        do(town, concept, "commission", CENTRE)
    draft = stage.drafted(town)
    with pytest.raises(NotAllowed):
        do(town, draft, "submit", CENTRE)


def test_empty_cells_are_a_number_on_the_page_and_named_at_the_act(town: Town) -> None:
    concept = stage.in_participation(town)
    served = Measure.objects.filter(concepts=concept.pk)
    gaps = list(matrix_of(served, concept=concept.pk, is_narrow=True).gaps())
    assert len(gaps) > 1
    person = Person(town, CLERK)
    page = person.get(f"/konzepte/{concept.case_id}/")
    assert page.shows(f"{len(gaps)} Pflichtfelder der Tabelle sind leer.")
    assert page.html.count(f'href="/konzepte/{concept.case_id}/#matrix-title"') == 1
    assert not page.shows(f"Zu „{gaps[0]}“")
    act = person.get(f"/konzepte/{concept.case_id}/entwurf-vorlegen/")
    assert all(act.shows(str(cell)) for cell in gaps)


def test_whoever_was_not_heard_holds_the_draft_up(town: Town) -> None:
    concept = stage.in_participation(town)
    stage.covered(town, concept, stage.chapter(town, concept))
    with pytest.raises(GuardsUnmet) as error:
        do(town, concept, "present_draft", CLERK)
    assert codes(error) == ["associations_unheard", "council_unheard", "session_missing"]


def test_agency_reports_every_month_and_a_late_report_reminds(town: Town) -> None:
    concept = stage.commissioned(town)
    row = AgencyReport.objects.get()
    # March ends on Tuesday; Good Friday and Easter Monday lie between: the fifth working day.
    assert (row.month, row.due_on) == (date(2026, 3, 1), date(2026, 4, 9))
    do(town, concept, "begin_survey", CLERK)
    asked = Task.objects.get(
        case=concept.case_id, status="open", step__key="agency_report", desk__key=CENTRE
    )
    climb(at=midnight(2026, 4, 10) + timedelta(hours=9))
    told = Notification.objects.filter(template="deadline_overdue", case=concept.case_id)
    assert asked.desk.key == CENTRE
    assert town.person(CENTRE).pk in told.values_list("recipient", flat=True)
    town.now = midnight(2026, 4, 10)
    do(
        town, concept, "record_report", CENTRE, month="2026-03-01",
        text="Die Bestandsaufnahme hat begonnen.",
    )  # fmt: skip
    assert list(AgencyReport.objects.values_list("month", "received_on")) == [
        (date(2026, 3, 1), date(2026, 4, 10)), (date(2026, 4, 1), None),
    ]  # fmt: skip


# --- chapters and comments ------------------------------------------------------------------


def test_two_people_uploading_the_same_chapter_at_once_are_both_kept(town: Town) -> None:
    concept = stage.commissioned(town)
    found = stage.chapter(town, concept)
    stage.upload(town, concept, body=b"one", chapter=found.pk, based_on=1)
    with pytest.raises(UploadedBeside) as error:
        stage.upload(town, concept, by=CENTRE, body=b"two", chapter=found.pk, based_on=1)
    assert (error.value.status, error.value.number) == (409, 3)
    versions = list(found.versions.values_list("number", "based_on", "is_beside"))
    assert versions == [(3, 1, True), (2, 1, False), (1, 0, False)]
    assert AttachmentVersion.objects.filter(attachment=found.attachment_id).count() == 3
    stage.upload(town, concept, body=b"both", chapter=found.pk, based_on=3)
    assert found.versions.first().is_beside is False
    assert list(verify()) == []


def test_draft_with_two_versions_beside_each_other_is_not_presented(town: Town) -> None:
    concept = stage.in_participation(town)
    stage.heard(town, concept)
    found = stage.chapter(town, concept)
    stage.covered(town, concept, found)
    with pytest.raises(UploadedBeside):
        stage.upload(town, concept, chapter=found.pk, based_on=0)
    with pytest.raises(GuardsUnmet) as error:
        do(town, concept, "present_draft", CLERK)
    assert codes(error) == ["chapter_contested"]


def test_it_is_said_of_every_comment_what_became_of_it(town: Town) -> None:
    concept = stage.drafted(town)
    made = stage.comment(town, concept, Chapter.objects.get())
    with pytest.raises(GuardsUnmet) as error:
        do(town, concept, "submit", HEAD)
    assert codes(error) == ["comment_open"]
    do(
        town, concept, "answer_comment", CLERK, comment=made.pk, outcome="adopted",
        text="Im Abschnitt 3 ergänzt.",
    )  # fmt: skip
    do(town, concept, "submit", HEAD)
    assert state(concept) == "check"
    assert list(verify()) == []


def test_comment_after_the_period_is_refused(town: Town) -> None:
    concept = stage.drafted(town)
    until = town.now.date()
    do(town, concept, "edit", CLERK, comments_until=until.isoformat())
    town.now += timedelta(days=1)
    with pytest.raises(GuardsUnmet) as error:
        stage.comment(town, concept, Chapter.objects.get())
    assert codes(error) == ["comments_over"]


# --- in force -------------------------------------------------------------------------------


def test_validity_ends_after_three_years_with_three_reminders(town: Town) -> None:
    concept = stage.adopted(town)
    until = concept.valid_until
    assert until is not None
    days = [months_before(until, months) for months in (12, 6, 3)]
    due = Deadline.objects.filter(case=concept.case_id, kind="concept_reminder")
    assert sorted(due.values_list("due_on", flat=True)) == sorted(days)
    for day in days:
        take_effects(at=midnight(day.year, day.month, day.day) + timedelta(days=1))
    told = Notification.objects.filter(
        template="concept_ends", recipient=town.person(HEAD), channel="in_app"
    )
    assert told.count() == 3
    assert state(concept) == "implementation"
    take_effects(at=midnight(until.year, until.month, until.day) + timedelta(days=1))
    assert state(concept) == "renewal_due"


# --- the blind spot and the crisis mode ------------------------------------------------------


def test_falling_share_of_an_obligatory_group_warns(town: Town) -> None:
    old, asylum, _ = stage.groups()
    for number in range(2):
        town.propose(target_groups=[old.pk], title=f"Früher {number}")
    town.now += timedelta(days=400)
    town.propose(target_groups=[old.pk], title="Jetzt")
    for number in range(3):
        town.propose(target_groups=[asylum.pk], title=f"Jetzt {number}")
    lines = {
        line.group.pk: line for line in groups_of(Measure.objects.all(), today=town.now.date())
    }
    assert (lines[old.pk].share_before, lines[old.pk].share) == (100, 25)
    assert lines[old.pk].falls is True
    assert lines[asylum.pk].falls is False


def test_coverage_needs_as_many_statements_for_many_measures(
    town: Town, django_assert_num_queries: object
) -> None:
    for number in range(3):
        town.propose(title=f"Maßnahme {number}")
    with django_assert_num_queries(3):  # type: ignore[operator] # a fixture of pytest-django
        matrix_of(Measure.objects.all())
