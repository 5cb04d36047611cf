"""Lists kept under a name: opened, shared, begun with, subscribed to, and what of them is gone."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.journeys.driver import Page, Person
from tests.town import Town
from workflows.actions.inbox.saved import MOST
from workflows.jobs import _views as look_after
from workflows.models import DeskHolder, Notification, SavedView, ViewUse

NEW = "/ansichten/neu/"


def _save(who: Person, listing: str, query: str, **values: Any) -> Page:
    page = who.get(f"{NEW}?{urlencode({'liste': listing, 'query': query})}")
    values = {"name": "Meine Ansicht", **values}
    return page.send(page.form(fields=("query", "name")), **values)


def _opened(who: Person, address: str) -> Page:
    """Where an address leads in the end."""
    with who.now():
        return Page(who, who.client.get(address, follow=True))


def _view() -> SavedView:
    return SavedView.objects.get()


def test_view_keeps_filters_order_and_columns_and_opens_by_its_link(town: Town) -> None:
    town.propose(title="Ämter öffnen", priority="high")
    town.propose(title="Zentrum", priority="low")
    who = Person(town, "youth-head")
    query = "priority=high&sort=-title&col=path&col=end&page=3&unsinn=1"
    page = _save(who, "measures", query)
    view = _view()
    assert view.query == "priority=high&sort=-title&col=path&col=end"
    assert set(view.words) == {"priority", "sort", "col.path", "col.end"}
    assert page.url == f"/massnahmen/?{view.query}&ansicht={view.pk}"
    assert page.shows("Ämter öffnen", "Entscheidungsweg", "Ende")
    assert "Zentrum" not in page.text
    assert 'data-label="Federführung"' not in page.html
    assert _opened(who, f"/ansichten/{view.pk}/").url == page.url
    assert Person(town, "social-head").get(f"/ansichten/{view.pk}/").status == 404


def test_only_what_was_chosen_is_offered_to_be_saved(town: Town) -> None:
    town.propose(title="Zentrum", priority="high")
    who, words = Person(town, "youth-head"), "Diese Ansicht speichern"
    assert not who.get("/massnahmen/").shows(words)
    assert who.get("/massnahmen/?priority=high").shows(words)
    assert who.get("/?view=todo").shows(words)
    _save(who, "measures", "priority=high")
    page = who.get("/massnahmen/")
    assert page.shows("Gespeicherte Ansichten", "Meine Ansicht")
    assert not page.shows(words)


def test_view_opens_without_what_is_gone_and_says_so(town: Town) -> None:
    who = Person(town, "youth-head")
    town.propose(title="Zentrum")
    _save(who, "measures", "priority=high&col=end")
    SavedView.objects.update(
        query="priority=high&col=end&col=mood&district=99999&shape=round",
        words={
            "priority": "Priorität: hoch", "col.end": "Spalten: Ende",
            "col.mood": "Spalten: Stimmung", "district": "Stadtbezirk: Altstadt",
            "shape": "Form: rund",
        },
    )  # fmt: skip
    page = _opened(who, f"/ansichten/{_view().pk}/")
    assert page.shows(
        "öffnet sich ohne", "Spalten: Stimmung", "Stadtbezirk: Altstadt", "Form: rund"
    )
    assert not page.shows("Priorität: hoch;")
    assert page.url.startswith("/massnahmen/?priority=high&col=end&ansicht=")


def test_desk_that_is_no_longer_held_is_left_out_of_the_inbox(town: Town) -> None:
    who = Person(town, "youth-head")
    desk = town.desks["youth-head"]
    _save(who, "inbox", f"view=todo&desk={desk}&due=week")
    assert set(_view().words) == {"view", "desk", "due"}
    SavedView.objects.update(query=f"view=todo&desk={town.desks['social-head']}&due=week")
    page = _opened(who, f"/ansichten/{_view().pk}/")
    assert page.shows("öffnet sich ohne: Stelle: ")
    assert page.url == f"/?view=todo&due=week&ansicht={_view().pk}&weg=desk"


def test_shared_view_is_had_by_everybody_at_the_desk_and_by_nobody_else(town: Town) -> None:
    who, desk = Person(town, "youth-head"), town.desks["youth-head"]
    _save(who, "measures", "priority=high", desk=str(desk))
    other = Person(town, "youth-clerk")
    assert "Meine Ansicht" not in other.get("/massnahmen/?phase=").text
    DeskHolder.objects.create(
        desk_id=desk, person=town.person("youth-clerk"), valid_from=town.now.date()
    )
    assert "Meine Ansicht" in other.get("/massnahmen/?phase=").text
    # Whoever shares it may change it, also once its owner has left; it stays shared.
    page = other.get(f"/ansichten/{_view().pk}/aendern/")
    page.send(page.form(fields=("query", "name")), name="Unsere Ansicht", desk="")
    assert (_view().name, _view().desk_id) == ("Unsere Ansicht", desk)
    foreign = Person(town, "social-head").post(
        NEW, {"liste": "measures", "query": "", "name": "Fremd", "desk": str(desk)}
    )
    assert foreign.status == 422


def test_list_begins_with_the_default_view_and_can_be_had_without(town: Town) -> None:
    who = Person(town, "youth-head")
    _save(who, "inbox", "view=desk&sort=old", is_default="on")
    _save(who, "inbox", "view=mine", name="Zweite", is_default="on")
    first, second = SavedView.objects.order_by("pk")
    assert [use.is_default for use in ViewUse.objects.order_by("view")] == [False, True]
    assert _opened(who, "/").url == f"/?view=mine&ansicht={second.pk}"
    assert who.get("/?view=todo").shows("Zu erledigen")
    assert first.query == "view=desk&sort=old"


@pytest.mark.parametrize("address", ["/?view=desk", "/massnahmen/?phase="])
def test_views_cost_the_lists_nothing(town: Town, address: str) -> None:
    who = Person(town, "youth-head")
    who.get(address)
    counts = []
    for number in range(3):
        with CaptureQueriesContext(connection) as asked:
            who.get(address)
        counts.append(len(asked))
        _save(who, "inbox", "view=mine", name=f"A {number}")
        _save(who, "measures", "priority=high", name=f"B {number}")
    assert len(set(counts)) == 1
    assert max(counts) <= 10


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"name": ""}, "Name der Ansicht"),
        ({"name": "x" * 61}, "60"),
        ({"name": "Vergeben"}, "schon eine Ansicht mit diesem Namen"),
    ],
)
def test_name_that_does_not_do_is_told(town: Town, values: dict[str, str], words: str) -> None:
    who = Person(town, "youth-head")
    _save(who, "measures", "priority=high", name="Vergeben")
    page = _save(who, "measures", "priority=low", **values)
    assert page.status == 422
    assert page.shows(words)
    assert SavedView.objects.count() == 1


def test_view_is_saved_once_on_a_double_click_and_not_without_end(town: Town) -> None:
    who, person = Person(town, "youth-head"), town.person("youth-head")
    for _click in range(2):
        assert _save(who, "measures", "priority=high").status == 200
    assert SavedView.objects.count() == 1
    SavedView.objects.bulk_create(
        SavedView(listing="inbox", name=f"{n}", owner=person, created_at=town.now)
        for n in range(MOST - 1)
    )
    page = _save(who, "measures", "priority=low", name="Zu viel")
    assert page.status == 422
    assert page.shows("Bitte löschen Sie zuerst eine davon")


def test_subscriber_hears_in_the_morning_of_what_is_new(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.propose(title="Bekannt")
    who = Person(town, "youth-head")
    _save(who, "measures", "phase=preparation", name="Neues hier", is_subscribed="on")
    told = Notification.objects.filter(template="view_news")
    morning = town.now.replace(hour=9) + timedelta(days=1)
    monkeypatch.setattr("workflows.jobs.timezone.now", lambda: morning)
    assert look_after() == ""
    town.propose(title="Neu")
    assert look_after() == ""  # once a day
    night = morning.replace(hour=3) + timedelta(days=1)
    monkeypatch.setattr("workflows.jobs.timezone.now", lambda: night)
    assert look_after() == ""
    later = morning + timedelta(days=1)
    monkeypatch.setattr("workflows.jobs.timezone.now", lambda: later)
    assert look_after() == "2 messages about views"
    assert look_after() == ""
    assert sorted(told.values_list("channel", flat=True)) == ["in_app", "mail"]
    assert told.values_list("data", flat=True)[0] == {
        "view": _view().pk,
        "name": "Neues hier",
        "count": 1,
    }


def test_one_subscription_that_fails_stops_no_other_one(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    for desk in ("youth-head", "social-head"):
        _save(Person(town, desk), "measures", "", is_subscribed="on")
    ViewUse.objects.filter(person=town.person("youth-head")).update(known=["1"])
    SavedView.objects.filter(owner=town.person("youth-head")).update(listing="nothing")
    town.propose(title="Neu", lead=town.units["social"], by="social-clerk")
    morning = town.now.replace(hour=9) + timedelta(days=1)
    monkeypatch.setattr("workflows.jobs.timezone.now", lambda: morning)
    assert look_after() == "2 messages about views"
    assert set(ViewUse.objects.values_list("looked_on", flat=True)) == {morning.date()}


def test_workbook_has_the_shown_columns_in_the_shown_order(town: Town) -> None:
    town.propose(title="=Eins", cost="1234.5", cover="x", priority="high")
    town.propose(title="Zwei", priority="low")
    who = Person(town, "youth-head")
    url = reverse("coordination:measure_workbook")
    page = who.get(f"{url}?sort=-title&col=cost&col=priority")
    assert page.response.headers["Cache-Control"].endswith("no-store")
    with zipfile.ZipFile(io.BytesIO(page.content)) as file:
        sheet = file.read("xl/worksheets/sheet1.xml").decode()
    rows = sheet.split("<row>")[1:]
    heads = [part.partition("<")[0] for part in rows[0].split('xml:space="preserve">')[1:]]
    assert heads == ["Nummer", "Titel", "Priorität", "Gesamtkosten"]
    assert [("Zwei" in row, "=Eins" in row) for row in rows[1:]] == [(True, False), (False, True)]
    assert '<c s="3"><v>1234.50</v></c>' in rows[2]
