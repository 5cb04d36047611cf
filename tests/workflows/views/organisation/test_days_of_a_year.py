"""A year of days off, pasted or read from a file: each wrong line is named."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from workflows.models import DayOff

URL = "/organisation/dienstfrei/einlesen/"


def sent(client, **values):
    page = client.get(URL)
    form = page.context["form"]
    return client.post(URL, {"command": form["command"].value(), **values})


def problems(response):
    assert response.status_code == 422
    return [str(text) for text in response.context["form"].errors["lines"]]


def test_lines_become_days_off_in_one_go(house, login):
    lines = "Datum;Name\n24.12.2026; Heiligabend \n\n2026-12-31;Silvester\n8.2.27;Rosenmontag\n"
    response = sent(login("organiser"), lines=lines)
    assert response.url == f"{reverse('workflows:days_off')}?year=2026"
    assert dict(DayOff.objects.values_list("day", "name")) == {
        date(2026, 12, 24): "Heiligabend",
        date(2026, 12, 31): "Silvester",
        date(2027, 2, 8): "Rosenmontag",
    }


def test_lines_are_pasted_from_a_sheet_as_well(house, login):
    sent(login("organiser"), lines="24.12.2026\tHeilig\u00adabend\r\n31.12.2026\tSilvester\t\r\n")
    assert dict(DayOff.objects.values_list("day", "name")) == {
        date(2026, 12, 24): "Heiligabend",
        date(2026, 12, 31): "Silvester",
    }


def test_line_says_whether_the_day_is_a_public_holiday_of_the_municipality(house, login):
    lines = "8.8.2028;Friedensfest;Feiertag\n9.8.2028;Ausflug;dienstfrei\n10.8.2028;Fest;\n"
    sent(login("organiser"), lines=lines)
    found = DayOff.objects.order_by("day").values_list("name", "is_public_holiday")
    assert list(found) == [("Friedensfest", True), ("Ausflug", False), ("Fest", False)]
    wrong = problems(sent(login("organiser"), lines="11.8.2028;Fest;halber Tag"))
    words = "„halber Tag“ ist nicht bekannt. Bitte schreiben Sie Feiertag oder dienstfrei."
    assert wrong == [f"Zeile 1: {words}"]


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman", "cp850"])
def test_file_is_read_as_offices_write_it(house, login, coding):
    file = SimpleUploadedFile("tage.csv", '24.12.2026;"Brückentag"\r\n'.encode(coding))
    sent(login("organiser"), file=file)
    assert dict(DayOff.objects.values_list("day", "name")) == {date(2026, 12, 24): "Brückentag"}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("", ["Bitte geben Sie mindestens einen Tag an."]),
        ("Datum;Name", ["Bitte geben Sie mindestens einen Tag an."]),
        (
            "24.12.2026;Heiligabend\nmorgen;Fest\n31.2.2026;Nie\n30.12.2026;\n24.12.2026;Zweimal",
            [
                "Zeile 2: Bitte schreiben Sie das Datum in der Form TT.MM.JJJJ.",
                "Zeile 3: Diesen Tag gibt es im Kalender nicht: 31.2.2026.",
                "Zeile 4: Der Name fehlt. Bitte schreiben Sie ihn hinter ein Semikolon.",
                "Zeile 5: Der 24.12.2026 steht bereits in der Liste.",
            ],
        ),
        (
            "25.12.2026;Weihnachten",
            ["Zeile 1: Der 25.12.2026 ist bereits ein Feiertag (Erster Weihnachtstag)."],
        ),
        (f"24.12.2026;{'x' * 101}", ["Zeile 1: Der Name ist länger als 100 Zeichen."]),
        ("1.1.1800;Früher", ["Zeile 1: Der Kalender kennt nur die Jahre 1991 bis 2100."]),
        (";", ["Zeile 1: Dieses Feld ist zwingend erforderlich."]),
        ("x\n" * 401, ["Bitte geben Sie höchstens 400 Zeilen ein."]),
    ],
)
def test_wrong_lines_are_named_and_nothing_is_taken_over(house, login, lines, expected):
    assert problems(sent(login("organiser"), lines=lines)) == expected
    assert DayOff.objects.count() == 0


def test_day_that_is_known_is_refused(house, login):
    DayOff.objects.create(day=date(2026, 12, 24), name="Heiligabend")
    found = problems(sent(login("organiser"), lines="24.12.2026;Noch einmal"))
    assert found == ["Zeile 1: Der 24.12.2026 steht bereits in der Liste."]


def test_page_shows_what_the_land_and_the_schools_have(house, login):
    text = login("organiser").get("/organisation/dienstfrei/?year=2026").content.decode()
    for words in ("Do, 04.06.2026: Fronleichnam", "20.07.2026 bis 01.09.2026: Sommerferien"):
        assert words in text


def test_page_enters_a_holiday_and_carries_it_over(house, login):
    client = login("organiser")
    url = reverse("workflows:add_day_off")
    command = client.get(url).context["form"]["command"].value()
    values = {"day": "8.8.2028", "name": "Friedensfest", "is_public_holiday": "on"}
    client.post(url, {"command": command, **values})
    day = DayOff.objects.get()
    assert (str(day.day), day.is_public_holiday) == ("2028-08-08", True)
    page = client.get(reverse("workflows:days_off"), {"year": 2028}).content.decode()
    assert "Feiertag der Gemeinde" in page
    url = reverse("workflows:add_year", args=[2029])
    form = client.get(url).context["form"]
    assert form["days"].value() == ["2029-08-08"]
    assert "Friedensfest (Feiertag der Gemeinde)" in client.get(url).content.decode()
    client.post(url, {"command": form["command"].value(), "days": ["2029-08-08"]})
    assert DayOff.objects.get(day=date(2029, 8, 8)).is_public_holiday
