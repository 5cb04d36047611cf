"""A house for each test that asks for it."""

import pytest

from tests.workflows.house import House, build


@pytest.fixture
def house(db: None) -> House:
    return build()
