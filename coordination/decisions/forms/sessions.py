"""Choosing a session of a body: one that was held, or one in which something is decided anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.context import CaseForm, reason_field

from ...council.models import Consultation, Meeting, Organization

SESSIONS_OFFERED = 40


def session_field() -> forms.TypedChoiceField:
    """A session by its key; the form offers which."""
    return forms.TypedChoiceField(label=_("Session"), coerce=int, empty_value=None)


def offer_sessions(form: CaseForm, meetings: QuerySet[Meeting]) -> None:
    """Offer the first of these, each by its moment."""
    days = [
        (one.pk, date_format(localtime(one.starts_at), "D, d.m.Y, H:i"))
        for one in meetings.filter(is_cancelled=False)[:SESSIONS_OFFERED]
    ]
    form.offer("meeting", [("", _("please choose")), *days])


def offer_held(form: CaseForm, body: Organization | None) -> None:
    """Offer the sessions of a body that have begun, the latest first."""
    held = Meeting.objects.filter(organization=body, starts_at__lte=form.context.at)
    offer_sessions(form, held.order_by("-starts_at"))


class PlanSessionForm(CaseForm):
    """The session in which a body decides on what was decided before."""

    text_field = "reason"
    guard_fields: ClassVar[Mapping[str, str]] = {"text": "reason"}

    meeting = session_field()
    reason = reason_field(
        required=False, hint=_("Needed only if the session has already taken place.")
    )

    def offer_from(self, first: date, station: Consultation) -> None:
        """Offer the sessions of the station's body from a day on; its own is chosen."""
        body = station.organization_id
        meetings = Meeting.objects.filter(organization=body, starts_at__date__gte=first)
        offer_sessions(self, meetings.order_by("starts_at"))
        self.initial.setdefault("meeting", station.meeting_id)
