"""Entries for the public in a small town."""

from __future__ import annotations

from itertools import count
from typing import Any
from uuid import uuid4

from django.db.models import F

from coordination.measures.models import Measure
from coordination.publishing.actions.preparing import prepare
from coordination.publishing.models import PublicEntry
from tests.town import Town
from workflows.actions.acting.acts import Outcome, Request, act
from workflows.models import Case

SECRETARY = "council_office-council_secretary"
WORDS: dict[str, Any] = {
    "title": "Sprachkurse in Familienzentren",
    "summary": "Eltern lernen Deutsch, während ihre Kinder betreut werden.",
    "participation": "planned",
    "participation_words": "Eine Bürgerversammlung im April.",
}


_numbers = count(1)


def matter(town: Town, **fields: Any) -> Measure:
    """A measure in co-signature; an office has no two of the same title."""
    return town.in_cosigning(**{"title": f"Vorhaben Nummer {next(_numbers)}", **fields})


def in_state(found: Measure, state: str) -> None:
    """The case in another state, without the acts that lead there."""
    Case.objects.filter(pk=found.case_id).update(state=state, version=F("version") + 1)


def entry(town: Town, measure: Measure, by: str = "centre-clerk", **words: Any) -> PublicEntry:
    """An entry that waits for the council office."""
    outcome = prepare(
        matter=measure.case_id, topic="plan", fields={**WORDS, **words}, by=town.person(by),
        at=town.now, command=uuid4(),
    )  # fmt: skip
    return PublicEntry.objects.get(case=outcome.case)


def do(
    town: Town, found: PublicEntry, name: str, by: str = SECRETARY, *, text: str = "", **data: Any
) -> Outcome:
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


def released(town: Town, measure: Measure, **words: Any) -> PublicEntry:
    """An entry that everybody can read."""
    found = entry(town, measure, **words)
    do(town, found, "release_entry")
    return found


def about(town: Town, topic: str, case: int, by: str = "centre-clerk", **words: Any) -> PublicEntry:
    """An entry of another list that waits for the council office."""
    said = {"title": "Öffentlicher Titel", "summary": "Für alle gesagt.", **words}
    outcome = prepare(
        matter=case, topic=topic, fields=said, by=town.person(by), at=town.now, command=uuid4()
    )
    return PublicEntry.objects.get(case=outcome.case)


def shown(town: Town, topic: str, case: int, **words: Any) -> PublicEntry:
    """One that everybody can read."""
    found = about(town, topic, case, **words)
    do(town, found, "release_entry")
    return found
