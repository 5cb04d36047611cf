"""A concept that rests or is put off goes on where it was (domain 2.5); the agency is reminded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from coordination.concept.models import AgencyReport, ConceptPhase
from coordination.concept.queries.concepts import phases_of
from tests.coordination.concept import concepts as stage
from tests.coordination.concept.concepts import BGI, CENTRE, CLERK, HEAD, do
from tests.coordination.guests.people import invited, partner
from tests.coordination.targets.targets import midnight, resolved, state
from tests.mandates import end_mandate
from tests.town import Town
from workflows.actions.time.clock import take_effects
from workflows.models import Deadline, Notification, Task
from workflows.queries.people.routes import working_calendar
from workflows.queries.proof.verification import verify
from workflows.refusals import GuardsUnmet, NotAllowed

pytestmark = pytest.mark.django_db

MAYOR, REASON = "mayor-mayor", "Die Mittel fehlen noch."


def told(town: Town, template: str) -> set[str]:
    """Who was told so, by the keys of their desks."""
    rows = Notification.objects.filter(template=template, channel="in_app")
    people = set(rows.values_list("recipient", flat=True))
    return {desk for desk in town.emails if town.person(desk).pk in people}


def open_steps(case: int) -> set[str]:
    return set(Task.objects.filter(case=case, status="open").values_list("step__key", flat=True))


def test_concept_rests_until_a_day_and_goes_on_in_its_phase(town: Town) -> None:
    concept = stage.commissioned(town)
    do(town, concept, "begin_survey", CLERK)
    for until, code in (("", "until_missing"), ("2026-03-02", "until_past"),
                        ("2026-09-03", "until_far")):  # fmt: skip
        with pytest.raises(GuardsUnmet) as refusal:
            do(town, concept, "rest_concept", BGI, text=REASON, until=until)
        assert [one.code for one in refusal.value.unmet] == [code]
    do(town, concept, "rest_concept", BGI, text=REASON, until="2026-09-02")
    assert open_steps(concept.case_id) == {"concept_rested"}
    due = Deadline.objects.get(case=concept.case_id, kind="concept_rested")
    assert due.due_on == date(2026, 9, 2)
    assert told(town, "concept_rests") >= {CLERK, HEAD}
    # Its age goes on counting: what rests is not young.
    town.now += timedelta(days=30)
    phases = phases_of(concept, today=town.now.date(), calendar=working_calendar())
    assert [(one.days, one.is_current) for one in phases if one.is_current] == [(30, True)]
    do(town, concept, "go_on_with_concept", BGI)
    assert state(concept) == "survey"
    assert {"concept_phase", "agency_report"} <= open_steps(concept.case_id)
    assert ConceptPhase.objects.get(concept=concept, state="survey").entered_on == date(2026, 3, 2)
    assert list(verify()) == []


def test_without_a_mandate_the_mayor_lets_it_rest_and_go_on(town: Town) -> None:
    concept = stage.prompted(town)
    end_mandate(town)
    with pytest.raises(NotAllowed):
        do(town, concept, "rest_concept", BGI, text=REASON, until="2026-04-01")
    do(town, concept, "rest_concept", MAYOR, text=REASON, until="2026-04-01")
    asked = Task.objects.get(case=concept.case_id, status="open", desk__key=MAYOR)
    assert asked.step.key == "concept_rested"
    do(town, concept, "defer_concept", MAYOR, text=REASON)
    assert (state(concept), open_steps(concept.case_id)) == ("deferred", set())
    do(town, concept, "take_up_concept", MAYOR, text=REASON)
    assert state(concept) == "draft"
    assert list(verify()) == []


def test_from_every_phase_it_goes_on_in_that_phase(town: Town) -> None:
    """A model of its own: a list of phases, and nothing but the word of the mayor in between."""
    concept, phases = stage.prompted(town), []
    leads_on: list[tuple[str, Callable[[], object]]] = [
        ("draft", lambda: do(town, concept, "set_target", CLERK, target=resolved(town).pk)),
        ("target_set", lambda: do(town, concept, "begin_award", CLERK, terms=stage.LONG,
                                  procedure="direct", total="1000")),
        ("award", lambda: stage.commission(town, concept)),
        ("commissioned", lambda: do(town, concept, "begin_survey", CLERK)),
        ("survey", lambda: do(town, concept, "begin_participation", CLERK)),
        ("participation", lambda: (
            stage.heard(town, concept),
            stage.covered(town, concept, stage.chapter(town, concept)),
            do(town, concept, "present_draft", CLERK),
        )),
        ("drafted", lambda: do(town, concept, "withdraw", HEAD, text=REASON)),
    ]  # fmt: skip
    for phase, lead_on in leads_on:
        do(town, concept, "rest_concept", MAYOR, text=REASON, until="2026-06-01")
        do(town, concept, "go_on_with_concept", MAYOR)
        phases.append(state(concept))
        do(town, concept, "defer_concept", MAYOR, text=REASON)
        do(town, concept, "take_up_concept", MAYOR, text=REASON)
        phases.append(state(concept))
        assert phases[-2:] == [phase, phase]
        lead_on()
    assert state(concept) == "withdrawn"
    assert list(verify()) == []


def reporting(town: Town) -> stage.Concept:
    """A concept whose agency has an access; its first report is due on Thursday, 9 April."""
    partner(town, "institute")
    invited(town, "institute")
    concept = stage.commissioned(town)
    do(town, concept, "name_agency", CENTRE, unit=town.units["institute"])
    return concept


def test_agency_is_reminded_before_and_after_and_the_lead_hears_of_it(town: Town) -> None:
    reporting(town)
    # Good Friday and Easter Monday lie between: the third working day before is the second.
    take_effects(at=midnight(2026, 4, 1) + timedelta(hours=9))
    assert told(town, "report_due") == set()
    take_effects(at=midnight(2026, 4, 2) + timedelta(hours=9))
    assert (told(town, "report_due"), told(town, "agency_is_late")) == ({"institute"}, set())
    take_effects(at=midnight(2026, 4, 10) + timedelta(hours=9))
    assert told(town, "report_overdue") == {"institute"}
    assert told(town, "agency_is_late") == {CLERK, HEAD}
    assert list(verify()) == []


@pytest.mark.parametrize("end", ["handed", "taken", "terminated", "resting"])
def test_nobody_is_reminded_of_what_is_there_or_not_awaited(town: Town, end: str) -> None:
    concept = reporting(town)
    month = AgencyReport.objects.get().month.isoformat()
    if end == "handed":
        do(town, concept, "hand_in_report", "institute", month=month, text=REASON)
    elif end == "taken":
        do(town, concept, "record_report", CENTRE, month=month, text=REASON)
    elif end == "terminated":
        do(town, concept, "terminate_commission", BGI, text=REASON)
    else:
        do(town, concept, "rest_concept", BGI, text=REASON, until="2026-06-01")
    take_effects(at=midnight(2026, 4, 10) + timedelta(hours=9))
    assert (told(town, "report_due"), told(town, "report_overdue")) == (set(), set())
