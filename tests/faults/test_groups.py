"""Whatever process of a group dies or hangs: the work goes on, and none is left behind."""

import pytest

from tests.faults import groups

pytestmark = pytest.mark.django_db(transaction=True)


def test_work_goes_on_whatever_process_is_killed() -> None:
    figures = groups.killed()
    assert (figures.losses, figures.numbers["times"]) == ([], len(groups.ROLES))


def test_a_group_that_hangs_is_ended() -> None:
    assert groups.hung(["pusher"], silence=8).losses == []
