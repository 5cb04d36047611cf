"""Orders: what they are by who gives them to whom, and their whole life (domain 2.0, 2.8)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction
from django.db.utils import IntegrityError

from coordination.group.enums import OrderState
from coordination.group.flows.order import OrderFlow
from coordination.group.models import Order
from coordination.group.rules.instructing import KIND_OF, right_of
from coordination.mandates.enums import Standing
from tests.coordination.letter.orders import (
    BGI,
    CLERK,
    HEAD,
    KI,
    REASON,
    brought_to,
    do,
    draft,
    open_tasks,
)
from tests.mandates import end_mandate
from tests.town import Town
from workflows.definitions import Capacity
from workflows.models import Case, Desk, Notification
from workflows.queries.acting.offers import situation
from workflows.queries.proof.verification import verify
from workflows.refusals import GuardsUnmet, NotAllowed, Refusal

pytestmark = pytest.mark.django_db

TABLES = Path(__file__).parents[2] / "tables"
ROLES = {
    "ki": KI, "ki_clerk": "centre-clerk", "bgi": BGI, "mayor": "mayor-mayor", "head": HEAD,
    "clerk": CLERK, "bgf": "division_4-deputy_mayor", "other": "youth-head",
}  # fmt: skip


def lines(name: str) -> list[dict[str, str]]:
    with (TABLES / name).open(encoding="utf-8") as file:
        rows = (line for line in file if not line.startswith("#"))
        return list(csv.DictReader(rows, delimiter=";", strict=True))


def capacity_of(town: Town, key: str) -> Capacity:
    """As whom somebody at a desk acts."""
    desk = Desk.objects.select_related("unit").get(key=key)
    return Capacity(
        desk=desk.pk, function=desk.function, unit=desk.unit_id, unit_function=desk.unit.function,
        ancestors=tuple(desk.unit.ancestors), signs=desk.signs, holder=town.person(key).pk,
        is_deputy=False,
    )  # fmt: skip


@pytest.mark.parametrize("row", lines("instructing.csv"), ids=lambda row: "-".join(row.values()))
def test_what_an_order_is_as_the_table_says(town: Town, row: dict[str, str]) -> None:
    giver, receiver = capacity_of(town, row["giver"]), town.unit(row["receiver"])
    right = right_of(giver, receiver, standing=Standing(row["mandate"]))
    assert (KIND_OF[right].value if right else "403") == row["answer"]


def cells(state: str) -> Iterator[tuple[str, str, str]]:
    """Act, role, and the answer that the table gives."""
    table = lines("order_acts.csv")
    for name in {row["act"] for row in table}:
        mine = [row for row in table if row["act"] == name]
        here = [row for row in mine if state in row["in"].split()]
        rows = here or [row for row in mine if row["in"] == "*"]
        for role in ROLES:
            if any(role in row["roles"].split() for row in rows):
                (row,) = (row for row in rows if role in row["roles"].split())
                yield (
                    name,
                    role,
                    row["empty"] if row["empty"].startswith("ok") else f"422 {row['empty']}",
                )
            else:
                late = any(role in row["late"].split() for row in rows)
                yield name, role, "409" if late else "403"


@pytest.mark.parametrize("state", OrderState.values)
def test_every_role_gets_what_the_table_says(town: Town, state: str) -> None:
    order = brought_to(town, state)
    hidden = {"other"} | ({"head", "clerk", "bgf"} if not order.given_on else set())
    wrong = []
    for name, role, said in cells(state):
        expected = "404" if role in hidden else said
        point = transaction.savepoint()
        try:
            told = f"ok:{do(town, order, name, ROLES[role]).state}"
        except GuardsUnmet as refusal:
            told = "422 " + " ".join(sorted(f"{u.field}:{u.code}" for u in refusal.unmet))
        except Refusal as refusal:
            told = str(refusal.status)
        transaction.savepoint_rollback(point)
        if told != expected:
            wrong.append(f"{name} {role}: {told}, not {expected}")
    assert wrong == []


def test_the_table_names_every_act_and_transition() -> None:
    table = lines("order_acts.csv")
    general = {
        "claim", "give_back", "hand_over", "return_work", "ask_instead", "extend_deadline",
        "pause_deadline", "resume_deadline", "announce_date", "acknowledge_deadline", "remind",
    }  # fmt: skip
    assert {row["act"] for row in table} == set(OrderFlow.act_names()) - general
    typed = {
        (row["act"], state, row["to"])
        for row in table
        if row["in"] != "*" and row["roles"]
        for state in row["in"].split()
    }
    declared = {
        (name, str(one.source), "=" if callable(one.target) else str(one.target))
        for name in {row["act"] for row in table}
        for one in OrderFlow.declared(name)
    }
    assert {(a, s) for a, s, _ in typed} == {(a, s) for a, s, _ in declared}
    assert {t for t in typed if t[2] != "="} == {t for t in declared if t[2] in OrderState.values}


def test_an_order_goes_its_whole_way(town: Town) -> None:
    order = draft(town)
    assert open_tasks(order) == [("order_issue", BGI)]
    do(town, order, "issue_order", BGI)
    assert (order.kind, order.right, order.given_desk.key) == ("directive", "mandate", BGI)
    assert order.mandate is not None
    assert open_tasks(order) == [("order_accept", HEAD)]
    do(town, order, "accept_order", HEAD)
    assert open_tasks(order) == [("order_work", CLERK), ("order_work", HEAD)]
    do(town, order, "begin_work", CLERK)
    do(town, order, "report_done", CLERK, done="Gezählt: 812.")
    assert open_tasks(order) == [("order_confirm", BGI)]
    do(town, order, "send_report_back", BGI, text="Der Bezirk Süd fehlt.")
    do(town, order, "report_done", CLERK, done="Gezählt: 903.")
    do(town, order, "confirm_order", BGI)
    assert open_tasks(order) == []
    assert [report.text for report in order.reports.all()] == ["Gezählt: 812.", "Gezählt: 903."]
    assert Notification.objects.filter(template="order_confirmed", channel="in_app").count() == 2
    assert not list(verify())


def test_the_centre_drafts_and_reminds_and_is_told_who_instructs(town: Town) -> None:
    order = draft(town)
    with pytest.raises(NotAllowed) as refusal:
        do(town, order, "issue_order", KI)
    assert "Beigeordnete" in refusal.value.text
    assert "weist" in refusal.value.text
    do(town, order, "issue_order", BGI)
    do(town, order, "accept_order", HEAD)
    seen = situation(Case.objects.get(pk=order.case_id), person=town.person(KI).pk, at=town.now)
    deadline = next(line for line in seen.look.deadlines if line.kind == "order_work")
    do(town, order, "remind", KI, deadline=str(deadline.id))


def test_without_the_mandate_the_same_order_is_a_request(town: Town) -> None:
    end_mandate(town)
    order = draft(town)
    # Nobody leads: the mayor is asked to give what the centre drafts.
    assert open_tasks(order) == [
        ("order_issue", "division_1-general_deputy"), ("order_issue", "mayor-mayor"),
    ]  # fmt: skip
    do(town, order, "issue_order", BGI)
    assert (order.kind, order.right, order.mandate) == ("request", "none", None)
    do(town, order, "decline_order", HEAD, text="Die Belegung führt das Jugendamt.")
    assert open_tasks(order) == [("order_settle", "division_3-deputy_mayor")]
    do(town, order, "reassign_order", BGI, text="Dann das Jugendamt.", unit=town.units["youth"],
       despite_load=True)  # fmt: skip
    # Down the line of division 3 it is a directive.
    assert (order.kind, order.right, order.unit_id) == ("directive", "line", town.units["youth"])
    assert open_tasks(order) == [("order_accept", "youth-head")]


def test_a_partner_outside_agrees_and_the_secretariat_writes_it_down(town: Town) -> None:
    order = draft(town, unit=town.units["council"])
    do(town, order, "issue_order", BGI)
    assert (order.kind, order.right) == ("agreement", "outside")
    assert open_tasks(order) == [("order_accept", "centre-clerk"), ("order_accept", KI)]
    do(town, order, "accept_order", KI)


def test_only_two_extensions_and_both_days_stay(town: Town) -> None:
    order = brought_to(town, "accepted")
    for day in (date(2026, 4, 30), date(2026, 5, 29)):
        do(town, order, "extend_order", BGI, text=REASON, due_on=day)
    assert (order.extensions, order.due_on) == (2, date(2026, 5, 29))
    with pytest.raises(GuardsUnmet) as refusal:
        do(town, order, "extend_order", BGI, text=REASON, due_on=date(2026, 6, 1))
    assert [unmet.code for unmet in refusal.value.unmet] == ["extended_twice"]
    # No superior gets round it by the deadline itself.
    seen = situation(Case.objects.get(pk=order.case_id), person=town.person(BGI).pk, at=town.now)
    deadline = next(line for line in seen.look.deadlines if line.kind == "order_work")
    assert deadline.due_on == date(2026, 5, 29)
    with pytest.raises(GuardsUnmet):
        do(town, order, "extend_deadline", "division_4-deputy_mayor", text=REASON,
           deadline=str(deadline.id), due_on=date(2026, 7, 1))  # fmt: skip


def test_the_centre_confirms_only_what_was_left_to_it(town: Town) -> None:
    order = draft(town)
    do(town, order, "issue_order", BGI, is_delegated=True)
    do(town, order, "accept_order", HEAD)
    do(town, order, "report_done", HEAD, done="Erledigt.")
    assert open_tasks(order) == [("order_confirm", "centre-clerk"), ("order_confirm", KI)]
    do(town, order, "confirm_order", KI)
    other = brought_to(town, "reported")
    with pytest.raises(NotAllowed):
        do(town, other, "confirm_order", KI)


def test_the_database_keeps_what_an_order_must_be(town: Town) -> None:
    order = brought_to(town, "issued")
    for wrong in ({"kind": ""}, {"mandate": None}, {"extensions": 3}, {"given_on": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Order.objects.filter(pk=order.pk).update(**wrong)
