"""Somebody leaves who has invited guests, or is one."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.coordination.guests.people import CENTRE, Guests, let_in
from workflows.actions import people
from workflows.queries.people.leaving import hanging_on

pytestmark = pytest.mark.django_db


def test_guests_whom_a_leaver_invited_are_shown_and_stay() -> None:
    guests: Guests = let_in()
    town, today = guests.town, guests.town.now.date()
    inviter, guest = town.person(CENTRE).pk, guests.accesses["caritas"].person_id
    (invited_ones,) = [tie for tie in hanging_on(inviter, on=today).lines() if tie.names]
    assert (invited_ones.what, invited_ones.count) == ("Gäste, die die Person eingeladen hat", 3)
    people.let_leave(person=inviter, successors={}, heir=None, by=None, at=town.now)
    with guests.now():
        assert guests.browser("caritas").get(reverse("guests:room")).status_code == 200
    (own,) = hanging_on(guest, on=today).lines()
    assert (own.what, own.fate) == ("Zugang als Gast", "Endet mit dem Konto.")
    people.let_leave(person=guest, successors={}, heir=None, by=None, at=town.now)
    with guests.now():
        assert guests.browser("caritas").get(reverse("guests:room")).status_code == 302
