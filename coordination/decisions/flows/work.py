"""Who does the acts of everything that the council decides."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, cast

from workflows.actions.ballots import OPEN_ITEMS, Ballots
from workflows.definitions import Post
from workflows.enums import Access
from workflows.machine import TaskView

from ..enums import MeasureState as S
from ..queries.accepted import accepted_of, as_text
from ..queries.concerned import proposer_of
from ..queries.texts import text_version
from ..rules import posts
from ..rules.looks import DecisionLook
from .urgency_work import UrgencyWork

if TYPE_CHECKING:
    from django.db.models import Model

    from ...council.models import Consultation


class DecisionWork(UrgencyWork):
    """The unit of work on such a matter; a kind says how its text is written."""

    look: DecisionLook
    # The station whose result the act under way has kept.
    heard: Consultation | None = None

    @cached_property
    def ballots(self) -> Ballots:
        """The answers of the offices."""
        return Ballots(self)

    def claim(self, task: TaskView, *, person: int) -> None:
        """An office has received its question as soon as somebody works on it."""
        super().claim(task, person=person)
        self.ballots.receive(task.step)

    def hand_over(self, task: TaskView, *, to: int) -> None:
        """The same where somebody is given the work."""
        super().hand_over(task, to=to)
        self.ballots.receive(task.step)

    def apply(self, fields: Mapping[str, object]) -> None:
        """Write changed fields of the text to the subject; raises GuardsUnmet if they do not fit.

        The look knows the new text afterwards.
        """
        raise NotImplementedError

    def store_subject(self, *names: str) -> None:
        """Write these fields of the subject, and bind it where its table is bound."""
        self.store(cast("Model", self.look.subject), *names)

    def returns_to(self, held_in: str) -> str:
        """In which state a matter goes on that was held up in this one; for kinds to say more."""
        return S.RESOLVED if held_in == S.VETO_PERIOD else held_in

    def freeze(self, occasion: str, *, now: Mapping[object, str] | None = None) -> None:
        """Keep the text as it stands now under the number of the event under way.

        With the conditions that were taken over; `now`: those that this act takes over.
        """
        # Before the offices were asked for the first time there is nothing to read.
        asked = self.case.round > 1 or bool(self.scene.items)
        accepted = as_text(accepted_of(self.case.pk, now=now)) if asked else {}
        self.insert(
            text_version(
                self.case,
                number=self.case.seq + 1,
                occasion=occasion,
                content={**self.look.text, **accepted},
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
        self.drop_requests()
        self.drop_urgency()
        self.ballots.void_open()
        if units:
            self.tell("answer_void", [post for unit in units for post in posts.cosigners(unit)])
