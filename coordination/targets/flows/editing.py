"""Writing the fields of a target from JSON values, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from workflows.models import Unit
from workflows.refusals import GuardsUnmet, Unmet
from workflows.spelling import one_line, tidied
from workflows.untyped import Json

from ...decisions.flows.values import amount, day, entries, fields, key
from ...decisions.rules.posts import OUTSIDE
from ..enums import Rhythm
from ..models import Objective, Target
from ..queries.texts import DATES, DAYS, PLAIN, VALUES

if TYPE_CHECKING:
    from workflows.actions.acting.work import Work

MOST = 40
"""Objectives of one target; whoever has more has several targets."""


def apply_fields(target: Target, said: Json, *, work: Work) -> None:
    """Write the given fields of a target; those not given stay as they are.

    Values are decimal text, days ISO text, objectives a list as `queries.texts` reads it; those
    with a known id keep it. Raises GuardsUnmet with every field that does not fit.
    """
    is_new = target.pk is None
    unmet = [*_set_values(target, said)]
    rows = [fields(one) for one in entries(said.get("objectives"))]
    made, faults = _objectives(target, rows, is_new=is_new)
    unmet += faults
    if target.starts_on and target.ends_on and target.ends_on <= target.starts_on:
        text = _("The time frame must end after it has begun.")
        unmet.append(Unmet("end_before_start", text, "ends_on"))
    if unmet:
        raise GuardsUnmet(unmet)
    work.store(target)
    if "objectives" in said:
        _replace(target, made, work=work, is_new=is_new)
    work.case.title = f"{target.reference} {target.title}"


def _unreadable(field: str) -> Unmet:
    return Unmet("invalid", _("This value cannot be read. Please check it."), field)


def _set_values(target: Target, said: Json) -> Iterator[Unmet]:
    for name in PLAIN:
        if name not in said:
            continue
        is_text = isinstance(getattr(target, name), str)
        if not isinstance(said[name], str if is_text else bool):
            yield _unreadable(name)
        elif is_text:
            value = str(said[name])
            setattr(target, name, one_line(value)[:200] if name == "title" else tidied(value))
        else:
            setattr(target, name, said[name])
    for name in DATES:
        if name in said:
            planned = day(said[name])
            if planned is None and said[name] not in (None, ""):
                yield _unreadable(name)
            setattr(target, name, planned)
    if "lead" in said:
        inside = Unit.objects.exclude(kind__in=OUTSIDE)
        lead = inside.filter(pk=key(said["lead"])).first()
        if lead is None:
            yield Unmet("lead_missing", _("Please choose the office that has the lead."), "lead")
        else:
            target.lead = lead


def _objectives(
    target: Target, rows: Sequence[Mapping[str, object]], *, is_new: bool
) -> tuple[list[Objective], list[Unmet]]:
    kept = {} if is_new else {row.pk: row for row in target.objectives.all()}
    offices = Unit.objects.exclude(kind__in=OUTSIDE).in_bulk([key(r.get("office")) for r in rows])
    made, unmet = [], []
    for index, said in enumerate(rows[: MOST + 1]):
        row = kept.pop(key(said.get("id")), None) or Objective(target=target)
        row.position = index + 1
        unmet += [_at(index, item) for item in _take(row, said, offices)]
        made.append(row)
    if len(rows) > MOST:
        text = _("A target has %(count)s objectives at most.") % {"count": MOST}
        unmet.append(Unmet("too_many", text, "objectives"))
    return made, unmet


def _at(index: int, item: Unmet) -> Unmet:
    return Unmet(item.code, item.text, f"objectives-{index}-{item.field}")


def _take(
    row: Objective, said: Mapping[str, object], offices: Mapping[int, Unit]
) -> Iterator[Unmet]:
    for name in ("text", "indicator", "unit"):
        setattr(row, name, one_line(str(said.get(name) or "")))
    rhythm = str(said.get("rhythm") or Rhythm.QUARTER)
    row.rhythm = rhythm if rhythm in Rhythm.values else row.rhythm
    if not row.text:
        yield Unmet("objective_text", _("Please say what is to be reached."), "text")
    for names, parse in ((VALUES, amount), (DAYS, day)):
        for name in names:
            value = None if said.get(name) in (None, "") else parse(said[name])
            if value is None and said.get(name) not in (None, ""):
                yield _unreadable(name)
            setattr(row, name, value)
    row.office = offices.get(key(said.get("office")))
    try:
        row.clean_fields(exclude=["target", "office", "text" if not row.text else "status"])
    except ValidationError as error:
        for name, texts in error.message_dict.items():
            yield Unmet("invalid", " ".join(texts), name)


def _replace(target: Target, made: Sequence[Objective], *, work: Work, is_new: bool) -> None:
    known = {row.pk for row in made if row.pk is not None}
    if not is_new:
        work.remove([row for row in target.objectives.all() if row.pk not in known])
    work.store_changed(
        [row for row in made if row.pk is not None],
        "position", "text", "indicator", "unit", "rhythm", "baseline", "baseline_on", "goal",
        "due_on", "office",
    )  # fmt: skip
    work.store_new([row for row in made if row.pk is None])
