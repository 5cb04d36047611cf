"""What the rules of everything that the council decides look at: the subject and its route."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import ClassVar
from uuid import UUID

from workflows.definitions import Capacity
from workflows.enums import ConditionStatus, ItemStatus, Participation, VoteChoice
from workflows.machine import ConditionView, DeadlineView, ItemView, Look, fact
from workflows.queries.people.routes import cosign_rules_of
from workflows.refusals import Unmet

from ...city.rules import SECRETARIAT
from ...council.enums import DecisionPath
from ...council.models import Consultation, Paper
from ...council.queries import resolution_of
from ...drafting.queries.contributions import runs_for
from ...drafting.queries.drafts import barred_drafters
from ...mandates.enums import Standing
from ...mandates.queries import Lead, lead_on
from ..models import CirculationEntry, DocumentRequest, UrgencyRequest
from ..queries.attachments import kept_in
from ..queries.documents import asked_in
from ..queries.reservations import is_clarified
from ..queries.urgency import urgency_rows
from .asking import Suggestion
from .predicates import Participant, participants
from .subjects import DecisionSubject

WAITING = (ConditionStatus.OPEN, ConditionStatus.DECLINED)
"""A condition that somebody still has to answer."""


class DecisionLook(Look):
    """A matter on its way to a resolution; a kind says where its subject and its text come from."""

    @fact
    def subject(self) -> DecisionSubject:
        """The domain object of the case, together with its lead."""
        raise NotImplementedError

    @fact
    def text(self) -> dict[str, object]:
        """The whole text of the subject as JSON values: what is signed and frozen."""
        raise NotImplementedError

    @fact
    def resolution(self) -> Consultation | None:
        """The last resolution by which the case was decided, with its body and session."""
        return resolution_of(self.case.pk)

    @fact
    def document_requests(self) -> list[DocumentRequest]:
        """What offices have asked the lead for in the present round, in its order."""
        return asked_in(self.case.pk, self.case.round)

    @fact
    def urgency(self) -> list[UrgencyRequest]:
        """All requests for urgency of the co-signature, the latest first."""
        return list(urgency_rows(self.case.pk))

    def hurries(self, round_: int) -> bool:
        """Whether urgency was accepted for this round; the lead's own wish shortens nothing."""
        return any(row.hurries(round_) for row in self.urgency)

    @fact
    def obligatory(self) -> Mapping[int, Participant]:
        """The offices that have to be asked today: by a rule, or as partners of the matter."""
        rules = cosign_rules_of(self.case.route_id)
        found = participants(self.subject, rules, self.limits, on=self.call.today)
        return {who.unit: who for who in found}

    @fact
    def planned(self) -> list[CirculationEntry]:
        """What is planned for the next round and was not sent yet, in its order."""
        following = CirculationEntry.objects.filter(case=self.case.pk, round=self.case.round + 1)
        return list(following.filter(sent_at=None).select_related("unit").order_by("pk"))

    @fact
    def files_kept(self) -> tuple[int, int]:
        """How many files the case holds, and their bytes; what was removed does not count."""
        return kept_in(self.case.pk)

    def suggested_offices(self) -> Sequence[Suggestion]:
        """Who might be asked as well; for kinds to say."""
        return ()

    @fact
    def barred_drafters(self) -> Mapping[UUID, frozenset[int]]:
        """Who has drafted answers that they may not sign, by item."""
        return barred_drafters(self.case.pk, on=self.call.today)

    @fact
    def waits_for_contributions(self) -> bool:
        """Whether the office that answers has asked others, and waits for a contribution."""
        return self.item is not None and runs_for(self.item.id)

    @fact
    def integration_lead(self) -> Lead:
        """Who leads integration on the day of the call."""
        return lead_on(self.call.today)

    def standing_of(self, person: int) -> Standing:
        """Whether this person leads integration in this matter (domain 2.0)."""
        lead = self.integration_lead
        limited = lead.mandate is not None and lead.mandate.fields_of_action
        return lead.standing(person=person, fields=self.subject.field_ids() if limited else ())

    # Fields whose change can be editorial, and those that hold sums; for kinds to name.
    prose: ClassVar[frozenset[str]] = frozenset()
    sums: ClassVar[frozenset[str]] = frozenset()

    @property
    def is_carried_out(self) -> bool:
        """Whether its resolution is carried out here; a supplement changes another matter."""
        return True

    def supplemented(self) -> Paper | None:
        """The paper whose /1, /2, … the next paper is; for kinds to say."""
        return None

    @property
    def limits(self) -> Mapping[str, Decimal]:
        """The thresholds of the case's route in euros."""
        return self.route.limits

    def check_problems(self) -> Iterator[Unmet]:
        """Why this cannot go to the offices yet; for kinds to say."""
        yield from ()

    def check_hints(self) -> Iterator[str]:
        """What whoever checks should look at, in words; it hinders nobody. For kinds to say."""
        yield from ()

    def watches(self, capacity: Capacity) -> bool:
        """The secretariat may remind everybody; it may instruct nobody (domain 2.0)."""
        return capacity.fits(SECRETARIAT)

    # --- what a call is about -------------------------------------------------------------

    def about_id(self, kind: str) -> str:
        """The id in the subject of the task that is answered, e.g. of “condition:<id>”."""
        return self.task.subject.removeprefix(f"{kind}:")

    @property
    def item(self) -> ItemView | None:
        """The co-signature item of the answered task, else the one that the data name."""
        task = self.call.task
        if task is not None and task.subject.startswith("item:"):
            name = task.subject.removeprefix("item:")
        else:
            name = str(self.call.data.get("item"))
        try:
            return self.scene.item(UUID(name))
        except ValueError:
            return None

    @property
    def condition(self) -> ConditionView:
        """The condition of the answered task."""
        wanted = UUID(self.about_id("condition"))
        return next(item for item in self.scene.conditions if item.id == wanted)

    def deadline_of(self, item: ItemView) -> DeadlineView | None:
        """The running deadline of an item that waits for its answer."""
        return next((line for line in self.deadlines if line.step == item.step), None)

    @cached_property
    def station(self) -> Consultation | None:
        """The station of the answered task, if it has no result yet.

        What comes back of a council system names it, and it is the next one.
        """
        open_ones = Consultation.objects.filter(case=self.case.pk, result="")
        read = open_ones.select_related("organization", "meeting", "paper")
        if self.call.task is not None:
            return read.filter(pk=int(self.about_id("consultation"))).first()
        if self.call.actor.person is not None:
            return None
        following = read.order_by("position", "attempt").first()
        is_named = following is not None and following.pk == self.call.data.get("consultation")
        return following if is_named else None

    # --- how the answers stand ------------------------------------------------------------

    @property
    def is_answered(self) -> bool:
        """Every unit whose co-signature is needed has answered, every condition is answered."""
        needed = (i for i in self.scene.items if i.participation == Participation.COSIGN)
        # Void in a round under way is only whoever has got the lead meanwhile.
        done = (ItemStatus.ANSWERED, ItemStatus.VOID)
        return all(i.status in done for i in needed) and not any(
            c.status in WAITING for c in self.scene.conditions
        )

    @property
    def has_refusal(self) -> bool:
        """Whether a refusal stands in this round."""
        return any(item.choice == VoteChoice.REFUSED for item in self.scene.items)

    @fact
    def has_dissent(self) -> bool:
        """Whether lead and offices do not agree in this round, whoever has settled it (M9).

        A refusal, a condition that was not taken over, or what else a superior had to decide.
        """
        return bool(self.disagreeing_units) or is_clarified(self.case.pk)

    @property
    def unsigned_changes(self) -> list[ConditionView]:
        """Accepted conditions whose changes the head of the lead has not signed yet."""
        return [
            c
            for c in self.scene.conditions
            if c.status == ConditionStatus.ACCEPTED and not c.is_settled
        ]

    @property
    def disagreeing_units(self) -> frozenset[int]:
        """Who refuses, whose conditions stand unanswered or declined, who is in dispute."""
        refusing = {item.unit for item in self.scene.items if item.choice == VoteChoice.REFUSED}
        waiting = {c.unit for c in self.scene.conditions if c.status in WAITING}
        return frozenset(refusing | waiting) | self.scene.disputed

    @property
    def is_current_administration(self) -> bool:
        """Whether the matter was found to be current administration (GO NRW § 41 Abs. 3)."""
        return (
            self.subject.decision_path == DecisionPath.CURRENT_ADMINISTRATION
            and self.subject.is_current_administration is True
        )


def decision_of(look: Look) -> DecisionLook:
    """The look at a matter that goes to a resolution; other kinds have no such forms."""
    assert isinstance(look, DecisionLook)
    return look
