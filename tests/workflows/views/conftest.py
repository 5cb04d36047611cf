"""Pages through HTTP as somebody who is logged in."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.workflows.errands import add, colleague, head_desk, office
from workflows.models import User

__all__ = ["add", "colleague", "head_desk", "login", "office"]


@pytest.fixture
def login() -> Callable[[User], Client]:
    """A browser in which this person is logged in; faults become pages as in earnest."""

    def login(user: User) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(user)
        return client

    return login
