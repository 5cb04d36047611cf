"""Whether this installation does its work: the database, its tables, the workers behind it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from workflows.calendars import local_date
from workflows.jobs import CLOCK_TOLERANCE
from workflows.queries.time.health import Signs, further_signs, signs_of_life, silent_routes

OWN_APPS = ("workflows", "coordination")
"""Whose tables another release may have changed."""


@dataclass
class Readiness:
    """What was found; reasons by their code, none if all is well. Nothing of it is private."""

    checks: dict[str, int | bool | str | None] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)


def readiness(*, at: datetime) -> Readiness:
    """Look at `at`: a handful of statements, whatever the size of the city."""
    found = Readiness(checks={"database": True})
    try:
        applied = _applied()
        missing = _expected() - applied
        found.checks["missing_migrations"] = len(missing)
        newer = len({one for one in applied if one[0] in OWN_APPS} - _expected() - _replaced())
        found.checks["newer_migrations"] = newer
        if missing:
            found.reasons["migrations"] = f"{len(missing)} migrations are not applied"
        elif newer:
            # A process of the release before on the tables of the next one: it must not go on.
            found.reasons["newer_migrations"] = f"{newer} migrations are of a newer release"
        else:
            _judge(found, signs_of_life(at=at))
            _judge_routes(found, silent_routes(on=local_date(at)))
            for name, count in further_signs.items():
                found.checks[name] = count()
                if found.checks[name]:
                    found.reasons[name] = f"{name.replace('_', ' ')}: {found.checks[name]}"
    except DatabaseError:
        found.checks["database"] = False
        found.reasons["database"] = "the database does not answer"
    return found


def _judge(found: Readiness, signs: Signs) -> None:
    ages = {"undelivered": signs.undelivered, "workers": signs.workers, "tick": signs.tick}
    for name, age in ages.items():
        found.checks[f"{name}_seconds"] = None if age is None else int(age.total_seconds())
    if _exceeds(signs.undelivered, settings.READY_UNDELIVERED):
        found.reasons["undelivered"] = f"a message waits for {_minutes(signs.undelivered)}"
    # Where a timer ticks there need be no workers; but a group that died has left its row.
    if _exceeds(signs.workers, settings.READY_SILENCE):
        found.reasons["workers"] = f"no worker has lived for {_minutes(signs.workers)}"
    if signs.tick is None:
        found.reasons["tick"] = "there has never been a tick"
    elif _exceeds(signs.tick, settings.READY_SILENCE):
        found.reasons["tick"] = f"no tick for {_minutes(signs.tick)}"
    found.checks["tick_failed"] = signs.failed or None
    if signs.failed:
        found.reasons["tick_failed"] = f"parts of the last tick failed on {signs.failed}"
    found.checks["delivery_held"] = signs.held is not None
    if signs.held:
        found.reasons["held"] = "delivery is held until somebody has looked: manage.py delivery"
    ahead = [name for name, age in ages.items() if age is not None and -age > CLOCK_TOLERANCE]
    if ahead:
        found.reasons["clock"] = f"a sign of life lies in the future: {', '.join(ahead)}"


def _judge_routes(found: Readiness, silent: list[str]) -> None:
    found.checks["routes_without_ladder"] = len(silent)
    if silent:
        found.reasons["routes"] = f"no reminders on the routes {', '.join(silent)}"


def _exceeds(age: timedelta | None, limit: timedelta) -> bool:
    return age is not None and age > limit


def _minutes(age: timedelta | None) -> str:
    return f"{int(age.total_seconds() // 60)} minutes" if age else ""


@cache
def _expected() -> frozenset[tuple[str, str]]:
    """The migrations that this release brings along; read from the disk once."""
    loader = MigrationLoader(None)
    return frozenset(loader.disk_migrations or ())


@cache
def _replaced() -> frozenset[tuple[str, str]]:
    """Those that were put together into one of them."""
    loader = MigrationLoader(None)
    return frozenset(
        old for migration in (loader.disk_migrations or {}).values() for old in migration.replaces
    )


def _applied() -> set[tuple[str, str]]:
    rows = MigrationRecorder.Migration.objects.using(connection.alias)
    return set(rows.values_list("app", "name"))
