"""Two offices of the demo city at work: one draft waits for its signature, one is being written."""

from __future__ import annotations

from datetime import datetime, timedelta

from workflows.actions.acting.acts import Request, act
from workflows.actions.ballots import OPEN_ITEMS
from workflows.calendars import local_date
from workflows.enums import Access, DeskFunction, Participation
from workflows.models import Case, CosignatureItem, Desk, DeskHolder, User

from ..drafting.actions.giving import give_out, own_date, usual_date
from ..drafting.queries.drafts import drafters
from ..measures.flows.measure import MeasureFlow

_WORD = "Bitte vor allem die Kosten der Räume prüfen."
_TEXT = "Aus unserer Sicht sinnvoll. Die Räume sind bis zum Sommer belegt."
_CONDITION = "Beginn erst nach den Sommerferien, sobald Räume frei sind."
_LATER = timedelta(minutes=20)


def let_clerks_draft(*, at: datetime) -> None:
    """The first office that has time left hands a draft in, the next one is asked for one."""
    waiting = (found for item in _asked() if (found := _people(item, at)) is not None)
    for number, (item, head, desk, clerk) in zip(range(2), waiting, strict=False):
        given = give_out(
            item=item, desk=desk, wanted_on=usual_date(item, today=local_date(at)), word=_WORD,
            by=head, at=at - 2 * _LATER,
        )  # fmt: skip
        if number == 0:
            version = Case.objects.values_list("version", flat=True).get(pk=given.case)
            data = {"choice": "conditional", "conditions": [_CONDITION]}
            act(
                Request(
                    given.case, "hand_in_draft", clerk.pk, at - _LATER, version=version, data=data,
                    text=_TEXT,
                )
            )  # fmt: skip


def _asked() -> list[CosignatureItem]:
    """What offices have still to answer in measures that are not restricted."""
    rows = CosignatureItem.objects.filter(
        case__kind=MeasureFlow.kind, case__access=Access.NORMAL, status__in=OPEN_ITEMS,
        participation=Participation.COSIGN, step__closed_at=None,
    )  # fmt: skip
    return list(rows.select_related("case", "step", "unit").order_by("pk"))


def _people(item: CosignatureItem, at: datetime) -> tuple[CosignatureItem, User, Desk, User] | None:
    """Head and clerk of the office, if both are there and there is time for a draft."""
    today, own = local_date(at), own_date(item)
    desks = drafters(item.unit_id, on=today)
    desk = desks.filter(function=DeskFunction.CLERK).first()
    head = _holder(desks.filter(function=DeskFunction.HEAD, unit=item.unit_id).first(), at)
    clerk = _holder(desk, at)
    if own is None or own <= today or desk is None or head is None or clerk is None:
        return None
    return item, head, desk, clerk


def _holder(desk: Desk | None, at: datetime) -> User | None:
    rows = DeskHolder.objects.in_force(on=local_date(at)).filter(desk=desk)
    row = rows.select_related("person").order_by("pk").first() if desk else None
    return row.person if row else None
