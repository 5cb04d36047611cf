"""The coordination group: members, load, a session with minutes, one to come, and its orders."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from workflows.models import Desk
from workflows.untyped import Json

from ..city.rules import LEADERS, OUTSIDE
from ..group.actions.orders import draft_order
from ..group.actions.register import change
from ..group.actions.sessions import plan_session
from ..group.models import GroupDecision, GroupMember, GroupSession, Order
from .journey import Steps
from .plot import BGI, CENTRE, SECRETARIAT, back, fields, plot, unit
from .stage import Stage

FOUNDED, HELD, COMING = 100, 30, -7
"""Working days before today: the group, its last session, the next one."""

STATES = ("drafted", "issued", "accepted", "in_work", "reported", "confirmed")


def coordination(stage: Stage) -> Steps:
    """The group is founded; it meets; it will meet again."""
    said = plot()["group"]
    _found(stage, said)
    yield stage.at(back(stage, HELD + 12))
    session = _plan(stage, HELD, said["past"]["place"])
    for point in said["past"]["points"]:
        stage.do(session.case_id, "add_point", SECRETARIAT, **point)
    stage.do(session.case_id, "invite", CENTRE)
    yield stage.at(back(stage, HELD))
    _hold(stage, session, said["past"])
    yield stage.at(back(stage, HELD - 1))
    stage.do(session.case_id, "draft_minutes", SECRETARIAT, minutes=said["past"]["minutes"])
    yield stage.after(1)
    stage.do(session.case_id, "send_minutes", CENTRE)
    yield stage.at(back(stage, COMING + 12))
    coming = _plan(stage, COMING, said["coming"]["place"])
    for title in said["coming"]["points"]:
        stage.do(coming.case_id, "add_point", SECRETARIAT, title=title, note="")
    yield stage.at(back(stage, COMING + 10))
    stage.do(coming.case_id, "invite", CENTRE)


def _found(stage: Stage, said: Json) -> None:
    leads, keeps, day = stage.person(BGI).pk, stage.person(CENTRE).pk, stage.today
    for one in said["members"]:
        change(
            "add_member", by=keeps, at=stage.now, unit=unit(one["unit"]), valid_from=day,
            fields_of_action=fields(one["fields"]),
        )  # fmt: skip
    for key, items in said["capacity"].items():
        change("set_capacity", by=leads, at=stage.now, unit=unit(key), items=items, valid_from=day)
    duty = {**said["statutory"], "unit": unit(said["statutory"]["unit"])}
    change("add_statutory", by=leads, at=stage.now, valid_from=day, **duty)
    again = {**said["again"], "unit": unit(said["again"]["unit"])}
    first = back(stage, -5)
    change("add_template", by=leads, at=stage.now, rhythm="monthly", next_on=first, **again)


def _plan(stage: Stage, on: int, place: str) -> GroupSession:
    outcome = plan_session(
        held_on=back(stage, on), place=place, by=stage.person(CENTRE), at=stage.now
    )
    return GroupSession.objects.get(case=outcome.case)


def _hold(stage: Stage, session: GroupSession, said: Json) -> None:
    present = GroupMember.objects.in_force(on=stage.today).order_by("pk")
    units = list(present.values_list("unit", flat=True))
    stage.do(session.case_id, "record_held", CENTRE, present=units[:-1])
    for one in said["decisions"]:
        stage.do(session.case_id, "add_decision", SECRETARIAT, **one)


def orders(stage: Stage) -> Iterator[tuple[datetime, Steps]]:
    """Each order with the moment at which it is drafted."""
    for said in plot()["group"]["orders"]:
        yield stage.at(back(stage, said["given"])), _order(stage, said)


def _order(stage: Stage, said: Json) -> Steps:
    decision = GroupDecision.objects.first() if said.get("from_decision") else None
    outcome = draft_order(
        fields={
            "title": said["title"], "words": said["words"], "unit": unit(said["unit"]),
            "due_on": str(back(stage, said["due"])),
            "fields_of_action": fields(said.get("fields", ())),
        },
        by=stage.person(said["by"]), at=stage.now, decision=decision.pk if decision else None,
    )  # fmt: skip
    case = outcome.case
    if said["until"] == "drafted":
        return
    yield stage.after(0)
    stage.do(case, "issue_order", said["by"], despite_load=True)
    way = STATES[2 : STATES.index(said["until"]) + 1]
    for state in way:
        yield stage.after(1)
        _go_on(stage, Order.objects.select_related("unit").get(case=case), state, said["by"])


def _go_on(stage: Stage, order: Order, state: str, giver: str) -> None:
    head = _head(order)
    if state == "accepted":
        stage.do(order.case_id, "accept_order", head)
    elif state == "in_work":
        stage.do(order.case_id, "begin_work", head)
    elif state == "reported":
        stage.do(order.case_id, "report_done", head, done=stage.words["order_done"])
    else:
        stage.do(order.case_id, "confirm_order", giver)


def _head(order: Order) -> str:
    """Who answers for the office; for a partner outside the secretariat."""
    if order.unit.kind in OUTSIDE:
        return CENTRE
    desks = Desk.objects.filter(unit=order.unit, function__in=LEADERS, closed_on=None)
    return desks.order_by("pk")[0].key
