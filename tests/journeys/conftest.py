"""A founded town for each story."""

import pytest

from tests.town import Town, found


@pytest.fixture
def town(db: None) -> Town:
    """A small town with every role of the process."""
    return found()
