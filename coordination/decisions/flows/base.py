"""What everything that the council decides has in common: its subject, its text, its route."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from workflows.definitions import Capacity, Post
from workflows.enums import Access
from workflows.machine import TimedFlow
from workflows.refusals import Unmet

from ...council.enums import DecisionPath
from ..enums import MeasureState as S
from ..queries.texts import text_version
from ..rules import posts
from ..rules.route_words import ROUTE_WORDS
from ..rules.subjects import DecisionSubject

REASON_LENGTH = 10
"""A reason shorter than this says nothing."""


class DecisionBase(TimedFlow):
    """The ground of all stages: subclasses say where the subject and its text come from."""

    states = S
    route_words = ROUTE_WORDS
    # How long an office has for its co-signature is a rule; it asks for more time itself.
    fixed_deadlines = frozenset({"cosigning", "condition_confirmation", "veto_period"})

    def may_remind(self, capacity: Capacity) -> bool:
        """The secretariat may remind everybody; it may instruct nobody (domain 2.0)."""
        return capacity.fits(posts.SECRETARIAT)

    @cached_property
    def subject(self) -> Any:
        """The domain object of the case."""
        return self.load_subject()

    def load_subject(self) -> DecisionSubject:
        """Read the domain object, together with its lead."""
        raise NotImplementedError

    def text(self) -> dict[str, Any]:
        """The whole text of the subject as JSON values: what is signed and frozen."""
        raise NotImplementedError

    @property
    def limits(self) -> Mapping[str, Decimal]:
        """The thresholds of the case's route in euros."""
        return self.work.route.limits

    def freeze(self, occasion: str) -> None:
        """Keep the text as it stands now under the number of the event under way."""
        number = self.case.seq + 1
        self.work.insert(
            text_version(
                self.case,
                number=number,
                occasion=occasion,
                content=self.text(),
                by=self.call.actor.person,
                at=self.call.at,
            )
        )

    def admit(self, *wanted: Post, reason: str) -> None:
        """Let posts see the case, unless it is restricted to the desks that act on it."""
        if self.case.access == Access.NORMAL:
            self.work.admit(wanted, reason)

    @property
    def is_current_administration(self) -> bool:
        """Whether the matter was found to be current administration (GO NRW § 41 Abs. 3)."""
        return (
            self.subject.decision_path == DecisionPath.CURRENT_ADMINISTRATION
            and self.subject.is_current_administration is True
        )

    def on_enter(self) -> None:
        """Who sees the matter from this state on (architecture: who sees what)."""
        state = self.case.state
        if state == S.CHECK:
            self.admit(
                posts.SECRETARIAT,
                posts.INTEGRATION_DEPUTY,
                *posts.checkers(self),
                *posts.lead_deputy_mayors(self),
                posts.MAYOR,
                reason="secretariat",
            )
        if state == S.FINAL_SIGNATURE:
            self.admit(posts.COUNCIL_OFFICE, posts.BOARD_OFFICE, reason="final_signature")
        if state == S.DELIBERATION:
            self.admit(posts.COUNCIL_OFFICE, posts.OBSERVERS, reason="council")


def reason_given(flow: DecisionBase) -> Iterator[Unmet]:
    """A reason of at least ten characters."""
    if len(flow.call.text.strip()) < REASON_LENGTH:
        yield Unmet("reason_missing", _("Please give a reason (at least 10 characters)."), "text")
