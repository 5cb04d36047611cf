"""Sessions of the coordination group (domain 2.8): their way, the agenda, minutes, objections."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from coordination.city.models import FieldOfAction
from coordination.group.actions.orders import draft_order
from coordination.group.actions.register import change
from coordination.group.actions.sessions import plan_session
from coordination.group.enums import SessionState
from coordination.group.flows.session import GroupSessionFlow
from coordination.group.models import GroupDecision, GroupSession, MinutesObjection, Order
from coordination.group.queries.agenda import agenda_of, further_items
from tests.coordination.letter.orders import BGI, REASON, brought_to
from tests.coordination.letter.orders import do as do_order
from tests.town import Town
from workflows.actions.acting.acts import Outcome, Request, act
from workflows.actions.time.clock import take_effects
from workflows.models import Case, Notification, Task
from workflows.queries.proof.verification import verify
from workflows.refusals import GuardsUnmet, Refusal

pytestmark = pytest.mark.django_db

KI, MAYOR, MEMBER, OTHER = "centre-head", "mayor-mayor", "school-head", "legal-head"
ROLES = {"ki": KI, "bgi": BGI, "mayor": MAYOR, "member": MEMBER, "other": OTHER}
TABLE = Path(__file__).parents[2] / "tables" / "group_session_acts.csv"
BY_CLOCK = {"minutes_period_over", "approve_minutes"}
GENERAL = {
    "claim", "give_back", "hand_over", "return_work", "ask_instead", "extend_deadline",
    "pause_deadline", "resume_deadline", "announce_date", "acknowledge_deadline", "remind",
}  # fmt: skip


def planned(town: Town, *, days: int = 10) -> GroupSession:
    """A session of a group in which the school office is."""
    field = FieldOfAction.objects.earliest("pk")
    change("add_member", by=town.person(KI).pk, at=town.now, unit=town.units["school"],
           fields_of_action=[field.pk], valid_from=town.now.date())  # fmt: skip
    outcome = plan_session(
        held_on=town.now.date() + timedelta(days=days), place="Rathaus", by=town.person(KI),
        at=town.now, command=uuid4(),
    )  # fmt: skip
    return GroupSession.objects.get(case=outcome.case)


def do(
    town: Town, session: GroupSession, name: str, by: str, *, text: str = "", **data: Any
) -> Outcome:
    version = Case.objects.values_list("version", flat=True).get(pk=session.case_id)
    outcome = act(
        Request(session.case_id, name, town.person(by).pk, town.now, command=uuid4(),
                version=version, data=data, text=text)
    )  # fmt: skip
    session.refresh_from_db()
    return outcome


STEPS = ("planned", "invited", "held", "minutes", "sent", "approved")


def brought(town: Town, state: str) -> GroupSession:
    """A session in a state, by the acts that lead there."""
    session = planned(town)
    if state == "cancelled":
        do(town, session, "cancel_session", KI, text=REASON)
    else:
        run_to(town, session, state)
    assert session.state == state
    return session


def run_to(town: Town, session: GroupSession, state: str, *, since: str = "planned") -> None:
    """From one state to another, by the acts that lead there."""
    for step in STEPS[STEPS.index(since) + 1 : STEPS.index(state) + 1]:
        if step == "invited":
            do(town, session, "invite", KI)
        elif step == "held":
            town.now += timedelta(days=10)
            do(town, session, "record_held", KI, present=[town.units["school"]])
        elif step == "minutes":
            do(town, session, "draft_minutes", KI, minutes="Es wurde beraten.")
        elif step == "sent":
            do(town, session, "send_minutes", KI)
        else:
            pass_period(town)
            session.refresh_from_db()


def pass_period(town: Town) -> None:
    """The five working days for objections are over."""
    town.now += timedelta(days=9)
    take_effects(at=town.now)


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8") as file:
        lines = (line for line in file if not line.startswith("#"))
        return list(csv.DictReader(lines, delimiter=";", strict=True))


def cells(state: str) -> Iterator[tuple[str, str, str]]:
    """Act, role, and the answer that the table gives."""
    table = rows()
    for name in dict.fromkeys(row["act"] for row in table):
        mine = [row for row in table if row["act"] == name]
        (row,) = [r for r in mine if state in r["in"].split()] or [
            r for r in mine if r["in"] == "*"
        ]
        for role in ROLES:
            if role == "other":
                yield name, role, "404"
            elif role in row["roles"].split():
                said = row["empty"]
                yield name, role, said if said.startswith("ok") else f"422 {said}"
            else:
                yield name, role, "409" if role in row["late"].split() else "403"


@pytest.mark.parametrize("state", SessionState.values)
def test_every_role_gets_what_the_table_says(town: Town, state: str) -> None:
    session = brought(town, state)
    wrong = []
    for name, role, expected in cells(state):
        point = transaction.savepoint()
        try:
            told = f"ok:{do(town, session, name, ROLES[role]).state}"
        except GuardsUnmet as refusal:
            found = {f"{unmet.field}:{unmet.code}" for unmet in refusal.unmet}
            told = "422 " + " ".join(sorted(found - {"held_on:ahead"}))
        except Refusal as refusal:
            told = str(refusal.status)
        transaction.savepoint_rollback(point)
        if told != expected:
            wrong.append(f"{name} {role}: {told}, not {expected}")
    assert wrong == []


def test_the_table_names_every_act_and_state() -> None:
    typed = {(row["act"], s) for row in rows() if row["in"] != "*" for s in row["in"].split()}
    acts = set(GroupSessionFlow.act_names()) - GENERAL - BY_CLOCK
    declared = {(n, str(one.source)) for n in acts for one in GroupSessionFlow.declared(n)}
    assert typed == declared


def test_open_orders_stand_first_and_are_carried_over_by_themselves(town: Town) -> None:
    session = planned(town)
    order = brought_to(town, "accepted")
    brought_to(town, "drafted")
    do(town, session, "add_point", KI, title="Lage in den Schulen")
    titles = [(point.number, point.title) for point in agenda_of(session, today=town.now.date())]
    assert titles == [(1, "Offene Aufträge"), (2, "Lage in den Schulen")]
    assert [one.pk for one in agenda_of(session, today=town.now.date())[0].orders] == [order.pk]
    do(town, session, "invite", KI)
    town.now += timedelta(days=10)
    do(town, session, "record_held", KI, present=[town.units["school"]])
    # What stood on the agenda stays what it was; the next session has what is open then.
    do_order(town, order, "report_done", "social-head", done="Gezählt.")
    do_order(town, order, "confirm_order", BGI)
    assert [one.pk for one in agenda_of(session, today=town.now.date())[0].orders] == [order.pk]
    other = brought_to(town, "issued", due_on="2026-05-15")
    outcome = plan_session(held_on=date(2026, 4, 2), place="", by=town.person(KI), at=town.now)
    following = GroupSession.objects.get(case=outcome.case)
    assert [one.pk for one in agenda_of(following, today=town.now.date())[0].orders] == [other.pk]
    assert not list(verify())


def test_other_rooms_add_their_own_points(town: Town) -> None:
    def concept(day: date) -> list[tuple[str, str]]:
        return [("Integrationskonzept", f"Stand {day:%d.%m.%Y}")]

    session = planned(town)
    further_items.append(concept)
    try:
        points = agenda_of(session, today=town.now.date())
    finally:
        further_items.remove(concept)
    assert [(p.title, p.note) for p in points[1:]] == [("Integrationskonzept", "Stand 02.03.2026")]


def test_members_are_invited_seven_days_before(town: Town) -> None:
    session = planned(town, days=6)
    with pytest.raises(GuardsUnmet) as refusal:
        do(town, session, "invite", KI)
    assert [unmet.code for unmet in refusal.value.unmet] == ["too_late"]
    do(town, session, "move_session", KI, text=REASON, held_on="2026-03-09")
    do(town, session, "invite", KI)
    told = Notification.objects.filter(template="group_invited", channel="in_app")
    assert set(told.values_list("recipient", flat=True)) == {
        town.person(MEMBER).pk, town.person(BGI).pk,
    }  # fmt: skip


def test_a_member_objects_and_whoever_leads_answers(town: Town) -> None:
    session = brought(town, "sent")
    do(town, session, "object_to_minutes", MEMBER, objection="Das Schulamt hat widersprochen.")
    objection = MinutesObjection.objects.get()
    assert objection.unit_id == town.units["school"]
    # An open objection holds the approval up.
    pass_period(town)
    session.refresh_from_db()
    assert session.state == "sent"
    assert Task.objects.get(step__key="settle_objection", status="open").desk.key == BGI
    with pytest.raises(GuardsUnmet) as refusal:
        do(town, session, "settle_objection", BGI, objection=objection.pk, is_accepted=True,
           answer="Stimmt.", minutes=session.minutes)  # fmt: skip
    assert [unmet.code for unmet in refusal.value.unmet] == ["unchanged"]
    do(town, session, "settle_objection", BGI, objection=objection.pk, is_accepted=True,
       answer="Stimmt.", minutes="Es wurde beraten; das Schulamt widersprach.")  # fmt: skip
    assert (session.state, session.minutes) == (
        "approved", "Es wurde beraten; das Schulamt widersprach.",
    )  # fmt: skip
    told = Notification.objects.filter(template="group_objection_answered", channel="mail")
    assert [row.recipient for row in told] == [town.person(MEMBER)]
    assert not list(verify())


def test_nobody_objects_after_the_period(town: Town) -> None:
    session = brought(town, "sent")
    town.now += timedelta(days=9)
    with pytest.raises(GuardsUnmet) as refusal:
        do(town, session, "object_to_minutes", MEMBER, objection="Zu spät.")
    assert [unmet.code for unmet in refusal.value.unmet] == ["over"]


def test_what_the_group_decides_binds_its_members_as_a_resolution(town: Town) -> None:
    session = brought(town, "held")
    do(town, session, "add_decision", KI, title="Lagebild", words="Monatlich ein Lagebild.")
    decision = GroupDecision.objects.get()
    kinds = {}
    for unit in ("school", "health", "council"):
        fields = {"title": "Lagebild", "words": "Zahlen.", "unit": town.units[unit],
                  "due_on": "2026-05-04"}  # fmt: skip
        outcome = draft_order(fields=fields, by=town.person("social-head"), at=town.now,
                              command=uuid4(), decision=decision.pk)  # fmt: skip
        order = Order.objects.get(case=outcome.case)
        do_order(town, order, "issue_order", "social-head")
        kinds[unit] = order.kind
    # The social office instructs neither; the school office is in the group.
    assert kinds == {"school": "resolution", "health": "request", "council": "agreement"}
