"""Which room of the city knows which, typed from the plan of the house; types count too."""

from collections import defaultdict
from functools import cache

import grimp
import pytest

ROOMS = (
    "observing", "portal", "demo", "guests", "founding", "imports", "inspection", "start",
    "demands", "group", "coming", "concept", "measures", "implementing", "board", "targets",
    "decisions",
    "mandates", "drafting", "publishing", "followup", "council", "city", "printing",
)  # fmt: skip
"""From top to bottom."""

KNOWS = {
    "portal": {
        "demands",
        "coming",
        "concept",
        "measures",
        "implementing",
        "targets",
        "publishing",
        "followup",
        "decisions",
        "council",
        "city",
    },
    "demo": {
        "group",
        "concept",
        "targets",
        "printing",
        "demands",
        "drafting",
        "publishing",
        "followup",
        "founding",
        "guests",
        "imports",
        "measures",
        "implementing",
        "board",
        "decisions",
        "mandates",
        "council",
        "city",
    },
    "start": {
        "demands",
        "group",
        "coming",
        "concept",
        "measures",
        "followup",
        "council",
    },
    "founding": {"measures", "decisions", "council", "city"},
    "observing": {"measures", "decisions", "council"},
    "guests": {"concept", "demands", "measures", "decisions", "city"},
    "concept": {
        "measures",
        "targets",
        "decisions",
        "publishing",
        "council",
        "city",
        "printing",
    },
    "inspection": {"measures", "implementing", "decisions", "council", "city"},
    "coming": {"measures", "publishing", "decisions", "council", "city"},
    "demands": {"group", "measures", "decisions", "mandates", "publishing", "city"},
    "group": {"mandates", "city"},
    "imports": {
        "demands",
        "measures",
        "implementing",
        "targets",
        "followup",
        "decisions",
        "council",
        "city",
    },
    "targets": {"decisions", "publishing", "council", "city"},
    "measures": {
        "targets",
        "implementing",
        "decisions",
        "mandates",
        "publishing",
        "council",
        "city",
        "printing",
    },
    "implementing": {"decisions", "followup", "council"},
    "board": {"decisions", "city", "printing"},
    "decisions": {"mandates", "drafting", "council", "city", "printing"},
    "mandates": {"city"},
    "drafting": {"city"},
    "publishing": {"followup", "city"},
    "followup": {"council", "city", "printing"},
    "council": {"city"},
    "city": set(),
    "printing": set(),
}
"""A new arrow is a decision: it is typed here, and it runs down."""

APPS = {"config": {"coordination", "workflows"}, "coordination": {"workflows"}, "workflows": set()}


@cache
def _arrows() -> dict[tuple[str, str], set[str]]:
    graph = grimp.build_graph(
        "config", "coordination", "workflows", exclude_type_checking_imports=False, cache_dir=None
    )
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for module in graph.modules:
        for target in graph.find_modules_directly_imported_by(module):
            found[module, target].add(f"{module} → {target}")
    return found


def _between(cut) -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (module, target), lines in _arrows().items():
        start, end = cut(module), cut(target)
        if start and end and start != end:
            found[start, end] |= lines
    return found


def _room(module: str) -> str | None:
    app, *rest = module.split(".")
    return rest[0] if app == "coordination" and rest and rest[0] in ROOMS else None


def test_the_rooms_know_each_other_as_the_plan_says():
    arrows = _between(_room)
    assert {room: {end for start, end in arrows if start == room} for room in ROOMS} == KNOWS


def test_no_arrow_between_rooms_runs_back_up():
    back = [
        line
        for (start, end), lines in _between(_room).items()
        if ROOMS.index(start) > ROOMS.index(end)
        for line in lines
    ]
    assert back == []


def test_no_arrow_between_the_apps_runs_back_up():
    arrows = _between(lambda module: module.split(".")[0])
    assert {app: {end for start, end in arrows if start == app} for app in APPS} == APPS


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_is_a_folder_that_is_used(room):
    assert any(_room(module) == room for module, _ in _arrows())
