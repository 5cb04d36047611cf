"""What is built once for a module and stands in each of its tests."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker


@contextmanager
def standing(blocker: DjangoDbBlocker) -> Iterator[None]:
    """A transaction around all tests of a module: each of them is rolled back to what it finds."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def settle() -> None:
    """Ask the constraints of all that stands once; else each test asks them again at its end."""
    connection.check_constraints()
