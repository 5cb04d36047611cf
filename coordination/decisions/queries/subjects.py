"""What a message says of the thing that a task is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from workflows.calendars import local_date
from workflows.models import Condition, Obligation, Question
from workflows.subjects import keys_of, thing

from ...council.models import Consultation
from ..models import DocumentRequest


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
    found = _stations(keys_of("consultation", subjects))
    for kind, rows in texts:
        if keys := keys_of(kind, subjects):
            said = rows.filter(pk__in=keys).values_list("pk", "text")
            found |= {thing(kind, pk): text for pk, text in said}
    return found


def _stations(keys: Sequence[str]) -> dict[str, str]:
    rows = Consultation.objects.filter(pk__in=keys).select_related("organization", "meeting")
    return {thing("consultation", row.pk): _station(row) for row in (rows if keys else ())}


def _station(row: Consultation) -> str:
    name = row.organization.short_name
    if row.meeting is None:
        return name
    day = f"{local_date(row.meeting.starts_at):%d.%m.%Y}"
    return _("%(body)s on %(day)s") % {"body": name, "day": day}
