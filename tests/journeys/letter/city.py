"""The city of the letter: that of the demo, with the fields of action of its concept of 2016."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from coordination.city.file import read_city
from coordination.founding.actions import load_city
from tests.coordination.data.city_files import DEMO
from tests.journeys.passing import morning
from tests.town import Town
from workflows.models import Desk, DeskHolder, Unit

FIELDS = {"education", "work", "housing", "health"}
"""Typed from domain.md 1.4: what the concept of 2016 was about."""

FOUNDED = morning(2015, 11, 30)


def founded() -> Town:
    """The city on the day before the declaration; its sessions follow from its own rules."""
    city = read_city(DEMO.read_bytes())
    fields = [term for term in city.fields_of_action if term.key in FIELDS]
    assert len(fields) == len(FIELDS)
    city = replace(city, fields_of_action=fields)
    load_city(city, at=FOUNDED, sessions_until=date(2017, 7, 31))
    held = DeskHolder.objects.order_by("-pk").values_list("desk__key", "person__email")
    return Town(
        units=dict(Unit.objects.values_list("key", "pk")),
        desks=dict(Desk.objects.values_list("key", "pk")),
        emails=dict(held),
        now=FOUNDED,
    )
