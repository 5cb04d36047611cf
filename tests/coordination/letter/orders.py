"""Orders of the town, for tests."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from coordination.group.actions.orders import draft_order
from coordination.group.models import Order
from tests.town import Town
from workflows.actions.acting.acts import Outcome, Request, act
from workflows.models import Case, Task

KI, BGI, HEAD, CLERK = "centre-head", "division_3-integration_deputy", "social-head", "social-clerk"
REASON = "Das ist gut begründet."


def draft(town: Town, by: str = "centre-clerk", **fields: Any) -> Order:
    """An order for the social office, that nobody has given yet."""
    said = {
        "title": "Notunterkünfte zählen", "words": "Belegung je Bezirk bis Monatsende.",
        "unit": town.units["social"], "due_on": "2026-04-15", "fields_of_action": [], **fields,
    }  # fmt: skip
    outcome = draft_order(fields=said, by=town.person(by), at=town.now, command=uuid4())
    return Order.objects.get(case=outcome.case)


def do(town: Town, order: Order, name: str, by: str, *, text: str = "", **data: Any) -> Outcome:
    """Do an act on the present version, on the first open task of the person that offers it."""
    version = Case.objects.values_list("version", flat=True).get(pk=order.case_id)
    data = {key: f"{one}" if isinstance(one, date) else one for key, one in data.items()}
    outcome = act(
        Request(order.case_id, name, town.person(by).pk, town.now, command=uuid4(),
                version=version, data=data, text=text)
    )  # fmt: skip
    order.refresh_from_db()
    return outcome


WAY = (
    ("issue_order", BGI, {}), ("accept_order", HEAD, {}), ("begin_work", CLERK, {}),
    ("report_done", CLERK, {"done": "Gezählt: 812."}), ("confirm_order", BGI, {}),
)  # fmt: skip
STATES = ("drafted", "issued", "accepted", "in_work", "reported", "confirmed")


def brought_to(town: Town, state: str, **fields: Any) -> Order:
    """An order in a state, by the acts that lead there."""
    order = draft(town, **fields)
    if state == "void":
        do(town, order, "void_order", BGI, text=REASON)
    elif state == "returned":
        do(town, order, "issue_order", BGI)
        do(town, order, "say_not_responsible", HEAD, text=REASON)
    else:
        for name, by, data in WAY[: STATES.index(state)]:
            do(town, order, name, by, **data)
    assert order.state == state
    return order


def open_tasks(order: Order) -> list[tuple[str, str]]:
    """Step and desk of each open task, sorted."""
    rows = Task.objects.filter(case=order.case_id, status="open").select_related("step", "desk")
    return sorted((task.step.key, task.desk.key) for task in rows)
