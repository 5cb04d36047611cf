"""Writing the fields of a measure from JSON values, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from workflows.enums import Access
from workflows.models import Unit, din5007_key
from workflows.refusals import GuardsUnmet, Unmet

from ..models import IMPACTS, District, FieldOfAction, Measure, Milestone, TargetGroup
from ..queries.texts import DATES, LINKS, PLAIN, SUMS
from ..rules.posts import OUTSIDE
from .values import amount, day, key, line

if TYPE_CHECKING:
    from django.db import models

    from workflows.models import Case

_TARGETS: Mapping[str, type[models.Model]] = {
    "partners": Unit,
    "fields_of_action": FieldOfAction,
    "target_groups": TargetGroup,
    "districts": District,
}


def apply_fields(measure: Measure, fields: Mapping[str, Any], *, case: Case) -> None:
    """Write the given fields of a measure; those not given stay as they are.

    Sums are decimal text in euros, dates ISO text, links lists of ids, milestones a list of
    {id?, title, due_on}. Raises GuardsUnmet with every field that does not fit, writing nothing.
    """
    unmet = [*_set_values(measure, fields), *_link_problems(fields), *_stone_problems(fields)]
    unmet += list(_model_problems(measure, {problem.field for problem in unmet}))
    if str(fields.get("access", Access.NORMAL)) not in set(Access):
        unmet.append(_unreadable("access"))
    if unmet:
        raise GuardsUnmet(unmet)
    measure.title_sort_key = din5007_key(measure.title)
    measure.save()
    for name in LINKS:
        if name in fields:
            getattr(measure, name).set([key(pk) for pk in fields[name]])
    if "milestones" in fields:
        _set_milestones(measure, fields["milestones"])
    if "access" in fields:
        case.access = str(fields["access"])
    case.title = f"{measure.reference} {measure.title}"


def _unreadable(field: str) -> Unmet:
    return Unmet("invalid", _("This value cannot be read. Please check it."), field)


def _set_values(measure: Measure, fields: Mapping[str, Any]) -> Iterator[Unmet]:
    for name in (*PLAIN, *(f"impact_{impact}" for impact in IMPACTS)):
        if name not in fields:
            continue
        is_text = isinstance(getattr(measure, name), str)
        if isinstance(fields[name], str if is_text else bool):
            setattr(measure, name, fields[name])
        else:
            yield _unreadable(name)
    for names, parse in ((SUMS, amount), (DATES, day)):
        for name in names:
            raw = fields.get(name)
            value = None if raw in (None, "") else parse(raw)
            if raw not in (None, "") and value is None:
                yield _unreadable(name)
            elif name in fields:
                setattr(measure, name, value)
    if "lead" in fields:
        inside = Unit.objects.exclude(kind__in=OUTSIDE)
        lead = inside.filter(pk=key(fields["lead"])).first()
        if lead is None:
            yield Unmet("lead_missing", _("Please choose the office that has the lead."), "lead")
        else:
            measure.lead = lead


def _link_problems(fields: Mapping[str, Any]) -> Iterator[Unmet]:
    for name, model in _TARGETS.items():
        if name not in fields:
            continue
        if not isinstance(fields[name], list | tuple):
            yield _unreadable(name)
            continue
        wanted = {key(pk) for pk in fields[name]}
        found = model._default_manager.filter(pk__in=wanted).count()  # noqa: SLF001 - any model
        if found != len(wanted):
            yield Unmet("unknown_choice", _("One of the chosen entries does not exist."), name)


def _stone_problems(fields: Mapping[str, Any]) -> Iterator[Unmet]:
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


def _model_problems(measure: Measure, known: set[str]) -> Iterator[Unmet]:
    """What the fields of the model themselves refuse, and an end before the begin."""
    try:
        measure.clean_fields(exclude=["case", "reference", *known])
    except ValidationError as error:
        for name, texts in error.message_dict.items():
            yield Unmet("invalid", " ".join(texts), name)
    if measure.starts_on and measure.ends_on and measure.ends_on < measure.starts_on:
        yield Unmet("end_before_start", _("The end lies before the begin."), "ends_on")
    for name in SUMS:
        value = getattr(measure, name)
        if value is not None and value < 0:
            yield Unmet("negative", _("A sum cannot be negative."), name)


def _set_milestones(measure: Measure, stones: Sequence[Mapping[str, Any]]) -> None:
    """Replace the milestones that are not over; those with a known id keep it."""
    kept = {stone.pk: stone for stone in measure.milestones.all()}
    wanted = [key(stone.get("id")) for stone in stones]
    gone = [pk for pk, stone in kept.items() if pk not in wanted and not stone.is_over]
    Milestone.objects.filter(predecessor__in=gone).update(predecessor=None)
    Milestone.objects.filter(pk__in=gone).delete()
    for position, (pk, stone) in enumerate(zip(wanted, stones, strict=True), start=1):
        row = kept.pop(pk, None) or Milestone(measure=measure)
        row.position = position
        if not row.is_over:
            row.title = line(stone["title"])
            row.due_on = day(stone["due_on"]) or row.due_on
        row.save()
