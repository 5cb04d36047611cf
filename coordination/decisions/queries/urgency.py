"""Requests for urgency of the co-signature, and which of them shorten periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from workflows.models import Case, Event

from ..enums import MeasureState as S
from ..models import TextVersion, UrgencyEnd, UrgencyRequest

HURRIES = "hurries"
"""What the event of a check that was passed says: whether urgency was accepted."""


def urgency_rows(case: int) -> QuerySet[UrgencyRequest]:
    """All requests of a matter, the latest first."""
    rows = UrgencyRequest.objects.filter(case=case)
    return rows.select_related("asked_by", "ended_by").order_by("-asked_at", "-pk")


def round_meant(state: str, round_: int) -> int:
    """The round about which urgency is asked now: the one that runs, else the one to come."""
    return round_ if state == S.COSIGNING else round_ + 1


@dataclass(frozen=True, slots=True)
class Urgency:
    """The requests of a matter, the latest first; whether one shortens the present round."""

    rows: Sequence[UrgencyRequest]
    hurries: bool
    # The one that may still be withdrawn.
    waits: UrgencyRequest | None


def urgency_of(case: Case, rows: Sequence[UrgencyRequest]) -> Urgency:
    """The same from rows that were read already."""
    round_ = round_meant(case.state, case.round)
    return Urgency(rows, any(row.hurries(round_) for row in rows), withdrawable(case.round, rows))


def withdrawable(round_: int, rows: Sequence[UrgencyRequest]) -> UrgencyRequest | None:
    """The open request, else an accepted one by which no office has been asked yet."""
    return next((row for row in rows if row.is_open or row.hurries(round_ + 1)), None)


def hurried() -> Exists:
    """Whether urgency is accepted for the round that runs or comes; for rows with a `case`."""
    rows: QuerySet[Any] = UrgencyRequest.objects.filter(
        case=OuterRef("case"), end=UrgencyEnd.ACCEPTED
    )
    runs = Q(case__state=S.COSIGNING, round=F("case__round"))
    comes = ~Q(case__state=S.COSIGNING) & Q(round=F("case__round") + 1)
    return Exists(rows.filter(runs | comes))


def accepted_rounds() -> QuerySet[UrgencyRequest]:
    """Rounds that have run in the shorter period, each by urgency that somebody accepted."""
    rows = UrgencyRequest.objects.filter(end=UrgencyEnd.ACCEPTED)
    return rows.filter(case__round__gte=F("round"))


def rounds_shortened_before() -> QuerySet[Event]:
    """Rounds sent by the earlier rules, by which a tick of the lead shortened the periods.

    The text that was frozen for the round holds the tick; a check that was passed since says
    whether urgency was accepted.
    """
    ticked = TextVersion.objects.filter(
        case=OuterRef("case"), made_at=OuterRef("at"), occasion="round", content__is_urgent=True
    )
    sent = Event.objects.filter(action="pass_check").exclude(data__has_key=HURRIES)
    return sent.filter(Exists(ticked))


def was_shortened_before(event: Event, versions: Sequence[TextVersion]) -> bool:
    """The same of one event and the frozen texts of its case."""
    if event.action != "pass_check" or HURRIES in event.data:
        return False
    sent = (row for row in versions if row.occasion == "round" and row.made_at == event.at)
    return any(row.content.get("is_urgent") is True for row in sent)
