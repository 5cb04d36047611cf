"""Random lives of an item against a small model written from the domain alone.

The text (domain 1.3, Beschlusskontrolle): done → note of completion; in work → date and office;
delayed → reason and new date; continuous → next report; after the body has taken note it is dropped
from the list. A next report is obligatory until then.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from coordination.followup.models import FollowUp
from tests.coordination.followup.items import SECRETARY, do, item
from tests.town import Town
from workflows.models import Task
from workflows.refusals import Refusal

pytestmark = pytest.mark.django_db

OWES = {"open", "in_work", "delayed", "continuous"}
WAITS_FOR_THE_BODY = {"done", "dropped"}
TEXT = "Zehn Zeichen und mehr."


@dataclass
class Model:
    """What the text says of an item."""

    state: str = "open"
    answered: bool = False
    drafted: bool = False

    def may(self, act: str, by: str) -> bool:
        """Whether the text lets this person do this now, with everything said."""
        owes, is_listed = self.state in OWES, self.state != "closed"
        lets = {
            "draft": owes and by in {"clerk", "head"},
            "give": owes and by == "head",
            "return": owes and by == "head" and self.drafted,
            "note": is_listed and self.answered and by == "office",
            "strike": is_listed and by == "office",
            "again": not owes and by == "office",
        }
        return lets[act]

    def does(self, act: str, says: str) -> None:
        """What becomes of it."""
        if act == "draft":
            self.drafted = True
        elif act == "return":
            self.drafted = True  # the draft stays
        elif act == "give":
            self.state, self.answered, self.drafted = says, True, False
        elif (act == "note" and self.state in WAITS_FOR_THE_BODY) or act == "strike":
            self.state = "closed"
        elif act == "again":
            self.state = "open"

    def asks(self, *, lies_with_head: bool) -> set[str]:
        """Who is asked for what."""
        if self.state in OWES:
            return {"followup_release" if lies_with_head else "followup_report"}
        return {"followup_note"} if self.state in WAITS_FOR_THE_BODY else set()


NAMES = {
    "draft": "draft_answer", "give": "give_answer", "return": "return_answer", "note": "take_note",
    "strike": "strike", "again": "reopen",
}  # fmt: skip
DESKS = {"clerk": "youth-clerk", "head": "youth-head", "office": SECRETARY, "other": "school-head"}


def said(act: str, says: str, today: date) -> dict[str, Any]:
    """Everything that an act may need."""
    ahead = str(today + timedelta(days=40))
    answer = {"state": says, "provided": TEXT, "reason": TEXT, "new_date": ahead}
    more: dict[str, dict[str, Any]] = {
        "draft": {**answer, "next_report_on": ahead}, "give": {**answer, "next_report_on": ahead},
        "note": {"noted_on": str(today)}, "again": {"next_report_on": ahead},
    }  # fmt: skip
    return more.get(act, {})


@pytest.mark.parametrize("seed", range(8))
def test_an_item_lives_as_the_text_says(town: Town, seed: int) -> None:
    chance, model, lies_with_head = random.Random(seed), Model(), False
    asked = item(town)
    for _turn in range(14):
        act, by = chance.choice([*NAMES]), chance.choice([*DESKS])
        says = chance.choice(["in_work", "delayed", "continuous", "done", "dropped"])
        allowed = model.may(act, by) and not (act == "return" and not lies_with_head)
        try:
            do(town, asked, NAMES[act], DESKS[by], text=TEXT, **said(act, says, town.now.date()))
        except Refusal:
            happened = False
        else:
            happened = True
        assert happened == allowed, (seed, act, by, model)
        if happened:
            model.does(act, says)
            lies_with_head = act == "draft" or (lies_with_head and act == "note")
        check(asked, model, lies_with_head=lies_with_head)
        town.now += timedelta(days=chance.randrange(1, 20))


def check(asked: FollowUp, model: Model, *, lies_with_head: bool) -> None:
    """State, task and the obligatory next report are what the model says."""
    asked.refresh_from_db()
    assert (asked.state, asked.case.state) == (model.state, model.state)
    assert (asked.next_report_on is None) == (model.state == "closed")
    steps = Task.objects.filter(case=asked.case_id, status="open")
    assert set(steps.values_list("step__key", flat=True)) == model.asks(
        lies_with_head=lies_with_head
    )
