"""Whichever statement fails, and however: an act and a tick are done wholly, or not at all."""

import pytest

from tests.faults import statements
from tests.town import found

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def key_file(settings, tmp_path):
    settings.SEAL_KEY_FILE = tmp_path / "key.pem"


@pytest.mark.parametrize(("name", "way"), statements.ACTS)
def test_act_is_done_or_not(name: str, way: str) -> None:
    figures = statements.acts(found(), [(name, way)])
    assert (figures.losses, figures.numbers["tries"] > 10) == ([], True)


@pytest.mark.parametrize("way", statements.WAYS)
def test_tick_leaves_nothing_half_done_and_the_next_makes_it_good(way: str) -> None:
    figures = statements.whole_ticks([way])
    assert (figures.losses, figures.numbers["tries"] > 50) == ([], True)
