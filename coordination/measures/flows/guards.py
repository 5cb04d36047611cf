"""What a draft must hold before it may leave its office (M2, M3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from workflows.refusals import Unmet

from ...decisions.models import TextVersion
from ...decisions.rules import posts
from ..models import Measure

if TYPE_CHECKING:
    from .measure import MeasureFlow


def fields_complete(flow: MeasureFlow) -> Iterator[Unmet]:
    """M2: everything that a decision needs is filled in; zero cost is allowed but explicit."""
    measure = flow.subject
    for name, message in (
        ("title", _("The title is missing.")),
        ("goal", _("The goal is missing.")),
        ("facts", _("The facts and reasons are missing.")),
        ("proposal", _("The proposed resolution is missing.")),
        ("priority", _("The priority is missing.")),
        ("decision_path", _("The decision path is missing.")),
    ):
        if not str(getattr(measure, name)).strip():
            yield Unmet(f"{name}_missing", message, name)
    text = flow.text()
    if not text["fields_of_action"]:
        yield Unmet("field_missing", _("Choose at least one field of action."), "fields_of_action")
    if not text["target_groups"]:
        yield Unmet("group_missing", _("Choose at least one target group."), "target_groups")
    if measure.cost is None:
        yield Unmet("cost_missing", _("State the cost; 0 is allowed."), "cost")
    elif measure.cost > 0 and not measure.cover.strip():
        yield Unmet("cover_missing", _("State how the cost is covered."), "cover")
    if not text["milestones"]:
        yield Unmet(
            "milestone_missing", _("Name at least one milestone with a date."), "milestones"
        )


def head_agrees(flow: MeasureFlow) -> Iterator[Unmet]:
    """M2: what a clerk submits has been agreed to by the head, in this version."""
    held = [*flow.call.actor.capacities, *flow.scene.stand_ins()]
    mine = [c for c in held if not c.is_deputy or c is flow.call.capacity]
    if any(capacity.fits(post) for capacity in mine for post in posts.lead_head(flow)):
        return
    if flow.subject.head_agreed_version != flow.case.version:
        yield Unmet(
            "head_agreement", _("The head of the lead office has not agreed to this text yet.")
        )


def not_asked_yet(flow: MeasureFlow) -> Iterator[Unmet]:
    """One question at a time."""
    if flow.scene.tasks_of("agreement"):
        yield Unmet("already_asked", _("The head has already been asked to agree."))


def never_submitted(flow: MeasureFlow) -> Iterator[Unmet]:
    """Only what was never submitted may be deleted."""
    if TextVersion.objects.filter(case=flow.case.pk).exists():
        yield Unmet(
            "was_submitted", _("This was submitted before; it can be withdrawn, not deleted.")
        )


def no_duplicate(flow: MeasureFlow) -> Iterator[Unmet]:
    """M3: no open measure of the same lead with the same title."""
    twin = (
        Measure.objects.filter(
            lead=flow.subject.lead_id, title__iexact=flow.subject.title, case__closed_at=None
        )
        .exclude(pk=flow.subject.pk)
        .exclude(case__state="draft")
        .values_list("reference", flat=True)
        .first()
    )
    if twin:
        text = _("There is an open measure of this office with the same title: %(number)s.")
        yield Unmet("duplicate", text % {"number": twin}, "title")
