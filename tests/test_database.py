"""Processes at the same time keep out of each other's way, and each test finds a new database."""

import pytest
from django.db import connection, transaction

from tests import database
from workflows.models import User


def test_name_in_use_gets_a_number(django_db_setup: None) -> None:
    with (
        database.maintenance() as one,
        database.maintenance() as two,
        database.unused_name(one, "test_city") as first,
    ):
        assert first == "test_city"
        with database.unused_name(two, "test_city") as second:
            assert second == "test_city_2"
    with database.maintenance() as one, database.unused_name(one, "test_city") as again:
        assert again == "test_city"


@pytest.mark.django_db(transaction=True)
def test_renewed_clone_forgets_what_was_committed_and_keeps_what_migrations_made() -> None:
    with database.clone("test_city") as clone:
        assert connection.settings_dict["NAME"] == clone.name
        made = _counts()
        first = _person()
        clone.renew()
        assert _counts() == made
        assert _person().pk == first.pk
    with database.maintenance() as server:
        assert clone.name not in database.begin_with(server, "test_city")


def test_template_is_made_once(django_db_setup: None) -> None:
    with database.maintenance() as server:
        known = database.begin_with(server, database.TEMPLATE)
        assert database.template(server) in known
        assert database.begin_with(server, database.TEMPLATE) == known


@pytest.mark.django_db
def test_statements_outlive_a_rollback_where_nothing_is_committed() -> None:
    assert _prepared_after_a_rollback()


@pytest.mark.django_db(transaction=True)
def test_statements_are_forgotten_at_a_rollback_where_tests_commit() -> None:
    assert not _prepared_after_a_rollback()


def _prepared_after_a_rollback() -> bool:
    with transaction.atomic():
        for _ in range(5):
            list(User.objects.all())
        transaction.set_rollback(True)
    return bool(connection.connection._prepared._names)


def _person() -> User:
    return User.objects.create_user("a@town.example", given_name="Anna", family_name="Amt")


def _counts() -> dict[str, int]:
    counts = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            counts[table] = cursor.fetchone()[0]
    return counts
