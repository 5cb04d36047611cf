"""What the rules of a demand look at, and who is who."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from workflows.definitions import Capacity, Post
from workflows.enums import DeskFunction as F
from workflows.enums import UnitKind
from workflows.machine import DeadlineView, Look, Rule, fact
from workflows.machine.entry import Entry
from workflows.models import Unit

from ...city.rules import INTEGRATION_DEPUTY, LEADERS, MAYOR, SECRETARIAT, clerks_of
from ...mandates.queries import Lead, lead_on
from ...mandates.rules import why_barred
from ..models import Demand, DemandAnswer, DemandMeasure
from ..queries.demands import has_access, links_of

ANSWER_BY = "demand_answer"
"""The deadline of the answer: the same while it is examined, drafted and signed."""


class DemandLook(Look):
    """A demand as a call meets it."""

    @fact
    def subject(self) -> Demand:
        """The demand of the case with its sender and office."""
        rows = Demand.objects.select_related("sender", "office", "repeats")
        return rows.get(case=self.case.pk)

    @fact
    def lead(self) -> Lead:
        """Who leads integration on the day of the call."""
        return lead_on(self.call.today)

    @fact
    def answer(self) -> DemandAnswer | None:
        """The answer that was drafted last."""
        rows = DemandAnswer.objects.filter(demand=self.subject.pk)
        return rows.order_by("-number").first()

    @fact
    def links(self) -> Sequence[DemandMeasure]:
        """The measures that stand for it now, with their cases."""
        return links_of(self.subject.pk)

    @fact
    def office_posts(self) -> Sequence[Post]:
        """Head and clerks of the office that has it; none before it was assigned."""
        office = self.subject.office_id
        return [Post(LEADERS, unit=office), clerks_of(office)] if office else []

    @cached_property
    def entry(self) -> Entry:
        """The data of the call, read once by its guard and used by its effect."""
        return Entry(self.call.data)

    @property
    def pending(self) -> DemandAnswer | None:
        """The draft that waits for its signature."""
        return self.answer if self.answer is not None and self.answer.is_pending else None

    @property
    def answer_deadline(self) -> DeadlineView | None:
        """The running deadline of the answer; a superior may have extended it."""
        return next((line for line in self.deadlines if line.kind == ANSWER_BY), None)

    def watches(self, capacity: Capacity) -> bool:
        """The secretariat may remind everybody; it may decide nothing (domain 2.0)."""
        return capacity.fits(SECRETARIAT)


def secretariat(_look: DemandLook) -> Sequence[Post]:
    """Who keeps the register."""
    return [SECRETARIAT]


def deciders(look: DemandLook) -> Sequence[Post]:
    """Who assigns and signs: whoever leads integration, the mayor where nobody does."""
    is_led = look.lead.mandate is not None or look.lead.unrecorded_since is not None
    return [INTEGRATION_DEPUTY if is_led else MAYOR]


def mayor(_look: DemandLook) -> Sequence[Post]:
    """Who decides where whoever leads integration is barred."""
    return [MAYOR]


def office_head(look: DemandLook) -> Sequence[Post]:
    """Whoever answers for the office that examines it."""
    office = look.subject.office_id
    return [Post(LEADERS, unit=office)] if office else []


def office_staff(look: DemandLook) -> Sequence[Post]:
    """Clerks and head of that office."""
    return look.office_posts


def askers(look: DemandLook) -> Sequence[Post]:
    """Who is asked whether it is fulfilled: the sender, else the secretariat asks them."""
    sender = look.subject.sender_id
    if has_access(sender, on=look.call.today):
        return [Post(tuple(F.values), unit=sender)]
    return [SECRETARIAT]


def _holds(where: Callable[[DemandLook], Sequence[Post]], role: StrOrPromise) -> Rule[DemandLook]:
    return Rule(role, lambda look, capacity: any(capacity.fits(post) for post in where(look)))


def _without_mandate(look: DemandLook, capacity: Capacity) -> str:
    """The desk for integration decides under a mandate that covers the matter, as in a release."""
    if capacity.function != F.INTEGRATION_DEPUTY:
        return ""
    fields = look.subject.fields_of_action
    return why_barred(look.lead, look.lead.standing(person=capacity.holder, fields=fields))


def _drafted_it(look: DemandLook, capacity: Capacity) -> StrOrPromise:
    """Four eyes: who drafted the answer, in whose name, or as whose deputy, does not sign it."""
    draft = look.answer
    if draft is None:
        return ""
    writers = {draft.drafted_by_id, draft.drafted_for_id}
    if writers & {look.call.actor.person, capacity.holder}:
        return _("Whoever wrote the text may not sign it as well (four-eyes principle).")
    if writers & look.scene.stands_in_for:
        return _("Whoever stands in for the author may not sign the text (four-eyes principle).")
    return ""


def _speaks_for_itself(look: DemandLook, _capacity: Capacity) -> StrOrPromise:
    """Who has an access of their own confirms in it: nobody closes a demand in their place."""
    if has_access(look.subject.sender_id, on=look.call.today):
        return _("The sender has an access of their own and confirms there.")
    return ""


DECIDING = _(
    "deputy mayor for integration, mayor; the integration centre registers, reminds and reports,"
    " it decides on no demand and closes none"
)
decider = _holds(lambda _look: [INTEGRATION_DEPUTY, MAYOR], DECIDING).unless(_without_mandate)
signer = decider.unless(_drafted_it)
registrar = _holds(secretariat, _("integration centre"))
head = _holds(office_head, _("head of the office that has the demand"))
staff = _holds(office_staff, _("office that has the demand"))
drafter = staff | registrar
closing_recorder = registrar.unless(_speaks_for_itself)
sender: Rule[DemandLook] = Rule(
    _("the sender of the demand; only who has asked can say that it is fulfilled"),
    lambda look, capacity: any(unit == look.subject.sender_id for unit, _ in capacity.units),
)
"""Whoever holds a desk at the association; its guests too, whatever their desk is for."""


def _is_the_sender(look: Look, capacity: Capacity) -> bool:
    """Whether a desk lies with the association that a new demand names as its sender."""
    is_theirs = look.call.data.get("sender") == capacity.unit
    return is_theirs and Unit.objects.filter(pk=capacity.unit, kind=UnitKind.PARTNER).exists()


opening: Rule[Look] = Rule(
    _("integration centre, or the association itself"),
    lambda look, capacity: capacity.fits(SECRETARIAT) or _is_the_sender(look, capacity),
)
