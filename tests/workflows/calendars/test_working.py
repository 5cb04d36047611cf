"""Days and periods against tables typed from the law and the published holidays."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.calendars.typed import DAYS_OFF, rows
from workflows.calendars import (
    Period,
    PeriodError,
    PeriodUnit,
    SchoolHolidays,
    WorkingCalendar,
    easter_sunday,
    end_of_day,
    local_date,
)

TOWN = WorkingCalendar("NW", DAYS_OFF)
PERIODS = rows("periods.csv")


def day(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize("row", PERIODS, ids=[f"{r['direction']}-{r['why']}" for r in PERIODS])
def test_period_ends_as_the_law_says(calendar, row):
    period = Period(int(row["amount"]), PeriodUnit(row["unit"]))
    if row["direction"] == "forward":
        found = calendar.forward(day(row["event"]), period)
    else:
        found = calendar.backward(day(row["event"]), period, clear=row["direction"] == "clear")
    assert found.due_on == day(row["due_on"])


@pytest.mark.parametrize("year", [2016, 2017, 2018, 2026, 2027])
def test_public_holidays_are_those_published(year):
    calendar = WorkingCalendar("NW")
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365 + (year % 4 == 0))]
    weekends = {5: "ein Samstag", 6: "ein Sonntag"}
    expected = {d: weekends[d.weekday()] for d in days if d.weekday() in weekends}
    expected |= {
        day(row["day"]): row["name"]
        for row in rows("public_holidays_nw.csv")
        if day(row["day"]).year == year
    }
    with translation.override("de"):
        found = {d: str(why) for d in days if (why := calendar.why_not_working(d))}
    assert found == expected


def test_easter_monday_over_the_decades():
    calendar = WorkingCalendar("NW")
    mondays = ["2000-04-24", "2008-03-24", "2011-04-25", "2019-04-22", "2024-04-01", "2038-04-26"]
    assert [calendar.why_not_working(day(text)) for text in mondays] == ["Ostermontag"] * 6


def test_easter_sunday():
    sundays = ["2000-04-23", "2008-03-23", "2016-03-27", "2026-04-05", "2027-03-28", "2038-04-25"]
    assert [easter_sunday(day(text).year) for text in sundays] == [day(text) for text in sundays]


def test_another_land_has_its_own_holidays():
    assert WorkingCalendar("NW").why_not_working(date(2018, 10, 31)) is None
    assert WorkingCalendar("NI").why_not_working(date(2018, 10, 31)) == "Reformationstag"


def test_unknown_land_is_refused():
    with pytest.raises(PeriodError):
        WorkingCalendar("XX")


def test_day_off_is_named(calendar):
    assert calendar.why_not_working(date(2017, 2, 27)) == "Rosenmontag"
    assert calendar.why_not_working(date(2017, 2, 28)) is None


def test_days_off_may_be_pairs():
    calendar = WorkingCalendar("NW", [(date(2017, 6, 16), "Brückentag")])
    assert calendar.add_working_days(date(2017, 6, 14), 1) == date(2017, 6, 19)


def test_holiday_of_one_municipality_moves_the_end_of_a_period_193_bgb():
    """Friday 8 August 2025: Friedensfest, by Bavarian law in the city of Augsburg alone."""
    peace = {date(2025, 8, 8): "Friedensfest"}
    week, day = Period(1, PeriodUnit.WEEKS), Period(5, PeriodUnit.WORKING_DAYS)
    found = {
        name: (calendar.forward(date(2025, 8, 1), week).due_on.day,
               calendar.forward(date(2025, 8, 1), day).due_on.day,
               calendar.backward(date(2025, 8, 15), week).due_on.day)
        for name, calendar in (
            ("elsewhere", WorkingCalendar("BY")),
            ("holiday", WorkingCalendar("BY", (), peace)),
            ("day off", WorkingCalendar("BY", peace)),
        )
    }  # fmt: skip
    assert found == {"elsewhere": (8, 8, 8), "holiday": (11, 11, 7), "day off": (8, 11, 7)}
    augsburg = WorkingCalendar("BY", (), peace)
    assert augsburg.is_public_holiday(date(2025, 8, 8))
    assert not augsburg.is_working_day(date(2025, 8, 8))
    assert date(2025, 8, 8) not in augsburg.public_holidays(2025)
    steps = [str(step) for step in augsburg.forward(date(2025, 8, 1), week).explanation]
    assert any("Friedensfest" in step for step in steps)


@pytest.mark.parametrize(("year", "expected"), [(2016, 252), (2017, 249), (2026, 253)])
def test_working_days_of_a_year(year, expected):
    calendar = WorkingCalendar("NW")
    assert calendar.working_days_between(date(year - 1, 12, 31), date(year, 12, 31)) == expected


def test_working_days_between_counts_back_as_negative(calendar):
    assert calendar.working_days_between(date(2017, 6, 1), date(2017, 6, 19)) == 10
    assert calendar.working_days_between(date(2017, 6, 19), date(2017, 6, 1)) == -10
    assert calendar.working_days_between(date(2017, 6, 3), date(2017, 6, 5)) == 0


def test_adding_no_days_keeps_the_day(calendar):
    assert calendar.add_working_days(date(2017, 6, 5), 0) == date(2017, 6, 5)


DAYS = st.dates(date(2015, 1, 1), date(2029, 12, 31))


@given(start=DAYS, amount=st.integers(-300, 300))
def test_adding_matches_walking(start, amount):
    here, left, step = start, abs(amount), timedelta(days=1 if amount > 0 else -1)
    while left:
        here += step
        left -= TOWN.is_working_day(here)
    assert TOWN.add_working_days(start, amount) == here


@given(start=DAYS, end=DAYS)
def test_counting_matches_walking(start, end):
    low, high = sorted((start, end))
    walked = sum(TOWN.is_working_day(low + timedelta(n + 1)) for n in range((high - low).days))
    assert TOWN.working_days_between(start, end) == (walked if start <= end else -walked)


COUNTED = st.sampled_from([unit for unit in PeriodUnit if unit != PeriodUnit.WEEKDAY])


@given(event=DAYS, amount=st.integers(1, 20), unit=COUNTED)
def test_forward_never_ends_early_and_backward_never_late(event, amount, unit):
    period = Period(amount, unit)
    forward, backward = TOWN.forward(event, period), TOWN.backward(event, period)
    assert backward.due_on < event < forward.due_on
    assert TOWN.is_working_day(backward.due_on)
    assert TOWN.backward(event, period, clear=True).due_on <= backward.due_on
    assert WorkingCalendar("NW").is_working_day(forward.due_on) or unit is PeriodUnit.WORKING_DAYS


@pytest.mark.parametrize("row", rows("day_ends.csv"), ids=lambda row: row["day"])
def test_day_ends_at_german_midnight(row):
    ends = end_of_day(day(row["day"]))
    assert ends == datetime.fromisoformat(row["ends_utc"])
    assert ends.utcoffset() == datetime.combine(ends, ends.timetz()).utcoffset()
    assert local_date(ends - timedelta(microseconds=1)) == day(row["day"])
    assert local_date(ends) == day(row["day"]) + timedelta(days=1)


def test_due_moment_ends_the_due_day(calendar):
    found = calendar.forward(date(2017, 3, 24), Period(1, PeriodUnit.WORKING_DAYS))
    assert found.due_at == datetime(2017, 3, 27, 22, tzinfo=UTC)


def test_naive_moment_has_no_date():
    with pytest.raises(ValueError, match="time zone"):
        local_date(datetime(2017, 1, 1))  # noqa: DTZ001 - that is refused


@pytest.mark.parametrize("year", [2016, 2017, 2018, 2026])
def test_school_holidays_are_those_published(calendar, year):
    expected = tuple(
        SchoolHolidays(row["name"], day(row["first"]), day(row["last"]))
        for row in rows("school_holidays_nw.csv")
        if day(row["first"]).year == year
    )
    assert calendar.school_holidays(year) == expected


@pytest.mark.parametrize(
    ("asked", "starts"),
    [
        ("2016-07-12", "2016-08-24"),
        ("2016-08-23", "2016-08-24"),
        ("2016-08-24", "2017-08-30"),
        ("2017-12-24", "2018-08-29"),
    ],
)
def test_the_first_working_day_after_the_summer_holidays(calendar, asked, starts):
    """Typed from domain 5.4; the letter of 12.07.2016 asks for a start on 24.08.2016."""
    _holidays, first = calendar.after_summer(day(asked))
    assert first == day(starts)


def test_school_holiday_days(calendar):
    days = ["2016-07-10", "2016-07-11", "2016-08-23", "2016-08-24", "2017-06-06", "2017-06-07"]
    assert [calendar.is_school_holiday(day(text)) for text in days] == [
        False,
        True,
        True,
        False,
        True,
        False,
    ]


def test_unpublished_school_holidays_are_told_from_none(calendar):
    assert calendar.school_holidays(2026)[-1].last == date(2026, 12, 31)
    assert calendar.school_holidays(2090) == ()


@pytest.mark.parametrize(
    ("event", "period"),
    [
        (date(1990, 6, 1), Period(1, PeriodUnit.DAYS)),
        (date(9999, 12, 31), Period(1, PeriodUnit.DAYS)),
        (date(2100, 12, 31), Period(1, PeriodUnit.WORKING_DAYS)),
        (date(2050, 1, 1), Period(10_000, PeriodUnit.YEARS)),
        (date(2050, 1, 1), Period(10_000, PeriodUnit.WEEKS)),
    ],
)
def test_beyond_the_known_years_is_refused(calendar, event, period):
    with pytest.raises(PeriodError):
        calendar.forward(event, period)


def test_before_the_known_years_is_refused(calendar):
    with pytest.raises(PeriodError):
        calendar.backward(date(1991, 1, 1), Period(1, PeriodUnit.WORKING_DAYS))


def test_each_year_is_computed_once(calendar):
    for n in range(3650):
        calendar.forward(date(2016, 1, 1) + timedelta(days=n), Period(10, PeriodUnit.WORKING_DAYS))
    kept = calendar._year(2017)
    calendar.forward(date(2017, 1, 1), Period(200, PeriodUnit.WORKING_DAYS))
    assert calendar._year(2017) is kept


def test_calendar_needs_no_settings():
    code = (
        "from datetime import date; from workflows.calendars import Period, WorkingCalendar;"
        "print(WorkingCalendar('NW').forward(date(2017, 5, 22), Period(2, 'weeks')).due_on)"
    )
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, check=True, cwd=root, env=environment,
    )  # fmt: skip
    assert done.stdout == "2017-06-06\n"
