"""A town whose rows are really committed."""

import pytest

from tests.situations import Stage
from tests.town import Town, found


@pytest.fixture
def town(transactional_db: None) -> Town:
    return found()


@pytest.fixture
def stage(town: Town) -> Stage:
    """A stage of the social office."""
    return Stage(town)
