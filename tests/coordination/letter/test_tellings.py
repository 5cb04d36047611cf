"""Who hears of what happens to an order, and of an answered objection to minutes (domain 2.8)."""

from __future__ import annotations

import csv
from datetime import date
from typing import Any

import pytest

from tests.coordination.letter.orders import BGI, CLERK, HEAD, REASON, brought_to, do
from tests.tables_of_acts import TABLES
from tests.town import Town
from workflows.models import DeskHolder, Notification, Task, User

pytestmark = pytest.mark.django_db

ROLES = {"bgi": BGI, "head": HEAD, "clerk": CLERK}


def lines() -> list[list[str]]:
    with (TABLES / "order_tellings.csv").open(encoding="utf-8", newline="") as file:
        rows = [line for line in file if not line.startswith("#")]
    return list(csv.reader(rows, delimiter=";"))[1:]


def data_of(town: Town, act: str) -> dict[str, Any]:
    return {
        "extend_order": {"due_on": date(2026, 5, 29)},
        "reassign_order": {"unit": town.units["school"]},
        "report_done": {"done": "Gezählt: 812."},
    }.get(act, {})


def desk_of(person: User, desks: set[str]) -> str:
    keys = DeskHolder.objects.filter(person=person).values_list("desk__key", flat=True)
    return next((key for key in sorted(keys) if key in desks), min(keys))


@pytest.mark.parametrize(("state", "name", "by", "told"), lines())
def test_who_is_told_of_an_act_on_an_order(
    town: Town, state: str, name: str, by: str, told: str
) -> None:
    order = brought_to(town, state)
    before = set(Notification.objects.values_list("pk", flat=True))
    do(town, order, name, ROLES[by], text=REASON, **data_of(town, name))
    wanted = sorted(told.split())
    for channel in ("mail", "in_app"):
        rows = Notification.objects.filter(channel=channel, case=order.case_id)
        found = []
        desks = {one.partition("=")[2] for one in wanted}
        for row in rows.exclude(pk__in=before).select_related("recipient"):
            what = row.template
            if row.task_id:
                what = f"task:{Task.objects.get(pk=row.task_id).step.key}"
            found.append(f"{what}={desk_of(row.recipient, desks)}")
        assert sorted(found) == wanted
