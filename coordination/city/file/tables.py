"""Reading one table of a TOML file: every fault is noted, nothing is raised."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from enum import Enum
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from workflows.spelling import one_line

from .problems import Formatted, Problem, Text

Choice = TypeVar("Choice", bound=Enum)
Value = TypeVar("Value")

_KEY = re.compile(r"[a-z0-9_-]{1,60}")


class Table:
    """A table whose values are asked for one by one; `finish()` notes what nobody asked for.

    Every getter returns a harmless stand-in where the value is missing or wrong, so that reading
    goes on and all faults of a file are found in one go.
    """

    def __init__(self, values: object, place: Text, problems: list[Problem]) -> None:
        self.place = place
        self.problems = problems
        self._asked: set[str] = set()
        if not isinstance(values, Mapping):
            self.note(_("Here a table with named values is needed."))
            values = {}
        self._values: Mapping[str, Any] = values

    def note(self, text: Text, **details: object) -> None:
        """Add a problem of this place."""
        self.problems.append(Problem(self.place, Formatted(text, details)))

    def finish(self) -> None:
        """Note every value that has no meaning here."""
        for key in self._values:
            if key not in self._asked:
                self.note(_("The entry “%(key)s” is unknown here."), key=key)

    def has(self, key: str) -> bool:
        return key in self._values

    def names(self) -> tuple[str, ...]:
        """The names of all values, in the order of the file."""
        return tuple(self._values)

    def raw(self, key: str) -> object:
        """The value as TOML gives it, None where there is none."""
        self._asked.add(key)
        return self._values.get(key)

    def text(self, key: str, *, longest: int = 200, default: str | None = None) -> str:
        """A text without blanks around it; empty counts as missing unless there is a default."""
        value = self._typed(key, str, _("a text in quotation marks"), default)
        text = one_line(value or "")
        if not text and default is None and isinstance(self.raw(key), str):
            self.note(_("“%(key)s” is empty."), key=key)
        if len(text) > longest:
            self.note(
                _("“%(key)s” has more than %(longest)s characters."), key=key, longest=longest
            )
        return text

    def key(self, key: str, *, default: str | None = None) -> str:
        """A key: small letters, digits, hyphen and underscore."""
        text = self.text(key, default=default)
        if text and not _KEY.fullmatch(text):
            self.note(_("“%(key)s” may hold a–z, 0–9, - and _ only, up to 60 characters."), key=key)
        return text

    def integer(self, key: str, *, low: int, high: int, default: int | None = None) -> int:
        """A whole number between `low` and `high`, both included."""
        value = self._typed(key, int, _("a whole number"), default)
        if value is None:
            return low
        if not low <= value <= high:
            self.note(
                _("“%(key)s” must lie between %(low)s and %(high)s."), key=key, low=low, high=high
            )
            return low
        return value

    def yes(self, key: str) -> bool:
        """true or false; false where it is not given."""
        return bool(self._typed(key, bool, _("true or false"), default=False))

    def date(self, key: str) -> date:
        return self._typed(key, date, _("a date such as YYYY-MM-DD"), None) or date.min

    def time(self, key: str) -> time:
        return self._typed(key, time, _("a time such as 15:00:00"), None) or time.min

    def choice(
        self, key: str, choices: type[Choice], *, instead: Choice, default: Choice | None = None
    ) -> Choice:
        """One of an enumeration's values; `instead` stands in for a wrong one."""
        value = self._typed(key, str, _("a text in quotation marks"), default and default.value)
        if value is None:
            return instead
        try:
            return choices(value)
        except ValueError:
            allowed = ", ".join(str(choice.value) for choice in choices)
            self.note(_("“%(key)s” must be one of: %(allowed)s."), key=key, allowed=allowed)
            return instead

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where it is not given."""
        values = self._typed(key, list, _("a list in square brackets"), default=[]) or []
        if all(isinstance(value, str) for value in values):
            return tuple(one_line(value) for value in values)
        self.note(_("“%(key)s” must be a list of texts."), key=key)
        return ()

    def table(self, key: str, place: Text) -> Table:
        return Table(self._typed(key, dict, _("a table"), None) or {}, place, self.problems)

    def tables(self, key: str, place: Text) -> Iterator[Table]:
        """The tables of a list; each place is named by its key, else by its number."""
        values = self._typed(key, list, _("a list of tables"), default=[]) or []
        for number, values_of_one in enumerate(values, start=1):
            name = values_of_one.get("key") if isinstance(values_of_one, Mapping) else None
            details = {"what": place, "key": name or Formatted(_("no. %(n)s"), {"n": number})}
            label = Formatted(_("%(what)s “%(key)s”"), details)
            yield Table(values_of_one, label, self.problems)

    def _typed(
        self, key: str, kind: type[Value], wanted: Text, default: Value | None
    ) -> Value | None:
        value = self.raw(key)
        if value is None:
            if default is None:
                self.note(_("“%(key)s” is missing."), key=key)
            return default
        # TOML's booleans are integers and its timestamps dates for Python.
        lookalike = (isinstance(value, bool) and kind is int) or isinstance(value, datetime)
        if lookalike or not isinstance(value, kind):
            self.note(_("“%(key)s” must be %(wanted)s."), key=key, wanted=wanted)
            return default
        return value
