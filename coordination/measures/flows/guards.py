"""What a draft must hold before it may leave its office (M2, M3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from workflows.refusals import Unmet

from ...council.queries import rules_on
from ...council.vocabulary import RuleSubject as Rule
from ...decisions.enums import MeasureState as S
from ...decisions.flows.carrying import (
    EDITORIAL,
    MATERIAL,
    affected_units,
    changed_since_round,
)
from ...decisions.models import TextVersion
from ...decisions.queries.differences import label_of
from ...decisions.rules import posts
from ..models import Measure
from ..queries.template_texts import WORDS
from ..queries.texts import CITYWIDE, NO_IMPACT
from ..vocabulary import placeholders
from .look import MeasureLook


def fields_complete(look: MeasureLook) -> Iterator[Unmet]:
    """M2: everything that a decision needs is filled in; zero cost is allowed but explicit."""
    measure = look.subject
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
    text = look.text
    if not text["fields_of_action"]:
        yield Unmet("field_missing", _("Choose at least one field of action."), "fields_of_action")
    if not text["target_groups"]:
        yield Unmet("group_missing", _("Choose at least one target group."), "target_groups")
    yield from _by_rule_of_the_city(look)
    if measure.cost is None:
        yield Unmet("cost_missing", _("State the cost; 0 is allowed."), "cost")
    elif measure.cost > 0 and not measure.cover.strip():
        yield Unmet("cover_missing", _("State how the cost is covered."), "cover")
    yield from _part_problems(measure)
    if not (measure.impacts() or measure.impact_none):
        message = _("Please tick what the measure touches, or “none of these applies”.")
        yield Unmet("impact_missing", message, NO_IMPACT)
    if not text["milestones"]:
        yield Unmet(
            "milestone_missing", _("Name at least one milestone with a date."), "milestones"
        )
    yield from days_ahead(look)
    yield from _places_left(look)


def _places_left(look: MeasureLook) -> Iterator[Unmet]:
    """What a template has marked as to be filled in, field by field."""
    text: Any = look.text
    written = [(name, label_of(name, Measure), text[name]) for name in WORDS]
    written += [
        ("milestones", label_of("milestones", Measure), s["title"]) for s in text["milestones"]
    ]
    left: dict[str, tuple[str, list[str]]] = {}
    for name, label, words in written:
        for found in placeholders(str(words or "")):
            left.setdefault(name, (label, []))[1].append(found)
    for name, (label, found_there) in left.items():
        message = _(
            "Something is still to be filled in under “%(field)s”: %(places)s. Please write what"
            " belongs there, or delete the mark."
        )
        places = ", ".join(dict.fromkeys(found_there))
        yield Unmet("place_left", message % {"field": label, "places": places}, name)


def _by_rule_of_the_city(look: MeasureLook) -> Iterator[Unmet]:
    """What the city demands from a day on: an objective that is served, a place that is named."""
    text = look.text
    if not text["serves"] and rules_on(look.call.today).says(Rule.MEASURE_SERVES_OBJECTIVE):
        message = _("Choose at least one objective of the council that the measure serves.")
        yield Unmet("objective_missing", message, "serves")
    if text["districts"] or look.subject.is_citywide:
        return
    if rules_on(look.call.today).says(Rule.MEASURE_NAMES_PLACE):
        message = _("Say where it takes effect: in the whole city or in which districts.")
        yield Unmet("place_missing", message, CITYWIDE)


def days_ahead(look: MeasureLook) -> Iterator[Unmet]:
    """What is still to be decided lies ahead, and no milestone before the begin (M2)."""
    measure, today = look.subject, look.call.today
    past = _("The %(day)s is over. Please choose a later day.")
    # What a supplement changes has begun.
    for name in ("starts_on", "ends_on") if look.is_carried_out else ("ends_on",):
        planned = getattr(measure, name)
        if planned and planned < today:
            yield Unmet("day_past", past % {"day": f"{planned:%d.%m.%Y}"}, name)
    stones: Any = look.text["milestones"]
    for stone in stones:
        planned = date.fromisoformat(str(stone["due_on"]))
        words = {"name": stone["title"], "day": f"{planned:%d.%m.%Y}"}
        if planned < today:
            text = _("The milestone “%(name)s” lies in the past (%(day)s).")
            yield Unmet("milestone_past", text % words, "milestones")
        elif measure.starts_on and planned < measure.starts_on:
            text = _("The milestone “%(name)s” (%(day)s) lies before the begin of the measure.")
            yield Unmet("milestone_before_start", text % words, "milestones")


def _part_problems(measure: Measure) -> Iterator[Unmet]:
    """Staff and material are parts of the total cost: together all of it, each no more."""
    parts = (measure.staff_cost, measure.material_cost)
    total = sum((part or Decimal(0) for part in parts), Decimal(0))
    is_split = None not in parts and total != measure.total_cost
    if total > measure.total_cost or is_split:
        text = _("The costs of staff and material do not add up to the total cost.")
        yield Unmet("cost_parts", text, "staff_cost")


def change_is_declared(look: MeasureLook) -> Iterator[Unmet]:
    """What the lead says of its change when a text goes round again; saying nothing is refused."""
    said = look.call.data.get("change")
    if look.case.state != S.REVISION or not look.scene.items:
        return
    if said not in (EDITORIAL, MATERIAL):
        yield Unmet("change_missing", _("Please say how deep the change goes."), "change")
    elif said == EDITORIAL:
        names = [label_of(name, Measure) for name in changed_since_round(look) - look.prose]
        if names:
            text = _("This is more than wording: %(fields)s. Please choose “material”.")
            named = {"fields": ", ".join(sorted(names))}
            yield Unmet("change_is_material", text % named, "change")
    known = {item.unit for item in look.scene.items}
    if not set(affected_units(look.call.data)) <= known:
        yield Unmet("unknown_choice", _("One of the chosen entries does not exist."), "affected")


def head_agrees(look: MeasureLook) -> Iterator[Unmet]:
    """M2: what a clerk submits has been agreed to by the head, in this version."""
    held = [*look.call.actor.capacities, *look.scene.stand_ins()]
    # Whoever wrote the text does not agree to it as the head's deputy (four eyes).
    writers = {look.case.opened_by_id, look.case.edited_by_id}
    may_stand_in = look.call.actor.person not in writers
    mine = [c for c in held if not c.is_deputy or (may_stand_in and c is look.call.capacity)]
    if any(capacity.fits(post) for capacity in mine for post in posts.lead_head(look)):
        return
    if look.subject.head_agreed_version != look.case.version:
        yield Unmet(
            "head_agreement", _("The head of the lead office has not agreed to this text yet.")
        )


def not_asked_yet(look: MeasureLook) -> Iterator[Unmet]:
    """One question at a time."""
    if look.scene.tasks_of("agreement"):
        yield Unmet("already_asked", _("The head has already been asked to agree."))


def not_agreed_yet(look: MeasureLook) -> Iterator[Unmet]:
    """M2: once for each version."""
    if look.subject.head_agreed_version == look.case.version:
        yield Unmet("already_agreed", _("The head has already agreed to this text."))


def never_submitted(look: MeasureLook) -> Iterator[Unmet]:
    """Only what was never submitted may be deleted."""
    if TextVersion.objects.filter(case=look.case.pk).exists():
        yield Unmet(
            "was_submitted", _("This was submitted before; it can be withdrawn, not deleted.")
        )
