"""A session is found until it is over, and never afterwards."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from config.sessions import SessionStore

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_session_ends_on_its_day_and_only_its_own_key_opens_it(django_assert_num_queries) -> None:
    with time_machine.travel(NOW, tick=False):
        kept, other = SessionStore(), SessionStore()
        for store, value in ((kept, "one"), (other, "two")):
            store["value"] = value
            store.set_expiry(NOW + timedelta(days=2))
            store.save()
        with django_assert_num_queries(1):
            assert SessionStore(kept.session_key)["value"] == "one"
        assert SessionStore(other.session_key)["value"] == "two"
        assert SessionStore("k" * 32).load() == {}
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        over = SessionStore(kept.session_key)
        assert (over.load(), over.session_key) == ({}, None)
