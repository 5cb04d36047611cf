"""What is put back is what was made."""

import pytest
from django.db import connection, transaction

from tests import kinds, town
from tests.rows import remembered
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


def test_sequences_go_on_behind_the_rows() -> None:
    make = remembered(lambda: _person("first").pk)
    with transaction.atomic():
        make()
        transaction.set_rollback(True)
    _set_back(User)
    first = make()
    assert _person("second").pk > first


def _person(name: str) -> User:
    return User.objects.create_user(f"{name}@x.example", given_name=name, family_name="Probe")


def _set_back(model: type[User]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence(%s, 'id'), 1, false)", [model._meta.db_table]
        )


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
