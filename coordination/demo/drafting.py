"""Two offices of the demo city at work: one draft waits for its signature, one is being written.

Each asks another office for a contribution: one has come in, the other is waited for.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from workflows.actions.acting.acts import Request, act
from workflows.actions.ballots import OPEN_ITEMS
from workflows.calendars import local_date
from workflows.enums import Access, DeskFunction, Participation
from workflows.models import Case, CosignatureItem, Desk, DeskHolder, Task, Unit, User

from ..drafting.actions.asking import ask_for_contribution, usual_day
from ..drafting.actions.giving import give_out, own_date, usual_date
from ..drafting.queries.drafts import drafters
from ..measures.flows.measure import MeasureFlow
from ..measures.models import Measure

_WORD = "Bitte vor allem die Kosten der Räume prüfen."
_TEXT = "Aus unserer Sicht sinnvoll. Die Räume sind bis zum Sommer belegt."
_CONDITION = "Beginn erst nach den Sommerferien, sobald Räume frei sind."
_QUESTION = "Welche Räume in Ihren Gebäuden sind nach den Sommerferien frei?"
_CONTRIBUTION = "Ab September sind zwei Räume im Erdgeschoss frei, beide ohne Stufen erreichbar."
_LATER = timedelta(minutes=20)

_KNOWS = ("property_management", "finance")
"""Offices that can be asked for a contribution; the last by name that is not the asker."""


def let_clerks_draft(*, at: datetime) -> None:
    """The first office that has time left hands a draft in, the next one is asked for one."""
    waiting = (found for item in _asked() if (found := _people(item, at)) is not None)
    for number, (item, head, desk, clerk) in zip(range(2), waiting, strict=False):
        given = give_out(
            item=item, desk=desk, wanted_on=usual_date(item, today=local_date(at)), word=_WORD,
            by=head, at=at - 2 * _LATER,
        )  # fmt: skip
        _ask(item, head, at=at, is_given=number == 0)
        if number == 0:
            version = Case.objects.values_list("version", flat=True).get(pk=given.case)
            data = {"choice": "conditional", "conditions": [_CONDITION]}
            act(
                Request(
                    given.case, "hand_in_draft", clerk.pk, at - _LATER, version=version, data=data,
                    text=_TEXT,
                )
            )  # fmt: skip


def _ask(item: CosignatureItem, head: User, *, at: datetime, is_given: bool) -> None:
    """The head asks an office that may be asked; whoever has the task answers, or is still to."""
    others = Unit.objects.filter(key__in=_KNOWS).exclude(pk__in=(item.unit_id, _lead_of(item)))
    asked = ask_for_contribution(
        item=item, unit=others.order_by("-key").first(), question=_QUESTION, by=head,
        wanted_on=usual_day(item, None, today=local_date(at)), at=at - 2 * _LATER,
    )  # fmt: skip
    tasks = Task.objects.filter(case=asked.case, step__key="contribute").select_related("desk")
    there = ((task, _holder(task.desk, at)) for task in tasks.order_by("desk__key"))
    task, answers = next((pair for pair in there if pair[1] is not None), (None, None))
    if is_given and task is not None and answers is not None:
        version = Case.objects.values_list("version", flat=True).get(pk=asked.case)
        act(
            Request(
                asked.case, "give_contribution", answers.pk, at - _LATER, version=version,
                task=task.pk, text=_CONTRIBUTION,
            )
        )  # fmt: skip


def _lead_of(item: CosignatureItem) -> int:
    return Measure.objects.values_list("lead", flat=True).get(case=item.case_id)


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
