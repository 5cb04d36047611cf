from datetime import UTC, datetime
from uuid import UUID

import pytest

from workflows.queries.inbox import Place
from workflows.queries.inbox.place import Cursor

MOMENT = datetime(2026, 3, 2, 9, 0, 0, 123456, tzinfo=UTC)
ID = UUID("0192b0c0-0000-7000-8000-000000000001")


def test_place_survives_its_address() -> None:
    place = Place(
        view="desk", kind="measure", step="check", due="week", desk="12", holder="taken",
        q="Grün & Weiß", sort="new", after="1.2",
    )  # fmt: skip
    assert Place.parse(place.query()) == place


def test_plain_place_needs_no_query() -> None:
    assert Place().query() == ""


def test_nonsense_is_left_out() -> None:
    place = Place.of(
        {"view": "x", "due": "y", "sort": "z", "desk": "1; DROP", "holder": "?", "q": " "}
    )
    assert place == Place()


def test_search_is_cut_and_without_null_bytes() -> None:
    assert Place.of({"q": "a\0b" + "c" * 500}).q == "ab" + "c" * 98


def test_another_filter_starts_at_the_first_page() -> None:
    assert Place(view="desk", after="1.2").at(due="today") == Place(view="desk", due="today")


@pytest.mark.parametrize("moment", [MOMENT, None])
@pytest.mark.parametrize("key", [ID, 42])
def test_cursor_survives_its_address(moment: datetime | None, key: UUID | int) -> None:
    cursor = Cursor(moment, key)
    assert Cursor.parse(str(cursor), numbered=isinstance(key, int)) == cursor
