"""What `check --deploy` asks of an installation."""

from collections.abc import Sequence

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection
from django.utils import timezone

from workflows.enums import DeskFunction
from workflows.queries.time.health import silent_routes

from .second_factor import EVERYBODY


@checks.register(checks.Tags.security, deploy=True)
def no_demo(**_options: object) -> list[checks.CheckMessage]:
    """The demo lets anybody in by a click: it is nothing to deploy."""
    if not settings.DEMO:
        return []
    return [checks.Error("The demo settings let anybody in: unset DEMO.", id="config.E001")]


@checks.register(checks.Tags.compatibility, deploy=True)
def operator_is_named(**_options: object) -> list[checks.CheckMessage]:
    """The legal pages must not show the sample city."""
    missing: list[str] = settings.OPERATOR_SAMPLES
    if not missing:
        return []
    return [
        checks.Warning(
            f"The legal pages still show sample words: set {', '.join(missing)}.",
            id="config.W001",
        )
    ]


@checks.register(checks.Tags.database)
def routes_remind(
    *, databases: Sequence[str] | None = None, **_options: object
) -> list[checks.Warning]:
    """`check --database default`: on a route without a ladder nothing late ever speaks."""
    if not databases:
        return []
    try:
        silent = silent_routes(on=timezone.localdate())
    except DatabaseError:  # before the first `migrate`, which runs this too
        return []
    return [
        checks.Warning(
            f"The route {name} has no ladder of reminders: publish a version that has one.",
            id="config.W002",
        )
        for name in silent
    ]


@checks.register(checks.Tags.database)
def role_owns_nothing(
    *, databases: Sequence[str] | None = None, **_options: object
) -> list[checks.Warning]:
    """`check --database default`: whoever owns the trail can switch its triggers off."""
    if not databases or settings.DATABASE_AS_OWNER:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR EXISTS (SELECT FROM pg_class c WHERE c.relname LIKE 'workflows_%%'"
            " AND pg_has_role(r.oid, c.relowner, 'MEMBER')) FROM pg_roles r"
            " WHERE rolname = current_user"
        )
        row = cursor.fetchone()
    if not row or not row[0]:
        return []
    return [
        checks.Warning(
            "The role of DATABASE_URL owns the tables, so it could switch off what guards the"
            " trail: let another role own them (DATABASE_OWNER_URL, docs/operations.md).",
            id="config.W003",
        )
    ]


@checks.register(checks.Tags.security)
def functions_exist(**_options: object) -> list[checks.CheckMessage]:
    """A misspelt function would ask nobody for a second factor."""
    unknown = settings.SECOND_FACTOR_FOR - {EVERYBODY, *DeskFunction.values}
    if not unknown:
        return []
    words = ", ".join(sorted(unknown))
    known = ", ".join((EVERYBODY, *DeskFunction.values))
    return [
        checks.Error(
            f"SECOND_FACTOR_FOR names no function of a desk: {words}. There are: {known}.",
            id="config.E002",
        )
    ]
