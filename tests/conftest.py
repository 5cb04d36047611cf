"""What every test may rely on."""

import gc
import os
import re
import tempfile
from collections.abc import Generator, Iterator
from contextlib import ExitStack, nullcontext
from pathlib import Path
from typing import Any
from uuid import uuid4

import hypothesis
import pytest
from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.template import Context, Template
from django.test import TransactionTestCase
from pytest_django.plugin import DjangoDbBlocker

from tests import chromium, database, rows
from tests.order import long_ones_first

# Tests assert counts, never times: neither a busy machine nor unlucky draws must turn them red.
LUCK = (
    hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.filter_too_much,
    hypothesis.HealthCheck.data_too_large,
)  # fmt: skip
hypothesis.settings.register_profile("house", deadline=None, suppress_health_check=LUCK)
hypothesis.settings.load_profile("house")

_MARKED = {"browser", "concurrency", "faults"}

# What the tests and the application are made of stays until the end: to look through it again and
# again for what could be thrown away takes a tenth of all the time.
gc.disable()
_GARBAGE = (20_000, 20, 20)


_AT_ONCE = re.compile("MIDDLEWARE|DEBUG|SECURE_|STATIC|WHITENOISE_|SESSION_ENGINE").match


_CLONES: list[database.Clone] = []
"""The database of this process, once a test has asked for it."""


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes may hold the time at which a file was made, and each process makes its own."""
    return argname if isinstance(val, bytes) else None


def pytest_configure(config: pytest.Config) -> None:
    """Where several processes share the tests, the database is made while they collect them."""
    shares = bool(config.getoption("numprocesses", 0)) and not hasattr(config, "workerinput")
    if shares and not config.option.collectonly:
        ahead = ExitStack()
        ahead.enter_context(database.made_ahead())
        config.add_cleanup(ahead.close)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests in tests/browser, tests/concurrency and tests/faults carry the mark of their folder."""
    items[:] = long_ones_first(items, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))
    for item in items:
        for name in _MARKED & set(Path(item.path).relative_to(settings.BASE_DIR).parts):
            item.add_marker(name)
    chromium.skip_without(items)


def pytest_collection_finish() -> None:
    """From here on only what the tests make is looked through."""
    gc.freeze()
    gc.set_threshold(*_GARBAGE)
    gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    marker = item.get_closest_marker("django_db")
    commits = (marker and marker.kwargs.get("transaction")) or (
        {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    )
    rows.running[:] = [item]
    with nullcontext() if commits else database.statements_kept():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(
    item: pytest.Item, nextitem: pytest.Item | None
) -> Generator[None, None, None]:
    """Between two modules the database is made anew if many tests have left their dead rows."""
    yield
    for clone in _CLONES:
        clone.tests += 1
        if clone.is_worn and nextitem is not None and item.path != nextitem.path:
            clone.renew()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    chromium.summary(terminalreporter)


@pytest.fixture(autouse=True)
def seal_note(settings: Any) -> None:
    """Each test has a database of its own, so none knows the last seal of another."""
    settings.SEAL_NOTE_FILE = Path(tempfile.gettempdir()) / f"last-seal-{uuid4()}"


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


@pytest.fixture(scope="session", autouse=True)
def _middleware_once() -> Iterator[None]:
    """Each client of the tests would make the middleware anew and look for every static file.

    What middleware reads of the settings where it is made is in the key.
    """
    made: dict[tuple[object, ...], Any] = {}
    load, names = BaseHandler.load_middleware, [*filter(_AT_ONCE, dir(settings))]

    def load_once(self: BaseHandler, is_async: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's
        key = (type(self), is_async, str([getattr(settings, name) for name in names]))
        if key not in made:
            load(self, is_async)
            made[key] = self._middleware_chain
        self._middleware_chain = made[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseHandler, "load_middleware", load_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def _pages_tell_their_context_once(django_test_environment: None) -> Iterator[None]:
    """Django's tests note and copy the context of each template, also of those inside another."""
    told, inside = Template._render, [False]

    def render(self: Template, context: Context) -> Any:
        if inside[0]:
            return self.nodelist.render(context)
        inside[0] = True
        try:
            return told(self, context)
        finally:
            inside[0] = False

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", render)
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    postgres: None, django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """A database of this process alone, as new for each test."""
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            name = settings.DATABASES["default"]["TEST"]["NAME"]
            clone = stack.enter_context(database.clone(name))
        # Django would empty all tables one by one, also those that no test has touched.
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _test: clone.renew())
        _CLONES.append(clone)
        stack.callback(_CLONES.clear)
        yield
