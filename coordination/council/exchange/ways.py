"""What every way to a council system can do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Protocol

from ..enums import CouncilSystem
from .excerpts import Excerpted


@dataclass(frozen=True, slots=True)
class PaperOut:
    """A signed paper as it leaves: its number, its facts (JSON values), its PDF."""

    reference: str
    facts: Mapping[str, object]
    file_name: str
    pdf: bytes


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A paper on an agenda: its number, the body by key or name, the day of the session."""

    reference: str
    body: str
    session: date


class Way(Protocol):
    """How papers reach a council system and how excerpts come back.

    `deliver` may be called twice for the same paper and must not deliver two. `excerpts` yields
    one after the other; what is left normally inside its block is done with and not offered again.
    """

    system: ClassVar[CouncilSystem]

    def deliver(self, paper: PaperOut) -> None:
        """Hand a paper over. Raises OSError where that is not possible now."""

    def excerpts(self) -> Iterator[AbstractContextManager[Excerpted | None]]:
        """What has come back. None where it could not be read: then somebody was told already."""

    def scheduled(self) -> Iterator[Scheduled]:
        """Papers of ours that the council system has put on an agenda, as far as it tells."""
