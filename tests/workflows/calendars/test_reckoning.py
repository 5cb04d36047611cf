"""Explanations: the sentences that a person reads."""

from datetime import date

import pytest
from django.utils import translation

from workflows.calendars import Period, PeriodUnit


@pytest.fixture(autouse=True)
def _german():
    with translation.override("de"):
        yield


def said(reckoning):
    return [str(step) for step in reckoning.explanation]


def test_working_days_name_what_does_not_count(calendar):
    assert said(calendar.forward(date(2017, 6, 1), Period(10, PeriodUnit.WORKING_DAYS))) == [
        "Do 1.6.2017 ist der Tag des Ereignisses und zählt nicht mit",
        "Mo 5.6. ist Pfingstmontag und zählt nicht mit",
        "Do 15.6. ist Fronleichnam und zählt nicht mit",
        "10 Werktage später: Mo 19.6.2017",
        "Ende am Mo 19.6.2017 um 24 Uhr",
    ]


def test_calendar_period_names_the_move(calendar):
    assert said(calendar.forward(date(2017, 5, 22), Period(2, PeriodUnit.WEEKS))) == [
        "Mo 22.5.2017 ist der Tag des Ereignisses und zählt nicht mit",
        "2 Wochen später: Mo 5.6.2017",
        "Mo 5.6. ist Pfingstmontag → Di 6.6.",
        "Ende am Di 6.6.2017 um 24 Uhr",
    ]


def test_calendar_period_names_the_weekend(calendar):
    assert said(calendar.forward(date(2017, 3, 31), Period(1, PeriodUnit.MONTHS))) == [
        "Fr 31.3.2017 ist der Tag des Ereignisses und zählt nicht mit",
        "1 Monat später: So 30.4.2017",
        "Diesen Tag gibt es in dem Monat nicht; der letzte ist So 30.4.2017",
        "So 30.4. ist ein Sonntag → Mo 1.5.",
        "Mo 1.5. ist Erster Mai → Di 2.5.",
        "Ende am Di 2.5.2017 um 24 Uhr",
    ]


def test_day_off_does_not_move_a_calendar_period(calendar):
    assert said(calendar.forward(date(2017, 2, 20), Period(1, PeriodUnit.WEEKS)))[2] == (
        "Mo 27.2. ist Rosenmontag, aber kein Feiertag: Die Frist endet trotzdem"
    )


def test_backward_walks_to_earlier_days(calendar):
    assert said(calendar.backward(date(2017, 5, 8), Period(7, PeriodUnit.DAYS), clear=True)) == [
        "Mo 8.5.2017 ist der Tag des Ereignisses und zählt nicht mit",
        "7 Tage zuvor: Mo 1.5.2017",
        "Dazwischen liegen volle Tage; es gilt der Tag davor: So 30.4.2017",
        "So 30.4. ist ein Sonntag → Fr 28.4.",
        "Ende am Fr 28.4.2017 um 24 Uhr",
    ]


def test_backward_names_what_does_not_count_latest_first(calendar):
    assert said(calendar.backward(date(2017, 11, 6), Period(5, PeriodUnit.WORKING_DAYS))) == [
        "Mo 6.11.2017 ist der Tag des Ereignisses und zählt nicht mit",
        "Mi 1.11. ist Allerheiligen und zählt nicht mit",
        "Di 31.10. ist Reformationstag und zählt nicht mit",
        "5 Werktage zuvor: Do 26.10.2017",
        "Ende am Do 26.10.2017 um 24 Uhr",
    ]
