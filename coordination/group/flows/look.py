"""What the rules of an order look at, and who is who."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from workflows.definitions import Capacity, Post
from workflows.enums import DeskFunction as F
from workflows.machine import DeadlineView, Look, Rule, fact
from workflows.machine.entry import Entry
from workflows.models import Unit

from ...city.rules import (
    INTEGRATION_DEPUTY,
    LEADERS,
    MAYOR,
    OUTSIDE,
    SECRETARIAT,
    clerks_of,
)
from ...mandates.enums import Standing
from ...mandates.queries import Lead, lead_on
from ..models import Order
from ..rules.instructing import GIVING, best_right, may_give

WORK = "order_work"
"""The step in which an office works on an order; its deadline is the order's day."""


class OrderLook(Look):
    """An order as a call meets it."""

    @fact
    def subject(self) -> Order:
        """The order of the case with its office."""
        return Order.objects.select_related("unit", "given_desk").get(case=self.case.pk)

    @fact
    def lead(self) -> Lead:
        """Who leads integration on the day of the call."""
        return lead_on(self.call.today)

    @cached_property
    def entry(self) -> Entry:
        """The data of the call, read once by its guard and used by its effect."""
        return Entry(self.call.data)

    def givers(self, fields: Sequence[int]) -> list[tuple[Capacity, Standing]]:
        """As whom the caller could give an order, and how each stands to the mandate."""
        return [
            (one, self.lead.standing(person=one.holder, fields=fields))
            for one in self.call.actor.capacities
            if may_give(one) and one.scope.covers(self.call.step)
        ]

    def right_towards(self, unit: Unit, fields: Sequence[int]) -> str:
        """By which right the caller would give this office an order; "" where they give none."""
        found = best_right(self.givers(fields), unit)
        return found[0].value if found else ""

    @property
    def work_deadline(self) -> DeadlineView | None:
        """The running deadline of the work."""
        return next((line for line in self.deadlines if line.kind == WORK), None)

    def watches(self, capacity: Capacity) -> bool:
        """The secretariat may remind everybody; it may instruct nobody (domain 2.0)."""
        return capacity.fits(SECRETARIAT)


def office_head(look: OrderLook) -> Sequence[Post]:
    """Whoever answers for the office; for a partner outside the secretariat writes it down."""
    unit = look.subject.unit
    return [SECRETARIAT] if unit.kind in OUTSIDE else [Post(LEADERS, unit=unit.pk)]


def office_staff(look: OrderLook) -> Sequence[Post]:
    """Clerks and head of the office."""
    unit = look.subject.unit
    return [SECRETARIAT] if unit.kind in OUTSIDE else [*office_head(look), clerks_of(unit.pk)]


def drafters(look: OrderLook) -> Sequence[Post]:
    """Who is asked to give what was drafted: the drafter, if they give orders, else whoever leads
    integration, else the mayor.
    """
    desk = look.subject.drafted_desk
    if desk is not None and desk.function in GIVING and not _is_centre(desk.unit_id):
        return [Post((desk.function,), unit=desk.unit_id)]
    return [INTEGRATION_DEPUTY if look.lead.mandate else MAYOR]


def _is_centre(unit: int) -> bool:
    return Unit.objects.filter(pk=unit, function=SECRETARIAT.unit_function).exists()


def giver_desk(look: OrderLook) -> Sequence[Post]:
    """The desk from which the order was given; the mayor where it is closed."""
    desk = look.subject.given_desk
    if desk is None or desk.closed_on is not None:
        return [MAYOR]
    return [Post((desk.function,), unit=desk.unit_id)]


def confirmers(look: OrderLook) -> Sequence[Post]:
    """Who gave it, or the secretariat where that was left to it."""
    return [SECRETARIAT] if look.subject.is_delegated else giver_desk(look)


def load_keepers(look: OrderLook) -> Sequence[Post]:
    """Who confirms that an office gets more than it can carry: who leads integration."""
    return [INTEGRATION_DEPUTY if look.lead.mandate else MAYOR]


def _holds(where: Callable[[OrderLook], Sequence[Post]], role: StrOrPromise) -> Rule[OrderLook]:
    return Rule(role, lambda look, capacity: any(capacity.fits(post) for post in where(look)))


head = _holds(office_head, _("head of the office that has the order"))
staff = _holds(office_staff, _("office that has the order"))
giver = _holds(lambda look: [*giver_desk(look), MAYOR], _("who gave the order, mayor"))
confirmer = _holds(
    lambda look: [*confirmers(look), *giver_desk(look), MAYOR],
    _("who gave the order, or the integration centre where that was left to it"),
)
load_keeper = _holds(
    lambda look: [*load_keepers(look), MAYOR], _("deputy mayor for integration, mayor")
)
instructing: Rule[OrderLook] = Rule(
    _(
        "mayor, deputy mayors and heads of offices; the integration centre drafts and reminds,"
        " it does not instruct"
    ),
    lambda _look, capacity: may_give(capacity),
)
"""Who gives orders (domain 2.0)."""

drafting: Rule[Look] = Rule(
    _("integration centre, mayor, deputy mayors, heads of offices"),
    lambda _look, capacity: capacity.fits(SECRETARIAT) or capacity.function in GIVING,
)
editing: Rule[OrderLook] = Rule(
    _("who drafted the order, integration centre, deputy mayor for integration"),
    lambda look, capacity: (
        capacity.desk == look.subject.drafted_desk_id
        or capacity.fits(SECRETARIAT)
        or capacity.function in (F.INTEGRATION_DEPUTY, *MAYOR.functions)
    ),
)
