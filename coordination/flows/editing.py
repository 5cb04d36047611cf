"""Writing the fields of a measure from JSON values, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from workflows.enums import Access
from workflows.models import Unit, din5007_key
from workflows.refusals import GuardsUnmet, Unmet

from ..models import IMPACTS, District, FieldOfAction, Measure, Milestone, TargetGroup
from ..queries.texts import DATES, LINKS, PLAIN, SUMS

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
    if unmet:
        raise GuardsUnmet(unmet)
    measure.title_sort_key = din5007_key(measure.title)
    measure.save()
    for name in LINKS:
        if name in fields:
            getattr(measure, name).set([int(pk) for pk in fields[name]])
    if "milestones" in fields:
        _set_milestones(measure, fields["milestones"])
    if fields.get("access") in set(Access):
        case.access = str(fields["access"])
    case.title = f"{measure.reference} {measure.title}"


def _set_values(measure: Measure, fields: Mapping[str, Any]) -> Iterator[Unmet]:
    for name in (*PLAIN, *(f"impact_{impact}" for impact in IMPACTS)):
        if name in fields:
            setattr(measure, name, fields[name])
    for names, parse in ((SUMS, Decimal), (DATES, date.fromisoformat)):
        for name in names:
            if name not in fields:
                continue
            try:
                raw = fields[name]
                setattr(measure, name, None if raw in (None, "") else parse(str(raw)))
            except (ValueError, ArithmeticError):
                yield Unmet("invalid", _("This value cannot be read. Please check it."), name)
    if "lead" in fields:
        lead = Unit.objects.filter(pk=_number(fields["lead"])).first()
        if lead is None:
            yield Unmet("lead_missing", _("Please choose the office that has the lead."), "lead")
        else:
            measure.lead = lead


def _number(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        return 0


def _link_problems(fields: Mapping[str, Any]) -> Iterator[Unmet]:
    for name, model in _TARGETS.items():
        if name not in fields:
            continue
        wanted = {_number(pk) for pk in fields[name]}
        found = model._default_manager.filter(pk__in=wanted).count()  # noqa: SLF001 - any model
        if found != len(wanted):
            yield Unmet("unknown_choice", _("One of the chosen entries does not exist."), name)


def _stone_problems(fields: Mapping[str, Any]) -> Iterator[Unmet]:
    for index, stone in enumerate(fields.get("milestones") or ()):
        place = {"number": index + 1}
        if not str(stone.get("title") or "").strip():
            yield Unmet(
                "stone_title",
                _("Milestone %(number)d needs a title.") % place,
                f"milestones-{index}-title",
            )
        try:
            date.fromisoformat(str(stone.get("due_on")))
        except ValueError:
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
    wanted = [_number(stone.get("id")) for stone in stones]
    gone = [pk for pk, stone in kept.items() if pk not in wanted and not stone.is_over]
    Milestone.objects.filter(predecessor__in=gone).update(predecessor=None)
    Milestone.objects.filter(pk__in=gone).delete()
    for position, (pk, stone) in enumerate(zip(wanted, stones, strict=True), start=1):
        row = kept.get(pk) or Milestone(measure=measure)
        row.position = position
        if not row.is_over:
            row.title = str(stone["title"]).strip()[:200]
            row.due_on = date.fromisoformat(str(stone["due_on"]))
        row.save()
