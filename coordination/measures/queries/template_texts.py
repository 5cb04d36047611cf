"""What a template holds: the text of a measure without what belongs to one measure alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from workflows.models import Unit
from workflows.untyped import Json

from ...city.models import District, FieldOfAction, TargetGroup
from ...decisions.queries.differences import in_words, label_of
from ...targets.models import Objective
from ...targets.queries.targets import objectives_in_force
from ..models import IMPACTS, Measure
from .texts import CITYWIDE, LINKS, NO_IMPACT, PLAIN, PUBLIC_WORDS, measure_text

_OF_ONE_MEASURE = frozenset({"is_urgent"})
WORDS = (*(name for name in PLAIN if name not in _OF_ONE_MEASURE), *PUBLIC_WORDS)
TICKS = (*(f"impact_{name}" for name in IMPACTS), NO_IMPACT, CITYWIDE)
TAKEN = (*WORDS, *TICKS, *LINKS)
"""Fields of a measure that a template holds under the same names.

Not the lead, sums, days, who answers for it or what was decided: they belong to one measure.
"""
DAYS, STONES, OFFICES = "days", "milestones", "offices"
"""How long it takes in days; milestones so many days after the begin; who usually co-signs."""
LONGEST = 3660
"""Days: no measure is planned further than ten years."""

Content = Json


def content_of(measure: Measure) -> Content:
    """The text of a measure as a template begins with it: days count from its begin on.

    Without a begin they count from its first milestone on.
    """
    text = measure_text(measure)
    stones = list(
        measure.milestones.filter(dropped_reason="").order_by("position").select_related(None)
    )
    first = measure.starts_on or min((stone.due_on for stone in stones), default=None)
    numbers = {stone.pk: number for number, stone in enumerate(stones, start=1)}
    return {
        **{name: text[name] for name in TAKEN},
        DAYS: _between(first, measure.ends_on) if measure.starts_on else None,
        STONES: [
            {
                "title": stone.title,
                "days": _between(first, stone.due_on) or 0,
                "after": numbers.get(stone.predecessor_id or 0),
            }
            for stone in stones
        ],
        OFFICES: [],
    }


def _between(first: date | None, last: date | None) -> int | None:
    if first is None or last is None:
        return None
    return min(LONGEST, max(0, (last - first).days))


def needs_begin(content: Json) -> bool:
    """Whether it holds days that count from the begin on."""
    return bool(content.get(STONES)) or content.get(DAYS) is not None


def fields_of(content: Json, *, lead: int | None, begins_on: date | None) -> dict[str, object]:
    """The values of the act `edit` for a measure that begins with it on that day.

    Without a day no milestone is set. The lead is no partner of itself.
    """
    fields: dict[str, object] = {name: content[name] for name in TAKEN if name in content}
    fields["partners"] = [unit for unit in content.get("partners", ()) if unit != lead]
    if begins_on is None:
        return fields
    stones: Sequence[Json] = content.get(STONES) or ()
    length = content.get(DAYS)
    return {
        **fields,
        "starts_on": begins_on.isoformat(),
        "ends_on": _later(begins_on, length) if length is not None else None,
        STONES: [
            {
                "id": None, "title": stone["title"], "due_on": _later(begins_on, stone["days"]),
                "after": stone.get("after"),
            }
            for stone in stones
        ],
    }  # fmt: skip


def _later(day: date, days: int) -> str:
    return (day + timedelta(days=days)).isoformat()


def still_there(content: Json, *, on: date) -> tuple[Content, list[str]]:
    """The content without what has ended by that day, and a sentence on each thing left out.

    An office that another one has followed is that one. One statement for each kind of link that
    the template holds.
    """
    kept, gone = dict(content), list[str]()
    for name, model in _ENTRIES.items():
        if content.get(name):
            kept[name], ended = _present(content[name], model, on)
            gone += (_gone(name, one) for one in ended)
    if content.get("serves"):
        kept["serves"], ended = _served(content["serves"])
        gone += (_gone("serves", one) for one in ended)
    named = {key for name in _UNITS for key in content.get(name) or ()}
    rows = {row.pk: row for row in Unit.objects.filter(pk__in=named)} if named else {}
    for name in _UNITS:
        if content.get(name):
            kept[name], ended = _followed(content[name], rows, on)
            gone += (_gone("partners", one) for one in ended)
    return kept, list(dict.fromkeys(gone))


Entry = type[FieldOfAction] | type[TargetGroup] | type[District]
_ENTRIES: Mapping[str, Entry] = {
    "fields_of_action": FieldOfAction, "target_groups": TargetGroup, "districts": District,
}  # fmt: skip
_UNITS = ("partners", OFFICES)


def _gone(name: str, what: str) -> str:
    text = _("%(field)s “%(name)s” has ended. The template opens without it.")
    return text % {"field": label_of(name, Measure), "name": what}


def _present(keys: Sequence[int], model: Entry, on: date) -> tuple[list[int], list[str]]:
    rows = {row.pk: row for row in model.objects.filter(pk__in=keys)}
    lasts = {key for key, row in rows.items() if row.valid_until is None or row.valid_until >= on}
    over = [str(rows[key]) for key in keys if key in rows and key not in lasts]
    return [key for key in keys if key in lasts], over


def _served(keys: Sequence[int]) -> tuple[list[int], list[str]]:
    open_ones = set(objectives_in_force().filter(pk__in=keys).values_list("pk", flat=True))
    over = [key for key in keys if key not in open_ones]
    rows = Objective.objects.filter(pk__in=over).order_by("pk") if over else ()
    return [key for key in keys if key in open_ones], [row.text for row in rows]


def _followed(
    keys: Sequence[int], rows: Mapping[int, Unit], on: date
) -> tuple[list[int], list[str]]:
    kept, ended = list[int](), list[str]()
    for row in (rows[key] for key in keys if key in rows):
        if row.valid_until is None or row.valid_until >= on:
            kept.append(row.pk)
        elif row.successor_id is not None:
            kept.append(row.successor_id)
        else:
            ended.append(row.name)
    return list(dict.fromkeys(kept)), ended


def in_force(on: date) -> Q:
    """What of a catalogue may be chosen on that day."""
    return Q(valid_until=None) | Q(valid_until__gte=on)


def in_rows(content: Json, names: Mapping[str, Mapping[int, str]]) -> list[tuple[str, str]]:
    """What a template holds as a person reads it: labels and words, nothing that is left open."""
    rows = [
        (label_of(name, Measure), in_words(name, content[name], names, Measure))
        for name in TAKEN
        if content.get(name)
    ]
    if content.get(DAYS) is not None:
        rows.append((_("Duration in days"), str(content[DAYS])))
    if content.get(STONES):
        stones = "\n".join(_stone_words(stone) for stone in content[STONES])
        rows.append((label_of("milestones", Measure), stones))
    if content.get(OFFICES):
        offices = in_words("partners", content[OFFICES], names, Measure)
        rows.append((_("Offices that usually co-sign"), offices))
    return rows


def _stone_words(stone: Json) -> str:
    words = {"milestone": stone["title"], "days": stone["days"]}
    return _("%(milestone)s: %(days)s days after the begin") % words
