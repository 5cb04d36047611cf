"""A measure from its first line to its completion, each step by the forms of the pages."""

from __future__ import annotations

import re
from datetime import timedelta

from coordination.models import Consultation, Measure
from tests.town import Town
from workflows.models import Case, Event, Obligation, Task

from .visitor import Page, Visitor


def _state(measure: Measure) -> str:
    return Case.objects.values_list("state", flat=True).get(pk=measure.case_id)


def _written(town: Town) -> Measure:
    """A draft that a clerk writes section by section."""
    clerk = Visitor(town, "youth-clerk")
    begun = clerk.get("/measures/new/").send(title="Sprachkurse", lead=str(town.units["youth"]))
    assert begun.status == 200, begun.text
    assert begun.url.endswith("/edit/")
    measure = Measure.objects.get()
    here = begun.url

    def section(name: str, **values: object) -> Page:
        saved = clerk.get(f"{here}{name}/").send(**values)
        assert (saved.status, saved.url) == (200, here), saved.text
        return saved

    section("about", goal="40 Plätze", facts="Es fehlen Plätze.", proposal="Der Rat beschließt.")
    fields, groups = town.fields["fields_of_action"], town.fields["target_groups"]
    section("scope", fields_of_action=[str(fields[0])], target_groups=[str(groups[0])])
    section("decision", priority="high", decision_path="council")
    section("cost", cost="1.200,50 €", cover="Haushalt 2026")
    plan = clerk.get(f"{here}plan/").send(
        **{"milestones-0-title": "Träger"}, button=("rows", "add:milestones")
    )
    assert "milestones-1-title" in plan.text
    done = plan.send(
        **{
            "milestones-0-due_on": "1.9.26",
            "milestones-1-title": "Beginn",
            "milestones-1-due_on": "2026-10-01",
        }
    )
    assert done.url == here, done.text
    section("impact", impact_school="on")
    section("effects", climate_effects="keine")
    return measure


def test_measure_goes_from_proposal_to_completion(town: Town) -> None:  # noqa: PLR0915 - one story
    measure = _written(town)
    head, centre = Visitor(town, "youth-head"), Visitor(town, "centre-clerk")
    clerk = Visitor(town, "youth-clerk")
    assert clerk.act(measure, "ask_agreement").send().status == 200
    assert head.act(measure, "agree").send().status == 200
    assert clerk.act(measure, "submit").send().status == 200
    assert _state(measure) == "check"
    centre.act(measure, "pass_check").send()
    assert _state(measure) == "cosigning"

    vote = Visitor(town, "school-cosigner").act(measure, "vote")
    more = vote.send(
        choice="conditional",
        **{"conditions-0-text": "Räume klären"},
        button=("rows", "add:conditions"),
    )
    assert "conditions-1-text" in more.text
    sent = more.send(**{"conditions-1-text": "Schulen einladen"})
    assert sent.status == 200, sent.text
    finance = Visitor(town, "finance-head").act(measure, "vote").send(choice="approved")
    assert finance.status == 200

    for text in ("Räume", "Schulen"):
        tasks = Task.objects.filter(
            desk__key="youth-clerk", status="open", step__key="answer_condition"
        )
        page = clerk.act(measure, "answer_condition", task=str(tasks.order_by("pk")[0].pk))
        assert text in page.text
        checked = page.send(
            accept="True", material="False", facts=f"{text} ist geklärt.", button=("stage", "check")
        )
        assert "<ins>" in checked.text, checked.text
        assert checked.send(button=("stage", "send")).status == 200
    head.act(measure, "resign").send()
    assert _state(measure) == "release"

    deputy = Visitor(town, "division_3-deputy_mayor")
    deputy.act(measure, "release").send()
    assert _state(measure) == "final_signature"
    Visitor(town, "mayor-mayor").act(measure, "sign").send()
    assert _state(measure) == "deliberation"

    office = Visitor(town, "council_office-council_secretary")
    while (
        station := Consultation.objects.filter(case=measure.case_id, result="")
        .order_by("position")
        .first()
    ):
        town.now = station.meeting.starts_at + timedelta(hours=2)
        page = office.act(measure, "record_result")
        checked = page.send(result="accepted", yes="12", no="3", button=("stage", "check"))
        assert checked.status == 200, checked.text
        checked.send(button=("stage", "send"))
    assert _state(measure) == "resolved"

    Visitor(town, "finance-head").act(measure, "confirm_funds").send()
    head.act(measure, "start_implementation").send(responsible=str(town.person("youth-clerk").pk))
    assert _state(measure) == "implementation"

    for _number in range(2):
        page = clerk.act(measure, "complete_milestone")
        late = {"late_reason": "Es dauerte länger."} if "late_reason" in page.text else {}
        page.send(text="Vertrag liegt vor.", **late)
    for obligation in Obligation.objects.filter(case=measure.case_id):
        clerk.act(measure, "fulfil_obligation", about=str(obligation.pk)).send(text="Erledigt.")
    report = clerk.act(measure, "draft_report")
    checked = report.send(
        done="Alles.", next_steps="Nichts.", risks="Keine.", spent="1.100", forecast="1.100,00",
        light="green", is_final="on", button=("stage", "check"),
    )  # fmt: skip
    assert checked.status == 200, checked.text
    checked.send(button=("stage", "send"))
    head.act(measure, "release_report").send()
    head.act(measure, "propose_completion").send()
    checked = deputy.act(measure, "confirm_completion").send(button=("stage", "check"))
    checked.send(button=("stage", "send"))
    assert _state(measure) == "completed"

    page = clerk.case(measure)
    assert page.status == 200
    shown = len(re.findall(r'class="ff-timeline__item', page.text))
    assert shown == Event.objects.filter(case=measure.case_id).count()
