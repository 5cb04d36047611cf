"""The house, and a client for each of its people."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.workflows.house import House, build


@pytest.fixture
def house(db: None) -> House:
    return build()


@pytest.fixture
def login(house: House) -> Callable[[str], Client]:
    """A logged-in client of somebody by name."""

    def client_of(name: str) -> Client:
        client = Client()
        client.force_login(house.user(name))
        return client

    return client_of
