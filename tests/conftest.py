"""What every test may rely on."""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connections

from . import database


@pytest.fixture(scope="session")
def postgres() -> Iterator[None]:
    """A running PostgreSQL: that of DATABASE_URL, else an embedded one of the tests' own."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    with database.embedded_server(settings.EMBEDDED_POSTGRES):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    postgres: None, django_db_modify_db_settings_parallel_suffix: None
) -> Iterator[None]:
    """Several runs at once on one server keep out of each other's way."""
    test = connections["default"].settings_dict["TEST"]
    with database.unused_name(test["NAME"], folder=settings.BASE_DIR / "var" / "locks") as name:
        test["NAME"] = name
        yield
