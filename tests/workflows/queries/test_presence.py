"""Who is there for whom: a table typed from the rules, and the SQL beside the rule in memory."""

import csv
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.kinds import AT
from tests.workflows.house import TODAY, House, build
from workflows.models import Case, Desk, DeskHolder, Substitution, User
from workflows.models.presence import PRESENCE, reached
from workflows.queries.acting.scene import read_scene
from workflows.queries.people.desks import held_by, workers_at
from workflows.queries.people.staff import staff

STEPS = ("check", "send", "")
TABLE = Path(__file__).parents[2] / "tables" / "who_is_there.csv"
NAMES = ("mayor", "head", "clerk", "colleague", "team", "guest")
DESKS = ("mayor", "head", "clerk", "team")

_ABSENCE = re.compile(r"(\w+)>(-?)(\w+)(?:/(\d))?(?:/(\w+))?(~?)")


@pytest.fixture
def house(db: None) -> House:
    return build()


def rows() -> list[list[str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=";"))[1:]


def enter(house: House, absences: str) -> None:
    for text in filter(None, absences.split(",")):
        match = _ABSENCE.fullmatch(text)
        assert match, text
        person, gone, deputy, rank, step, revoked = match.groups()
        Substitution.objects.create(
            represented=house.user(person), deputy=house.user(deputy), rank=int(rank or 1),
            steps=[step] if step else [], starts_on=TODAY, ends_on=TODAY, entered_at=AT,
            revoked_at=AT if revoked else None,
        )  # fmt: skip
        if gone:
            User.objects.filter(pk=house.person(deputy)).update(deactivated_at=AT)


def acting(desk: int, step: str, *, on: date = TODAY) -> set[int]:
    """Who may do such a task of the desk for whoever holds it, person by person."""
    return {
        person
        for person in User.objects.filter(deactivated_at=None).values_list("pk", flat=True)
        for held in held_by(person, on=on)
        if held.id == desk and held.scope.covers(step)
    }


def climbing(desk: int, step: str) -> set[int]:
    """Who is reached for such a task of the desk."""
    found = reached(desk="%(desk)s::bigint", step="%(step)s::text")
    sql = f"WITH {PRESENCE} SELECT r.actor_id FROM ({found}) r"
    with connection.cursor() as cursor:
        cursor.execute(sql, {"desk": desk, "step": step, "today": TODAY})
        return {person for (person,) in cursor.fetchall()}


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0] or "nobody away")
def test_who_is_there_follows_the_table(house: House, row: list[str]) -> None:
    absences, *expected, _why = row
    enter(house, absences)
    desk, head = house.desk("head"), house.person("head")
    for step, name in zip(STEPS, expected, strict=True):
        there = {house.person(name)} if name else set()
        assert acting(desk, step) - {head} == there - {head}, step
        if step:
            assert climbing(desk, step) == there, step
            assert set(workers_at(desk, step=step, on=TODAY)) == there | {head}, step


def test_nobody_is_there_before_the_first_and_after_the_last_day(house: House) -> None:
    enter(house, "head>guest")
    for days in (-1, 1):
        day = TODAY + timedelta(days=days)
        assert house.person("guest") not in acting(house.desk("head"), "check", on=day)


def test_an_absent_person_keeps_what_they_have(house: House) -> None:
    enter(house, "head>guest")
    assert house.person("head") in acting(house.desk("head"), "")


def test_the_deputy_is_limited_in_the_scene_too(house: House) -> None:
    enter(house, "head>guest/1/check,head>team/2")
    scopes = {}
    for name in ("guest", "team"):
        scene = read_scene(case=0, person=house.person(name), command=None, today=TODAY)
        (mine,) = [one for one in scene.capacities if one.desk == house.desk("head")]
        assert mine.is_deputy
        scopes[name] = [mine.scope.covers(step) for step in STEPS]
    assert scopes == {"guest": [True, False, False], "team": [False, True, True]}


def test_whoever_stands_in_sees_the_cases(house: House) -> None:
    case = house.errand()
    enter(house, "head>guest,guest>clerk")
    mayor, clerk = house.user("mayor"), house.user("guest")
    assert Case.objects.visible_to(mayor, at=AT).filter(pk=case).exists()
    assert not Case.objects.visible_to(clerk, at=AT).filter(pk=case).exists()


_absence = st.tuples(
    st.sampled_from(NAMES), st.sampled_from(NAMES), st.integers(1, 3),
    st.sets(st.sampled_from(STEPS[:2])), st.booleans(),
).filter(lambda row: row[0] != row[1])  # fmt: skip


class AnyAbsences(TestCase):
    """Whoever is away with whatever deputies."""

    @settings(max_examples=25)
    @given(absences=st.lists(_absence, max_size=7), vacant=st.sets(st.sampled_from(DESKS)))
    def test_sql_and_memory_agree_and_nobody_gets_more(
        self, absences: list[tuple[str, str, int, set[str], bool]], vacant: set[str]
    ) -> None:
        house = build()
        for person, deputy, rank, steps, revoked in absences:
            Substitution.objects.create(
                represented=house.user(person), deputy=house.user(deputy), rank=rank,
                steps=sorted(steps), starts_on=TODAY, ends_on=TODAY, entered_at=AT,
                revoked_at=AT if revoked else None,
            )  # fmt: skip
        DeskHolder.objects.filter(desk__key__in=vacant).update(valid_until=TODAY - timedelta(1))
        day = staff(on=TODAY)
        for key in DESKS:
            desk = house.desk(key)
            for step in STEPS[:2]:
                found = set[int]()
                for place in _up(desk):
                    found = set(day.people_at(place, step))
                    if found:
                        break
                assert climbing(desk, step) == found, (key, step)
                holders = set(day.holders.get(desk, ()))
                if holders:
                    assert acting(desk, step) == found | holders, (key, step)
            there = set(day.people_at(desk, ""))
            assert acting(desk, "") == there | set(day.holders.get(desk, ())), key
        _check_rights(house)


def _up(desk: int) -> list[int]:
    found: list[int] = []
    place: int | None = desk
    while place is not None:
        found.append(place)
        place = Desk.objects.values_list("superior", flat=True).get(pk=place)
    return found


def _check_rights(house: House) -> None:
    """Every right of a deputy is one that the represented has as a holder."""
    held = set(DeskHolder.objects.in_force(on=TODAY).values_list("person", "desk"))
    for name in NAMES:
        scene = read_scene(case=0, person=house.person(name), command=None, today=TODAY)
        assert {(one.holder, one.desk) for one in scene.capacities} <= held
        own = {one.desk for one in scene.capacities if not one.is_deputy}
        assert own == {desk for person, desk in held if person == house.person(name)}
