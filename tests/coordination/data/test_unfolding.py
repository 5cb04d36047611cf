"""Days off and sessions that follow from a city's rules."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from coordination.city.file import Session, days_off_of, read_city, sessions_of
from tests.coordination.data.city_files import DEMO, SMALL
from workflows.calendars import WorkingCalendar


@pytest.fixture(scope="module")
def city():
    return read_city(DEMO.read_bytes())


@pytest.fixture(scope="module")
def calendar(city):
    return WorkingCalendar(city.state, days_off_of(city, range(2015, 2030)))


def test_days_off_follow_the_calendar_and_easter(city):
    assert days_off_of(city, [2016, 2017]) == {
        date(2016, 2, 8): "Rosenmontag",
        date(2016, 12, 24): "Heiligabend",
        date(2016, 12, 31): "Silvester",
        date(2017, 2, 27): "Rosenmontag",
        date(2017, 12, 24): "Heiligabend",
        date(2017, 12, 31): "Silvester",
    }


def test_leap_day_is_left_out_of_other_years():
    city = read_city(SMALL.replace("month = 12\nday = 24", "month = 2\nday = 29").encode())
    assert sorted(days_off_of(city, range(2023, 2026))) == [
        date(2023, 2, 20),
        date(2024, 2, 12),
        date(2024, 2, 29),
        date(2025, 3, 3),
    ]


def test_sessions_of_a_year(calendar):
    small = read_city(SMALL.encode())
    berlin = ZoneInfo("Europe/Berlin")
    assert sessions_of(small, calendar, first=date(2026, 1, 1), last=date(2026, 12, 31)) == [
        Session(datetime(2026, 9, 3, 17, tzinfo=berlin), "council_north", date(2026, 8, 20)),
        Session(datetime(2026, 9, 28, 15, tzinfo=berlin), "council", date(2026, 9, 14)),
    ]


def test_council_meets_as_the_rules_say(city, calendar):
    days = council_days(city, calendar, date(2026, 1, 1), date(2027, 12, 31))
    assert [day.isoformat() for day in days] == [
        "2026-02-23",  # the third Monday is Rosenmontag
        "2026-03-23",  # the last Monday lies in the Easter holidays
        "2026-05-11",
        "2026-07-13",
        "2026-09-28",
        "2026-11-30",
        "2027-02-15",
        "2027-03-15",  # the last Monday is Ostermontag, the one before in the holidays
        "2027-05-10",
        "2027-07-12",
        "2027-09-27",
        "2027-11-29",
    ]


def council_days(city, calendar, first, last):
    found = sessions_of(city, calendar, first=first, last=last)
    return [one.starts_at.date() for one in found if one.body == "council"]


@pytest.mark.parametrize("year", range(2016, 2029))
def test_no_session_in_holidays_and_each_before_its_council(city, calendar, year):
    first, last = date(year, 1, 1), date(year, 12, 31)
    council = council_days(city, calendar, first - timedelta(days=1), last + timedelta(days=120))
    found = sessions_of(city, calendar, first=first, last=last)
    days = [one.starts_at.date() for one in found]
    assert [day for day in days if calendar.is_school_holiday(day)] == []
    assert [day for day in days if not calendar.is_working_day(day)] == []
    assert len({(one.body, one.starts_at) for one in found}) == len(found)
    integration = [one.starts_at.date() for one in found if one.body == "integration_council"]
    for day in integration:
        ahead = min(c for c in council if c > day)
        assert any(timedelta(days=1) <= c - day <= timedelta(days=62) for c in council), (
            day,
            ahead,
        )
    assert len(integration) == 6


def test_integration_council_leaves_a_window_that_is_all_holidays(city, calendar):
    found = sessions_of(city, calendar, first=date(2026, 8, 1), last=date(2026, 9, 30))
    first = next(one for one in found if one.body == "integration_council")
    assert first.starts_at.date() == date(2026, 9, 2)  # the window ends with the holidays on 1.9.


def test_editorial_deadline_counts_back_in_working_days(city, calendar):
    found = sessions_of(city, calendar, first=date(2026, 11, 1), last=date(2026, 11, 30))
    council = next(one for one in found if one.body == "council")
    assert council.closes_on == date(2026, 11, 16)
