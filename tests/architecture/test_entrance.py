"""Whatever comes in, at every address: a page or a plain refusal, never a fault of ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.conf import settings
from django.http.cookie import SimpleCookie
from django.test import Client
from django.urls import reverse

from tests.architecture.test_urls import addresses
from tests.architecture.world import World
from workflows.models import DeskHolder

NUL = "a\0b"
HUGE = "9" * 30
HEADERS = {
    "Referer": "http://[testserver/?q=%00",
    "HX-Request": "true",
    "HX-Current-URL": "http://[::testserver/",
}
QUERY = urlencode(
    {
        **dict.fromkeys(("q", "about", "next", "seite", "kind", "step", "desk", "name"), NUL),
        **dict.fromkeys(("page", "after", "before", "unit", "task", "von", "bis", "month"), NUL),
        "inbox": urlencode({"q": NUL, "kind": NUL}) + "&a" * 60,
    }
)


def every_address(world: World, *objects: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each address once for each of these measures that it can name."""
    for name, parts in sorted(addresses().items()):
        asked = []
        for of_object in objects:
            values = {**world.arguments[""], **world.arguments[of_object]}
            given = {part: values[part] for part in parts}
            if given not in asked:
                asked.append(given)
                yield name, given


def faults(browser: Client, name: str, given: Mapping[str, Any]) -> Iterator[tuple[str, Any, str]]:
    """What is wrong with the answers to a page, and to its form with nonsense in every field."""
    page = browser.get(f"{reverse(name, kwargs=given)}?{QUERY}", headers=HEADERS)
    form = (page.context or {}).get("form")
    typed = {field.html_name: NUL for field in form} if hasattr(form, "fields") else {}
    typed |= {"about": NUL, "next": NUL, "command": str(uuid4()), "version": HUGE, NUL: NUL}
    url = reverse(name, kwargs=given)
    answers = {
        "GET": page,
        "POST": browser.post(f"{url}?{QUERY}", typed, headers=HEADERS),
        "keep": browser.post(url, {**typed, "stage": "keep"}, headers=HEADERS),
    }
    for what, answer in answers.items():
        if answer.streaming:
            b"".join(answer)
        if answer.status_code >= 500:
            yield name, given, what


def test_nonsense_is_no_fault_of_ours(world: World, db: None) -> None:
    found = []
    with world.now():
        for name, given in every_address(world, "open"):
            role = "office" if name.startswith("workflows:") else "asked"
            found += faults(world.browser(role), name, given)
    assert found == []


def test_huge_numbers_name_nothing(world: World, db: None) -> None:
    found = {}
    with world.now():
        for name, parts in addresses().items():
            values = {**world.arguments[""], **world.arguments["open"]}
            huge = {part for part in parts if isinstance(values[part], int) and part != "year"}
            if huge:
                given = {part: HUGE if part in huge else values[part] for part in parts}
                for send in (world.browser("office").get, world.browser("office").post):
                    status = send(reverse(name, kwargs=given)).status_code
                    found.setdefault(status, set()).add(name)
    # Whoever may propose no measure is told so, whichever template is named.
    assert found.pop(403) == {"coordination:measure_begin"}
    assert set(found) == {302, 404, 405}
    assert found[302] == {"workflows:end_watching"}


def test_who_has_nothing_gets_every_page(world: World, db: None) -> None:
    """A person newly invited, or whose appointments have ended, holds no desk at all."""
    DeskHolder.objects.filter(person=world.town.person("social-head")).delete()
    answers: dict[int, set[str]] = {}
    with world.now():
        for name, given in every_address(world, "open", "draft"):
            for ask in ({}, {"q": "Plan", "light": "grey", "mine": "on", "overdue": "on"}):
                answer = world.browser("stranger").get(reverse(name, kwargs=given), ask)
                answers.setdefault(answer.status_code, set()).add(name)
                if answer.streaming:
                    b"".join(answer)
    assert sorted(answers) == [200, 302, 403, 404, 405]
    assert {"coordination:measures", "coordination:measure_export", "workflows:inbox"} <= answers[
        200
    ]


def test_control_characters_in_path_cookie_and_encoding(world: World, db: None) -> None:
    with world.now():
        browser = world.browser("clerk")
        assert browser.get("/kalender/a%00b.ics").status_code == 400
        form = "multipart/form-data; boundary=x; charset=rot13"
        assert browser.generic("POST", "/", b"--x--", content_type=form).status_code == 400
        browser.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: "a\0bcdefghi"})
        assert browser.get("/").status_code == 302
