"""Items of the follow-up in a small town, in each of their states."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from coordination.council.models import Organization
from coordination.followup.actions.items import record
from coordination.followup.models import FollowUp
from tests.town import Town
from workflows.actions.acting.acts import Outcome, Request, act
from workflows.models import Case

SECRETARY = "council_office-council_secretary"
ROLES = {
    "secretary": SECRETARY,
    "clerk": "youth-clerk",
    "head": "youth-head",
    "deputy_mayor": "division_3-deputy_mayor",
    "mayor": "mayor-mayor",
    "observer": "council-observer",
    "other_clerk": "school-clerk",
    "other_head": "school-head",
    "council_head": "council_office-head",
    "organisation": "organisation-organisation",
}
SEES = {"secretary", "clerk", "head", "deputy_mayor", "mayor", "observer"}
"""Typed: the council office, the responsible office, its superiors, the council."""


def item(town: Town, **fields: Any) -> FollowUp:
    """A test mandate of the council to the youth office, recorded by the council office."""
    said: dict[str, Any] = {
        "kind": "mandate",
        "title": "Prüfauftrag Spielplätze",
        "body": Organization.objects.get(key="council").pk,
        "asked_on": "2026-02-23",
        "mover": "Fraktion A",
        "paper": "DS 26-0012",
        "asked": "Die Verwaltung prüft, ob Spielplätze länger geöffnet werden können.",
        "needed": "Ein Bericht mit Zahlen.",
        "office": town.units["youth"],
        "is_public": True,
    }
    outcome = record(
        fields={**said, **fields}, by=town.person(SECRETARY), at=town.now, command=uuid4()
    )
    return FollowUp.objects.get(case=outcome.case)


def do(town: Town, found: FollowUp, name: str, by: str, *, text: str = "", **data: Any) -> Outcome:
    """An act on the present version, by the holder of a desk."""
    version = Case.objects.values_list("version", flat=True).get(pk=found.case_id)
    outcome = act(
        Request(
            found.case_id, name, town.person(by).pk, town.now, command=uuid4(), version=version,
            data=data, text=text,
        )
    )  # fmt: skip
    found.refresh_from_db()
    return outcome


ANSWERS: dict[str, dict[str, Any]] = {
    "in_work": {"provided": "Zwei Plätze sind besichtigt.", "next_report_on": "2026-06-30"},
    "delayed": {
        "reason": "Das Gutachten fehlt noch.", "new_date": "2026-09-01",
        "next_report_on": "2026-06-30",
    },
    "continuous": {"provided": "Jedes Quartal wird berichtet."},
    "done": {"provided": "Der Bericht liegt vor."},
    "dropped": {"reason": "Der Spielplatz wird bebaut."},
}  # fmt: skip


def answer(town: Town, found: FollowUp, state: str, **data: Any) -> None:
    """The head of the office answers."""
    do(town, found, "give_answer", "youth-head", state=state, **{**ANSWERS[state], **data})


def in_situation(town: Town, situation: str) -> FollowUp:
    """An item in a state, or a variant of it."""
    found = item(town)
    state, _, variant = situation.partition(":")
    if variant == "drafted":
        do(town, found, "draft_answer", "youth-clerk", state="done", **ANSWERS["done"])
    elif state == "closed":
        do(town, found, "strike", SECRETARY, text="Doppelt erfasst worden.")
    elif state != "open":
        answer(town, found, state)
    assert found.state == state
    return found


SITUATIONS = (
    "open", "open:drafted", "in_work", "delayed", "continuous", "done", "dropped", "closed",
)  # fmt: skip
TODAY = date(2026, 3, 2)
