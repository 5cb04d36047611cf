"""What is remembered of the organisation is what SQL would say, whatever has changed meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.kinds import AT
from tests.statements import statements
from tests.workflows.house import SINCE, TODAY, House, build
from workflows import wire
from workflows.definitions import Post
from workflows.enums import DeskFunction
from workflows.models import (
    DayOff,
    Desk,
    DeskHolder,
    RoutePeriod,
    RouteRung,
    RouteVersion,
    Substitution,
    Unit,
    User,
)
from workflows.queries.acting.posts import addresses
from workflows.queries.people.capacities import standing_of
from workflows.queries.people.desks import told_of, vacant_below
from workflows.queries.people.routes import route_facts
from workflows.queries.people.staff import Asked, staff_between
from workflows.wire import known as memory
from workflows.wire.known import VERSION, Known

PEOPLE = ("mayor", "head", "clerk", "colleague", "team", "guest")
DESKS = ("mayor", "head", "clerk", "team", "office")
UNITS = ("top", "errands", "teams", "keepers")
STEPS = ("check", "send")
DAYS = (TODAY, TODAY + timedelta(days=1))
FUNCTIONS = (DeskFunction.HEAD, DeskFunction.CLERK, DeskFunction.ORGANISATION)


def now(day: date = TODAY) -> Known:
    """What is known in the version that stands."""
    (((found,),),) = wire.send([(f"SELECT {VERSION}", None)])
    return Known(found or "", day)


def version() -> str:
    return now().version


@contextmanager
def nothing_remembered() -> Iterator[None]:
    """In the block all is read anew, whatever is kept."""
    kept, guess = dict(memory._memory), memory._latest
    memory._memory.clear()
    try:
        yield
    finally:
        memory._memory.clear()
        memory._memory.update(kept)
        memory._latest = guess


def everything(house: House, known: Known) -> dict[str, Any]:
    """All that an act may ask of the organisation."""
    posts = [
        *(Post((function,), unit=house.unit(unit)) for function in FUNCTIONS for unit in UNITS),
        *(Post((function,), unit_function="teams") for function in FUNCTIONS),
        Post(FUNCTIONS),
    ]
    standings = {name: standing_of(house.person(name), known=known) for name in PEOPLE}
    return {
        "standing": standings,
        "below": {
            name: vacant_below(found.capacities, person=house.person(name), known=known)
            for name, found in standings.items()
        },
        "addresses": addresses(posts, today=known.today, known=known),
        "told": told_of([(house.desk(d), step) for d in DESKS for step in STEPS], known=known),
        "staff": {
            (key, step): staff_between(known.today, known.today, known=known)
            .on(known.today)
            .told([Asked(house.desk(key))], ["responsible", "deputy", "head"], step=step)
            for key in DESKS
            for step in STEPS
        },
        "routes": {
            route: route_facts(route, known=known)
            for route in (None, *RouteVersion.objects.values_list("pk", flat=True))
        },
    }


def appoint(house: House, a: int, b: int, day: date) -> None:
    desk, person = house.desk(DESKS[a % 5]), house.person(PEOPLE[b % 6])
    DeskHolder.objects.get_or_create(desk_id=desk, person_id=person, valid_from=day)


def end(house: House, a: int, b: int, day: date) -> None:
    DeskHolder.objects.filter(desk=house.desk(DESKS[a % 5])).update(valid_until=day)


def forget(house: House, a: int, b: int, day: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM workflows_deskholder WHERE person_id = %s", [house.person(PEOPLE[b % 6])]
        )


def go_on_leave(house: House, a: int, b: int, day: date) -> None:
    if a % 6 != b % 6:
        Substitution.objects.create(
            represented_id=house.person(PEOPLE[a % 6]), deputy_id=house.person(PEOPLE[b % 6]),
            rank=1 + a % 2, steps=STEPS[: b % 2], starts_on=TODAY, ends_on=day, entered_at=AT,
        )  # fmt: skip


def come_back(house: House, a: int, b: int, day: date) -> None:
    Substitution.objects.filter(deputy=house.person(PEOPLE[b % 6])).update(revoked_at=AT)


def close(house: House, a: int, b: int, day: date) -> None:
    Desk.objects.filter(pk=house.desk(DESKS[a % 5])).update(closed_on=day if b % 2 else None)


def change_superior(house: House, a: int, b: int, day: date) -> None:
    above = {"team": ("clerk", "head"), "clerk": ("head", "mayor"), "office": ("mayor", "head")}
    key = tuple(above)[a % 3]
    Desk.objects.filter(pk=house.desk(key)).update(superior=house.desk(above[key][b % 2]))


def change_function(house: House, a: int, b: int, day: date) -> None:
    Desk.objects.filter(pk=house.desk(DESKS[a % 5])).update(function=FUNCTIONS[b % 3])


def rename_unit(house: House, a: int, b: int, day: date) -> None:
    Unit.objects.filter(function="teams").update(function="")
    Unit.objects.filter(pk=house.unit(UNITS[a % 4])).update(function="teams")


def switch_account(house: House, a: int, b: int, day: date) -> None:
    User.objects.filter(pk=house.person(PEOPLE[a % 6])).update(deactivated_at=AT if b % 2 else None)


def take_a_day_off(house: House, a: int, b: int, day: date) -> None:
    if b % 2:
        DayOff.objects.get_or_create(day=day, defaults={"name": "Fair"})
    else:
        DayOff.objects.filter(day=day).delete()


def make_a_route(house: House, a: int, b: int, day: date) -> None:
    number = RouteVersion.objects.filter(kind="errand").count() + 1
    route = RouteVersion.objects.create(kind="errand", number=number, valid_from=day)
    RoutePeriod.objects.create(route=route, step="check", amount=1 + a, unit="days")
    RouteRung.objects.create(route=route, position=1, level="E1", offset=b, recipients=["head"])


Change = Callable[[House, int, int, date], None]
CHANGES: tuple[Change, ...] = (
    appoint, end, forget, go_on_leave, come_back, close, change_superior, change_function,
    rename_unit, switch_account, take_a_day_off, make_a_route,
)  # fmt: skip

_change = st.tuples(
    st.sampled_from(CHANGES), st.integers(0, 11), st.integers(0, 11), st.sampled_from(DAYS),
    st.sampled_from(("done", "done", "undone", "done after something undone")),
)  # fmt: skip


class AnyChanges(TestCase):
    """The organisation changes and changes back."""

    @settings(max_examples=15)
    @given(changes=st.lists(_change, min_size=1, max_size=8))
    def test_what_is_known_is_what_sql_says(
        self, changes: list[tuple[Change, int, int, date, str]]
    ) -> None:
        house = build()
        self._agree(house)
        for change, a, b, day, fate in changes:
            if fate != "done":
                with transaction.atomic():
                    change(house, a + 1, b + 1, day)
                    self._agree(house)
                    transaction.set_rollback(True)
            if fate != "undone":
                change(house, a, b, day)
            self._agree(house)

    def _agree(self, house: House) -> None:
        for day in DAYS:
            known = everything(house, now(day))
            with nothing_remembered():
                assert known == everything(house, Known("", day))


@pytest.fixture
def house(db: None) -> House:
    return build()


def test_what_is_known_costs_no_statement(house: House) -> None:
    known = now()
    everything(house, known)
    with statements() as count:
        again = everything(house, known)
    # Only the list of people, desks, units and routes, which the test reads itself.
    assert count.sent == 1
    assert again == everything(house, Known("", TODAY))


def test_no_version_comes_back_and_a_rollback_brings_the_old_one(house: House) -> None:
    first, seen = version(), set[str]()
    for number in range(5):
        with transaction.atomic():
            appoint(house, 1, number, TODAY)
            seen.add(version())
            transaction.set_rollback(True)
        assert version() == first
    assert len(seen - {first}) == 5


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_each_change_makes_another_version(house: House, change: Change) -> None:
    first = version()
    change(house, 1, 3, DAYS[1])
    assert version() != first


def test_logging_in_and_what_changes_nothing_make_none(house: House) -> None:
    first, head = version(), house.user("head")
    head.last_login = AT
    head.save()
    User.objects.create_user(email="new@stadt.example", given_name="New", family_name="Probe")
    assert version() == first


def test_rows_loaded_without_triggers_make_another_version_too(house: House) -> None:
    first = version()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, tgrelid::regclass::text FROM pg_trigger"
            " WHERE tgname = 'organisation_moves' AND tgenabled <> 'A'"
        )
        assert cursor.fetchall() == []
    Desk.objects.create(unit_id=house.unit("top"), key="extra", name="extra", function="head")
    assert version() != first


def test_memory_forgets_before_it_grows(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST", 10)
    memory._memory.clear()
    for _ in range(memory.VERSIONS + 2):
        rename_unit(house, 2, 2, SINCE)
        assert everything(house, now()) == everything(house, Known("", TODAY))
        assert len(memory._memory) <= memory.VERSIONS
        assert max(map(len, memory._memory.values())) <= 10


def test_without_a_version_nothing_is_remembered(house: House) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM workflows_organisationversion")
    assert now().version == ""
    for desk in (1, 2, 3):
        appoint(house, desk, 5, TODAY)
        held = everything(house, now())["standing"]["guest"].capacities
        assert house.desk(DESKS[desk]) in {capacity.desk for capacity in held}
