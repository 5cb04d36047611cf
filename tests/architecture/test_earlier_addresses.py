"""Addresses from before all pages spoke German lead on for good, with all that was asked."""

import csv
from pathlib import Path

import pytest
from django.test import Client
from django.urls import get_resolver, resolve

TABLE = Path(__file__).parents[1] / "tables" / "earlier_addresses.csv"
with TABLE.open(encoding="utf-8", newline="") as file:
    MOVED = [(row["before"], row["now"]) for row in csv.DictReader(file)]


def earlier_names():
    (earlier,) = [
        part for part in get_resolver().url_patterns if getattr(part, "namespace", "") == "earlier"
    ]
    return {part.name for part in earlier.url_patterns}


def test_every_earlier_address_is_in_the_table():
    assert earlier_names() == {resolve(before).url_name for before, _now in MOVED}
    assert len({before for before, _now in MOVED}) == len(MOVED) == 81


@pytest.mark.parametrize(("before", "now"), MOVED, ids=[before for before, _now in MOVED])
def test_earlier_address_leads_on_for_good(before, now):
    assert resolve(now).namespace != "earlier"
    client = Client(enforce_csrf_checks=True)
    answers = [
        client.get(f"{before}?q=M%C3%BCll&page=2&q=a%26b"),
        client.head(before),
        client.post(f"{before}?inbox=view%3Ddesk", {"reason": "Weil"}),
    ]
    assert [(answer.status_code, answer.headers["Location"]) for answer in answers] == [
        (301, f"{now}?q=M%C3%BCll&page=2&q=a%26b"),
        (301, now),
        (308, f"{now}?inbox=view%3Ddesk"),
    ]


@pytest.mark.parametrize(
    "address", ["/measures/x/", "/measures/7/edit/moon/", "/measures/7/fly/", "/accounts/moon/"]
)
def test_address_that_never_was_leads_nowhere(address):
    assert Client().get(address).status_code in {302, 404}
    assert "massnahmen" not in Client().get(address).headers.get("Location", "")


@pytest.mark.django_db
def test_form_of_an_earlier_page_still_needs_its_token():
    client = Client(enforce_csrf_checks=True)
    sent = client.post("/accounts/login/", {"login": "a@b.example", "password": "x"}, follow=True)
    assert (sent.redirect_chain, sent.status_code) == ([("/konto/anmelden/", 308)], 403)
