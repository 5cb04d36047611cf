"""Calendars as RFC 5545 wants them, read back by a strict reader of the tests' own."""

import re
from datetime import UTC, date, datetime

import pytest

from workflows.calendars.ics import DayEvent, calendar

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LINE = re.compile(r"([A-Z-]+)((?:;[A-Z-]+=[^;:\"]+)*):(.*)", re.DOTALL)


def read(content):
    """Properties of the calendar and of its events; fails at whatever the RFC forbids."""
    assert content.endswith(b"\r\n")
    raw = content.split(b"\r\n")[:-1]
    assert not any(b"\r" in line or b"\n" in line for line in raw)
    assert max(map(len, raw)) <= 75
    for line in raw:
        line.decode()  # no character is torn apart
    lines = content.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]
    parsed = []
    for line in lines:
        match = LINE.fullmatch(line)
        assert match, line
        assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f]", match[3])
        parsed.append((match[1] + match[2], match[3]))
    assert parsed[0] == ("BEGIN", "VCALENDAR")
    assert parsed[-1] == ("END", "VCALENDAR")
    outside, events, zones, open_parts = {}, [], [], []
    for name, value in parsed[1:-1]:
        if name == "BEGIN":
            open_parts.append(value)
            {"VEVENT": events, "VTIMEZONE": zones}.get(value, []).append({})
        elif name == "END":
            assert open_parts.pop() == value
        elif len(open_parts) < 2:
            target = (
                {"VEVENT": events, "VTIMEZONE": zones}[open_parts[0]][-1] if open_parts else outside
            )
            assert name not in target
            target[name] = value
    assert open_parts == []
    assert {"VERSION", "PRODID"} <= set(outside)
    assert [zone["TZID"] for zone in zones] == ["Europe/Berlin"]
    assert all({"UID", "DTSTAMP", "DTSTART;VALUE=DATE"} <= set(event) for event in events)
    assert len({event["UID"] for event in events}) == len(events)
    return outside, events


def unescaped(text):
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], text)


def test_days_are_whole_days_and_end_before_the_next():
    event = DayEvent("a@b", date(2026, 12, 31), "M-1: Prüfen", "Bis Mitternacht", "https://s/1/")
    outside, events = read(calendar("Fristen", [event], at=AT, product="Stadt//X"))
    assert (outside["VERSION"], outside["METHOD"]) == ("2.0", "PUBLISH")
    assert events == [
        {
            "UID": "a@b",
            "DTSTAMP": "20260302T090000Z",
            "DTSTART;VALUE=DATE": "20261231",
            "DTEND;VALUE=DATE": "20270101",
            "SUMMARY": "M-1: Prüfen",
            "DESCRIPTION": "Bis Mitternacht",
            "URL": "https://s/1/",
            "TRANSP": "TRANSPARENT",
        }
    ]


@pytest.mark.parametrize(
    "text",
    [
        "a, b; c \\ d",
        "two\nlines",
        "Ä" * 200,
        "😀" * 60,
        "x" * 74 + "é" + "y" * 80,
        "END:VEVENT\r\nBEGIN:VEVENT",
        "",
    ],
)
def test_whatever_people_write_stays_text(text):
    event = DayEvent("a@b", date(2026, 3, 2), text)
    _outside, (read_back,) = read(
        calendar(
            "N",
            [
                event,
            ],
            at=AT,
            product="X",
        )
    )
    assert unescaped(read_back["SUMMARY"]) == text.replace("\r\n", "\n")


def test_control_characters_are_left_out():
    event = DayEvent("a@b", date(2026, 3, 2), "a\x00b\x1bc\td\re", url="https://s/1/")
    _outside, (read_back,) = read(calendar("N\x07", [event], at=AT, product="X"))
    assert unescaped(read_back["SUMMARY"]) == "a b c d\ne"


def test_calendar_without_entries_is_one():
    outside, events = read(calendar("Fristen, leer", [], at=AT, product="Stadt"))
    assert events == []
    assert unescaped(outside["X-WR-CALNAME"]) == "Fristen, leer"


def test_programs_are_told_to_ask_every_hour():
    outside, _events = read(calendar("Fristen", [], at=AT, product="Stadt"))
    hourly = {outside["REFRESH-INTERVAL;VALUE=DURATION"], outside["X-PUBLISHED-TTL"]}
    assert hourly == {"PT1H"}
