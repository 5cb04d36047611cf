"""Drafting an order."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from workflows.actions.acting.acts import Outcome
from workflows.actions.acting.cases import open_case
from workflows.actions.acting.work import Work
from workflows.calendars import local_date
from workflows.machine.entry import Entry
from workflows.models import Case, DeskHolder, User
from workflows.refusals import GuardsUnmet
from workflows.untyped import Json

from ...city.rules import SECRETARIAT
from ..flows.fields import read_order
from ..flows.issuing import TEXT
from ..models import Order
from ..rules.instructing import GIVING


def draft_order(
    *,
    fields: Json,
    by: User | None,
    at: datetime,
    command: UUID | None = None,
    decision: int | None = None,
) -> Outcome:
    """Draft an order; whoever may give it is asked to.

    `fields`: `title`, `words`, `unit` and `fields_of_action` (keys), `due_on` (ISO). Raises
    GuardsUnmet (422) with everything that does not fit, NotAllowed (403) for whoever neither
    keeps the business of the group nor leads an office. `by` None is the system. `decision`: the
    one of the group from which the order follows.
    """
    entry = Entry(fields)
    read_order(entry, today=local_date(at))
    if entry.unmet:
        raise GuardsUnmet(entry.unmet)
    desk = _desk_of(by, on=local_date(at)) if by else None

    def attach(case: Case, work: Work) -> Order:
        order = Order(
            case=case,
            reference=f"A-{work.today:%Y}-{case.pk:04d}",
            drafted_desk_id=desk,
            template_id=fields.get("template"),
            decision_id=decision,
            **{name: entry[name] for name in TEXT},
        )
        case.title = f"{order.reference} {order.title}"[:300]
        work.store(order)
        return order

    return open_case(
        kind="order", title=entry["title"], by=by.pk if by else None, at=at, attach=attach,
        command=command, data={**fields, "decision": decision},
    )  # fmt: skip


def _desk_of(person: User, *, on: date) -> int | None:
    """As whom somebody drafts: a desk that gives orders first, then one of the secretariat."""
    held = DeskHolder.objects.in_force(on=on).filter(person=person, desk__closed_on=None)
    desks = [row.desk for row in held.select_related("desk__unit").order_by("desk")]
    giving = [
        desk.pk
        for desk in desks
        if desk.function in GIVING and desk.unit.function != SECRETARIAT.unit_function
    ]
    return next(iter([*giving, *(desk.pk for desk in desks)]), None)
