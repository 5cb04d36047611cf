"""A place in the inbox: view, filters, order and page. It lives in the address and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from ...spelling import sought

LONGEST_SEARCH = 100
_NUMBER = re.compile(r"[0-9]{1,18}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LARGEST = 2**63 - 1


class View(TextChoices):
    """What the inbox shows; the order is that of the tabs."""

    TODO = "todo", _("To do")
    MINE = "mine", _("My tasks")
    DESK = "desk", _("My desk")
    DEPUTY = "deputy", _("Substitution")
    RESUBMISSION = "resubmission", _("Resubmission")
    DONE = "done", _("Done")
    STARTED = "started", _("Started by me")


OPEN_VIEWS = (View.TODO, View.MINE, View.DESK, View.DEPUTY)
"""Those that hold open tasks."""


class Due(TextChoices):
    """How close the end of the period is."""

    OVERDUE = "overdue", _("overdue")
    TODAY = "today", _("today")
    WEEK = "week", _("this week")
    LATER = "later", _("in more than six weeks")
    NONE = "none", _("no deadline")


class Sort(TextChoices):
    """The order of the rows; by default overdue first, then due, then age."""

    DUE = "due", _("Deadline")
    OLD = "old", _("Oldest first")
    NEW = "new", _("Newest first")


class Holder(TextChoices):
    """Who works on the tasks of a desk."""

    FREE = "free", _("free")
    TAKEN = "taken", _("in hand with others")


class Progress(TextChoices):
    """Whether a case goes on."""

    RUNNING = "running", _("running")
    CLOSED = "closed", _("closed")


@dataclass(frozen=True, slots=True)
class Cursor:
    """The key of a row beside which a page begins: its moment (None: it has none) and its id."""

    moment: datetime | None
    id: UUID | int

    def __str__(self) -> str:
        key = self.id.hex if isinstance(self.id, UUID) else str(self.id)
        if self.moment is None:
            return f"-.{key}"
        return f"{(self.moment - _EPOCH) // timedelta(microseconds=1)}.{key}"

    @classmethod
    def parse(cls, text: str, *, numbered: bool = False) -> Cursor | None:
        """The cursor of an address; None if it is none. `numbered`: the id is a number."""
        moment, _dot, key = text.partition(".")
        try:
            row: UUID | int = min(int(key), _LARGEST) if numbered else UUID(key)
            since = None if moment == "-" else _EPOCH + timedelta(microseconds=int(moment))
        except (ValueError, OverflowError):
            return None
        return cls(since, row)


@dataclass(frozen=True, slots=True)
class Place:
    """One view of the inbox, filtered, in an order, at a page. Empty text means: no wish."""

    view: str = ""
    kind: str = ""
    step: str = ""
    due: str = ""
    desk: str = ""
    holder: str = ""
    progress: str = ""
    q: str = ""
    sort: str = ""
    # Whether tasks are being chosen for one act on many.
    choose: str = ""
    after: str = ""
    before: str = ""

    @classmethod
    def of(cls, values: Mapping[str, str]) -> Place:
        """The place that an address names; what makes no sense is left out."""
        # It may have lain inside another address, into which nobody has looked before.
        said = {name: value.replace("\0", "").strip() for name, value in values.items()}
        known = {field.name: said.get(field.name, "") for field in fields(cls)}
        for name, allowed in _ALLOWED.items():
            if known[name] not in allowed.values:
                known[name] = ""
        if not _NUMBER.fullmatch(known["desk"]):
            known["desk"] = ""
        known["choose"] = "1" if known["choose"] else ""
        known["q"] = sought(known["q"])[:LONGEST_SEARCH]
        return cls(**{name: value[:200] for name, value in known.items()})

    @classmethod
    def parse(cls, query: str) -> Place:
        """The place of a query string; what is none is the plain inbox."""
        try:
            said = parse_qsl(query, max_num_fields=50) if len(query) < 2000 else []  # noqa: PLR2004 - no address of ours is longer
        except ValueError:  # more fields than that
            said = []
        return cls.of(dict(said))

    def query(self) -> str:
        """The query string of the place without its question mark; empty for the plain inbox."""
        said = {field.name: getattr(self, field.name) for field in fields(self)}
        return urlencode({name: value for name, value in said.items() if value})

    def at(self, **changes: str) -> Place:
        """The same place with other values, on its first page unless a page is given."""
        return replace(self, **{"after": "", "before": "", **changes})

    @property
    def is_filtered(self) -> bool:
        """Whether rows may be missing because of a filter or a search."""
        return bool(self.kind or self.step or self.due or self.desk or self.q or self.progress)


_ALLOWED: Mapping[str, type[TextChoices]] = {
    "view": View, "due": Due, "sort": Sort, "holder": Holder, "progress": Progress,
}  # fmt: skip
