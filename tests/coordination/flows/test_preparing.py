"""The circulation is prepared, seen and sent; nothing leaves before (domain 2.3)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from coordination.decisions.models import CirculationEntry
from coordination.decisions.rules.circulation import CirculationChanged, mark_of
from coordination.decisions.rules.looks import decision_of
from coordination.drafting.actions.practice import change
from coordination.measures.models import Measure
from coordination.measures.queries.measures import measure_seen_by
from tests.coordination.flows.hurrying import hurry
from tests.coordination.flows.test_lapsing import unmet
from tests.coordination.flows.test_vacancies import vacate
from tests.journeys.driver import Person
from tests.town import Town
from workflows.calendars import local_date
from workflows.models import (
    CaseAudience,
    CosignatureItem,
    Deadline,
    Notice,
    Notification,
    Task,
    Unit,
)
from workflows.queries.acting.offers import situation
from workflows.queries.proof.verification import verify
from workflows.refusals import GuardsUnmet, NotAllowed, WrongState

pytestmark = pytest.mark.django_db

WORD = "Bitte nur zu den Räumen."


def in_check(town: Town, **fields: Any) -> Measure:
    measure = town.propose(**{"impact_school": True, **fields})
    town.do(measure, "submit", "youth-head")
    return measure


def plan(town: Town, measure: Measure, *rows: tuple[str, str, str, str], **data: Any) -> None:
    offices = [
        {"unit": town.units[unit], "participation": how, "due_on": day, "words": words}
        for unit, how, day, words in rows
    ]
    town.do(measure, "plan_circulation", data.pop("by", "centre-clerk"), offices=offices, **data)


def mark(town: Town, measure: Measure) -> str:
    seen = situation(measure.case, person=town.person("centre-clerk").pk, at=town.now)
    return mark_of(decision_of(seen.look))


def asked(measure: Measure, round_: int = 1) -> set[tuple[str, str, str]]:
    rows = CosignatureItem.objects.filter(case=measure.case_id, round=round_)
    return {(row.unit.short_name, row.participation, row.reason) for row in rows}


def due(town: Town, measure: Measure, unit: str) -> date:
    return Deadline.objects.get(
        step__cosignature__unit=town.units[unit], case=measure.case_id, status="running"
    ).due_on


def lead_time(town: Town, unit: str, days: int) -> None:
    change(
        "set_practice", by=town.person(f"{unit}-head").pk, at=town.now, unit=town.units[unit],
        days=3, four_eyes=False, lead_days=days, valid_from=local_date(town.now),
    )  # fmt: skip


def outside(measure: Measure) -> tuple[Any, ...]:
    """What leaves the secretariat: tasks, clocks, who sees it, what is told, who is asked."""
    of_case = {"case": measure.case_id}
    return (
        Task.objects.filter(**of_case).count(),
        list(Deadline.objects.filter(**of_case).values_list("kind", "due_at", "next_rung_at")),
        CaseAudience.objects.filter(**of_case).count(),
        Notice.objects.filter(**of_case).count(),
        Notification.objects.filter(**of_case).count(),
        CosignatureItem.objects.filter(**of_case).count(),
    )


def test_nothing_leaves_before_it_is_sent(town: Town) -> None:
    """Monday 2 March: ten working days end on Monday 16; the school is given until Friday 20."""
    measure = in_check(town)
    before = outside(measure)
    # The clock of the check is that of the sending: preparing neither stops nor moves it.
    assert [kind for kind, _due, rung in before[1] if rung] == ["check"]
    plan(town, measure, ("school", "", "2026-03-20", WORD), ("health", "contribute", "", ""))
    assert outside(measure) == before
    for desk in ("health-head", "school-head"):
        assert Person(town, desk).case(measure).status == 404
    assert not Person(town, "youth-head").case(measure).shows(WORD)
    town.do(measure, "pass_check", "centre-clerk", seen=mark(town, measure))
    assert {("health", "contribute", "added"), ("school", "cosign", "impact_school")} <= asked(
        measure
    )
    assert due(town, measure, "school") == date(2026, 3, 20)
    assert due(town, measure, "health") == date(2026, 3, 16)
    assert Person(town, "school-head").opens(measure).shows(WORD)
    assert not CirculationEntry.objects.filter(sent_at=None).exists()
    assert list(verify()) == []


def test_whoever_has_to_be_asked_cannot_be_left_out(town: Town) -> None:
    measure = in_check(town)
    plan(town, measure, ("health", "cosign", "", WORD))
    plan(town, measure)
    assert not CirculationEntry.objects.exists()
    town.do(measure, "pass_check", "centre-clerk")
    assert ("school", "cosign", "impact_school") in asked(measure)
    assert "health" not in {unit for unit, *_ in asked(measure)}
    assert list(verify()) == []


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([("school", "", "2026-03-13", "")], "too_early"),
        ([("school", "", "2026-06-02", "")], "too_late"),
        ([("health", "", "", WORD)], "participation_missing"),
        ([("youth", "cosign", "", "")], "unit_is_lead"),
        ([("council", "cosign", "", "")], "unit_missing"),
        ([("health", "inform", "", ""), ("health", "cosign", "", "")], "unit_twice"),
        ([("health", "inform", "", "x" * 2001)], "too_long"),
    ],
)
def test_what_cannot_be_planned_is_named(
    town: Town, rows: list[tuple[str, str, str, str]], code: str
) -> None:
    measure = in_check(town)
    with pytest.raises(GuardsUnmet) as refusal:
        plan(town, measure, *rows)
    assert unmet(refusal) == [code]


def test_what_is_sent_is_the_list_that_was_seen(town: Town) -> None:
    measure = in_check(town)
    seen = mark(town, measure)
    plan(town, measure, ("health", "cosign", "", ""), seen=seen)
    for act in ("plan_circulation", "pass_check"):
        with pytest.raises(CirculationChanged):
            town.do(measure, act, "centre-head", seen=seen)
    assert town.state(measure) == "check"
    town.do(measure, "pass_check", "centre-head", seen=mark(town, measure))
    with pytest.raises(WrongState):
        plan(town, measure, ("health", "cosign", "", ""))


def test_a_plan_that_has_grown_old_shortens_no_period(town: Town) -> None:
    """Planned on Monday 2 March until Tuesday 17; sent on Friday 6, ten working days end on Friday
    20.
    """
    measure = in_check(town)
    plan(town, measure, ("school", "", "2026-03-17", ""), ("health", "cosign", "2026-03-24", ""))
    town.now += timedelta(days=4)
    town.do(measure, "pass_check", "centre-clerk")
    assert due(town, measure, "school") == date(2026, 3, 20)
    assert due(town, measure, "health") == date(2026, 3, 24)


def test_the_time_that_an_office_needs_is_proposed_but_not_where_it_is_urgent(town: Town) -> None:
    """Fifteen working days from Monday 2 March end on Monday 23; what is urgent has three: Thursday
    5. Health says five, which is less than its period.
    """
    lead_time(town, "school", 15)
    lead_time(town, "health", 5)
    calm = in_check(town, impact_health=True)
    page = Person(town, "centre-clerk").opens(calm)
    assert page.shows("bis 23.03.2026", "bis 16.03.2026")
    town.do(calm, "pass_check", "centre-clerk")
    assert due(town, calm, "school") == date(2026, 3, 23)
    assert due(town, calm, "health") == date(2026, 3, 16)
    urgent = in_check(town, title="Eilig")
    hurry(town, urgent)
    town.do(urgent, "pass_check", "centre-clerk")
    assert due(town, urgent, "school") == date(2026, 3, 5)
    assert list(verify()) == []


def test_an_office_whose_place_another_has_taken_is_that_other_one(town: Town) -> None:
    measure = in_check(town)
    plan(town, measure, ("social", "cosign", "", WORD), ("health", "cosign", "", ""))
    Unit.objects.filter(pk=town.units["social"]).update(
        valid_until=local_date(town.now) - timedelta(days=1), successor=town.units["finance"]
    )
    Unit.objects.filter(pk=town.units["health"]).update(
        valid_until=local_date(town.now) - timedelta(days=1)
    )
    town.do(measure, "pass_check", "centre-clerk")
    added = {unit for unit, _how, why in asked(measure) if why == "added"}
    assert added == {town.unit("finance").short_name}
    entry = CirculationEntry.objects.get()
    assert (entry.unit_id, entry.words) == (town.units["finance"], WORD)


def test_only_the_checker_prepares_and_where_the_centre_leads_its_head_as_well(town: Town) -> None:
    measure = in_check(town)
    for desk in ("youth-head", "division_3-deputy_mayor"):
        with pytest.raises(NotAllowed):
            plan(town, measure, by=desk)
    own = town.propose("centre-clerk", lead=town.units["centre"], impact_school=True)
    town.do(own, "submit", "centre-head")
    plan(town, own, ("health", "cosign", "", WORD), by="centre-head")
    with pytest.raises(NotAllowed):
        town.do(own, "pass_check", "centre-head")
    town.do(own, "pass_check", "division_3-deputy_mayor")
    assert ("health", "cosign", "added") in asked(own)


def test_fields_of_action_and_earlier_measures_suggest_offices(town: Town) -> None:
    """Health has co-signed an earlier measure for languages."""
    earlier = town.in_cosigning(title="Früher", impact_health=True, impact_school=True)
    town.vote_all(earlier)
    measure = in_check(town)
    seen = measure_seen_by(town.person("centre-clerk"), measure.case_id, at=town.now)
    look = situation(seen.case, person=town.person("centre-clerk").pk, at=town.now).look
    found = {one.unit: one.why for one in decision_of(look).suggested_offices()}
    assert town.units["youth"] not in found
    assert "1 frühere Maßnahme" in found[town.units["health"]]
    page = Person(town, "centre-clerk").opens(measure).page_of("plan_circulation")
    assert page.shows("Vorgeschlagen: hat 1 frühere Maßnahme")


def test_the_secretariat_prepares_and_sends_in_the_browser(town: Town) -> None:
    measure = in_check(town)
    centre = Person(town, "centre-clerk")
    page = centre.opens(measure).page_of("plan_circulation")
    assert page.shows("Pflicht: Schulen sind betroffen", "sonst 16.03.2026")
    last = len([name for name in page.form("/umlauf/").fields if name.endswith("-known")]) - 1
    answer = page.fill_in("/umlauf/", status=422, **{f"offices-{last}-words": WORD})
    assert answer.shows("Bitte nennen Sie das Amt, das beteiligt werden soll.")
    row = {f"offices-{last}-unit": "health", f"offices-{last}-due_on": "13.03.2026"}
    answer = answer.fill_in("/umlauf/", status=422, **row)
    assert answer.shows("Dieses Amt hat nach dem Laufweg Zeit bis zum 16.03.2026")
    assert f"#id_offices-{last}-due_on" in [link.url for link in answer.reader.links]
    answer = answer.fill_in("/umlauf/", **{f"offices-{last}-due_on": ""})
    assert answer.shows("Noch ist niemand gefragt.")
    page = centre.opens(measure)
    assert page.shows(WORD)
    page.do("pass_check")
    assert Person(town, "health-head").opens(measure).shows(WORD)


def test_suggestions_are_ticked_and_planned_offices_unticked(town: Town) -> None:
    measure = in_check(town)
    plan(town, measure, ("health", "contribute", "", WORD))
    page = Person(town, "centre-clerk").opens(measure).page_of("plan_circulation")
    shown = page.form("/umlauf/").shown()
    row = next(name for name, value in shown.items() if value == [str(town.units["health"])])
    row = row.removesuffix("known")
    assert shown[f"{row}ask"] == ["on"]
    # The school has to be asked: there is nothing to untick.
    assert [name for name in shown if name.endswith("-ask")] == [f"{row}ask"]
    page.fill_in("/umlauf/", **{f"{row}ask": ""})
    assert not CirculationEntry.objects.exists()


def test_the_answer_of_an_office_that_was_added_holds_in_the_next_round(town: Town) -> None:
    """The change is editorial: nobody who has answered is asked again, planned or not."""
    measure = in_check(town)
    plan(town, measure, ("health", "cosign", "", WORD))
    town.do(measure, "pass_check", "centre-clerk")
    town.vote_all(measure)
    town.do(measure, "send_back", "division_3-deputy_mayor", text="Bitte genauer fassen.")
    town.do(measure, "edit", "youth-head", goal="Ein genauer gefasstes Ziel.")
    town.do(measure, "submit", "youth-head", change="editorial")
    page = Person(town, "centre-clerk").opens(measure)
    assert page.text.count("die Antwort der vorigen Runde gilt weiter") == 1
    plan(town, measure, ("school", "", "", WORD))
    town.do(measure, "pass_check", "centre-clerk")
    rows = CosignatureItem.objects.filter(case=measure.case_id, round=2)
    carried = rows.exclude(carried_from=None).values_list("unit", flat=True)
    assert {town.units["school"], town.units["health"]} <= set(carried)
    # The word would have gone to an office that is not asked.
    assert not CirculationEntry.objects.filter(round=2).exists()
    assert list(verify()) == []


def test_where_the_secretariat_is_vacant_its_superior_prepares_and_sends(town: Town) -> None:
    vacate(town, "centre-head", "centre-clerk")
    measure = in_check(town)
    plan(town, measure, ("health", "cosign", "", WORD), by="mayor-mayor")
    town.do(measure, "pass_check", "mayor-mayor", seen=mark(town, measure))
    assert ("health", "cosign", "added") in asked(measure)
