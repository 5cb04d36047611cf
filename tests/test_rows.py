"""What is put back is what was made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db import connection, transaction
from pytest_django.fixtures import Settings

from tests import kinds, town
from tests.rows import all_remembered_after, remembered
from tests.workflows import house
from workflows.models import User

pytestmark = pytest.mark.django_db

VERSIONS = ("workflows_organisationversion",)
"""Kept by triggers, with another value after each change: what is put back is one too."""


@pytest.mark.parametrize("make", [town.found, house.build, kinds.make_office])
def test_rows_put_back_are_those_made(make) -> None:
    make = remembered(getattr(make, "__wrapped__", make))
    before, version = _everything(), _versions()
    with transaction.atomic():
        first = make()
        made = _everything()
        transaction.set_rollback(True)
    assert before == _everything() != made
    assert _versions() == version
    second = make()
    assert _everything() == made
    assert _versions() != version
    assert second == first
    assert second is not first


def test_rows_are_put_back_beside_what_was_made_before() -> None:
    """A new database counts from its beginning, and so does the next test."""
    make = remembered(lambda: _person("first").pk)
    beginning = _next(User)
    with transaction.atomic():
        first = make()
        transaction.set_rollback(True)
    assert _next(User) == beginning
    others = [_person(name).pk for name in ("one", "two", "three")]
    assert make() == first
    assert _person("last").pk > max(others) > first


def test_what_one_maker_makes_within_another_comes_first() -> None:
    inner = remembered(lambda: _person("inner").pk)
    outer = remembered(lambda: (inner(), _person("outer").pk))
    once, twice = outer()
    assert once < twice
    User.objects.all().delete()
    assert outer() == (once, twice)


@remembered
def ground() -> int:
    return _person("ground").pk


def _told(walker: Walker) -> tuple[object, ...]:
    return (walker.stands_at,)


def _bring(walker: Walker, other: Walker) -> None:
    walker.stands_at = other.stands_at


@all_remembered_after(ground, _told, _bring)
@dataclass
class Walker:
    """Somebody who makes people, and counts how often that was really done."""

    stands_at: str = "start"
    really: int = 0

    def walk(self, name: str = "walked") -> int:
        self.really, self.stands_at = self.really + 1, "end"
        return _person(name).pk

    def rename(self) -> int:
        self.really += 1
        return User.objects.filter(given_name="ground").update(family_name="Neu")


@pytest.mark.django_db(transaction=True)
def test_a_method_on_its_ground_is_put_back_and_called_where_anything_is_another(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other words, another state, whatever else was written, a patch, another setting."""
    nothing: Callable[[Walker], object] = lambda _walker: None  # noqa: E731 - one of six
    assert _walk(nothing) == (1, ["ground", "walked"])
    assert _walk(nothing) == (0, ["ground", "walked"])
    assert _walk(nothing, "other") == (1, ["ground", "other"])
    assert _walk(lambda walker: setattr(walker, "stands_at", "elsewhere"))[0] == 1
    assert _walk(lambda _walker: _person("before")) == (1, ["before", "ground", "walked"])
    assert _walk(nothing, first=lambda: _person("first")) == (1, ["first", "ground", "walked"])
    assert [_rename(), _rename()] == [1, 1]
    assert _walk(lambda _walker: monkeypatch.setitem({}, "any", 1))[0] == 1
    monkeypatch.undo()
    assert _walk(nothing)[0] == 0
    settings.LANGUAGE_CODE = "en"
    assert _walk(nothing)[0] == 1


def _walk(
    prepare: Callable[[Walker], object],
    name: str = "walked",
    first: Callable[[], object] = lambda: None,
) -> tuple[int, list[str]]:
    """How often it was really done in a transaction of its own, and who is there then."""
    with transaction.atomic():
        first()
        ground()
        walker = Walker()
        prepare(walker)
        walker.walk(name)
        there = sorted(User.objects.values_list("given_name", flat=True))
        transaction.set_rollback(True)
    assert walker.stands_at == "end"
    return walker.really, there


def _rename() -> int:
    with transaction.atomic():
        ground()
        walker = Walker()
        assert walker.rename() == 1
        transaction.set_rollback(True)
    return walker.really


def _person(name: str) -> User:
    return User.objects.create_user(f"{name}@x.example", given_name=name, family_name="Probe")


def _next(model: type[User]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT last_value + is_called::int FROM {model._meta.db_table}_id_seq")
        return int(cursor.fetchone()[0])


def _everything() -> dict[str, list[str]]:
    with connection.cursor() as cursor:
        tables = {*connection.introspection.table_names(cursor)} - {*VERSIONS}
    return {table: _rows(table) for table in tables}


def _versions() -> list[list[str]]:
    return [_rows(table) for table in VERSIONS]


def _rows(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        return sorted(map(repr, cursor.fetchall()))
