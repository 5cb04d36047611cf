"""The people of the demo city at its entrance."""

import re

import pytest
import time_machine

from coordination.demo.queries import roles, short_list, with_something
from tests.coordination.demo.conftest import AT
from workflows.calendars import local_date

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

TODAY = local_date(AT)


def test_each_featured_role_opens_on_something_to_do_or_to_see(client, settings):
    settings.DEMO = True
    featured = short_list(roles(on=TODAY))
    assert len(featured) >= 10
    empty = []
    with time_machine.travel(AT):
        for role in featured:
            response = client.post("/demo/rollen/", {"person": role.person.pk}, follow=True)
            html = response.content.decode()
            if not re.search(
                r'class="ff-inbox__row|class="ff-start__line|href="/organisation/personen/'
                # A guest: what they are invited to, what they have asked for.
                r'|href="/gast/',
                html,
            ):
                empty.append((str(role.person), response.request["PATH_INFO"]))
    assert empty == []


def test_nobody_is_called_like_their_desk():
    """A name says what somebody is, a desk what is done there."""
    for role in roles(on=TODAY):
        words = {desk.name for desk in role.desks}
        assert str(role.person) not in words
        assert not any(name.startswith(f"{role.person.given_name} ") for name in words)


def test_who_sees_nothing_stands_apart():
    everybody = roles(on=TODAY)
    seeing = {str(role.person) for role in with_something(everybody)}
    assert seeing
    assert {role.desks[0].unit.kind for role in everybody if str(role.person) not in seeing}
