"""Stretches of the way that several stories share, each walked through the pages."""

from __future__ import annotations

from datetime import timedelta

from coordination.council.models import Consultation
from coordination.measures.models import Measure
from tests.journeys.driver import Page, Person
from tests.town import Town
from workflows.models import Case, CosignatureItem


def state(measure: Measure) -> str:
    """Where the measure stands."""
    return Case.objects.values_list("state", flat=True).get(pk=measure.case_id)


def begun(town: Town, by: str = "youth-clerk", lead: str = "youth") -> tuple[Page, Measure]:
    """A draft that somebody opens from the list; the page of its sections."""
    known = set(Measure.objects.values_list("pk", flat=True))
    new = Person(town, by).inbox().follow("/massnahmen/").follow("/massnahmen/neu/")
    sections = new.fill_in(title="Sprachkurse in Familienzentren", lead=town.units[lead])
    return sections, Measure.objects.exclude(pk__in=known).get()


def written(
    town: Town, by: str = "youth-clerk", lead: str = "youth", *, impacts: tuple[str, ...] = (),
    cost: str = "0", milestones: tuple[str, ...] = ("1.9.2026",), access: str = "normal",
) -> Measure:  # fmt: skip
    """A complete draft, section by section."""
    sections, measure = begun(town, by, lead)
    sections = sections.follow("/bearbeiten/gegenstand/").fill_in(
        facts="Es fehlen Plätze.",
        goal="40 Plätze bis Jahresende.",
        proposal="Der Rat beschließt die Einrichtung der Kurse.",
    )
    sections = sections.follow("/bearbeiten/fuer-wen-und-wo/").fill_in(
        fields_of_action=town.fields["fields_of_action"],
        target_groups=town.fields["target_groups"],
    )
    sections = sections.follow("/bearbeiten/entscheidung/").fill_in(
        priority="high", decision_path="council", access=access
    )
    sections = sections.follow("/bearbeiten/kosten/").fill_in(cost=cost, cover="Haushalt 2026")
    plan = sections.follow("/bearbeiten/termine/")
    for _more in milestones[1:]:
        plan = plan.press("rows", "add:milestones")
    rows = {f"milestones-{n}-title": f"Meilenstein {n + 1}" for n in range(len(milestones))}
    days = {f"milestones-{n}-due_on": day for n, day in enumerate(milestones)}
    sections = plan.fill_in(**rows, **days)
    ticks = {f"impact_{name}": "on" for name in impacts or ("none",)}
    sections = sections.follow("/bearbeiten/betroffene/").fill_in(**ticks)
    sections = sections.follow("Alle Abschnitte")
    assert sections.shows("Es fehlt nichts") or sections.leads_to("/zustimmung-erbitten/"), (
        sections.text
    )
    return measure


def in_check(town: Town, **wishes: object) -> Measure:
    """A measure of the youth office that its head has agreed to and its clerk has submitted."""
    measure = written(town, **wishes)  # type: ignore[arg-type] # wishes of the caller
    Person(town, "youth-clerk").does("ask_agreement", measure)
    Person(town, "youth-head").does("agree", measure)
    Person(town, "youth-clerk").does("submit", measure)
    assert state(measure) == "check"
    return measure


def in_cosigning(town: Town, **wishes: object) -> Measure:
    """The secretariat has passed it on to the offices."""
    measure = in_check(town, **wishes)
    Person(town, "centre-clerk").does("pass_check", measure)
    assert state(measure) == "cosigning"
    return measure


def asked(measure: Measure) -> dict[str, str]:
    """The offices asked in the present round and how they take part."""
    case = Case.objects.get(pk=measure.case_id)
    rows = CosignatureItem.objects.filter(case=case, round=case.round)
    return dict(rows.values_list("unit__key", "participation"))


def signed(town: Town, measure: Measure) -> None:
    """The deputy mayor releases, the mayor signs."""
    Person(town, "division_3-deputy_mayor").does("release", measure)
    assert state(measure) == "final_signature"
    Person(town, "mayor-mayor").does("sign", measure)
    assert state(measure) == "deliberation"


def deliberated(town: Town, measure: Measure, result: str = "accepted") -> None:
    """Each body deals with it in its session; the deciding one gives the result."""
    office = Person(town, "council_office-council_secretary")
    open_ones = Consultation.objects.filter(case=measure.case_id, result="").order_by("position")
    while station := open_ones.first():
        assert station.meeting is not None
        town.now = max(town.now, station.meeting.starts_at + timedelta(hours=2))
        decides = station.role == "decision"
        chosen = result if decides else "accepted"
        votes = {"yes": "3", "no": "12"} if chosen == "rejected" else {"yes": "12", "no": "3"}
        office.does("record_result", measure, result=chosen, **votes)
        if decides:
            return
