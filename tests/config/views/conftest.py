"""Pages through HTTP, with the style page's addresses beside the real ones."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from workflows.models import User

PASSWORD = "correct horse battery staple"


@pytest.fixture(autouse=True)
def _style_addresses(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.config.style.page"
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture(autouse=True)
def _fresh_limits(_style_addresses: None) -> None:
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def person(db: None) -> User:
    return User.objects.create_user(
        "clerk@stadt.example", PASSWORD, given_name="Sachbearbeitung", family_name="Jugendamt"
    )


@pytest.fixture
def anonymous() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def client(person: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client
