"""Reading single properties as vendors really write them; what is odd is noted, nothing raises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from .addresses import key_of
from .oddities import Oddities

Json = dict[str, object]
"""An object as it came: who reads a property asks what it is."""

YEARS = range(1800, 2201)
"""Other years are a mistake, and some no database takes."""

_FLAGS = {"true": True, "false": False, "1": True, "0": False, "ja": True, "nein": False}


@dataclass(frozen=True, slots=True)
class Fields:
    """The properties of one object; `at` says in examples which one it is."""

    raw: Mapping[str, object]
    oddities: Oddities
    at: str

    def _odd(self, kind: str, name: str) -> None:
        self.oddities.note(kind, f"{self.at} {name}")

    def _given(self, name: str) -> object:
        """The value; None where it is left out or written as nothing."""
        if name not in self.raw:
            return None
        value = self.raw[name]
        if value is None or (isinstance(value, str) and not value.strip()):
            self._odd("empty", name)
            return None
        return value

    def text(self, name: str, most: int) -> str:
        """A text in one line, cut to `most` characters; empty if there is none."""
        return " ".join(self.long_text(name).split())[:most] if most else ""

    def long_text(self, name: str) -> str:
        """A text as it is."""
        value = self._given(name)
        if value is None:
            return ""
        if isinstance(value, str):
            return clean(value).strip()
        self._odd("wrong_type", name)
        return str(value) if isinstance(value, int | float) else ""

    def whole(self, name: str) -> int | None:
        """A whole number that a database takes."""
        value = self._given(name)
        if isinstance(value, int) and not isinstance(value, bool):
            found: int | None = value
        elif value is None:
            return None
        else:
            self._odd("wrong_type", name)
            digits = str(value).strip()
            found = int(digits) if digits.isdecimal() and len(digits) < _DIGITS else None
        return found if found is not None and abs(found) < 2**31 else None

    def flag(self, name: str) -> bool | None:
        """Yes or no; None if nothing is said."""
        value = self._given(name)
        if isinstance(value, bool) or value is None:
            return value
        self._odd("wrong_type", name)
        return _FLAGS.get(str(value).strip().lower())

    def moment(self, name: str) -> datetime | None:
        """A point in time; without a time zone that of the city is meant."""
        value = self._given(name)
        if value is None:
            return None
        try:
            found: datetime | None = datetime.fromisoformat(str(value).strip())
        except ValueError:
            found = None
        if found is None or found.year not in YEARS:
            self._odd("bad_moment", name)
            return None
        if found.tzinfo is None:
            self._odd("no_offset", name)
            found = found.replace(tzinfo=ZoneInfo(settings.TIME_ZONE))
        return found

    def day(self, name: str) -> date | None:
        """A date; of a point in time its day."""
        value = self._given(name)
        if value is None:
            return None
        try:
            found: date | None = date.fromisoformat(str(value).strip()[:10])
        except ValueError:
            found = None
        if found is None or found.year not in YEARS:
            self._odd("bad_day", name)
            return None
        if len(str(value).strip()) > _DAY:
            self._odd("wrong_type", name)
        return found

    def link(self, name: str) -> str:
        """The key of an object that is named; an object in its place names itself."""
        found = self.links(name, single=True)
        return found[0] if found else ""

    def links(self, name: str, *, single: bool = False) -> list[str]:
        """The keys of the objects that are named, each once."""
        value = self._given(name)
        if value is None:
            return []
        if isinstance(value, list) == single:
            self._odd("list_for_object" if single else "object_for_list", name)
        found: dict[str, None] = {}
        for one in value if isinstance(value, list) else [value]:
            if not isinstance(one, str):
                self._odd("wrong_type", name)
            named = one.get("id") if isinstance(one, dict) else one
            key = key_of(named) if isinstance(named, str) else ""
            if key:
                found[key] = None
        return list(found)

    def objects(self, name: str) -> list[Json]:
        """The objects that stand inside; a single one is a list of one."""
        value = self._given(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self._odd("object_for_list", name)
            value = [value]
        if any(not isinstance(one, dict) for one in value):
            self._odd("wrong_type", name)
        return [one for one in value if isinstance(one, dict)]

    def object(self, name: str) -> Json | None:
        """The object that stands inside; of a list the first one."""
        value = self._given(name)
        if isinstance(value, list):
            self._odd("list_for_object", name)
            value = value[0] if value else None
        if value is not None and not isinstance(value, dict):
            self._odd("wrong_type", name)
            return None
        return value


_DAY = 10
_DIGITS = 11


def clean(text: str) -> str:
    """A text without what no database takes: NUL and halves of signs."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
