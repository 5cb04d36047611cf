"""What of each kind of case is found beside its title, keyed by kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ...untyped import SqlParams

Condition = tuple[str, SqlParams]
"""A condition on the row `s` with its parameters; empty where nothing can be meant."""


def no_numbers(_text: str) -> Condition:
    """No number beside that in the title."""
    return "", {}


@dataclass(frozen=True, slots=True)
class Source:
    """The table of a kind, with a column `case_id`; its row is `s` in all that is said of it.

    Only what all who see the case from inside the administration may read belongs here.
    """

    table: str
    # The words of title and texts as a tsvector that has an index.
    words: str = ""
    # The columns of the texts, the most telling first: an excerpt is taken from them.
    texts: tuple[str, ...] = ()
    # The column of the unit that leads or answers.
    office: str = ""
    # Whose number is meant by a text, where it is not the one in the title.
    numbers: Callable[[str], Condition] = no_numbers


_sources: dict[str, Source] = {}


def register_source(kind: str, source: Source) -> None:
    """Let the cases of a kind be found by more than their titles; ValueError if it has a source."""
    if _sources.setdefault(kind, source) is not source:
        message = f"two sources claim the kind {kind!r}"
        raise ValueError(message)


def sources() -> Mapping[str, Source]:
    """The sources by kind; a kind without one is found by its title."""
    return _sources
