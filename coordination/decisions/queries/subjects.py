"""What a message says of the thing that a task is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from workflows.calendars import local_date
from workflows.models import Condition, Obligation, Question
from workflows.subjects import keys_of, thing

from ...council.models import Consultation
from ..models import DocumentRequest, UrgencyRequest


def words_of(subjects: Sequence[str]) -> Mapping[str, str]:
    """Conditions, questions and promises by their words, stations by body and day.

    At most one statement for each kind.
    """
    texts = (
        ("condition", Condition.objects),
        ("question", Question.objects),
        ("documents", DocumentRequest.objects),
        ("obligation", Obligation.objects),
    )
    found = stations_in(subjects)
    for kind, rows in texts:
        if keys := keys_of(kind, subjects):
            said = rows.filter(pk__in=keys).values_list("pk", "text")
            found |= {thing(kind, pk): text for pk, text in said}
    if keys := keys_of("urgency", subjects):
        asked = UrgencyRequest.objects.filter(pk__in=keys).values_list("pk", "reason")
        found |= {thing("urgency", pk): reason for pk, reason in asked}
    return found


def stations_in(subjects: Sequence[str]) -> dict[str, str]:
    """The stations among these by body and day; one statement at most."""
    keys = keys_of("consultation", subjects)
    rows = Consultation.objects.filter(pk__in=keys).select_related("organization", "meeting")
    return {thing("consultation", row.pk): station_words(row) for row in (rows if keys else ())}


def station_words(row: Consultation) -> str:
    """A body and the day of its session; the body alone while it has none."""
    named = in_session(row)
    return _("%(body)s on %(day)s") % named if named["day"] else named["body"]


def in_session(row: Consultation) -> dict[str, str]:
    """What a message says of a station: `body`, and `day` of its session, "" without one."""
    day = f"{local_date(row.meeting.starts_at):%d.%m.%Y}" if row.meeting else ""
    return {"body": row.organization.short_name, "day": day}
