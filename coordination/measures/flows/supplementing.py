"""A supplement goes the whole way of a measure; resolved, it changes the one that it supplements.

Two cases, each under its own lock: the measure takes the supplement in, then the supplement ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.work import Opening
from workflows.machine import act
from workflows.refusals import Unmet
from workflows.subjects import thing

from ...council.enums import DecisionPath
from ...decisions.enums import MeasureState as S
from ...decisions.flows.deliberating import OBJECTION
from ...decisions.flows.dispatching import end_waiting
from ...decisions.flows.values import amount, day, fields, key
from ...decisions.rules import posts
from ...implementing.flows.implementing import MILESTONE
from ...implementing.models import Milestone
from ..models import ENDED, Measure
from ..queries.supplements import is_over, taken_in, takes_effect
from ..queries.texts import BUDGETED, SUMS
from .changing import Plan
from .look import MeasureLook
from .work import MeasureWork

EFFECTS: Final = ("goal", "ends_on", *SUMS, *BUDGETED, "cost_type", "cover", "product")
"""What a supplement changes in the measure: the goal, the end, the money."""


# --- the supplement -----------------------------------------------------------------------------


def supplement_fits(look: MeasureLook) -> Iterator[Unmet]:
    """It changes cost, end or goal, and who decided decides again, or the council."""
    original = look.subject.supplements
    if original is None:
        return
    mine, other = look.subject, original
    before = Plan(other.cost, other.ends_on)
    if (Plan(mine.cost, mine.ends_on), mine.goal) == (before, other.goal):
        text = gettext(
            "Please change the cost, the end or the goal; else there is nothing to decide."
        )
        yield Unmet("nothing_changed", text, "cost")
    if other.starts_on and mine.ends_on and mine.ends_on < other.starts_on:
        yield Unmet("end_before_start", gettext("The end lies before the begin."), "ends_on")
    kept = {other.decision_path, DecisionPath.COUNCIL}
    if (
        other.decision_path != DecisionPath.CURRENT_ADMINISTRATION
        and mine.decision_path not in kept
    ):
        text = gettext("Only the body that has decided, or the council, changes its resolution.")
        yield Unmet("path_differs", text, "decision_path")


def has_taken_effect(look: MeasureLook) -> Iterator[Unmet]:
    """The measure has taken it in, and neither an approval nor an obligation is open."""
    mine = look.subject
    original = mine.supplements
    if original is None or taken_in(original.case_id, look.case.pk) is None or not is_over(mine):
        yield Unmet("supplement_not_over", gettext("The supplement has not taken effect yet."))


@act(_("supplement worked in"), guards=[has_taken_effect])
def close_supplement(work: MeasureWork) -> None:
    """Nothing is left to be done here; the measure goes on with the new plan."""
    work.end_deadline(kind=OBJECTION)


def measure_has_ended(look: MeasureLook) -> Iterator[Unmet]:
    """What it was to change has ended."""
    original = look.subject.supplements
    if original is None or original.state not in ENDED:
        yield Unmet("measure_goes_on", gettext("The measure has not ended."))


@act(_("supplement without object"), guards=[measure_has_ended])
def void_supplement(work: MeasureWork) -> None:
    """The measure that it was to change has ended first."""
    work.void_answers()
    work.drop_urgency(of_all_rounds=True)
    end_waiting(work)
    for kind in (OBJECTION, "veto_period"):
        work.end_deadline(kind=kind)
    work.tell_turn("supplement_void")


# --- the measure --------------------------------------------------------------------------------


def named_supplement(look: MeasureLook) -> Measure | None:
    """The supplement of this measure that the call names by its case."""
    rows = Measure.objects.filter(supplements=look.subject.pk)
    return rows.filter(case=key(look.call.data.get("supplement"))).select_related("case").first()


def supplement_is_due(look: MeasureLook) -> Iterator[Unmet]:
    """It takes effect, and the measure has not taken it in yet."""
    found = named_supplement(look)
    if found is None or not takes_effect(found) or taken_in(look.case.pk, found.case_id):
        yield Unmet("supplement_not_due", gettext("No supplement waits for its effect here."))


@act(_("supplement taken in"), guards=[supplement_is_due])
def take_in_supplement(work: MeasureWork) -> None:
    """2.2: goal, end and money as resolved, new milestones beside those that there are."""
    found, subject = named_supplement(work.look), work.look.subject
    assert found is not None, "guarded by supplement_is_due"
    before = {name: _text(getattr(subject, name)) for name in EFFECTS}
    for name in (*EFFECTS, "funds_confirmed_at", "funds_confirmed_by"):
        setattr(subject, name, getattr(found, name))
    work.store_subject(*EFFECTS, "funds_confirmed_at", "funds_confirmed_by")
    _add_milestones(work, found)
    _follow(work, "supplemented")
    changed = {name: old for name, old in before.items() if old != _text(getattr(found, name))}
    work.note(supplement=found.case_id, reference=found.reference, before=changed)
    work.tell_turn("supplemented")


def _add_milestones(work: MeasureWork, supplement: Measure) -> None:
    """Those that the measure does not know by their title; where the work is on, they are open."""
    known = list(work.look.subject.milestones.all())
    titles = {stone.title for stone in known}
    last = max((stone.position for stone in known), default=0)
    new = [stone for stone in supplement.milestones.all() if stone.title not in titles]
    rows = [
        Milestone(
            measure=work.look.subject, position=last + number, title=stone.title,
            due_on=stone.due_on,
        )
        for number, stone in enumerate(new, start=1)
    ]  # fmt: skip
    for row in rows:
        work.store(row)
    if rows and work.case.state == S.IMPLEMENTATION:
        clerks = posts.lead_clerks(work.look)
        work.open(*(
            Opening(MILESTONE, subject=thing("milestone", row.pk), posts=clerks, due_on=row.due_on)
            for row in rows
        ))  # fmt: skip


def supplement_was_undone(look: MeasureLook) -> Iterator[Unmet]:
    """It was taken in, and its resolution was given up afterwards."""
    found = named_supplement(look)
    is_given_up = found is not None and found.case.state in (S.REVOKED, S.REJECTED)
    if found is None or not is_given_up or taken_in(look.case.pk, found.case_id) is None:
        yield Unmet("supplement_stands", gettext("No supplement was given up here."))


@act(_("supplement given up"), guards=[supplement_was_undone])
def give_up_supplement(work: MeasureWork) -> None:
    """What the supplement had changed is again as it was before (§ 60 Abs. 1 S. 4)."""
    found, subject = named_supplement(work.look), work.look.subject
    assert found is not None, "guarded by supplement_was_undone"
    event = taken_in(work.case.pk, found.case_id)
    assert event is not None, "guarded by supplement_was_undone"
    before = fields(event.data.get("before"))
    for name in EFFECTS:
        if name in before:
            setattr(subject, name, _read(name, before[name]))
    work.store_subject(*EFFECTS)
    _follow(work, "supplement_undone")
    work.note(supplement=found.case_id, reference=found.reference)
    work.tell_turn("supplement_undone")


def _follow(work: MeasureWork, occasion: str) -> None:
    """The look knows the new text, a version is kept; whoever saw the old one looks again."""
    work.look = work.look.knowing(work.look.subject)
    work.freeze(occasion)
    work.case.version += 1


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _read(name: str, value: object) -> object:
    if name == "ends_on":
        return day(value)
    if name in SUMS or name in BUDGETED:
        return amount(value)
    return value
