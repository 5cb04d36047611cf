"""An upgrade binds what its migrations have added, and makes no forged row a true one."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from coordination.council.actions.calendar import take_stock
from coordination.council.models import CouncilRule
from tests.town import Town
from workflows.models import DayOff, Event
from workflows.queries.proof.verification import verify

pytestmark = pytest.mark.django_db


def upgrade(*rows: DayOff | CouncilRule) -> None:
    """What `migrate` does around its migrations; they write these rows."""
    graph = MigrationExecutor(connection).loader.graph
    plan = [(graph.nodes[graph.leaf_nodes("coordination")[0]], False)]
    told = {"verbosity": 0, "interactive": False, "db": "default", "plan": plan}
    emit_pre_migrate_signal(**told)
    for row in rows:
        row.save()
    emit_post_migrate_signal(**told)


def rule(norm: str) -> CouncilRule:
    return CouncilRule(
        subject="longest_pause", amount=6, unit="months", valid_from=date(2026, 1, 1), norm=norm,
        origin="proposal", body_type="committee" if norm == "forged" else "council",
    )  # fmt: skip


def findings() -> list[str]:
    return sorted(found.row for found in verify())


def test_rows_that_migrations_add_are_known_afterwards(town: Town) -> None:
    take_stock(at=town.now)
    holiday = DayOff(day=date(2031, 2, 24), name="Rosenmontag")
    assert findings() == []
    upgrade(rule("added"), holiday)
    assert findings() == []
    events = Event.objects.filter(action="bind_upgrade").order_by("case__kind")
    assert list(events.values_list("case__kind", "data")) == [
        ("council_calendar", {"rows": 1}), ("organisation", {"rows": 1})
    ]  # fmt: skip


def test_row_put_there_by_hand_stays_forged_through_an_upgrade(town: Town) -> None:
    take_stock(at=town.now)
    rule("forged").save()
    forged = findings()
    upgrade(rule("added"))
    assert (bool(forged), findings()) == (True, forged)


def test_upgrade_without_new_rows_writes_no_event(town: Town) -> None:
    take_stock(at=town.now)
    before = Event.objects.count()
    upgrade()
    assert Event.objects.count() == before


def test_city_whose_stock_was_never_taken_is_left_to_the_first_tick(town: Town) -> None:
    upgrade(rule("added"))
    assert not Event.objects.filter(action="bind_upgrade").exists()
    take_stock(at=town.now)
    assert findings() == []
