"""Each deviation that vendors are known for (domain 4.4): read all the same, and named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coordination.council.oparl.addresses import SIMPLE, key_of, taken_apart
from coordination.council.oparl.heads import heads, times
from coordination.council.oparl.objects import Meeting, Organization, Paper, detail
from coordination.council.oparl.oddities import WORDS, Oddities
from tests.coordination.oparl.servers import City

CITY = City("https://ris.example.org/oparl")
Change = Callable[[dict[str, Any]], None]


def read(kind: str, raw: Any) -> tuple[Any, set[str]]:
    """What is read of one object of a list, and what is odd about it."""
    oddities = Oddities()
    found = heads([raw], kind, oddities)
    for head in found:
        times(head, oddities)
    inner = detail(found[0], oddities) if found and not found[0].is_deleted else None
    return inner, set(oddities.counts)


def meeting(**fields: Any) -> dict[str, Any]:
    return {**CITY.meetings()[1], **fields}


def agenda(*items: dict[str, Any]) -> dict[str, Any]:
    return meeting(agendaItem=[{**CITY.item(n, 2), **item} for n, item in enumerate(items)])


def station(**fields: Any) -> dict[str, Any]:
    paper = CITY.papers()[1]
    paper["consultation"][0] |= fields
    return paper


def without(raw: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in raw.items() if name not in names}


def test_what_is_right_is_not_odd() -> None:
    for kind, things in (
        ("Organization", CITY.organizations()), ("Meeting", CITY.meetings()),
        ("Paper", CITY.papers()), ("Body", [CITY.body()]),
    ):  # fmt: skip
        for thing in things:
            assert read(kind, thing)[1] == set()


def test_an_item_without_order_keeps_its_place_in_the_list() -> None:
    raw = agenda({}, {}, {})
    del raw["agendaItem"][0]["order"]
    inner, odd = read("Meeting", raw)
    assert ([item.number for item in inner.items], odd) == (["0", "1", "2"], {"no_order"})


@pytest.mark.parametrize("first", [1, 100001])
def test_an_order_may_begin_anywhere(first: int) -> None:
    inner, odd = read("Meeting", agenda({"order": first + 1}, {"order": first}))
    assert [(item.position, item.number) for item in inner.items] == [(0, "1"), (1, "0")]
    assert odd == ({"first_order"} if first > 1 else set())


def test_the_same_order_twice_leaves_the_order_of_the_list() -> None:
    inner, odd = read("Meeting", agenda({"order": 5}, {"order": 1}, {"order": 1}))
    assert [item.number for item in inner.items] == ["1", "2", "0"]
    assert odd == {"same_order"}


def test_a_session_that_ends_before_it_begins_has_no_end() -> None:
    raw = meeting(start="2016-05-10T16:00:00+02:00", end="2016-05-10T00:00:00+02:00")
    inner, odd = read("Meeting", raw)
    assert (inner.starts_at, inner.ends_at) == (datetime(2016, 5, 10, 14, tzinfo=UTC), None)
    assert odd == {"ends_before"}


@pytest.mark.parametrize("kind", ["Location", "Meeting", "File"])
def test_what_lacks_created_and_modified_is_read(kind: str) -> None:
    raw = without(meeting(), "created", "modified") if kind == "Meeting" else meeting()
    raw["location"] = {"id": "https://ris.example.org/location/1", "description": "Rathaus"}
    inner, odd = read("Meeting", raw)
    assert inner.name == "Sitzung 2"
    assert odd == ({"no_created"} if kind == "Meeting" else set())


def test_swapped_places_are_named_wherever_they_stand() -> None:
    def placed(*coordinates: float) -> dict[str, Any]:
        geometry = {"type": "Point", "coordinates": list(coordinates)}
        place = {"type": "Feature", "geometry": geometry}
        return {"id": "https://ris.example.org/l/1", "geojson": place}

    assert read("Meeting", meeting(location=placed(51.43, 6.76)))[1] == {"swapped"}
    assert read("Meeting", meeting(location=placed(6.76, 51.43)))[1] == set()
    bare = {"geometry": {"type": "Point", "coordinates": [51.43, 6.76]}}
    assert read("Paper", {**CITY.papers()[2], "location": [bare]})[1] == {"swapped"}


def test_an_object_for_a_list_and_a_list_for_an_object() -> None:
    raw = meeting(agendaItem=CITY.item(7, 2), location=[], organization=CITY.id("organization", 2))
    inner, odd = read("Meeting", raw)
    assert ([item.number for item in inner.items], inner.organizations) == (
        ["7"], ("https://ris.example.org/oparl/organization/2",),
    )  # fmt: skip
    assert odd == {"object_for_list", "first_order"}
    inner, odd = read("Paper", station(agendaItem=[CITY.id("agendaitem", 9)], meeting=[]))
    assert inner.consultations[0].item == "https://ris.example.org/oparl/agendaitem/9"
    assert odd == {"list_for_object", "no_meeting"}


def test_a_tombstone_need_not_say_what_it_was() -> None:
    oddities = Oddities()
    gone = without(CITY.thing("Paper", 1, deleted=True), "type")
    (head,) = heads([gone], "Paper", oddities)
    assert (head.is_deleted, head.key) == (True, "https://ris.example.org/oparl/paper/1")
    assert set(oddities.counts) == {"deleted_without_type"}


@pytest.mark.parametrize("ags", ["0511200", 5112000, "05112000 "])
def test_a_municipality_key_of_other_length(ags: object) -> None:
    assert read("Body", {**CITY.body(), "ags": ags}) == (None, {"ags"})


def test_a_file_whose_type_is_an_ending() -> None:
    file = CITY.thing("File", 1, mimeType="docx", accessUrl="https://ris.example.org/1.docx")
    assert read("Paper", {**CITY.papers()[2], "mainFile": file})[1] == {"media_type"}


@pytest.mark.parametrize(
    ("decides", "role", "expected"),
    [
        (None, "Entscheidung", ("decision", True, {"no_authoritative"})),
        (None, "Vorberatung", ("preliminary", False, {"no_authoritative"})),
        (True, "Kenntnisnahme", ("information", False, {"other_role"})),
        (False, "Entscheidung", ("decision", True, {"other_role"})),
        (True, "Beschluß", ("", True, {"unknown_role"})),
        ("true", "Entscheidung", ("decision", True, {"wrong_type"})),
        (True, "BESCHLUSSFASSUNG", ("decision", True, set())),
        (False, "Anhörung", ("hearing", False, set())),
    ],
)
def test_who_decides_where_role_and_flag_disagree(decides, role, expected) -> None:
    raw = station(authoritative=decides, role=role)
    if decides is None:
        del raw["consultation"][0]["authoritative"]
    inner, odd = read("Paper", raw)
    (one,) = inner.consultations
    assert (one.role, one.is_decision, odd) == expected


def test_a_station_without_session_or_body_is_kept() -> None:
    raw = station()
    raw["consultation"][0] = without(raw["consultation"][0], "meeting", "organization")
    inner, odd = read("Paper", raw)
    assert (len(inner.consultations), odd) == (1, {"no_meeting", "no_organization"})


def test_nothing_in_place_of_left_out() -> None:
    raw = {**CITY.papers()[1], "reference": "", "paperType": None, "relatedPaper": []}
    inner, odd = read("Paper", raw)
    assert (inner.reference, inner.type, odd) == ("", "", {"empty"})


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2016-05-10T16:00:00", (datetime(2016, 5, 10, 14, tzinfo=UTC), {"no_offset"})),
        ("2016-05-10", (datetime(2016, 5, 9, 22, tzinfo=UTC), {"no_offset"})),
        ("10.05.2016 16:00", (None, {"bad_moment", "no_start"})),
        ("0001-01-01T00:00:00+02:00", (None, {"bad_moment", "no_start"})),
        ("9999-12-31T23:59:59-12:00", (None, {"bad_moment", "no_start"})),
        (1462896000, (None, {"bad_moment", "no_start"})),
        ({"a": 1}, (None, {"bad_moment", "no_start"})),
        ("2016-05-10T14:00:00Z", (datetime(2016, 5, 10, 14, tzinfo=UTC), set())),
    ],
)
def test_points_in_time_as_they_are_written(written: Any, expected: Any) -> None:
    inner, odd = read("Meeting", without(meeting(start=written), "end"))
    assert (inner.starts_at, odd) == expected


def test_dates_as_they_are_written() -> None:
    for written, day, kinds in (
        ("2016-03-01T00:00:00+01:00", 1, {"wrong_type"}), ("01.03.2016", None, {"bad_day"}),
        ("2016-02-30", None, {"bad_day"}),
    ):  # fmt: skip
        inner, odd = read("Paper", {**CITY.papers()[2], "date": written})
        assert (inner.dated.day if inner.dated else None, odd) == (day, kinds)


def test_values_of_another_type_are_read_as_far_as_they_can_be() -> None:
    raw = agenda({"order": "4", "number": 12, "public": "false", "name": ["x"]})
    inner, odd = read("Meeting", raw)
    (item,) = inner.items
    assert (item.number, item.is_public, item.name) == ("12", False, "")
    assert odd == {"wrong_type", "first_order"}


def test_control_characters_and_halves_of_signs_reach_no_database() -> None:
    raw = {**CITY.papers()[2], "name": "A\0B \ud800 C", "x:y": "\\u0000 and \0"}
    oddities = Oddities()
    (head,) = heads([raw], "Paper", oddities)
    inner = detail(head, oddities)
    assert isinstance(inner, Paper)
    assert inner.name == "AB ? C"
    assert "\0" not in head.text
    assert "\\u0000 and" in head.text.replace("\\\\", "\\")
    head.text.encode()


@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        ("https://ris.example.org/paper/1", "not_an_object"),
        (None, "not_an_object"),
        ({"type": "https://schema.oparl.org/1.1/Paper"}, "no_id"),
        ({"id": 7, "type": "https://schema.oparl.org/1.1/Paper"}, "no_id"),
        ({"id": "urn:x"}, "no_id"),
        ({"id": f"https://ris.example.org/{'a' * 600}"}, "no_id"),
        ({"id": "https://ris.example.org/1", "type": "https://schema.oparl.org/1.1/File"},
         "other_type"),
        ({"id": "https://ris.example.org/1", "x": float("inf")}, "unusable"),
    ],
)  # fmt: skip
def test_what_is_no_paper_is_left_out(entry: object, kind: str) -> None:
    oddities = Oddities()
    assert heads([entry], "Paper", oddities) == []
    assert kind in oddities.counts


def test_an_older_schema_and_no_schema_are_the_same_type() -> None:
    for named in ("https://schema.oparl.org/1.0/Organization", "Organization", None):
        raw = {**CITY.organizations()[0], "type": named}
        inner, _odd = read("Organization", raw)
        assert isinstance(inner, Organization)


def test_ids_of_one_object_have_one_key() -> None:
    key = "https://ris.example.org/oparl/paper/~1?a=%C3%A4"
    assert {
        key_of(written)
        for written in (
            "http://ris.example.org/oparl/paper/~1?a=ä", "HTTPS://RIS.example.org/oparl/paper/%7e1?a=ä",
            "https://ris.example.org:443/oparl/paper/~1?a=%c3%a4", f" {key}#top",
            "http://ris.example.org:80/oparl/paper/%7E1?a=%C3%A4",
        )
    } == {key}  # fmt: skip
    assert key_of("https://ris.example.org:8443/a") == "https://ris.example.org:8443/a"
    assert [key_of(text) for text in ("", "a", "https://", "https://[::1", "ftp://a/b")] == [""] * 5


def test_both_schemes_in_one_list_are_named() -> None:
    oddities = Oddities()
    papers = CITY.papers()
    papers[0]["id"] = papers[0]["id"].replace("https", "http")
    assert len(heads(papers, "Paper", oddities)) == 3
    assert oddities.counts == {"http_id": 1}
    assert len(heads([papers[0], papers[0]], "Paper", oddities)) == 1
    assert oddities.counts["twice"] == 1


def test_every_oddity_has_words() -> None:
    assert all(str(words).endswith(".") for words in WORDS.values())
    inner, _odd = read("Meeting", meeting())
    assert isinstance(inner, Meeting)


@given(st.from_regex(SIMPLE, fullmatch=True))
@settings(max_examples=300, deadline=None, database=None)
def test_simple_id_has_the_key_that_it_has_taken_apart(address: str) -> None:
    assert key_of(address) == taken_apart(address)
