"""Writing the fields of a measure from JSON values, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import connection, models
from django.utils.translation import gettext as _

from workflows.enums import Access
from workflows.models import Unit, din5007_key
from workflows.refusals import GuardsUnmet, Unmet
from workflows.spelling import one_line, tidied
from workflows.untyped import Json

from ...city.models import District, FieldOfAction, TargetGroup
from ...decisions.flows.values import amount, day, key, line
from ...decisions.rules.posts import OUTSIDE
from ...implementing.models import Milestone
from ...targets.models import Objective
from ..models import IMPACTS, Measure
from ..queries.texts import (
    BUDGETED,
    CITYWIDE,
    DATES,
    LINKS,
    NO_IMPACT,
    PLAIN,
    PUBLIC_WORDS,
    SUMS,
)

if TYPE_CHECKING:
    from workflows.actions.acting.work import Work
    from workflows.actions.wire.batch import Batch

_TARGETS: Mapping[str, type[models.Model]] = {
    "partners": Unit,
    "fields_of_action": FieldOfAction,
    "target_groups": TargetGroup,
    "districts": District,
    "serves": Objective,
}


_KEPT_KEYS = ("lead", "predecessor", "supplements", "responsible", "funds_confirmed_by")
"""What was read from its table or is not written here: nobody has to look whether it is there."""


def apply_fields(
    measure: Measure, fields: Json, *, work: Work, batch: Batch, today: date | None = None
) -> None:
    """Write the given fields of a measure; those not given stay as they are.

    Sums are decimal text in euros, dates ISO text, links lists of ids, milestones a list of
    {id?, title, due_on, after?}, `after` being the number of the one to be reached before. Links
    and new milestones lie in `batch` until it is flushed. With `today`, as after the submission,
    no day may be moved into the past. Raises GuardsUnmet with every field that does not fit,
    writing nothing.
    """
    is_new = measure.pk is None
    planned = {name: getattr(measure, name) for name in DATES}
    unmet = [*_set_values(measure, fields), *_link_problems(fields), *_stone_problems(fields)]
    if today and not unmet:
        unmet = list(_past_days(measure, fields, planned, today))
    unmet += list(_model_problems(measure, fields, {problem.field for problem in unmet}))
    if str(fields.get("access", Access.NORMAL)) not in set(Access):
        unmet.append(_unreadable("access"))
    if unmet:
        raise GuardsUnmet(unmet)
    measure.title_sort_key = din5007_key(measure.title)
    work.store(measure)
    for name in LINKS:
        if name in fields or is_new:
            keys = _keys(fields.get(name, ()))
            _set_links(measure, name, keys, batch=batch, is_new=is_new)
            work.bind(Measure, measure.pk, name, sorted(keys))
    if "milestones" in fields:
        _set_milestones(measure, fields["milestones"], work=work, batch=batch, is_new=is_new)
    if "access" in fields:
        work.case.access = str(fields["access"])
    work.case.title = f"{measure.reference} {measure.title}"


def value_problems(fields: Json) -> tuple[list[Unmet], dict[str, object]]:
    """What of these values no measure could take, and the values as it would; nothing is written.

    As in `apply_fields`; a title may be missing.
    """
    measure = Measure()
    unmet = [*_set_values(measure, fields), *_link_problems(fields)]
    excused = {problem.field for problem in unmet}
    unmet += _model_problems(measure, fields, excused if measure.title else {*excused, "title"})
    if any(problem.field in LINKS for problem in unmet):
        return unmet, {}
    return unmet, {
        name: _keys(fields[name]) if name in LINKS else getattr(measure, name) for name in fields
    }


def _unreadable(field: str) -> Unmet:
    return Unmet("invalid", _("This value cannot be read. Please check it."), field)


def _set_values(measure: Measure, fields: Json) -> Iterator[Unmet]:
    ticks = (*(f"impact_{impact}" for impact in IMPACTS), NO_IMPACT, CITYWIDE)
    for name in (*PLAIN, *PUBLIC_WORDS, *ticks):
        if name not in fields:
            continue
        is_text = isinstance(getattr(measure, name), str)
        if isinstance(fields[name], str if is_text else bool):
            setattr(measure, name, _spelt(name, fields[name]))
        else:
            yield _unreadable(name)
    for names, parse in (((*SUMS, *BUDGETED), amount), (DATES, day)):
        for name in names:
            raw = fields.get(name)
            value = None if raw in (None, "") else parse(raw)
            if raw not in (None, "") and value is None:
                yield _unreadable(name)
            elif name in fields:
                setattr(measure, name, value)
    if "lead" in fields:
        still_there = models.Q(valid_until=None) | models.Q(pk=measure.lead_id)
        inside = Unit.objects.exclude(kind__in=OUTSIDE).filter(still_there)
        lead = inside.filter(pk=key(fields["lead"])).first()
        if lead is None:
            yield Unmet("lead_missing", _("Please choose the office that has the lead."), "lead")
        else:
            measure.lead = lead


def _spelt(name: str, value: object) -> object:
    """A text in its normal form; a name has one line, a text as many as it likes."""
    if not isinstance(value, str):
        return value
    is_line = isinstance(Measure._meta.get_field(name), models.CharField)  # noqa: SLF001 - Django documents it
    return one_line(value) if is_line else tidied(value)


def _link_problems(fields: Json) -> Iterator[Unmet]:
    given = [name for name in _TARGETS if name in fields]
    wanted: dict[str, list[int]] = {}
    for name in given:
        if isinstance(fields[name], list | tuple):
            wanted[name] = _keys(fields[name])
        else:
            yield _unreadable(name)
    found = _existing(wanted)
    for name, keys in wanted.items():
        if found[name] != len(keys):
            yield Unmet("unknown_choice", _("One of the chosen entries does not exist."), name)


def _keys(values: Sequence[object]) -> list[int]:
    """Each key once; what cannot be read is the 0 that no row has."""
    return list(dict.fromkeys(key(value) for value in values))


def _existing(wanted: Mapping[str, Sequence[int]]) -> dict[str, int]:
    """How many of the wanted entries there are, by field; one statement for all fields."""
    if not any(wanted.values()):
        return dict.fromkeys(wanted, 0)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {name: list(wanted.get(name, ())) for name in _TARGETS})
        counts = dict(zip(_TARGETS, cursor.fetchone(), strict=True))
    return {name: counts[name] for name in wanted}


def _count(name: str, table: str) -> str:
    return f"(SELECT count(*) FROM {table} WHERE id = ANY(%({name})s::bigint[]))"  # noqa: S608 - names of ours


# Named by the models' meta, never by input.
_COUNT = "SELECT " + ", ".join(_count(n, model._meta.db_table) for n, model in _TARGETS.items())  # noqa: SLF001 - Django documents it


def _stone_problems(fields: Json) -> Iterator[Unmet]:
    stones = fields.get("milestones", [])
    if not isinstance(stones, list | tuple) or not all(isinstance(s, Mapping) for s in stones):
        yield _unreadable("milestones")
        return
    for index, stone in enumerate(stones):
        place = {"number": index + 1}
        if not line(stone.get("title")):
            yield Unmet(
                "stone_title",
                _("Milestone %(number)d needs a title.") % place,
                f"milestones-{index}-title",
            )
        if day(stone.get("due_on")) is None:
            yield Unmet(
                "stone_date",
                _("Milestone %(number)d needs a date.") % place,
                f"milestones-{index}-due_on",
            )
        if stone.get("after") is not None and not 0 < key(stone["after"]) <= index:
            yield Unmet(
                "stone_after",
                _("Milestone %(number)d can only come after one above it.") % place,
                f"milestones-{index}-after",
            )


def _past_days(
    measure: Measure, fields: Json, planned: Mapping[str, date | None], today: date
) -> Iterator[Unmet]:
    """Days that are new and over; those that were planned may have passed meanwhile."""
    text = _("The %(day)s is over. Please choose a later day.")
    stones = fields.get("milestones", ())
    known = {stone.pk: stone.due_on for stone in measure.milestones.all()} if stones else {}
    wanted = [(name, getattr(measure, name), planned[name]) for name in DATES]
    wanted += [
        (f"milestones-{index}-due_on", day(stone["due_on"]), known.get(key(stone.get("id"))))
        for index, stone in enumerate(stones)
    ]
    for field, value, before in wanted:
        if value and value != before and value < today:
            yield Unmet("day_past", text % {"day": f"{value:%d.%m.%Y}"}, field)


def _model_problems(measure: Measure, fields: Json, known: set[str]) -> Iterator[Unmet]:
    """What the fields of the model themselves refuse, and what contradicts itself."""
    try:
        measure.clean_fields(exclude=["case", "reference", *_KEPT_KEYS, *known])
    except ValidationError as error:
        for name, texts in error.message_dict.items():
            yield Unmet("invalid", " ".join(texts), name)
    if measure.starts_on and measure.ends_on and measure.ends_on < measure.starts_on:
        yield Unmet("end_before_start", _("The end lies before the begin."), "ends_on")
    if measure.impact_none and measure.impacts():
        text = _("“None of these applies” and a tick above it contradict each other.")
        yield Unmet("impact_contradiction", text, NO_IMPACT)
    if measure.is_citywide and "districts" in fields and fields["districts"]:
        text = _("“The whole city” and single districts contradict each other.")
        yield Unmet("place_contradiction", text, CITYWIDE)
    for name in (*SUMS, *BUDGETED):
        value = getattr(measure, name)
        if value is not None and value < 0:
            yield Unmet("negative", _("A sum cannot be negative."), name)


def _set_links(
    measure: Measure, name: str, keys: Sequence[int], *, batch: Batch, is_new: bool
) -> None:
    """Replace the links of one kind."""
    table = getattr(Measure, name).through._meta.db_table  # noqa: SLF001 - Django documents it
    values = {"measure": measure.pk, "keys": list(keys)}
    if not is_new:
        batch.first(
            f"DELETE FROM {table} WHERE measure_id = %(measure)s"  # noqa: S608 - no input
            f" AND {LINKS[name]} <> ALL(%(keys)s::bigint[])",
            values,
        )
    if keys:
        batch.last(
            f"INSERT INTO {table} (measure_id, {LINKS[name]})"  # noqa: S608 - no input
            " SELECT %(measure)s::bigint, k FROM unnest(%(keys)s::bigint[]) k"
            " ON CONFLICT DO NOTHING",
            values,
        )


def _set_milestones(
    measure: Measure, stones: Sequence[Json], *, work: Work, batch: Batch, is_new: bool
) -> None:
    """Replace the milestones that are not over; those with a known id keep it."""
    kept = {} if is_new else {stone.pk: stone for stone in measure.milestones.all()}
    wanted = [key(stone.get("id")) for stone in stones]
    gone = [old for pk, old in kept.items() if pk not in wanted and not old.is_over]
    for old in kept.values():
        work.release(old)  # the trail knows them by their positions, which may all change
        if old.predecessor_id in {other.pk for other in gone}:
            old.predecessor = None
    if gone:
        Milestone.objects.filter(predecessor__in=gone).update(predecessor=None)
        work.remove(kept.pop(old.pk) for old in gone)
    rows = [kept.pop(pk) if pk in kept else Milestone(measure=measure) for pk in wanted]
    for position, (row, stone) in enumerate(zip(rows, stones, strict=True), start=1):
        row.position = position
        if not row.is_over:
            row.title = line(stone["title"])
            row.due_on = day(stone["due_on"]) or row.due_on
    fresh = [row for row in rows if row.pk is None]
    if any(stone.get("after") for stone in stones):
        # Whoever comes after another one names its key.
        Milestone.objects.bulk_create(fresh)
        fresh = []
    _chain(rows, stones)
    batch.insert(*fresh)
    work.keep(*fresh, *kept.values())
    changed = [row for row in rows if row.pk is not None]
    work.store_changed(changed, "position", "title", "due_on", "predecessor")


def _chain(rows: Sequence[Milestone], stones: Sequence[Json]) -> None:
    """Which milestone comes after which one above it; what is not said stays as it is."""
    for row, stone in zip(rows, stones, strict=True):
        if "after" in stone and not row.is_over:
            before = key(stone["after"])
            row.predecessor = rows[before - 1] if before else None
