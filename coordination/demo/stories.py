"""What becomes of the catalogue's measures: read from a file, no code."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workflows.untyped import Json

FILES = Path(__file__).parents[1] / "data"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a unit answers, and what the lead says to its conditions (accept None: nothing yet)."""

    unit: str
    choice: str = "approved"
    text: str = ""
    conditions: tuple[str, ...] = ()
    accept: bool | None = None
    material: bool = False
    answer: str = ""
    addition: str = ""
    confirm: bool = False
    # A question instead of a vote.
    question: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the deciding body decides."""

    result: str = "accepted"
    text: str = ""
    resolution: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """How far a measure comes and what happens on its way; see the comments of the file."""

    measure: str
    until: str
    begins: int = 0
    session: str = ""
    coming: bool = False
    due: Mapping[str, int] = field(default_factory=lambda: {"milestone": 1, "in_days": 120})
    votes: Mapping[str, Answer] = field(default_factory=dict)
    # What the secretariat plans before it sends the circulation: unit, participation, words.
    circulation: tuple[Json, ...] = ()
    # Why the lead asks for urgency of the co-signature, and whether it is accepted.
    urgency: str = ""
    is_accepted: bool = False
    silent: frozenset[str] = frozenset()
    claims: tuple[str, ...] = ()
    more_time: tuple[str, ...] = ()
    round: int = 0
    released: int = 0
    committee: str = ""
    decision: Decision = field(default_factory=Decision)
    recorded_late: bool = False
    urgent: bool = False
    handed_over: bool = False
    dissent: str = ""
    decision_of_mayor: str = ""
    sent_back: str = ""
    rejected: str = ""
    withdrawn: str = ""
    taken_up_after: int = 0
    stuck: int = 0
    rests: int = 0
    supplement: int = 0
    reports: int = 100
    reports_early: bool = False
    forecast: int = 100
    risks: str = ""


@dataclass(frozen=True, slots=True)
class Absence:
    """A substitution; days count from today, negative before it."""

    absent: str
    deputy: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Script:
    """The whole play."""

    words: Mapping[str, str]
    stories: tuple[Story, ...]
    absences: tuple[Absence, ...]


def read_script(path: Path = FILES / "stories.toml") -> Script:
    """The script of the demo; raises TypeError for a word that no story knows."""
    file = tomllib.loads(path.read_text(encoding="utf-8"))
    absences = tuple(
        Absence(row["absent"], row["deputy"], row["from"], row["to"])
        for row in file["substitutions"]
    )
    return Script(file["words"], tuple(_story(row) for row in file["stories"]), absences)


# The file is written by hand; the dataclasses refuse what they do not know.
def _story(row: dict[str, Any]) -> Story:
    votes = [_answer(vote) for vote in row.pop("votes", [])]
    decision = Decision(**row.pop("decision", {}))
    return Story(
        **{
            **row,
            "silent": frozenset(row.get("silent", ())),
            "circulation": tuple(row.get("circulation", ())),
            "claims": tuple(row.get("claims", ())),
            "more_time": tuple(row.get("more_time", ())),
        },
        votes={vote.unit: vote for vote in votes},
        decision=decision,
    )


def _answer(row: Json) -> Answer:
    return Answer(**{**row, "conditions": tuple(row.get("conditions", ()))})
