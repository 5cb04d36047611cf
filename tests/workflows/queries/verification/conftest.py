"""An office, its cases and a key of its own for each test."""

import pytest

from tests.kinds import answered, make_office


@pytest.fixture(autouse=True)
def key_file(settings, tmp_path):
    settings.SEAL_KEY_FILE = tmp_path / "seal" / "key.pem"


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def cases(office):
    """Three errands of four events each; the second is the one that gets damaged."""
    return [answered(office, title=title).case for title in ("one", "two", "three")]
