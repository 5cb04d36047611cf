"""What changed between two versions of a text, word by word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from workflows.untyped import Json

from ...city.queries.catalogue import names_by_field
from ..models import TextVersion
from . import accepted

_WORDS = re.compile(r"\s+|[^\s]+")
_LINES = re.compile(r"[^\n]*\n?")
MOST_WORDS = 4000
"""Longer texts are compared line by line: comparing words takes the square of their number."""

LINKS = ("partners", "fields_of_action", "target_groups", "districts", "serves", "lead")

Segments = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Change:
    """A field that changed: its label and its text in pieces that stayed, came or went."""

    name: str
    label: str
    segments: Segments


@dataclass(frozen=True, slots=True)
class ListedVersion:
    """A frozen version, and the one before it if that says something else."""

    version: TextVersion
    before: TextVersion | None


def versions_listed(versions: Sequence[TextVersion], *, model: type[Model]) -> list[ListedVersion]:
    """The frozen versions of a case, the latest first, each with what it can be compared to."""
    older = [*versions[1:], None]
    return [
        ListedVersion(version, before if before and _differ(before, version, model) else None)
        for version, before in zip(versions, older, strict=False)
    ]


def _differ(before: TextVersion, after: TextVersion, model: type[Model]) -> bool:
    """Whether a reader sees a difference; most fields are the same and need no words."""
    old, new = before.content, after.content
    return old.keys() != new.keys() or any(
        in_words(name, old[name], {}, model) != in_words(name, new[name], {}, model)
        for name in old
        if old[name] != new[name]
    )


def version_rows(case: int) -> QuerySet[TextVersion]:
    """The frozen versions of a case, the latest first."""
    return TextVersion.objects.filter(case=case).select_related("made_by").order_by("-number")


def versions_of(case: int) -> list[TextVersion]:
    """The same as a list."""
    return list(version_rows(case))


def changes(
    old: Mapping[str, object],
    new: Mapping[str, object],
    *,
    names: Mapping[str, Mapping[int, str]],
    model: type[Model],
) -> list[Change]:
    """The fields of the model that differ; `names` gives the words of linked rows by id."""
    found = []
    for name in [*new, *(key for key in old if key not in new)]:
        before, after = (in_words(name, text.get(name), names, model) for text in (old, new))
        if before != after:
            found.append(Change(name, label_of(name, model), segments(before, after)))
    return found


def names_of_links(
    old: Mapping[str, object], new: Mapping[str, object]
) -> Mapping[str, Mapping[int, str]]:
    """The words of linked rows, read only where two texts name different ones."""
    differ = any(old.get(name) != new.get(name) for name in LINKS if name in old or name in new)
    return names_by_field() if differ else {}


def label_of(name: str, model: type[Model]) -> str:
    """What people call a field of the text."""
    if name == "milestones":
        return _("Milestones")
    if name == accepted.KEY:
        return _("Accepted conditions")
    field = model._meta.get_field(name)  # noqa: SLF001 - Django documents it
    if field.auto_created and field.related_model is not None:
        # Rows of another table, called what they are together.
        label = str(field.related_model._meta.verbose_name_plural)  # noqa: SLF001 - as above
    else:
        label = str(field.verbose_name)  # type: ignore[union-attr] # a column
    return label[:1].upper() + label[1:]


def in_words(
    name: str, value: object, names: Mapping[str, Mapping[int, str]], model: type[Model]
) -> str:
    """A value of a frozen text as a person reads it."""
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case list():
            return _listed(name, value, names)
        case int() if name in LINKS:
            return _name(names, name, value)
        case str():
            return _chosen(name, value, model)
        case _:
            return str(value)


def _listed(name: str, value: Sequence[Any], names: Mapping[str, Mapping[int, str]]) -> str:
    if name == "milestones":
        return "\n".join(_milestone(stone) for stone in value)
    if name == accepted.KEY:
        return "\n".join(accepted.in_words(row) for row in value)
    if name in further_rows:
        return "\n".join(further_rows[name](row) for row in value)
    return ", ".join(_name(names, name, pk) for pk in value)


further_rows: dict[str, Callable[[Json], str]] = {}
"""How a row of what else a text lists is read, by field: the rooms of other kinds say it."""


def _milestone(stone: Json) -> str:
    words = f"{stone.get('title', '')} ({date.fromisoformat(str(stone['due_on'])):%d.%m.%Y})"
    if not stone.get("after"):
        return words
    return _("%(milestone)s, after no. %(number)s") % {"milestone": words, "number": stone["after"]}


def _name(names: Mapping[str, Mapping[int, str]], name: str, pk: int) -> str:
    return names.get(name, {}).get(pk, f"#{pk}")


def _chosen(name: str, value: str, model: type[Model]) -> str:
    if not value:
        return ""
    field = model._meta.get_field(name)  # noqa: SLF001 - Django documents it
    choices = dict(getattr(field, "flatchoices", ()))
    if value in choices:
        return str(choices[value])
    kind = field.get_internal_type()
    if kind == "DateField":
        return f"{date.fromisoformat(value):%d.%m.%Y}"
    if kind == "DecimalField":
        return f"{float(value):,.2f}".translate(str.maketrans(",.", ".,")) + "\N{NO-BREAK SPACE}€"
    return value


def segments(before: str, after: str) -> Segments:
    """The text in pieces: ("same" | "gone" | "new", piece)."""
    pattern = _WORDS if len(before) + len(after) < MOST_WORDS * 8 else _LINES
    old, new = pattern.findall(before), pattern.findall(after)
    return list(_segments(old, new))


def _segments(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if kind == "equal":
            yield "same", "".join(old[old_from:old_to])
            continue
        if old_to > old_from:
            yield "gone", "".join(old[old_from:old_to])
        if new_to > new_from:
            yield "new", "".join(new[new_from:new_to])
