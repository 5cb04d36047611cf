"""Lists that are read by one statement are the rows that Django's own questions give."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.db.models import Count

from tests.fullest import fullest
from tests.situations import Stage
from tests.statements import statements
from tests.town import found
from workflows.models import Case, Condition, Deadline, Event, Task, User, Vote
from workflows.queries.together import Rows, Together, keep_with

pytestmark = pytest.mark.django_db

# Between them they have a column of every type that a case knows.
LISTS: Mapping[str, Rows] = {
    "deadlines": lambda case: Deadline.objects.filter(case=case).order_by("due_at", "pk"),
    "events": lambda case: (
        Event.objects.filter(case=case)
        .select_related("actor", "on_behalf_of", "desk", "text")
        .defer("rows")
        .order_by("-seq")
    ),
    "votes": lambda case: (
        Vote.objects.filter(item__case=case)
        .select_related("item__unit", "cast_by")
        .order_by("-cast_at", "pk")
    ),
    "measures": lambda case: (
        Case.objects.filter(pk=case)
        .select_related("measure__lead", "route")
        .defer("measure__words")
        .annotate(stones=Count("measure__milestones"))
    ),
    "conditions": lambda case: (
        Condition.objects.filter(case=case).select_related("obligation").order_by("pk")
    ),
    "nothing": lambda case: Task.objects.filter(case=case, outcome="never"),
    "everybody": lambda _case: User.objects.order_by("-sort_key", "pk"),
}


def shown(row: object, above: object = None) -> dict[str, object]:
    """All that was read of a row, with what belongs to it."""
    values = dict(vars(row))
    cache = values.pop("_state").fields_cache
    linked = {name: one and shown(one, row) for name, one in cache.items() if one is not above}
    return {**values, "_linked": linked}


def test_rows_are_those_of_django_in_one_statement() -> None:
    stage = Stage(found())
    first, second = fullest(stage), stage.release(title="Anderes")
    together = Together(**LISTS)
    for measure in (first, second):
        with statements() as sent:
            read = together.read(measure.case_id, LISTS)
        assert sent.sent == 1
        for name, rows in LISTS.items():
            expected = list(rows(measure.case_id))
            assert [shown(row) for row in read[name]] == [shown(row) for row in expected], name
            assert bool(expected) == (name != "nothing") or measure == second
            assert all(not row._state.adding for row in read[name])


def test_what_is_not_asked_for_is_empty_and_asks_nothing() -> None:
    together = Together(**LISTS)
    with statements() as sent:
        assert together.read(1, []) == {name: [] for name in LISTS}
    assert sent.sent == 0


def test_rows_are_kept_with_the_one_to_which_they_belong() -> None:
    measure = Stage(found()).check()
    case = Case.objects.get(pk=measure.case_id)
    rows = list(Task.objects.filter(case=case))
    keep_with(case, "tasks", rows)
    with statements() as sent:
        assert list(case.tasks.all()) == rows
        assert list(case.tasks.all()[:1]) == rows[:1]
    assert sent.sent == 0
    assert case.tasks.filter(status="open").exists()
