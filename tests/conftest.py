"""What every test may rely on."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import connections

from tests import chromium, database

# Tests assert counts, never times: a busy machine must not turn them red.
hypothesis.settings.register_profile(
    "house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("house")

_MARKED = {"browser", "concurrency", "faults"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests in tests/browser, tests/concurrency and tests/faults carry the mark of their folder."""
    for item in items:
        for name in _MARKED & set(Path(item.path).relative_to(settings.BASE_DIR).parts):
            item.add_marker(name)
    chromium.skip_without(items)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    chromium.summary(terminalreporter)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the operating system's Chromium; as root it runs without its sandbox."""
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": chromium.path(), "args": arguments}


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
