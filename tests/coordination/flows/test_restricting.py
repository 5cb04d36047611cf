"""Restricting a matter takes the view from whoever has no task in it, and says so before."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from coordination.council.models import Meeting
from coordination.measures.models import Measure
from tests.journeys.driver import Person
from tests.situations import COUNCIL_OFFICE, REASON, Stage
from tests.town import Town
from workflows.models import Case, CaseAudience, Event


def seen_by(town: Town, measure: Measure) -> set[str]:
    return {
        who
        for who in town.emails
        if Measure.objects.visible_to(town.person(who), at=town.now).filter(pk=measure.pk).exists()
    }


def in_revision(town: Town) -> Measure:
    measure = town.in_cosigning(impact_school=True)
    town.vote_all(measure)
    town.do(
        measure, "send_back", "division_3-deputy_mayor",
        text="Bitte die Kosten noch einmal prüfen.",
    )  # fmt: skip
    assert town.state(measure) == "revision"
    return measure


def test_restricting_takes_the_view_from_who_has_no_task(town: Town) -> None:
    measure = in_revision(town)
    before = seen_by(town, measure)
    assert "mayor-mayor" in before
    town.do(measure, "edit", "youth-clerk", access="restricted")
    after = seen_by(town, measure)
    assert "mayor-mayor" in before - after
    # Whoever writes it, and whoever had a task, goes on seeing it.
    assert {"youth-head", "youth-clerk", "school-head", "centre-clerk"} <= after
    rows = CaseAudience.objects.filter(case=measure.case_id).values_list("reason", flat=True)
    assert not {"council", "final_signature"} & set(rows)
    event = Event.objects.filter(case=measure.case_id).latest("seq")
    assert town.desks["mayor-mayor"] in event.data["unseen"]


def test_form_names_who_loses_the_view(town: Town) -> None:
    measure = in_revision(town)
    url = reverse("coordination:measure_section", args=[measure.case_id, "entscheidung"])
    page = Person(town, "youth-clerk").get(url)
    assert "sehen diese Stellen die Maßnahme nicht mehr" in page.text
    assert "mayor mayor (mayor)" in page.text
    assert "head school (school)" not in page.text
    Case.objects.filter(pk=measure.case_id).update(access="restricted")
    assert "nicht mehr" not in Person(town, "youth-clerk").get(url).text


def test_restricted_matter_is_opened_to_nobody_new_on_its_way(town: Town) -> None:
    measure = town.propose(access="restricted", impact_school=True)
    town.do(measure, "submit", "youth-head")
    assert "mayor-mayor" not in seen_by(town, measure)


def test_council_office_records_that_a_restricted_matter_is_taken_back(town: Town) -> None:
    """GO NRW § 41 Abs. 3: the council may reserve any matter of current administration."""
    stage = Stage(town, fields={"access": "restricted"})
    measure = stage.release_finding()
    assert COUNCIL_OFFICE not in seen_by(town, measure)
    finding = {"text": REASON, "is_current": True}
    stage.do(measure, "find_current_administration", "division_4-deputy_mayor", **finding)
    assert COUNCIL_OFFICE in seen_by(town, measure)
    assert not {"board_office-board_secretary", "council-observer"} & seen_by(town, measure)
    meeting = Meeting.objects.filter(organization__key="council").earliest("starts_at")
    town.now = meeting.starts_at + timedelta(hours=2)
    taken = {"meeting": meeting.pk, "reference": "26-0099"}
    stage.do(measure, "take_back", COUNCIL_OFFICE, **taken)
    assert town.state(measure) == "deliberation"
