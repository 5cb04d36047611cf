"""The calendar of a town in North Rhine-Westphalia."""

import pytest

from tests.workflows.calendars.typed import DAYS_OFF
from workflows.calendars import WorkingCalendar


@pytest.fixture(scope="session")
def calendar():
    return WorkingCalendar("NW", DAYS_OFF)
