"""Where entries come from: each list says what a matter gives to it, and what keeps it secret."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from workflows.models import User
from workflows.refusals import Unmet


@dataclass(frozen=True, slots=True)
class Draft:
    """What an entry begins with: the matter's own words, and the unit that has its lead."""

    number: str
    title: str
    office: int
    summary: str = ""
    participation: str = ""
    participation_words: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Places:
    """Names of addresses: of the matter inside, and of the entry for everybody."""

    matter: str
    public: str


class Source(Protocol):
    """The matters of one list."""

    places: Places

    def draft(self, viewer: User, matter: int, *, at: datetime) -> Draft:
        """What the entry begins with; raises Invisible (404) if this person sees no such matter."""
        ...

    def facts(self, matter: int) -> Mapping[str, object]:
        """What is released besides the words, as JSON values: as it stands at the release."""
        ...

    def problems(self, matter: int) -> Iterator[Unmet]:
        """Why nothing of the matter may be said to everybody."""
        ...


_sources: dict[str, Source] = {}


def register_source(topic: str, source: Source) -> None:
    """The matters of a list come from here."""
    _sources[topic] = source


def source_of(topic: str) -> Source:
    """Where the entries of a list come from."""
    return _sources[topic]
