"""What is wrong with a city file, and where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# A text that is final, or one that is translated when it is shown.
Text: TypeAlias = "str | _StrPromise | Formatted"


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text with its details; translated and put together when it is shown."""

    text: Text
    details: Mapping[str, object]

    def __str__(self) -> str:
        if not self.details:
            return str(self.text)
        return str(self.text) % {key: str(value) for key, value in self.details.items()}


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault; `place` names the entry, `text` says what to do about it."""

    place: Text
    text: Text

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"


class CityFileError(ValueError):
    """The file cannot be used; `problems` lists everything that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(len(problems))
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)
