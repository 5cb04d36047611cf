"""What every browser test may rely on."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Browser, Page
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser.stage import Stage
from tests.town import NOW, found


@pytest.fixture(scope="session", autouse=True)
def _database_beside_the_browser() -> None:
    """Playwright keeps an event loop in this thread; the tests use the database outside of it."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


STILL: dict[str, Any] = {"reduced_motion": "reduce"}
"""Pages glide to what is clicked, and a click on a gliding page goes beside it."""


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """For a person who wants no motion."""
    return {**browser_context_args, **STILL}


@pytest.fixture
def style_page(settings: Settings) -> str:
    """The path of the page with every building block."""
    settings.ROOT_URLCONF = "tests.config.style.page"
    return "/style/"


@pytest.fixture
def stage(transactional_db: None, live_server: LiveServer) -> Iterator[Stage]:
    """A small town behind a server."""
    with time_machine.travel(NOW, tick=True) as clock:
        yield Stage(found(), live_server, clock)


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A browser without script."""
    context = browser.new_context(java_script_enabled=False, **STILL)
    yield context.new_page()
    context.close()


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser complains of, above all breaches of the Content-Security-Policy."""
    found: list[str] = []
    page.on("console", lambda message: _note(found, message))
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def _note(found: list[str], message: Any) -> None:
    if message.type in {"error", "warning"}:
        found.append(message.text)
