"""Who does the acts of everything that the council decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, cast

from django.utils.translation import gettext as _

from workflows.actions.acting.work import Opening, Work
from workflows.actions.ballots import OPEN_ITEMS, Ballots
from workflows.definitions import Post, Step
from workflows.enums import Access
from workflows.machine import Look
from workflows.refusals import Unmet

from ..queries.concerned import proposer_of
from ..queries.texts import text_version
from ..rules import posts
from ..rules.looks import DecisionLook

if TYPE_CHECKING:
    from django.db.models import Model

REASON_LENGTH = 10
"""A reason shorter than this says nothing."""


class DecisionWork(Work):
    """The unit of work on such a matter; a kind says how its text is written."""

    look: DecisionLook

    @cached_property
    def ballots(self) -> Ballots:
        """The answers of the offices."""
        return Ballots(self)

    def apply(self, fields: Mapping[str, object]) -> None:
        """Write changed fields of the text to the subject; raises GuardsUnmet if they do not fit.

        The look knows the new text afterwards.
        """
        raise NotImplementedError

    def store_subject(self, *names: str) -> None:
        """Write these fields of the subject, and bind it where its table is bound."""
        self.store(cast("Model", self.look.subject), *names)

    def freeze(self, occasion: str) -> None:
        """Keep the text as it stands now under the number of the event under way."""
        self.insert(
            text_version(
                self.case,
                number=self.case.seq + 1,
                occasion=occasion,
                content=self.look.text,
                by=self.call.actor.person,
                at=self.at,
            )
        )

    def show_to(self, *wanted: Post, reason: str) -> None:
        """Let posts see the case, unless it is restricted to the desks that act on it."""
        if self.case.access == Access.NORMAL:
            self.admit(wanted, reason)

    def tell_turn(self, template: str, **data: object) -> None:
        """Lead and proposer hear of a turn of their matter; whoever has brought it about knows.

        A proposer of another office hears of it for as long as they see the matter.
        """
        concerned = self.people_at(posts.lead_staff(self.look))
        proposer = self.case.opened_by_id
        if proposer not in concerned:
            concerned |= proposer_of(self.case, at=self.at)
        self.tell_people(template, concerned - {self.call.actor.person}, **data)

    def void_answers(self) -> None:
        """Whoever has not answered is no longer needed, and is told so."""
        units = [item.unit for item in self.scene.items if item.status in OPEN_ITEMS]
        self.ballots.void_open()
        if units:
            self.tell("answer_void", [post for unit in units for post in posts.cosigners(unit)])

    def finish(self, step: str, subject: str | None = None) -> None:
        """The act answers a task of this step too, if one is open."""
        for task in self.scene.tasks_of(step, subject)[:1]:
            self.complete(task, outcome=self.call.name, person=self.call.person)

    def drop(self, step: str, subject: str | None = None) -> None:
        """Nobody needs this step any more."""
        for run in {task.step for task in self.scene.tasks_of(step, subject)}:
            self.void_step(run)

    def ask_for(self, step: Step, subject: str = "") -> None:
        """Open a step for its own posts."""
        self.open(Opening(step, subject=subject))


def reason_given(look: Look) -> Iterator[Unmet]:
    """A reason of at least ten characters."""
    if len(look.call.text.strip()) < REASON_LENGTH:
        yield Unmet("reason_missing", _("Please give a reason (at least 10 characters)."), "text")
