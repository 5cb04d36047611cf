"""Whichever statement fails, and however: an act and a tick are done wholly, or not at all."""

import pytest

from tests.faults import statements
from tests.town import found

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def key_file(settings, tmp_path):
    settings.SEAL_KEY_FILE = tmp_path / "key.pem"


def test_acts_are_done_or_not() -> None:
    figures = statements.acts(found())
    assert (figures.losses, figures.numbers["tries"] > 100) == ([], True)


def test_ticks_leave_nothing_half_done_and_the_next_makes_it_good() -> None:
    figures = statements.whole_ticks()
    assert (figures.losses, figures.numbers["tries"] > 50) == ([], True)
