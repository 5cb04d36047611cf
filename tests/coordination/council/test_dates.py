"""Lines of dates and calendar files as people bring them."""

from __future__ import annotations

from datetime import time

import pytest

from coordination.council.models import Organization
from coordination.council.queries.dates import UnreadableFileError, body_named, lines_of, read_lines

COUNCIL = Organization(pk=1, key="council", name="Rat der Stadt", short_name="Rat")
MAIN = Organization(pk=2, key="main", name="Haupt- und Finanzausschuss", short_name="HFA")
BODIES = [COUNCIL, MAIN]
NO_TIME = "Zeile 1: „25:00“ ist keine Uhrzeit. Bitte schreiben Sie sie wie 15:00."


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("13.01.2027", "Rat 2027-01-13T15:00:00+01:00 Saal"),
        ("13.1.27", "Rat 2027-01-13T15:00:00+01:00 Saal"),
        ("2027-07-13 17:30", "Rat 2027-07-13T17:30:00+02:00 Saal"),
        ("13.01.2027;17 Uhr", "Rat 2027-01-13T17:00:00+01:00 Saal"),
        ("13.01.2027;17.30;HFA", "HFA 2027-01-13T17:30:00+01:00 Saal"),
        ("13.01.2027;17:30;hfa;Aula", "HFA 2027-01-13T17:30:00+01:00 Aula"),
        ("13.01.2027\tHFA", "HFA 2027-01-13T15:00:00+01:00 Saal"),
        ("13.01.2027;25:00;HFA", NO_TIME),
        ("13.01.2027 25:00", NO_TIME),
        ("13.01.2027;15:00;Mondrat", "Zeile 1: Ein Gremium namens „Mondrat“ gibt es nicht."),
    ],
)
def test_line_says_day_time_body_and_place(line: str, wanted: str) -> None:
    found, problems = read_lines(line, bodies=BODIES, body=COUNCIL, at=time(15), place="Saal")
    said = [f"{one.body.short_name} {one.starts_at.isoformat()} {one.location}" for one in found]
    assert [*said, *problems] == [wanted]


def test_line_without_a_body_is_named() -> None:
    found, problems = read_lines("1.2.2027\n\n", bodies=BODIES, body=None, at=time(15), place="")
    assert (found, problems) == ([], ["Zeile 1: Das Gremium fehlt."])


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("rat", COUNCIL),
        ("Sitzung des HFA", MAIN),
        ("12. Sitzung Haupt- und Finanzausschuss (öffentlich)", MAIN),
        ("Rat der Stadt: Haushalt", COUNCIL),
        ("Beirat", None),
        ("", None),
    ],
)
def test_body_is_found_by_its_whole_name(text: str, body: Organization | None) -> None:
    assert body_named(text, BODIES) is body


ICS = b"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//x//DE
BEGIN:VEVENT
UID:1
DTSTART:20270713T130000Z
SUMMARY:Sitzung Rat
LOCATION:Rathaus; Saal 1
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTART;TZID=Europe/Berlin:20270113T150000
SUMMARY:HFA
END:VEVENT
BEGIN:VEVENT
UID:3
DTSTART:20270114T150000
SUMMARY:Mondrat
END:VEVENT
BEGIN:VEVENT
UID:4
DTSTART;VALUE=DATE:20270115
SUMMARY:Rat
END:VEVENT
BEGIN:VEVENT
UID:5
DTSTART;VALUE=DATE:20270116
SUMMARY:Rat
STATUS:CANCELLED
END:VEVENT
END:VCALENDAR
"""


def test_calendar_file_gives_lines_in_the_time_of_berlin() -> None:
    assert lines_of(ICS, bodies=BODIES) == [
        "13.01.2027;15:00;HFA",
        "14.01.2027;15:00;Mondrat",
        "15.01.2027;Rat",
        "13.07.2027;15:00;Rat;Rathaus, Saal 1",
    ]


NO_CALENDARS = (b"", b"\xff\xfe", b"%PDF-1.7", b"BEGIN:VCALENDAR\nBEGIN:VEVENT")


@pytest.mark.parametrize("content", NO_CALENDARS)
def test_what_is_no_calendar_is_told(content: bytes) -> None:
    with pytest.raises(UnreadableFileError, match="keine Kalenderdatei"):
        lines_of(content, bodies=BODIES)
