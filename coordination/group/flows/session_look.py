"""What the rules of a session look at, and who does its acts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.work import Opening, Work
from workflows.calendars import Period, PeriodUnit
from workflows.definitions import Capacity, Post, Step
from workflows.machine import Look, Rule, fact
from workflows.machine.entry import Entry

from ...city.rules import INTEGRATION_DEPUTY, LEADERS, MAYOR, SECRETARIAT
from ..models import GroupSession, MinutesObjection
from ..queries.register import members_on

OBJECTIONS = Period(5, PeriodUnit.WORKING_DAYS)
"""So long may members object to the minutes that were sent."""

WRITING = Period(5, PeriodUnit.WORKING_DAYS)
"""Within which the secretariat drafts the minutes."""

ENDS = "minutes_period"


class SessionLook(Look):
    """A session as a call meets it."""

    @fact
    def subject(self) -> GroupSession:
        """The session of the case."""
        return GroupSession.objects.get(case=self.case.pk)

    @fact
    def members(self) -> frozenset[int]:
        """The offices that are in the group on the day of the call."""
        return frozenset(member.unit_id for member in members_on(self.call.today))

    @property
    def open_objections(self) -> Sequence[MinutesObjection]:
        """Those that nobody has answered."""
        rows = MinutesObjection.objects.filter(session=self.subject.pk, is_accepted=None)
        return list(rows.order_by("pk"))

    @cached_property
    def entry(self) -> Entry:
        """The data of the call, read once by its guard and used by its effect."""
        return Entry(self.call.data)


def _secretariat(_look: SessionLook) -> Sequence[Post]:
    return [SECRETARIAT]


def _lead(_look: SessionLook) -> Sequence[Post]:
    return [INTEGRATION_DEPUTY]


DRAFT = Step(
    "draft_minutes", _("Draft the minutes"), _secretariat, acts=("draft_minutes", "send_minutes")
)
ANSWER = Step(
    "settle_objection", _("Answer an objection to the minutes"), _lead, acts=("settle_objection",)
)

keeping: Rule[SessionLook] = Rule(
    _("integration centre, deputy mayor for integration, mayor"),
    lambda _look, capacity: any(
        capacity.fits(post) for post in (SECRETARIAT, INTEGRATION_DEPUTY, MAYOR)
    ),
)
leading: Rule[SessionLook] = Rule(
    _("deputy mayor for integration, mayor"),
    lambda _look, capacity: capacity.fits(INTEGRATION_DEPUTY) or capacity.fits(MAYOR),
)


def _is_member(look: SessionLook, capacity: Capacity) -> bool:
    return capacity.function in LEADERS and any(unit in look.members for unit, _ in capacity.units)


member: Rule[SessionLook] = Rule(_("head of an office that is in the group"), _is_member)


class SessionWork(Work):
    """The unit of work on a session."""

    look: SessionLook

    def keep_session(self, *names: str) -> None:
        """Write these fields of the session."""
        self.store(self.look.subject, *names)

    def set_state(self, state: str, *names: str) -> None:
        """The session's own copy of the state it goes to."""
        self.look.subject.state = str(state)
        self.keep_session("state", *names)

    def member_posts(self) -> list[Post]:
        """Who speaks for the offices in the group."""
        return [Post(LEADERS, unit=unit) for unit in sorted(self.look.members)]

    def tell_members(self, template: str, **data: object) -> None:
        """The heads of the members and whoever leads hear of it; not who has done it."""
        people = self.people_at([*self.member_posts(), INTEGRATION_DEPUTY])
        self.tell_people(template, people - {self.call.actor.person}, **data)

    def ask_for_the_minutes(self) -> None:
        """The secretariat has them to draft, or to change, and to send."""
        self.drop(DRAFT.key)
        self.open(Opening(DRAFT, subject="minutes", period=WRITING))
