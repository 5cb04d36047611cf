"""The fast list says the same as asking each measure one by one."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.postgres.search import SearchQuery

from coordination.city.queries import capped, sets
from coordination.city.queries import reach as counting
from coordination.implementing.models import Milestone
from coordination.implementing.queries.lights import light_days, with_light
from coordination.measures.models import Measure
from coordination.measures.queries import listing, reach
from coordination.measures.queries.listing import Filter, find
from coordination.measures.queries.phases import PHASES
from tests.town import Town
from workflows.models import Case, CaseAudience, DeskHolder, Task, din5007_key
from workflows.queries.people.routes import working_calendar

NOW = datetime(2026, 6, 1, 10, tzinfo=UTC)
STATES = ("draft", "cosigning", "deliberation", "resolved", "paused", "implementation")
WORDS = ("Ämter öffnen", "Sprachlotsen", "Übergang", "Wohnberatung", "Zentrum")
PEOPLE = ("youth-head", "social-clerk", "division_3-deputy_mayor", "council-observer")


def _populate(town: Town, chance: random.Random) -> None:
    fields = town.fields["fields_of_action"]
    known = DeskHolder.objects.filter(person__in=[town.person(who) for who in PEOPLE])
    desks = [holder.desk for holder in known.select_related("desk").order_by("desk")]
    for number in range(14):
        who = chance.choice(["youth-clerk", "social-clerk"])
        measure = town.propose(
            who, title=f"{chance.choice(WORDS)} {number}",
            goal=chance.choice(["Kinder lernen Schwimmen", "Wohnungen vermitteln"]),
            priority=chance.choice(["high", "low"]), decision_path=chance.choice(["", "committee"]),
            fields_of_action=chance.choice([fields, []]),
            cost=str(chance.randrange(1, 5)), cover="x",
        )  # fmt: skip
        state = STATES[number % len(STATES)] if number < 10 else "implementation"
        since = datetime(2026, chance.choice([1, 5]), 5, tzinfo=UTC) - timedelta(days=number)
        Case.objects.filter(pk=measure.case_id).update(state=state, state_since=since, version=2)
        for desk in chance.sample(desks, len(desks) // 2):
            CaseAudience.objects.get_or_create(
                case=measure.case, desk=desk, defaults={"reason": "named"}
            )
        due = date(2026, 6, 1) + timedelta(days=chance.randrange(-60, 30))
        Milestone.objects.filter(measure=measure).update(due_on=due)
        Task.objects.filter(case=measure.case_id).update(
            due_at=chance.choice([None, NOW - timedelta(days=1), NOW, NOW + timedelta(days=1)])
        )


def _wanted(town: Town, chance: random.Random) -> Filter:
    def perhaps(*values: Any) -> Any:
        return chance.choice(values) if chance.random() < 0.2 else type(values[0])()

    return Filter(
        text=perhaps("lotse", "Schwimmen", "M-2026", "Aemter", "amt 1", "nirgends"),
        states=perhaps(
            PHASES["preparation"], ("implementation",), ("resolved", "completed"), ("paused",)
        ),
        lead=perhaps(town.units["youth"], town.units["social"]) or None,
        field_of_action=perhaps(town.fields["fields_of_action"][0]) or None,
        priority=perhaps("high"),
        decision_path=perhaps("committee"),
        light=perhaps("red", "yellow", "green", "grey"),
        overdue=chance.random() < 0.2,
        mine=chance.random() < 0.2,
        sort=chance.choice([f"{sign}{name}" for name in listing.SORTS for sign in ("", "-")]),
    )


def _holds(measure: Any, wanted: Filter, units: set[int]) -> bool:
    """Asked of one measure, each question by itself."""
    plain = {
        "lead_id": wanted.lead, "priority": wanted.priority,
        "decision_path": wanted.decision_path, "light": wanted.light,
    }  # fmt: skip
    links = measure.fields_of_action.values_list("pk", flat=True)
    late = Task.objects.filter(case=measure.case_id, status="open", due_at__lte=NOW)
    return (
        all(getattr(measure, name) == value for name, value in plain.items() if value)
        and (not wanted.states or measure.case.state in wanted.states)
        and (wanted.field_of_action is None or wanted.field_of_action in links)
        and (not wanted.overdue or late.exists())
        and (not wanted.mine or measure.lead_id in units)
        and (not wanted.text or _says(measure, wanted.text))
    )


def _says(measure: Measure, text: str) -> bool:
    words = SearchQuery(text, config="german", search_type="websearch")
    return (
        all(din5007_key(part) in measure.title_sort_key for part in text.split())
        or measure.reference.startswith(text.upper())
        or Measure.objects.filter(pk=measure.pk, words=words).exists()
    )


_KEYS: Mapping[str, Any] = {
    "title": lambda m: (m.title_sort_key, m.pk),
    "number": lambda m: m.reference,
    "moved": lambda m: (m.case.state_since, m.case_id),
    "cost": lambda m: (m.cost, m.pk),
    "end": lambda m: (m.ends_on, m.pk),
}


def _truth(town: Town, who: str, wanted: Filter) -> list[Any]:
    viewer, days = town.person(who), light_days(working_calendar(), NOW.date())
    held = DeskHolder.objects.filter(person=viewer)
    units = set(held.values_list("desk__unit", flat=True))
    # How the work goes is not told to members of the council.
    asks_of_work = wanted.light or wanted.overdue
    every = Measure.objects
    mine = (every.known_inside_to if asks_of_work else every.visible_to)(viewer, at=NOW)
    seen = with_light(mine.select_related("case"), days)
    found = [measure for measure in seen if _holds(measure, wanted, units)]
    sort = wanted.sort.removeprefix("-")
    return sorted(found, key=_KEYS[sort], reverse=wanted.sort.startswith("-"))


@pytest.mark.parametrize(
    ("few", "cap", "broad"), [(5000, 1000, 20_000), (0, 1000, 1), (5000, 2, 1), (0, 2, 20_000)]
)
def test_list_finds_what_asking_each_measure_finds(
    town: Town, monkeypatch: pytest.MonkeyPatch, few: int, cap: int, broad: int
) -> None:
    monkeypatch.setattr(sets, "BROAD", broad)
    monkeypatch.setattr(counting, "FEW", few)
    monkeypatch.setattr(capped, "CAP", cap)
    chance, hits = random.Random(11), 0
    _populate(town, chance)
    for _number in range(60):
        wanted, who = _wanted(town, chance), chance.choice(PEOPLE)
        true = [measure.pk for measure in _truth(town, who, wanted)]
        sees = reach.reach_of(town.person(who), at=NOW)
        assert sees.is_wide == (few == 0)
        found = find(sees, wanted, at=NOW)
        assert list(found.keys) == true[: cap + 1], (who, wanted)
        assert [row.measure.pk for row in found.everything()] == true, (who, wanted)
        assert [row.measure.pk for row in found.page(1, 2)] == true[: cap + 1][1:2], (who, wanted)
        hits += bool(true)
    assert hits > 20  # else nothing was compared


def test_phases_are_those_of_all_states(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capped, "CAP", 2)
    monkeypatch.setattr(counting, "FEW", 0)
    chance = random.Random(5)
    _populate(town, chance)
    sees = reach.reach_of(town.person("division_3-deputy_mayor"), at=NOW)
    assert sees.is_wide
    for _number in range(40):
        wanted = _wanted(town, chance)
        phases = find(sees, wanted, at=NOW).phases
        true = _truth(town, "division_3-deputy_mayor", replace(wanted, states=()))
        counts = {
            phase: sum(measure.case.state in states for measure in true)
            for phase, states in PHASES.items()
        }
        # Beyond the cap they are left out where they would cost another walk.
        assert phases == (counts if len(true) <= 2 or wanted.is_plain else {}), wanted


def test_reach_sees_what_is_visible(town: Town) -> None:
    _populate(town, random.Random(3))
    for who in town.emails:
        viewer = town.person(who)
        visible = set(Measure.objects.visible_to(viewer, at=NOW).values_list("pk", flat=True))
        seen = reach.reach_of(viewer, at=NOW)
        assert set(seen.seen().values_list("pk", flat=True)) == visible
        assert set(seen.walked().values_list("pk", flat=True)) == visible


def test_who_holds_no_desk_sees_nothing(town: Town) -> None:
    town.propose()
    before = datetime(2000, 1, 3, 10, tzinfo=UTC)
    nobody = reach.reach_of(town.person("youth-head"), at=before)
    assert nobody == reach.Reach(desks=(), inside=(), units=(), own=(), is_wide=False)
    found = find(nobody, Filter(text="a", mine=True, states=("draft",)), at=NOW)
    assert (found.keys, found.phases) == ([], dict.fromkeys(PHASES, 0))
