"""What every browser test may rely on."""

import os
from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_django.fixtures import Settings


@pytest.fixture(scope="session", autouse=True)
def _database_beside_the_browser() -> None:
    """Playwright keeps an event loop in this thread; the tests use the database outside of it."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture
def style_page(settings: Settings) -> str:
    """The path of the page with every building block."""
    settings.ROOT_URLCONF = "tests.config.style.page"
    return "/style/"


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
