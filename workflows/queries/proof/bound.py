"""Which rows are bound to the trail: an event carries a digest of each that it wrote.

A row falls into parts that are written together; the last event that names a part says what it
must look like. What stands in no part is not protected (docs/operations.md, “Prüfsiegel”).
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import models
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from ...models import (
    Case,
    Condition,
    CosignatureItem,
    CosignRule,
    DayOff,
    Deadline,
    DeadlineEntry,
    Desk,
    DeskHolder,
    Note,
    Obligation,
    Question,
    RoutePeriod,
    RouteRung,
    RouteThreshold,
    RouteVersion,
    Substitution,
    Unit,
    Vote,
)
from ..people.case import KIND as ORGANISATION

CHUNK = 2000

STOCK = "take_stock"
"""The act that binds all rows of a kind that were there before: from then on each is known."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A table whose rows events bind.

    `case` is the way to the case (empty: the only one of its `kind`), `key` what names a row within
    it, `parts` the columns by part. `related` are columns that other tables hold: whoever writes
    them binds their part. `free` are the columns that may change without an event.
    """

    model: type[models.Model]
    case: str
    parts: Mapping[str, Sequence[str]]
    free: frozenset[str] = frozenset()
    key: Sequence[str] = ("pk",)
    related: Mapping[str, Combinable] = field(default_factory=dict)
    kind: str = ORGANISATION

    def name(self, *key: object) -> str:
        """What an event calls a row."""
        return ":".join([str(self.model._meta.model_name), *map(str, key)])  # noqa: SLF001 - Django documents it

    def name_of(self, row: models.Model) -> str:
        """The same of a row at hand."""
        return self.name(*(getattr(row, column) for column in self.key))

    def digests(self, name: str, row: Mapping[str, object]) -> dict[str, str]:
        """The digest of each part whose columns are given."""
        return {
            part_name(name, part): digest_of_values([row[column] for column in columns])
            for part, columns in self.parts.items()
            if all(column in row for column in columns)
        }

    def digests_of(self, row: models.Model) -> dict[str, str]:
        """The digests of a row at hand, but for what other tables hold."""
        columns = [c for group in self.parts.values() for c in group if c not in self.related]
        return self.digests(self.name_of(row), {name: getattr(row, name) for name in columns})

    def stored(self, case: int | None = None) -> Iterator[tuple[int | None, str, dict[str, str]]]:
        """Case, name and digests of every row, or of one case, in ascending order of the case."""
        columns = list(dict.fromkeys(column for part in self.parts.values() for column in part))
        found = [*([self.case] if self.case else []), *self.key, *columns]
        rows = self.model._base_manager.annotate(**self.related)  # noqa: SLF001 - all rows
        rows = rows.order_by(*([self.case] if self.case else []), "pk")
        if self.case and case is not None:
            rows = rows.filter(**{self.case: case})
        for values in rows.values_list(*found).iterator(chunk_size=CHUNK):
            case = values[0] if self.case else None
            key, rest = values[bool(self.case) :][: len(self.key)], values[-len(columns) :]
            name = self.name(*key)
            yield case, name, self.digests(name, dict(zip(columns, rest, strict=True)))


def part_name(name: str, part: str) -> str:
    """What an event calls a part of a row."""
    return f"{name}/{part}" if part else name


def digest_of_values(values: Sequence[object]) -> str:
    """The sha256 over values in canonical JSON, as 43 letters."""
    content = json.dumps(
        values, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain
    )
    digest = hashlib.sha256(content.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, UUID):
        return str(value)
    assert isinstance(value, bytes | memoryview), type(value)
    return bytes(value).hex()


bound_tables: dict[type[models.Model], Bound] = {}
"""All tables whose rows are bound, by model."""


def bind_tables(*tables: Bound) -> None:
    """Bind the rows of these tables from now on; those written before stay unbound."""
    bound_tables.update({table.model: table for table in tables})


CASE = (
    "kind", "title", "access", "round", "route_id", "opened_by_id", "opened_at", "edited_by_id",
    "closed_at",
)  # fmt: skip
"""What the last event of a write says of the case itself; state and version are replayed."""


def digest_of_case(case: Case) -> str:
    """The digest of the case's own row."""
    return digest_of_values([getattr(case, column) for column in CASE])


bind_tables(
    Bound(
        CosignatureItem,
        "case_id",
        {
            "": ("case_id", "round", "unit_id", "reason", "requested_at"),
            "how": ("participation", "silence"),
            "status": ("status", "carried_from_id"),
        },
        frozenset({"step_id", "received_at"}),
    ),
    Bound(
        Vote,
        "item__case_id",
        {
            "": (
                "item_id", "choice", "text", "cast_by_id", "on_behalf_of_id", "desk_id", "cast_at",
                "names_unit_id", "replaces_id",
            ),
            "current": ("is_current",),
        },
    ),
    Bound(
        Condition,
        "case_id",
        {
            "": ("case_id", "vote_id", "unit_id", "round", "text"),
            "status": ("status",),
            "answer": ("answer", "answered_at", "material"),
            "settled": ("settled_at",),
        },
    ),
    Bound(
        Obligation,
        "case_id",
        {
            "": ("case_id", "condition_id", "unit_id", "text", "created_at"),
            "done": ("fulfilled_at", "fulfilled_by_id", "evidence"),
        },
    ),
    Bound(
        Question,
        "case_id",
        {
            "": ("case_id", "item_id", "desk_id", "asked_by_id", "asked_at", "text"),
            "answer": ("answered_by_id", "answered_at", "answer"),
        },
    ),
    Bound(
        Note,
        "case_id",
        {
            "": ("case_id", "author_id", "desk_id", "unit_id", "created_at"),
            "text": ("salt", "text", "changed_at"),
        },
    ),
    Bound(
        Deadline,
        "case_id",
        {
            "": ("case_id", "kind", "subject", "amount", "unit", "effect"),
            "due": ("starts_on", "due_on", "due_at"),
        },
        # Whether it still runs follows from its step, when it speaks from its day.
        frozenset(
            {"step_id", "status", "rungs", "next_rung", "next_rung_at", "remaining", "closed_at"}
        ),
        # A step has one; the act that lets the next in a queue begin knows the step only.
        key=("step_or_own",),
        related={"step_or_own": Coalesce("step_id", "id")},
    ),
    Bound(
        DeadlineEntry,
        "deadline__case_id",
        {
            "": (
                "deadline_id", "change", "at", "by_id", "event_seq", "due_before", "due_after",
                "remaining", "until", "reason",
            )
        },
        key=("deadline_id", "event_seq", "change"),
    ),
    Bound(
        Unit,
        "",
        {
            "": (
                "key", "name", "short_name", "kind", "function", "parent_id", "valid_from",
                "valid_until", "successor_id",
            )
        },
        frozenset({"ancestors", "sort_key"}),
    ),
    Bound(
        Desk,
        "",
        {"": ("unit_id", "key", "name", "function", "superior_id", "signs", "closed_on")},
    ),
    Bound(DeskHolder, "", {"": ("desk_id", "person_id", "valid_from", "valid_until")}),
    Bound(
        Substitution,
        "",
        {
            "": (
                "represented_id", "deputy_id", "starts_on", "ends_on", "rank", "steps",
                "entered_by_id", "entered_at", "revoked_at",
            )
        },
    ),
    Bound(DayOff, "", {"": ("day", "name"), "kind": ("is_public_holiday",)}),
    Bound(RouteVersion, "", {"": ("kind", "number", "valid_from", "note")}),
    Bound(
        CosignRule,
        "",
        {"": ("route_id", "predicate", "unit_function", "participation", "silence", "may_extend")},
    ),
    Bound(RoutePeriod, "", {"": ("route_id", "step", "amount", "unit")}),
    Bound(
        RouteRung,
        "",
        {"": ("route_id", "position", "level", "offset", "minimum", "recipients")},
    ),
    Bound(RouteThreshold, "", {"": ("route_id", "key", "amount")}),
)  # fmt: skip
