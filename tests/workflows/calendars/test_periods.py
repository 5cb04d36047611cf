"""Periods: what they accept and how they read."""

import pytest
from django.utils import translation

from workflows.calendars import Period, PeriodError, PeriodUnit


@pytest.mark.parametrize("amount", [0, -1, 10_001, 1.5, True, "3"])
def test_period_refuses_amount(amount):
    with pytest.raises(PeriodError):
        Period(amount, PeriodUnit.DAYS)


def test_period_refuses_unit():
    with pytest.raises(PeriodError) as error:
        Period(1, "hours")
    with translation.override("de"):
        assert str(error.value) == (
            "Eine Frist zählt in Werktagen, Tagen, Wochen, Monaten, Jahren oder bis zu einem"
            " Wochentag."
        )


def test_period_error_is_translated_when_shown():
    with translation.override("en"), pytest.raises(ValueError, match="whole number") as error:
        Period(0, PeriodUnit.WEEKS)
    with translation.override("de"):
        assert str(error.value) == "Eine Frist braucht eine ganze Zahl ab 1."


def test_period_takes_stored_unit():
    assert Period(2, "weeks") == Period(2, PeriodUnit.WEEKS)
    assert Period(2, "weeks").unit is PeriodUnit.WEEKS


@pytest.mark.parametrize(
    ("period", "text"),
    [
        (Period(1, PeriodUnit.WORKING_DAYS), "1 Werktag"),
        (Period(10, PeriodUnit.WORKING_DAYS), "10 Werktage"),
        (Period(1, PeriodUnit.DAYS), "1 Tag"),
        (Period(7, PeriodUnit.DAYS), "7 Tage"),
        (Period(1, PeriodUnit.WEEKS), "1 Woche"),
        (Period(2, PeriodUnit.WEEKS), "2 Wochen"),
        (Period(1, PeriodUnit.MONTHS), "1 Monat"),
        (Period(6, PeriodUnit.MONTHS), "6 Monate"),
        (Period(1, PeriodUnit.YEARS), "1 Jahr"),
        (Period(3, PeriodUnit.YEARS), "3 Jahre"),
    ],
)
def test_period_reads_in_german(period, text):
    with translation.override("de"):
        assert str(period) == text


def test_unit_has_german_label():
    with translation.override("de"):
        assert [unit.label for unit in PeriodUnit] == [
            "Werktage",
            "Kalendertage",
            "Wochen",
            "Monate",
            "Jahre",
            "Wochentag (1 = Montag)",
        ]


@pytest.mark.parametrize("amount", [8, 10_000])
def test_weekday_is_one_of_seven(amount):
    with pytest.raises(PeriodError):
        Period(amount, PeriodUnit.WEEKDAY)
    with translation.override("de"):
        assert str(Period(2, PeriodUnit.WEEKDAY)) == "bis zum nächsten Dienstag"
