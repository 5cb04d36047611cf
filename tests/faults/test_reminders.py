"""Whenever a dispatcher is killed: nothing is missing, and twice comes only the same mail."""

import pytest

from tests.faults import reminders

pytestmark = pytest.mark.django_db(transaction=True)


def test_each_due_rung_has_one_effect_whoever_is_killed() -> None:
    figures = reminders.killed(rows=1_000, kills=20)
    assert figures.losses == []
    assert (figures.numbers["kills"], figures.numbers["rows"]) == (20, 1_000)
