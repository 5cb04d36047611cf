"""A founded town for each test that asks for it."""

import pytest

from tests.situations import Stage
from tests.town import Town, found


@pytest.fixture
def town(db: None) -> Town:
    """A small town with every role of the process."""
    return found()


@pytest.fixture
def stage(town: Town) -> Stage:
    """What brings measures to where a test begins."""
    return Stage(town)
