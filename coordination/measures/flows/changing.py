"""A decided measure changes: the lead within the limits, beyond them a supplement (domain 2.2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.machine import act
from workflows.machine.reasons import reason_given
from workflows.refusals import Unmet

from ...council.queries import rules_on
from ...council.vocabulary import RuleSubject as Rule
from ...decisions.flows.values import amount, day
from ...implementing.flows.guards import LARGEST_SUM
from ..queries.supplements import decided_text
from ..rules import Limits
from .look import MeasureLook
from .work import MeasureWork


class Plan(NamedTuple):
    """What a measure costs and when it ends."""

    cost: Decimal | None
    ends_on: date | None


def limits_of(look: MeasureLook) -> Limits:
    """The limits of today's rules."""
    rules = rules_on(look.call.today)
    share = rules.amount(Rule.CHANGE_OF_COST) or Decimal()
    return Limits(share, rules.period(Rule.CHANGE_OF_END), look.calendar)


def decided_plan(look: MeasureLook) -> Plan:
    """Cost and end as they were last decided; every change is measured by that, not by the last."""
    text = decided_text(look.case.pk)
    return Plan(amount(text.get("cost")), day(text.get("ends_on")))


def wanted_plan(look: MeasureLook) -> Plan:
    """Cost and end as the call wants them; what it does not name stays."""
    given, now = look.call.data, look.subject
    return Plan(
        now.cost if given.get("cost") in (None, "") else amount(given["cost"]),
        now.ends_on if given.get("ends_on") in (None, "") else day(given["ends_on"]),
    )


def change_can_be_read(look: MeasureLook) -> Iterator[Unmet]:
    """A sum and a day to come, and at least one of them another one than now."""
    given, now, wanted = look.call.data, look.subject, wanted_plan(look)
    if given.get("cost") not in (None, "") and not _is_sum(wanted.cost):
        yield Unmet("cost_invalid", gettext("Please enter a sum of 0 or more."), "cost")
    if given.get("ends_on") not in (None, ""):
        yield from _end_problems(look, wanted.ends_on)
    if wanted == Plan(now.cost, now.ends_on):
        text = gettext("Please enter another cost or another end.")
        yield Unmet("nothing_changed", text, "cost")


def _is_sum(cost: Decimal | None) -> bool:
    return cost is not None and 0 <= cost < LARGEST_SUM


def _end_problems(look: MeasureLook, end: date | None) -> Iterator[Unmet]:
    starts_on = look.subject.starts_on
    if end is None:
        text = gettext("This value cannot be read. Please check it.")
        yield Unmet("invalid", text, "ends_on")
    elif end < look.call.today:
        text = gettext("The %(day)s is over. Please choose a later day.")
        yield Unmet("day_past", text % {"day": f"{end:%d.%m.%Y}"}, "ends_on")
    elif starts_on and end < starts_on:
        yield Unmet("end_before_start", gettext("The end lies before the begin."), "ends_on")


def change_is_within_limits(look: MeasureLook) -> Iterator[Unmet]:
    """Beyond the limits only a supplementary paper changes what was decided."""
    wanted = wanted_plan(look)
    if wanted == Plan(look.subject.cost, look.subject.ends_on):
        return
    limits, decided = limits_of(look), decided_plan(look)
    for name in limits.exceeded(
        cost=(decided.cost, wanted.cost), end=(decided.ends_on, wanted.ends_on)
    ):
        if name == "cost":
            text = gettext("More than %(sum)s € needs a supplementary paper.")
            highest = number_format(limits.dearest(decided.cost), 2, force_grouping=True)
            yield Unmet("beyond_limits", text % {"sum": highest}, name)
        else:
            text = gettext("An end after %(day)s needs a supplementary paper.")
            assert decided.ends_on is not None, "nothing decided is not exceeded"
            latest = f"{limits.latest(decided.ends_on):%d.%m.%Y}"
            yield Unmet("beyond_limits", text % {"day": latest}, name)


def plan_is_settled(look: MeasureLook) -> Iterator[Unmet]:
    """The plan fits the resolution, and no supplement is about to change it."""
    if look.scene.tasks_of("adapt_plan"):
        text = gettext("The plan must first be adapted to the amended resolution.")
        yield Unmet("plan_not_adapted", text)
    yield from look.unfinished()


@act(
    _("change cost or end within the limits"),
    guards=[change_can_be_read, change_is_within_limits, plan_is_settled, reason_given],
    changes_text=True,
    needs_version=True,
)
def change_plan(work: MeasureWork) -> None:
    """2.2: the responsible head changes what stays within the limits; the next report says so."""
    subject, wanted = work.look.subject, wanted_plan(work.look)
    before = Plan(subject.cost, subject.ends_on)
    subject.cost, subject.ends_on = wanted
    work.store(subject, "cost", "ends_on")
    work.look = work.look.knowing(subject)
    work.freeze("changed")
    changes = zip(Plan._fields, before, wanted, strict=True)
    work.note(changed={name: [_text(old), _text(new)] for name, old, new in changes if old != new})


def _text(value: object) -> str | None:
    return None if value is None else str(value)
