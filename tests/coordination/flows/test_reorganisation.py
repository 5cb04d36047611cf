"""An office is dissolved: its matters go on, whatever was asked of it (GO NRW § 62 Abs. 1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from coordination.city.models import District
from coordination.decisions.models import TextVersion, UrgencyRequest
from coordination.measures.models import Measure
from tests.journeys.driver import Person
from tests.situations import REASON, SITUATIONS, Stage
from tests.town import Town
from workflows.actions import people as organisation
from workflows.models import Case, Deadline, DeskHolder, Event, Notification, Task
from workflows.refusals import GuardsUnmet, NotAllowed

pytestmark = pytest.mark.django_db

BGF, BGI, MAYOR = "division_4-deputy_mayor", "division_3-integration_deputy", "mayor-mayor"
DEPUTY_OF_NEW = "division_3-deputy_mayor"
OLD, NEW = (
    ("social-head", "social-clerk"),
    {"social-head": "youth-head", "social-clerk": "youth-clerk"},
)
OVER = {
    "evaluated",
    "discontinued",
    "revoked",
    "incorporated",
    "rejected",
    "withdrawn",
    "discarded",
    "draft",
    "draft:asked",
    "draft:agreed",
}
"""Where the mayor has nothing to transfer: it is over, or still the office's own."""


def tasks_of(measure: Measure) -> Iterator[tuple[str, str, str, str]]:
    rows = Task.objects.filter(case=measure.case_id, status__in=["open", "waiting"])
    values = rows.values_list("step__key", "step__subject", "desk__key", "status")
    return values.iterator()


def deadlines_of(measure: Measure) -> set[tuple[Any, ...]]:
    rows = Deadline.objects.filter(case=measure.case_id, status__in=["running", "paused"])
    return set(rows.exclude(kind="release").values_list("pk", "due_on", "status", "remaining"))


def dissolve(town: Town, *desks: str) -> None:
    """Nobody holds the desks any more; they are closed and their work goes up."""
    yesterday = town.now.date() - timedelta(days=1)
    keys = [town.desks[desk] for desk in desks]
    for held in DeskHolder.objects.filter(desk__in=keys, valid_until=None):
        organisation.end_appointment(appointment=held.pk, last_day=yesterday, by=None, at=town.now)
    for key in keys:
        organisation.close_desk(desk=key, hand_up=True, by=None, at=town.now)


# --- the lead goes to another office ----------------------------------------------------------


@pytest.mark.parametrize("situation", [name for name in SITUATIONS if name not in OVER])
def test_the_new_lead_has_every_task_of_the_old_one_and_the_text_stays(
    town: Town, stage: Stage, situation: str
) -> None:
    """Deadlines run on as they were; only what a division releases is asked of the new one."""
    measure = stage.bring(situation)
    before, deadlines = Counter(tasks_of(measure)), deadlines_of(measure)
    case, texts = Case.objects.get(pk=measure.case_id), TextVersion.objects.count()
    town.do(measure, "transfer_lead", MAYOR, text=REASON, lead=town.units["youth"])
    # Its deputy mayor decides on urgency, from that day on the one of the other division.
    new = {**NEW, BGF: DEPUTY_OF_NEW} if situation == "check:urgency" else NEW
    expected = Counter(
        (step, subject, new.get(desk, desk), status) for step, subject, desk, status in before
    )
    if case.state in ("implementation", "paused"):
        # M23: nobody of the new office answers for the work yet.
        expected["name_responsible", "", "youth-head", "open"] += 1
    # The deputy mayor of division 3 releases and finds for it; with the mandate, in one act.
    after = Counter(tasks_of(measure))
    if situation.startswith(("release", "clarification")):
        assert {desk for _, _, desk, _ in after} & {*OLD, BGF} == set()
        assert {step for step, *_ in after} == {step for step, *_ in before}
    else:
        assert after == expected
    assert deadlines_of(measure) >= {d for d in deadlines if situation.startswith("cosigning")}
    now = Case.objects.get(pk=measure.case_id)
    assert (now.state, now.version, now.edited_by_id) == (
        case.state, case.version, case.edited_by_id,
    )  # fmt: skip
    assert TextVersion.objects.count() == texts
    event = Event.objects.filter(case=measure.case_id, action="transfer_lead").get()
    assert event.data["lead"] == town.units["youth"]


def test_urgency_is_decided_where_the_deputy_mayor_is_no_more(town: Town, stage: Stage) -> None:
    """The division loses its head while the request waits: it goes up, and its day stays."""
    measure = stage.check_urgency()
    due = Deadline.objects.get(case=measure.case_id, kind="urgency").due_on
    yesterday = town.now.date() - timedelta(days=1)
    held = DeskHolder.objects.get(desk=town.desks[BGF], valid_until=None)
    organisation.end_appointment(appointment=held.pk, last_day=yesterday, by=None, at=town.now)
    organisation.return_left_work(at=town.now)
    [(desk, task)] = Task.objects.filter(
        case=measure.case_id, step__key="urgency", status="open"
    ).values_list("desk__key", "pk")
    assert desk == MAYOR
    assert Deadline.objects.get(case=measure.case_id, kind="urgency").due_on == due
    town.do(measure, "decide_urgency", MAYOR, task=task, accept=True)
    assert UrgencyRequest.objects.get().end == "accepted"


def test_whoever_gets_the_lead_does_the_work_to_its_end(town: Town, stage: Stage) -> None:
    measure = stage.resolved()
    town.do(measure, "transfer_lead", MAYOR, text=REASON, lead=town.units["youth"])
    town.do(measure, "adapt_plan", "youth-clerk", text=REASON)
    town.do(measure, "confirm_funds", "finance-head")
    with pytest.raises(NotAllowed):
        town.do(measure, "start_implementation", "social-head")
    person = town.person("youth-clerk").pk
    town.do(measure, "start_implementation", "youth-head", responsible=person)
    assert {desk for _, _, desk, _ in tasks_of(measure)} == {"youth-clerk"}


def test_an_office_that_gets_the_lead_signs_for_itself_no_more(town: Town, stage: Stage) -> None:
    measure = stage.asked()
    town.do(measure, "vote", "finance-head", choice="approved")
    town.do(measure, "transfer_lead", MAYOR, text=REASON, lead=town.units["school"])
    assert town.state(measure) == "release"


@pytest.mark.parametrize(
    ("unit", "code"),
    [
        ("social", "lead_same"), ("council", "lead_missing"), (None, "lead_missing"),
        ("organisation", "lead_without_head"),
    ],
)  # fmt: skip
def test_only_an_office_that_can_lead_gets_it(
    town: Town, stage: Stage, unit: str | None, code: str
) -> None:
    measure = stage.asked()
    lead = town.units[unit] if unit else None
    with pytest.raises(GuardsUnmet) as error:
        town.do(measure, "transfer_lead", MAYOR, text=REASON, lead=lead)
    assert [item.code for item in error.value.unmet] == [code]


# --- work that was handed up ------------------------------------------------------------------


STEPS_OF_LEAD = {
    "draft:asked": ("agree", {}),
    "cosigning:changed": ("resign", {}),
    "revision": ("submit", {"change": "editorial"}),
    "resolved": ("adapt_plan", {"text": REASON}),
    "implementation": ("release_report", {}),
    "paused": ("resume", {}),
}


@pytest.mark.parametrize("situation", STEPS_OF_LEAD)
def test_whoever_got_the_work_of_a_closed_desk_may_do_it(
    town: Town, stage: Stage, situation: str
) -> None:
    measure = stage.bring(situation)
    dissolve(town, "social-clerk", "social-head")
    assert {desk for _, _, desk, _ in tasks_of(measure)} & {*OLD} == set()
    act, more = STEPS_OF_LEAD[situation]
    town.do(measure, act, BGF, **more)


def test_a_dissolved_office_leaves_its_measure_to_its_deputy_mayor(
    town: Town, stage: Stage
) -> None:
    """Somebody of the division is responsible: the office has nobody to name."""
    measure = stage.resolved()
    dissolve(town, "social-clerk", "social-head")
    town.do(measure, "adapt_plan", BGF, text=REASON)
    town.do(measure, "confirm_funds", "finance-head")
    stranger = town.person("legal-head").pk
    with pytest.raises(GuardsUnmet):
        town.do(measure, "start_implementation", BGF, responsible=stranger)
    town.do(measure, "start_implementation", BGF, responsible=town.person(BGF).pk)
    assert town.state(measure) == "implementation"


def test_a_superior_without_handed_up_work_may_do_nothing_more(town: Town, stage: Stage) -> None:
    measure = stage.resolved()
    for desk in (BGF, BGI):
        with pytest.raises(NotAllowed):
            town.do(measure, "start_implementation", desk, responsible=town.person(BGF).pk)


# --- an office ends ---------------------------------------------------------------------------


def end(town: Town, unit: str, *, successor: str | None = None) -> None:
    organisation.end_unit(
        unit=town.units[unit],
        last_day=town.now.date() - timedelta(days=1),
        successor=town.units[successor] if successor else None,
        by=town.person("organisation-organisation").pk,
        at=town.now,
    )


def codes(error: pytest.ExceptionInfo[GuardsUnmet]) -> list[str]:
    return [item.code for item in error.value.unmet]


def test_an_office_that_leads_ends_only_when_another_leads(town: Town, stage: Stage) -> None:
    running = [stage.draft(title="Etwas anderes"), stage.implementation()]
    over = stage.asked(title="Vorbei")
    town.do(over, "withdraw", "social-head", text=REASON)
    dissolve(town, "social-clerk", "social-head")
    with pytest.raises(GuardsUnmet) as error:
        end(town, "social", successor="youth")
    (unmet,) = error.value.unmet
    assert (unmet.code, unmet.field) == ("leads", "unit")
    assert all(measure.reference in unmet.text for measure in running)
    assert over.reference not in unmet.text
    organisation.transfer_leads(
        unit=town.units["social"], lead=town.units["youth"], text="Organisationsverfügung 7.",
        by=town.person("organisation-organisation").pk, at=town.now,
    )  # fmt: skip
    end(town, "social", successor="youth")
    for measure in running:
        measure.refresh_from_db()
        assert measure.lead_id == town.units["youth"]
        assert {desk for _, _, desk, _ in tasks_of(measure)} <= {"youth-head", "youth-clerk"}
        event = Event.objects.filter(case=measure.case_id, action="transfer_lead").get()
        assert (event.actor_id, event.text.text) == (None, "Organisationsverfügung 7.")
    over.refresh_from_db()
    assert over.lead_id == town.units["social"]


def test_leads_go_all_together_or_not_at_all(town: Town, stage: Stage) -> None:
    """The organisation staff unit has no head and cannot lead."""
    measure = stage.asked()
    with pytest.raises(GuardsUnmet) as error:
        organisation.transfer_leads(
            unit=town.units["social"], lead=town.units["organisation"],
            by=town.person("organisation-organisation").pk, at=town.now,
        )  # fmt: skip
    assert codes(error) == ["lead_without_head"]
    measure.refresh_from_db()
    assert measure.lead_id == town.units["social"]


@pytest.mark.parametrize(
    ("unit", "desks", "tie"),
    [
        ("school", ("school-cosigner", "school-clerk", "school-head"), "Laufwegs"),
        ("north", ("north-head",), "Nord"),
    ],
)
def test_what_a_rule_or_a_district_means_needs_a_successor(
    town: Town, unit: str, desks: tuple[str, ...], tie: str
) -> None:
    dissolve(town, *desks)
    with pytest.raises(GuardsUnmet) as error:
        end(town, unit)
    (unmet,) = error.value.unmet
    assert (unmet.code, unmet.field) == ("successor_missing", "successor")
    assert tie in unmet.text
    end(town, unit, successor="youth")


def test_a_partner_of_running_measures_needs_a_successor(town: Town, stage: Stage) -> None:
    measure = stage.draft(partners=[town.units["equality"]])
    dissolve(town, "equality-head")
    with pytest.raises(GuardsUnmet) as error:
        end(town, "equality")
    assert measure.reference in error.value.unmet[0].text


def test_rules_partners_and_districts_ask_the_successor(town: Town, stage: Stage) -> None:
    """Schools go to the youth office, the district to the centre, equality to the mayor's."""
    for unit, desks, successor in (
        ("school", ("school-cosigner", "school-clerk", "school-head"), "youth"),
        ("north", ("north-head",), "health"),
        ("equality", ("equality-head",), "legal"),
    ):
        dissolve(town, *desks)
        end(town, unit, successor=successor)
    district = District.objects.get(key="north")
    measure = stage.asked(partners=[town.units["equality"]], districts=[district.pk])
    asked = measure.case.cosignatures.filter(participation="cosign")
    assert set(asked.values_list("unit__key", flat=True)) == {
        "youth", "health", "legal", "finance",
    }  # fmt: skip
    town.do(measure, "vote", "youth-head", choice="approved")


def test_the_successor_answers_for_what_the_ended_office_has_signed(
    town: Town, stage: Stage
) -> None:
    """Its condition is not taken over; the successor accepts that, and keeps being replaced."""
    measure = stage.asked()
    town.do(measure, "vote", "school-head", choice="conditional", conditions=["Nur ein Jahr."])
    dissolve(town, "school-cosigner", "school-clerk", "school-head")
    end(town, "school", successor="health")
    town.do(measure, "answer_condition", "social-head", accept=False, text="Das reicht nicht.")
    task = Task.objects.get(case=measure.case_id, step__key="confirm_decline", status="open")
    assert task.desk.key == "health-head"
    dissolve(town, "health-clerk", "health-head")
    end(town, "health", successor="youth")
    assert {unit.key for unit in town.unit("youth").predecessors.all()} == {"school", "health"}
    town.do(measure, "change_vote", "youth-head", **_again(measure), choice="approved")


def _again(measure: Measure) -> dict[str, str]:
    item = measure.case.cosignatures.get(unit__key="school")
    return {"item": str(item.pk), "replaces": str(item.votes.get(is_current=True).pk)}


def test_the_function_of_a_new_office_is_its_own(town: Town, stage: Stage) -> None:
    """A school office is founded again: the rules mean it, no longer the successor."""
    dissolve(town, "school-cosigner", "school-clerk", "school-head")
    end(town, "school", successor="youth")
    again = organisation.create_unit(
        key="school_2", name="Schulamt", short_name="40", kind="office", function="school",
        valid_from=town.now.date(), parent=town.units["division_3"], by=None, at=town.now,
    ).facts["unit"]  # fmt: skip
    measure = stage.asked()
    asked = measure.case.cosignatures.filter(participation="cosign")
    assert again in set(asked.values_list("unit", flat=True))
    assert town.units["youth"] not in set(asked.values_list("unit", flat=True))


def test_no_measure_is_given_to_an_ended_office(town: Town, stage: Stage) -> None:
    dissolve(town, "equality-head")
    end(town, "equality", successor="legal")
    with pytest.raises(GuardsUnmet) as error:
        town.propose(lead=town.units["equality"])
    assert codes(error) == ["lead_missing"]


# --- the pages --------------------------------------------------------------------------------


def test_the_organisation_office_transfers_by_numbers_alone(town: Town, stage: Stage) -> None:
    measure = stage.asked()
    office = Person(town, "organisation-organisation")
    unit = office.get(reverse("workflows:unit", args=[town.units["social"]]))
    assert unit.shows(measure.reference)
    assert not unit.shows(measure.title)
    page = unit.follow("/federfuehrung-uebertragen/")
    check = page.answer(button=("stage", "check"), lead=str(town.units["youth"]))
    done = check.press("stage", "send")
    assert done.shows("Die Federführung wurde übertragen.")
    measure.refresh_from_db()
    assert measure.lead_id == town.units["youth"]


def test_the_mayor_transfers_the_lead_of_one_measure(town: Town, stage: Stage) -> None:
    measure = stage.asked()
    page = Person(town, MAYOR).case(measure).follow("/federfuehrung-uebertragen/")
    empty = page.answer(button=("stage", "check"))
    assert empty.status == 422
    check = empty.answer(button=("stage", "check"), lead=str(town.units["youth"]), reason=REASON)
    done = check.press("stage", "send")
    assert done.shows("Die Federführung ist übertragen.")
    told = Notification.objects.filter(template="lead_transferred", channel="in_app")
    assert {row.recipient.email.partition("@")[0] for row in told} >= {"youth-head", "health-clerk"}
