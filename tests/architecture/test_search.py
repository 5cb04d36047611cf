"""The search over all: of every kind each role finds what it may open, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest

from coordination.drafting.models import AnswerDraft, Contribution
from tests.architecture.world import ROLES, World
from workflows.forms.acting.panels import registered_pages
from workflows.models import Case, User

KINDS = {
    "measure", "target", "concept", "demand", "order", "group_session", "followup", "entry",
    "answer_draft", "contribution", "guest", "inspection", "guideline",
}  # fmt: skip
"""All whose cases are matters; the others only keep a register."""
BESIDE = {
    "partner": "",
    "member": "council-observer",
    "secretary": "council_office-council_secretary",
    "centre": "centre-clerk",
    "drafter": "school-clerk",
}
_HIT = re.compile(r'<h2 class="ff-inbox__title"><a href="([^"]+)">(.*?)</a></h2>', re.DOTALL)


def found(world: World, person: User, text: str, **more: str) -> Mapping[str, str]:
    """Address and title of each hit on all pages of the answer."""
    hits: dict[str, str] = {}
    browser = world.browser("anonymous")
    with world.now():
        browser.force_login(person)
        for page in range(1, 20):
            query = "".join(f"&{name}={value}" for name, value in more.items())
            answer = browser.get(f"/suche/?q={quote(text)}&page={page}{query}")
            assert answer.status_code == 200
            lines = _HIT.findall(answer.content.decode())
            if not lines or lines[0][0] in hits:
                break
            hits |= {url: unescape(re.sub("</?mark>", "", title)) for url, title in lines}
    return hits


def people(world: World) -> Mapping[str, User]:
    desks = {**ROLES, **BESIDE}
    return {role: world.town.person(desk) for role, desk in desks.items() if desk}


def test_every_kind_is_found_or_only_keeps_a_register() -> None:
    shown = {pages.kind for pages in registered_pages() if pages.is_found}
    assert shown == KINDS


def test_each_role_finds_what_it_sees_and_can_open_it(world: World, db: None) -> None:
    kinds, opened = set(), 0
    for role, person in people(world).items():
        seen = Case.objects.visible_to(person, at=world.town.now).filter(kind__in=KINDS)
        for case in seen.exclude(state="discarded"):
            hits = found(world, person, _sought_by(case.title), kind=case.kind)
            mine = [url for url in hits if url.rstrip("/").endswith(f"/{case.pk}")]
            assert len(mine) == 1, (role, case.title, hits)
            kinds.add(case.kind)
        everything = {url for word in WORDS for url in found(world, person, word)}
        numbers = {int(url.rstrip("/").rpartition("/")[2]) for url in everything}
        assert numbers <= {*seen.values_list("pk", flat=True)}, role
        with world.now():
            browser = world.browser("anonymous")
            browser.force_login(person)
            statuses = {url: browser.get(url).status_code for url in sorted(everything)}
        assert set(statuses.values()) <= {200}, (role, statuses)
        opened += len(statuses)
    assert kinds >= KINDS - {"inspection", "guideline"}
    assert opened > 40


def _sought_by(title: str) -> str:
    return '"' + title.replace('"', " ") + '"'


WORDS = (
    "Maßnahme", "Vertrauliche", "offene", "Sprach", "Integration", "Auftrag", "Ziel", "Konzept",
    "youth", "school", "caritas", "2026",
)  # fmt: skip


def test_what_is_inside_an_office_is_found_by_nobody_outside(world: World, db: None) -> None:
    """The words of drafts and contributions are found by nobody; their titles by the office."""
    for model in (AnswerDraft, Contribution):
        row: Any = model.objects.first()
        texts = [field.name for field in model._meta.concrete_fields
                 if field.get_internal_type() == "TextField"]  # fmt: skip
        assert texts
        model.objects.filter(pk=row.pk).update(**dict.fromkeys(texts, "Zaunkönigin"))
    for role, person in people(world).items():
        assert found(world, person, "Zaunkönigin") == {}, role
    outsider = world.town.person("social-head")
    assert found(world, outsider, "Offene Maßnahme", kind="answer_draft") == {}


def test_nobody_is_told_how_many_there_are_that_they_do_not_see(world: World, db: None) -> None:
    outsider = world.town.person("social-head")
    with world.now():
        browser = world.browser("anonymous")
        browser.force_login(outsider)
        page = browser.get("/suche/?q=Vertrauliche").content.decode()
    assert "Nichts gefunden" in page
    assert "ff-tabs" not in page


def test_who_has_not_logged_in_is_led_to_the_login(world: World, db: None) -> None:
    assert world.browser("anonymous").get("/suche/?q=Sprach").status_code == 302


@pytest.mark.parametrize(
    "text",
    ["", " ", "a", "\0", "a\0b", "x" * 10_000, "der die das", '"', '""', '"" -""', "-", "- -a",
     "OR", "OR OR", "a OR b", "%", "_", "\\", "'; --", "'''", ":*", "& | !", "<->", "(((", "9" * 30,
     "M-" + "9" * 18, "½", "\ud800", "🙂", "漢字", "a " * 200, "-Maßnahme", '"Maßnahme', "ß", "’",
     "{}", "%(kinds)s", "{titled}", "0"],
    ids=repr,
)  # fmt: skip
def test_whatever_is_typed_is_answered(world: World, db: None, text: str) -> None:
    with world.now():
        answer = world.browser("head").get(f"/suche/?q={quote(text, errors='surrogatepass')}")
    assert answer.status_code == 200
    assert 'id="search-over-all"' in answer.content.decode()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x" * 10_000, "länger als 200 Zeichen"),
        ("der die das", "stehen in jedem Text"),
        ("a", "mindestens zwei"),
        ("???", "kein Wort, das sich finden ließe"),
        (" ".join("abcdefghijklmnopq"), "mehr als zwölf Wörter"),
        ("Unauffindbares", "Nichts gefunden"),
    ],
)
def test_it_says_what_to_do(world: World, db: None, text: str, says: str) -> None:
    with world.now():
        page = world.browser("head").get("/suche/", {"q": text}).content.decode()
    assert says in page
