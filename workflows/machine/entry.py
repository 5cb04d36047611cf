"""The data of one act, read value by value: every fault is noted, none is raised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db.models import Model, QuerySet, TextChoices
from django.utils.translation import gettext as _

from ..refusals import Unmet
from ..spelling import one_line
from ..untyped import Json
from . import values

M = TypeVar("M", bound=Model)
V = TypeVar("V")


class Entry:
    """Cleaned values by name, faults in `unmet`; the guard of an act reads, its effect uses."""

    def __init__(self, data: Mapping[str, object]) -> None:
        self._data = data
        self.values: dict[str, Any] = {}
        self.unmet: list[Unmet] = []

    # Of the type with which the guard has read it.
    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def note(self, code: str, text: str, field: str = "") -> None:
        """Add a fault; `field` is the name of the value that it concerns."""
        self.unmet.append(Unmet(code, text, field))

    def given(self, name: str) -> object:
        """A value as it came; None if there is none."""
        return self._data.get(name)

    def make(self, name: str, value: object) -> None:
        """A value that nobody has to give."""
        self.values[name] = value

    def text(self, name: str, *, longest: int, needed: bool = True) -> str:
        """One line of text without blanks around it."""
        value = one_line(str(self._data.get(name) or ""))
        if needed and not value:
            self._missing(name)
        elif not value.isprintable():
            self.note("invalid", _("Please remove the control characters."), name)
            value = ""
        elif len(value) > longest:
            text = _("Please use at most %(count)s characters.") % {"count": longest}
            self.note("too_long", text, name)
        return self._keep(name, value)

    def slug(self, name: str, *, longest: int, needed: bool = True) -> str:
        """A key of letters, digits, hyphens and underscores."""
        before = len(self.unmet)
        value = self.text(name, longest=longest, needed=needed)
        if value and len(self.unmet) == before:
            try:
                validate_slug(value)
            except ValidationError:
                text = _("Please use only the letters a to z, digits, hyphens and underscores.")
                self.note("invalid", text, name)
        return value

    def choice(self, name: str, choices: type[TextChoices]) -> str:
        """One value of a closed vocabulary."""
        value = str(self._data.get(name) or "")
        if value not in choices.values:
            self.note("invalid", _("Please choose one of the values offered."), name)
        return self._keep(name, value)

    def day(self, name: str, *, needed: bool = True) -> date | None:
        """A day in ISO form."""
        value = self._data.get(name)
        day = values.day(value)
        if day is None and value not in (None, ""):
            text = _("This is no date. Please write it like DD.MM.YYYY.")
            self.note("invalid", text, name)
        elif day is None and needed:
            self._missing(name)
        return self._keep(name, day)

    def row(self, name: str, rows: QuerySet[M], *, needed: bool = True) -> M | None:
        """A row by its key, among those that may be named."""
        value = self._data.get(name)
        if value in (None, ""):
            if needed:
                self._missing(name)
            return self._keep(name, None)
        found = rows.filter(pk=value).first() if _is_key(value) else None
        if found is None:
            text = _("This entry no longer exists. Please choose another one.")
            self.note("unknown", text, name)
        return self._keep(name, found)

    def flag(self, name: str) -> bool:
        """Yes or no; nothing said is no."""
        return self._keep(name, self._data.get(name) is True)

    def table(self, name: str) -> list[Json]:
        """A list of records; anything else counts as none and is noted."""
        value = self._data.get(name) or []
        if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
            self.note("invalid", _("This value cannot be read. Please check it."), name)
            value = []
        return self._keep(name, value)

    def take(self, other: Entry, prefix: str) -> None:
        """Take over the faults of a part, with the place of the part before the field."""
        for item in other.unmet:
            self.note(item.code, item.text, f"{prefix}{item.field}")

    def _missing(self, name: str) -> None:
        self.note("missing", _("Please fill in this field."), name)

    def _keep(self, name: str, value: V) -> V:
        self.values[name] = value
        return value


def _is_key(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def named(rows: Iterable[object], *, most: int = 5) -> str:
    """Rows and other things by name for a message, the rest as dots."""
    names = [str(row) for row in rows]
    return ", ".join(names[:most]) + (" …" if len(names) > most else "")


def differences(row: Model, values: Mapping[str, object]) -> dict[str, list[object]]:
    """What would change, as [before, after] in JSON values, for the event of a change."""
    found = {}
    for name, after in values.items():
        before = getattr(row, name)
        if before != after:
            found[name] = [_json(before), _json(after)]
    return found


def _json(value: object) -> object:
    return value if value is None or isinstance(value, str | int) else str(value)
