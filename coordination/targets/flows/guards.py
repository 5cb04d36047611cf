"""What a target must hold before it may leave its office (domain 2.6)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from workflows.refusals import Unmet

from ..enums import TargetState
from ..models import Objective
from .look import TargetLook

NEEDED = ("indicator", "baseline", "baseline_on", "goal", "due_on", "office")


def is_complete(look: TargetLook) -> Iterator[Unmet]:
    """Text, time frame, and every objective with indicator, both values, both days, an office."""
    target = look.subject
    for name, message in (
        ("title", _("The title is missing.")),
        ("facts", _("The facts and reasons are missing.")),
        ("proposal", _("The proposed resolution is missing.")),
        ("starts_on", _("The time frame needs a begin.")),
        ("ends_on", _("The time frame needs an end.")),
    ):
        if getattr(target, name) in ("", None):
            yield Unmet(f"{name}_missing", message, name)
    if not look.objectives:
        text = _("Name at least one objective that can be measured.")
        yield Unmet("objective_missing", text, "objectives")
    for row in look.objectives:
        yield from _of_objective(look, row)


def _of_objective(look: TargetLook, row: Objective) -> Iterator[Unmet]:
    where = f"objectives-{row.position - 1}"
    words = {"number": row.position}
    missing = [name for name in NEEDED if getattr(row, name) in ("", None)]
    for name in missing:
        label = Objective._meta.get_field(name).verbose_name  # type: ignore[union-attr]  # noqa: SLF001 - Django documents it
        text = _("Objective %(number)d: “%(field)s” is missing.") % {**words, "field": label}
        yield Unmet(f"{name}_missing", text, f"{where}-{name}")
    if missing:
        return
    if row.goal == row.baseline:
        text = _("Objective %(number)d: The value to be reached is the one at the beginning.")
        yield Unmet("goal_same", text % words, f"{where}-goal")
    assert row.due_on is not None, "it is not missing"
    assert row.baseline_on is not None, "it is not missing"
    ends_on = look.subject.ends_on
    if row.due_on <= row.baseline_on or (ends_on and row.due_on > ends_on):
        text = _(
            "Objective %(number)d: The day lies outside the time frame, or before the first value."
        )
        yield Unmet("due_outside", text % words, f"{where}-due_on")


def days_lie_ahead(look: TargetLook) -> Iterator[Unmet]:
    """What is still to be decided lies ahead."""
    for row in look.objectives:
        if row.due_on and row.due_on < look.call.today:
            text = _("Objective %(number)d: The %(day)s is over. Please choose a later day.")
            words = {"number": row.position, "day": f"{row.due_on:%d.%m.%Y}"}
            yield Unmet("day_past", text % words, f"objectives-{row.position - 1}-due_on")


def not_asked_yet(look: TargetLook) -> Iterator[Unmet]:
    """One question at a time."""
    if look.scene.tasks_of("target_submission"):
        yield Unmet("already_asked", _("The head has already been asked."))


def only_by_resolution(look: TargetLook) -> Iterator[Unmet]:
    """2.6: once resolved, values and days stand until the council resolves something else."""
    if look.case.state != TargetState.RUNNING:
        return
    text = _(
        "The council has resolved this target. Its values and days change only by another"
        " resolution: please bring a new target before the council, or let the council office"
        " record the resolution with “Change by resolution”."
    )
    yield Unmet("only_by_resolution", text)
