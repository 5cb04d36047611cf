"""The load of the offices and the group itself (domain 2.8): figures, warning, members, again."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coordination.city.models import FieldOfAction
from coordination.group.actions.register import change, draft_again
from coordination.group.models import Order, OrderTemplate
from coordination.group.queries.load import loads, others_with_room
from coordination.group.queries.register import fields_on
from coordination.group.vocabulary import Load
from tests.coordination.letter.orders import BGI, REASON, brought_to, do, draft, open_tasks
from tests.town import Town
from workflows.queries.proof.verification import verify
from workflows.refusals import GuardsUnmet, NotAllowed

pytestmark = pytest.mark.django_db

ORGANISATION, KI, MAYOR = "organisation-organisation", "centre-head", "mayor-mayor"
TABLE = Path(__file__).parents[2] / "tables" / "load.csv"


def keep(town: Town, name: str, by: str = ORGANISATION, **data: Any) -> dict[str, Any]:
    """An act on the group."""
    who = town.person(by).pk
    return dict(change(name, by=who, at=town.now, command=uuid4(), **data).facts)


def capacity(town: Town, unit: str, items: int, **more: Any) -> None:
    day = more.pop("valid_from", town.now.date())
    keep(town, "set_capacity", unit=town.units[unit], items=items, valid_from=day, **more)


def load_of(town: Town, unit: str) -> Load:
    (found,) = loads(on=town.now.date(), now=town.now, units=[town.units[unit]])
    return found.load


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8") as file:
        lines = (line for line in file if not line.startswith("#"))
        return list(csv.DictReader(lines, delimiter=";", strict=True))


@pytest.mark.parametrize("row", rows(), ids=lambda row: "-".join(row.values()))
def test_room_and_warning_as_the_table_says(row: dict[str, str]) -> None:
    limit = None if row["capacity"] == "-" else int(row["capacity"])
    load = Load(int(row["open"]), 0, limit, int(row["statutory"]))
    assert ("-" if load.room is None else str(load.room)) == row["room"]
    assert ("yes" if load.is_exceeded_by(1) else "no") == row["over"]


def test_the_law_takes_capacity_for_its_time(town: Town) -> None:
    capacity(town, "centre", 30)
    keep(town, "add_statutory", unit=town.units["centre"], items=20, valid_from=date(2026, 3, 1),
         title="Beschulung minderjähriger Flüchtlinge", norm="SchulG NRW § 34",
         valid_until=date(2026, 7, 31))  # fmt: skip
    assert load_of(town, "centre").left == 10
    town.now += timedelta(days=160)
    assert load_of(town, "centre").left == 30
    assert not list(verify())


def test_the_figure_of_the_day_counts_and_earlier_ones_stay(town: Town) -> None:
    capacity(town, "school", 5)
    capacity(town, "school", 8, valid_from=date(2026, 4, 1))
    assert load_of(town, "school").capacity == 5
    with pytest.raises(GuardsUnmet):
        capacity(town, "school", 9, valid_from=date(2026, 4, 1))
    with pytest.raises(GuardsUnmet):
        capacity(town, "school", 9, valid_from=date(2026, 3, 1))
    town.now += timedelta(days=31)
    assert load_of(town, "school").capacity == 8


def test_open_and_overdue_items_are_counted_once_for_all_desks(town: Town) -> None:
    before = load_of(town, "school")
    town.in_cosigning(impact_school=True)
    assert (load_of(town, "school").open, before.open) == (1, 0)
    town.now += timedelta(days=30)
    assert load_of(town, "school").overdue == 1


def test_above_the_capacity_it_warns_with_numbers_and_names_others(town: Town) -> None:
    capacity(town, "school", 0)
    capacity(town, "youth", 4)
    order = draft(town, by="school-head", unit=town.units["school"])
    with pytest.raises(GuardsUnmet) as refusal:
        do(town, order, "issue_order", "school-head")
    (unmet,) = refusal.value.unmet
    assert (unmet.code, unmet.field) == ("over_load", "despite_load")
    assert "1 offene Vorgänge" in unmet.text
    assert "tragen kann es 0" in unmet.text
    found = others_with_room(town.unit("school"), on=town.now.date(), now=town.now)
    assert [one.unit for one in found] == [town.units["youth"]]


def test_it_stands_at_once_marked_until_the_deputy_mayor_confirms(town: Town) -> None:
    capacity(town, "school", 0)
    order = draft(town, by="school-head", unit=town.units["school"])
    do(town, order, "issue_order", "school-head", despite_load=True)
    assert (order.state, order.is_over_load) == ("issued", True)
    assert open_tasks(order) == [("order_accept", "school-head"), ("order_load", BGI)]
    do(town, order, "accept_order", "school-head")
    # The work goes on, and the question stands.
    assert [task for task in open_tasks(order) if task[0] == "order_load"] == [("order_load", BGI)]
    do(town, order, "confirm_load", BGI)
    assert not order.is_over_load
    assert {step for step, _desk in open_tasks(order)} == {"order_work"}


def test_or_the_deputy_mayor_moves_it(town: Town) -> None:
    capacity(town, "school", 0)
    order = draft(town, by="school-head", unit=town.units["school"])
    do(town, order, "issue_order", "school-head", despite_load=True)
    do(town, order, "reassign_order", BGI, text=REASON, unit=town.units["youth"])
    assert (order.unit_id, order.is_over_load) == (town.units["youth"], False)
    assert open_tasks(order) == [("order_accept", "youth-head")]


def test_who_leads_integration_has_confirmed_by_giving_it(town: Town) -> None:
    capacity(town, "social", 0)
    order = draft(town)
    with pytest.raises(GuardsUnmet):
        do(town, order, "issue_order", BGI)
    do(town, order, "issue_order", BGI, despite_load=True)
    assert not order.is_over_load
    assert open_tasks(order) == [("order_accept", "social-head")]


def test_a_small_office_shows_no_figures_not_even_in_the_warning(town: Town) -> None:
    capacity(town, "social", 0)
    order = draft(town)
    with pytest.raises(GuardsUnmet) as refusal:
        do(town, order, "issue_order", BGI)
    assert not any(letter.isdigit() for letter in refusal.value.unmet[0].text.replace("social", ""))
    (found,) = loads(on=town.now.date(), now=town.now, units=[town.units["social"]])
    assert (found.people, found.is_shown) == (2, False)
    page = get(town, MAYOR, "load")
    assert '<th scope="row" class="kern-table__header">Unit social</th>' not in page
    small = page.partition("Zu wenige Personen")[2].partition("</p>")[0]
    assert "Unit social" in small


def test_the_load_page_needs_few_statements_however_much_there_is(town: Town) -> None:
    client, counts = Client(), []
    for number in (1, 3):
        for _each in range(number):
            brought_to(town, "accepted")
        with time_machine.travel(town.now, tick=False):
            client.force_login(town.person(MAYOR))
            client.get(reverse("coordination:load"))  # what is kept between pages is kept now
            with CaptureQueriesContext(connection) as asked:
                assert client.get(reverse("coordination:load")).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 15


def test_who_keeps_figures_and_who_keeps_the_group(town: Town) -> None:
    for by in (KI, "school-head", "council-observer"):
        with pytest.raises(NotAllowed):
            keep(town, "set_capacity", by, unit=town.units["school"], items=1,
                 valid_from=town.now.date())  # fmt: skip
    field = FieldOfAction.objects.first()
    assert field is not None
    for by in (ORGANISATION, "school-head"):
        with pytest.raises(NotAllowed):
            keep(town, "add_member", by, unit=town.units["school"], fields_of_action=[field.pk],
                 valid_from=town.now.date())  # fmt: skip


def test_a_field_of_action_without_a_member_is_flagged(town: Town) -> None:
    language, education = FieldOfAction.objects.order_by("name")[::-1]
    member = keep(town, "add_member", KI, unit=town.units["school"], valid_from=date(2026, 3, 1),
                  fields_of_action=[language.pk])["member"]  # fmt: skip
    found = {one.name: one.members for one in fields_on(town.now.date())}
    assert found == {language.name: ("Unit school",), education.name: ()}
    page = get(town, "youth-clerk", "group")
    assert "Handlungsfelder ohne Mitglied" in page
    assert education.name in page.partition("Handlungsfelder ohne Mitglied")[2][:300]
    keep(town, "end_member", KI, member=member, valid_until=date(2026, 3, 2))
    town.now += timedelta(days=1)
    assert {one.name for one in fields_on(town.now.date()) if not one.members} == {
        language.name, education.name,
    }  # fmt: skip
    assert not list(verify())


def test_an_order_comes_again_from_its_template_once(town: Town) -> None:
    keep(town, "add_template", KI, title="Lagebericht", words="Zahlen des Monats.", days=10,
         unit=town.units["social"], rhythm="monthly", next_on=date(2026, 3, 3))  # fmt: skip
    assert draft_again(at=town.now) == 0
    town.now += timedelta(days=1)
    assert draft_again(at=town.now) == 1
    assert draft_again(at=town.now) == 0
    order = Order.objects.get()
    assert (order.title, order.due_on) == ("Lagebericht", date(2026, 3, 13))
    assert open_tasks(order) == [("order_issue", BGI)]
    assert OrderTemplate.objects.get().next_on == date(2026, 4, 3)
    # After weeks without a tick one is drafted, and not one for each month.
    town.now += timedelta(days=95)
    assert draft_again(at=town.now) == 1
    assert OrderTemplate.objects.get().next_on > town.now.date()
    assert not list(verify())


def get(town: Town, desk: str, name: str) -> str:
    with time_machine.travel(town.now, tick=False):
        client = Client()
        client.force_login(town.person(desk))
        answer = client.get(reverse(f"coordination:{name}"))
        assert answer.status_code == 200
        return answer.content.decode()
