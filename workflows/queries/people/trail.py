"""The organisation's trail in words: who changed what, when and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from ...enums import DeskFunction, SignatureMark, UnitKind
from ...machine import UnknownKindError, flow_for
from ...models import Desk, Event, Unit, User
from ...untyped import Json
from ..lasting import Entry, entry_of, events_of
from .case import KIND

_PEOPLE = ("person", "represented", "deputy")
_VOCABULARIES: Mapping[str, Mapping[str, Any]] = {
    "function": dict(DeskFunction.choices),
    "kind": dict(UnitKind.choices),
    "signs": dict(SignatureMark.choices),
}


@dataclass(frozen=True, slots=True)
class Names:
    """The names that the events' ids stand for today."""

    units: Mapping[int, str] = field(default_factory=dict)
    desks: Mapping[int, str] = field(default_factory=dict)
    people: Mapping[int, str] = field(default_factory=dict)


def trail() -> QuerySet[Event]:
    """All events of the organisation, the latest first."""
    return events_of(KIND)


def about(*, unit: int = 0, desk: int = 0, person: int = 0) -> QuerySet[Event]:
    """The events about one unit, desk or person."""
    if unit:
        return trail().filter(data__unit=unit)
    if desk:
        return trail().filter(Q(data__desk=desk) | Q(data__left__contains=desk))
    concerned = Q(data__person=person) | Q(data__represented=person) | Q(data__deputy=person)
    concerned |= Q(data__successors__contains=person) | Q(data__heir=person)
    return trail().filter(concerned)


def actions() -> list[tuple[str, str]]:
    """Keys and names of the acts, for a filter, in the order of the names."""
    flow = flow_for(KIND)
    found = [
        (name, str(transition.label))
        for name in flow.act_names()
        if (transition := flow.transition(name, str(flow.initial)))
    ]
    return sorted(found, key=lambda pair: pair[1])


def told(found: Iterable[Event]) -> list[Entry]:
    """The events in words; three statements for the names, whatever their number."""
    events = list(found)
    names = _names(events)
    return [entry_of(one, title=_title(one, names), text=_text(one, names)) for one in events]


def _names(events: Iterable[Event]) -> Names:
    ids: dict[str, set[int]] = {"unit": set(), "desk": set(), "person": set()}
    for event in events:
        changes = event.data.get("changes", {})
        _add(ids["unit"], event.data.get("unit"), event.data.get("parent"))
        _add(ids["unit"], *changes.get("parent_id", ()))
        _add(ids["desk"], event.data.get("desk"), event.data.get("superior"))
        _add(ids["desk"], *changes.get("superior_id", ()))
        _add(ids["desk"], *event.data.get("left", ()))
        _add(ids["person"], *(event.data.get(name) for name in _PEOPLE))
        _add(ids["person"], event.data.get("heir"), *event.data.get("successors", ()))
    return Names(
        units=dict(Unit.objects.filter(pk__in=ids["unit"]).values_list("pk", "name")),
        desks=dict(Desk.objects.filter(pk__in=ids["desk"]).values_list("pk", "name")),
        people={p.pk: str(p) for p in User.objects.filter(pk__in=ids["person"])},
    )


def _add(ids: set[int], *values: object) -> None:
    ids.update(value for value in values if isinstance(value, int))


def _title(event: Event, names: Names) -> str:
    flow = flow_for(KIND)
    transition = flow.transition(event.action, str(flow.initial))
    deed = str(transition.label) if transition else _("Organisation founded")
    what = _what(event.data, names)
    deed = deed[:1].upper() + deed[1:]
    return f"{deed}: {what}" if what else deed


def _what(data: Json, names: Names) -> str:
    if "represented" in data:
        people = (names.people.get(data["represented"], ""), names.people.get(data["deputy"], ""))
        return _("%(deputy)s for %(represented)s") % {"represented": people[0], "deputy": people[1]}
    parts = [names.people.get(data.get("person", 0), ""), names.desks.get(data.get("desk", 0), "")]
    if not any(parts):
        parts = [names.units.get(data.get("unit", 0), ""), _kind(data.get("kind", ""))]
    return ", ".join(part for part in parts if part)


def _kind(kind: str) -> str:
    try:
        return str(flow_for(kind).label)
    except UnknownKindError:
        return kind


def _text(event: Event, names: Names) -> str:
    lines = [
        *_changes(event.data.get("changes", {}), names),
        *_facts(event.data),
        *_taken_over(event.data, names),
    ]
    reason = getattr(event, "text", None)
    if reason is not None and reason.text:
        lines.append(_("Reason: %(text)s") % {"text": reason.text})
    return "\n".join(lines)


def _changes(changes: Json, names: Names) -> Iterable[str]:
    labels = {
        "name": _("Name"), "short_name": _("Short name"), "kind": _("Kind"),
        "function": _("Function"), "parent_id": _("Belongs to"), "superior_id": _("Superior"),
        "signs": _("Signature mark"),
    }  # fmt: skip
    above = {"parent_id": names.units, "superior_id": names.desks}
    for name in (name for name in labels if name in changes):
        before, after = changes[name]
        words: Mapping[Any, Any] = above.get(name) or _VOCABULARIES.get(name) or {}
        old, new = (str(words.get(value, value) or "–") for value in (before, after))
        yield f"{labels[name]}: {old} → {new}"


def _taken_over(data: Json, names: Names) -> Iterable[str]:
    """Of somebody who has left: who holds each desk now, who keeps the rest."""
    for desk, person in zip(data.get("left", ()), data.get("successors", ()), strict=False):
        successor = names.people.get(person or 0) or _("nobody appointed")
        yield f"{names.desks.get(desk, '')}: {successor}"
    if heir := names.people.get(data.get("heir") or 0):
        yield _("Everything else: %(name)s") % {"name": heir}


def _facts(data: Json) -> Iterable[str]:
    if "hook" in data:
        yield f"{data['name']} ({data['host']})"
    first, last = _day(data.get("first_day")), _day(data.get("last_day"))
    if first and last:
        yield _("from %(first)s to %(last)s") % {"first": first, "last": last}
    elif first:
        yield _("from %(first)s on") % {"first": first}
    elif last:
        yield _("until %(last)s") % {"last": last}
    if data.get("withdrawn"):
        yield _("withdrawn on its first day")
    if "number" in data:
        yield _("Version %(number)s, valid from %(day)s") % {
            "number": data["number"], "day": _day(data.get("valid_from")),
        }  # fmt: skip
    if isinstance(days := data.get("days"), Mapping):
        yield ", ".join(f"{_day(day)} {name}" for day, name in sorted(days.items()))
    if changed := data.get("changed"):
        yield _("Changed: %(fields)s") % {"fields": ", ".join(map(_field, changed))}


def _field(name: str) -> str:
    field = User._meta.get_field(name)  # noqa: SLF001 - documented as public
    return str(getattr(field, "verbose_name", name))


def _day(value: object) -> str:
    try:
        return f"{date.fromisoformat(str(value)):%d.%m.%Y}"
    except ValueError:
        return ""
