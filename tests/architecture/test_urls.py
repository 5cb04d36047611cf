"""Every address × method × object × role against the table that was typed from the rules."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.architecture.world import ROLES, World, written

TABLE = Path(__file__).parents[1] / "tables" / "urls.csv"
NAMES = ("url", "method", "object")
PUBLIC = frozenset(
    {
        "healthz", "readyz", "choose_theme", "imprint", "privacy", "accessibility",
        "report_barrier", "barrier_reported", "demo_mails", "demo_mail", "demo_roles",
        "account_login", "account_logout", "account_inactive", "account_signup",
        "account_reset_password", "account_reset_password_done",
        "account_reset_password_from_key", "account_reset_password_from_key_done",
        "mfa_authenticate", "mfa_login_webauthn",
        "workflows:seals", "workflows:seals_text", "workflows:feed",
        "coordination:oparl", "coordination:oparl_file", "coordination:oparl_download",
        "coordination:oparl_object", "coordination:oparl_list", "coordination:oparl_nothing",
        "portal:start", "portal:followups", "portal:followup_feed", "portal:followup",
        "portal:plans", "portal:plan_feed", "portal:plan", "portal:plan_table",
        "portal:chapter",
        *(f"portal:{name}{end}" for name in ("target", "concept", "measure", "demand")
          for end in ("", "s", "_feed", "_table")),
        "portal:readings", "portal:progress", "portal:progress_table", "portal:followup_table",
        "portal:catalogue",
        "portal:subscribe", "portal:asked", "portal:confirm", "portal:unsubscribe",
    }
)  # fmt: skip
"""What people see without logging in; everything else leads to the login first."""


QUESTIONS = 20
"""So many statements a page may need, with those of the session."""
OF_A_CASE = 24
"""The pages that show a case with everything: text, task, form, rounds, deadlines, versions."""
WHOLE = {"coordination:measure", "measure:submit", "coordination:concept"}


@dataclass(frozen=True)
class Row:
    """A line of the table: an address, a method, an object, and the status for the roles asked."""

    url: str
    method: str
    object: str
    expected: dict[str, str]

    def __str__(self) -> str:
        return "-".join(filter(None, (self.url, self.method, self.object)))


def table() -> list[Row]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Row(*(row[name] for name in NAMES), {r: row[r] for r in ROLES if row[r]}) for row in rows
    ]


@cache
def addresses() -> dict[str, tuple[str, ...]]:
    """Every named address of the resolver with the names of its arguments."""
    return dict(_walk(get_resolver(), "", ()))


def _walk(
    resolver: URLResolver, space: str, before: tuple[str, ...]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for part in resolver.url_patterns:
        if isinstance(part, URLPattern):
            names = (*before, *part.pattern.converters, *_groups(part))
            assert part.name, f"an address without a name: {part.pattern}"
            yield space + part.name, names
        else:
            if part.namespace in {"earlier", "guideline"}:  # a table of their own; a kind of tests
                continue
            inside = f"{space}{part.namespace}:" if part.namespace else space
            yield from _walk(part, inside, (*before, *part.pattern.converters))


def _groups(part: URLPattern) -> tuple[str, ...]:
    return tuple(part.pattern.regex.groupindex) if not part.pattern.converters else ()


def ask(world: World, row: Row, role: str) -> Any:
    """The answer that a role gets, as a browser would ask."""
    values = {**world.arguments[""], **world.arguments[row.object]}
    url = reverse(row.url, kwargs={name: values[name] for name in addresses()[row.url]})
    with world.now(), CaptureQueriesContext(connection) as asked:
        browser = world.browser(role)
        if row.method == "GET":
            answer = browser.get(url)
        else:
            # What every form of a page holds, and nothing else.
            answer = browser.post(url, {"csrfmiddlewaretoken": "x"})
        if answer.streaming:
            b"".join(answer)
    answer.questions = len(asked)
    return answer


def test_every_address_is_in_the_table() -> None:
    assert set(addresses()) == {row.url for row in table()}


def test_writing_is_noticed(world: World, db: None) -> None:
    before = written()
    world.town.propose()
    assert written()["workflows_event"] == before["workflows_event"] + 1


def test_table_says_each_thing_once() -> None:
    keys = [(row.url, row.method, row.object) for row in table()]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("row", table(), ids=str)
def test_each_role_is_answered_as_the_table_says(world: World, db: None, row: Row) -> None:
    before = written()
    answers = {role: ask(world, row, role) for role in row.expected}
    changed = written()
    assert {role: str(answer.status_code) for role, answer in answers.items()} == row.expected
    if row.method == "GET":
        assert changed == before, "a page was only looked at, and yet something was written"
        questions = {role: answer.questions for role, answer in answers.items()}
        most = OF_A_CASE if row.url in WHOLE else QUESTIONS
        assert max(questions.values()) <= most, questions
    if row.url in PUBLIC:
        return
    nobody = answers.pop("anonymous", None)
    if row.method == "GET" and nobody is not None:
        assert nobody.url.startswith(reverse("account_login"))
    for role, answer in answers.items():
        assert "no-store" in answer.headers.get("Cache-Control", ""), role
