"""What is forgotten after a time, and for how long each is kept. The trail stays."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Passing:
    """Rows that go once they are older than `RETENTION_DAYS[key]`; `old` is SQL on a row `r`."""

    key: str
    label: str | Promise
    table: str
    old: str

    @property
    def days(self) -> int:
        """How long they are kept."""
        return int(settings.RETENTION_DAYS[self.key])


# In this order: a notice goes before the message that it came from.
passing: list[Passing] = [
    Passing(
        "notices", _("Messages in the application"), "workflows_notice",
        "r.created_at < %(before)s",
    ),
    Passing(
        "messages", _("Delivered messages of the outbox"), "workflows_notification",
        "(r.sent_at < %(before)s OR r.dropped_at < %(before)s) AND NOT EXISTS"
        " (SELECT FROM workflows_notice n WHERE n.notification_id = r.id)",
    ),
    Passing(
        "commands", _("Numbers of sent forms"), "workflows_command", "r.at < %(before)s",
    ),
    Passing("sessions", _("Ended logins"), "django_session", "r.expire_date < %(before)s"),
    Passing("drafts", _("Texts kept and not sent"), "workflows_keptform",
            "r.saved_at < %(before)s"),
    Passing(
        "note_visits", _("Read marks on notes"), "workflows_notevisit",
        "r.began_at < %(before)s",
    ),
    Passing(
        "resubmissions", _("Resubmissions that are done"), "workflows_resubmission",
        "r.done_at < %(before)s",
    ),
]  # fmt: skip
"""An app may add its own."""


def rows_about() -> list[tuple[Passing, int]]:
    """Each with how many rows there are, as the database reckons: nothing is counted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, greatest(reltuples, 0)::bigint FROM pg_class"
            " WHERE oid = ANY(SELECT to_regclass(t) FROM unnest(%s::text[]) t)",
            [[rule.table for rule in passing]],
        )
        found = dict(cursor.fetchall())
    return [(rule, int(found.get(rule.table, 0))) for rule in passing]
