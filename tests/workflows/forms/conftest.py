from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.kinds import ErrandFlow, Office, make_office
from workflows.models import User


@pytest.fixture
def office(db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office, with pages for its errands."""
    settings.ROOT_URLCONF = "tests.workflows.forms.errand_pages"
    monkeypatch.setattr(ErrandFlow, "url_name", "errand")
    return make_office()


@pytest.fixture
def login() -> Callable[[User], Client]:
    def login(user: User) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(user)
        return client

    return login
