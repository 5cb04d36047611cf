"""What cannot go yet is said before a form is filled in; what says nothing is refused in words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.journeys.driver import Person
from tests.town import Town
from workflows.models import Condition, Obligation

COUNCIL_OFFICE = "council_office-council_secretary"


def test_session_that_has_not_begun_is_told_before_the_form(town: Town) -> None:
    measure = town.in_deliberation()
    office = Person(town, COUNCIL_OFFICE)
    task = measure.case.tasks.get(step__key="record_result", status="open")
    page = office.get(f"/massnahmen/{measure.case_id}/?task={task.pk}")
    assert page.shows("Die Sitzung hat noch nicht stattgefunden.")
    assert page.leads_to("/ergebnis-festhalten/") is None
    form = office.act(measure, "record_result", task=task.pk)
    notice = form.html.index("Die Sitzung hat noch nicht stattgefunden.")
    assert notice < form.html.index('name="result"')
    station = measure.case.consultations.filter(result="").order_by("position")[0]
    assert station.meeting is not None
    town.now = station.meeting.starts_at + timedelta(hours=1)
    begun = office.get(f"/massnahmen/{measure.case_id}/?task={task.pk}")
    assert begun.leads_to("/ergebnis-festhalten/") is not None
    # Put off: nobody voted, and nothing of a vote is asked of whoever checks the entries.
    form = office.act(measure, "record_result", task=task.pk)
    check = form.answer(result="postponed", button=("stage", "check"))
    assert check.shows("Angaben prüfen", "vertagt")
    assert not any(map(check.shows, ("Ja-Stimmen", "Wortlaut des Beschlusses")))


def test_dear_measure_is_no_current_administration_and_that_is_told_before(town: Town) -> None:
    measure = town.in_release(decision_path="current_administration", cost="900000", cover="Etat")
    page = Person(town, "division_3-deputy_mayor").act(measure, "find_current_administration")
    assert page.shows("„Ja“ ist hier nicht möglich")


def test_milestone_whose_predecessor_is_open_is_told_before_the_form(town: Town) -> None:
    stones = [{"id": None, "title": name, "due_on": "2027-01-15"} for name in ("Erst", "Dann")]
    measure = town.in_deliberation(milestones=stones)
    first, second = measure.milestones.order_by("position")
    second.predecessor = first
    second.save()
    town.decide(measure)
    clerk = town.person("youth-clerk").pk
    town.do(measure, "start_implementation", "youth-head", responsible=clerk)
    task = measure.case.tasks.get(step__subject=f"milestone:{second.pk}", status="open")
    page = Person(town, "youth-clerk").act(measure, "complete_milestone", task=task.pk)
    assert page.shows("Das ist noch nicht möglich", "Vorher muss „Erst“ erreicht sein.")


def _asked(town: Town) -> Person:
    measure = town.in_cosigning(impact_school=True)
    town.do(measure, "vote", "school-head", choice="conditional", conditions=["Räume klären"])
    return Person(town, "youth-clerk")


@pytest.mark.parametrize(
    ("accept", "goal", "words"),
    [("True", "", "Der Text ist unverändert."), ("promise", "Neu", "Sie haben den Text geändert."),
     ("False", "Neu", "Sie haben den Text geändert.")],
)  # fmt: skip
def test_answer_that_does_not_fit_the_text_is_refused_in_words(
    town: Town, accept: str, goal: str, words: str
) -> None:
    clerk, measure = _asked(town), Condition.objects.get().case.measure
    typed = {"goal": goal} if goal else {}
    page = clerk.case(measure).do(
        "answer_condition", status=422, accept=accept, material="False", text="So.", **typed
    )
    assert page.shows(words)
    assert Condition.objects.get().status == "open"


def test_condition_can_be_taken_over_as_an_obligation_alone(town: Town) -> None:
    clerk, measure = _asked(town), Condition.objects.get().case.measure
    clerk.case(measure).do("answer_condition", accept="promise")
    assert Condition.objects.get().status == "accepted"
    assert Obligation.objects.get(case=measure.case_id).text == "Räume klären"


def test_what_is_missing_leads_to_where_it_is_mended(town: Town) -> None:
    draft = town.propose(goal="")
    clerk = Person(town, "youth-clerk")
    for page in (clerk.case(draft), clerk.act(draft, "submit")):
        assert page.leads_to("Das Ziel fehlt.") is not None
        asks = page.leads_to("hat diesem Text noch nicht zugestimmt")
        assert asks == f"/massnahmen/{draft.case_id}/zustimmung-erbitten/"
        assert page.follow("Das Ziel fehlt.").has_form("/bearbeiten/gegenstand/", "goal")


def test_saving_a_section_goes_on_to_the_next_one(town: Town) -> None:
    draft = town.propose()
    page = Person(town, "youth-clerk").act(draft, "measure_edit")
    page = page.follow("/bearbeiten/gegenstand/").fill_in("/bearbeiten/gegenstand/", goal="Neu.")
    assert page.url.endswith("/bearbeiten/fuer-wen-und-wo/")
    assert page.leads_to("Alle Abschnitte") == f"/massnahmen/{draft.case_id}/bearbeiten/"
