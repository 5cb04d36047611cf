"""Runs at the same time keep out of each other's way."""

from tests import database


def test_name_in_use_gets_a_number(tmp_path):
    with (
        database.unused_name("test_city", folder=tmp_path) as first,
        database.unused_name("test_city", folder=tmp_path) as second,
    ):
        assert (first, second) == ("test_city", "test_city_2")
        with database.unused_name("test_other", folder=tmp_path) as other:
            assert other == "test_other"
    with database.unused_name("test_city", folder=tmp_path) as again:
        assert again == "test_city"
