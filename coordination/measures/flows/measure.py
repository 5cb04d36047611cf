"""How a measure becomes a decision and the decision a deed. Reads from top to bottom."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.work import Opening
from workflows.actions.wire.batch import Batch
from workflows.definitions import Step
from workflows.machine import CaseFlow
from workflows.refusals import GuardsUnmet, Unmet

from ...decisions.enums import MeasureState as S
from ...decisions.flows.attaching import Attaching
from ...decisions.flows.deliberating import DecisionFlow
from ...decisions.models import Attachment
from ...decisions.rules import people, posts
from ...implementing.flows.pausing import Pausing
from ...implementing.models import Milestone
from ..models import Measure
from ..queries.texts import measure_text
from ..queries.topics import STEPS_WITH_TOPIC, topics_of
from . import guards
from .editing import apply_fields

act = CaseFlow.state.act


class MeasureFlow(Attaching, Pausing, DecisionFlow):
    """Draft → the stages of every resolution → implementation → completion."""

    kind = "measure"
    label = _("measure")
    url_name = "coordination:measure"
    initial = S.DRAFT
    final = frozenset({S.COMPLETED, S.REJECTED, S.WITHDRAWN, S.DISCARDED})
    gone = frozenset({S.DISCARDED})
    opener = people.proposer

    draft_step = Step(
        "draft",
        _("Complete the draft and submit it"),
        posts.lead_clerks,
        acts=("edit", "ask_agreement", "submit", "discard"),
    )
    agreement_step = Step(
        "agreement",
        _("Agree to the draft"),
        posts.lead_head,
        acts=("submit", "agree"),
        period="check",
    )

    steps = {
        S.DRAFT: (draft_step,),
        **DecisionFlow.steps,
        S.RESOLVED: Pausing.resolved_steps,
    }
    extra_steps: ClassVar[tuple[Step, ...]] = (
        agreement_step,
        *DecisionFlow.extra_steps,
        *Pausing.implementing_steps,
        *Pausing.pausing_steps,
    )
    automatic: ClassVar[tuple[str, ...]] = (*DecisionFlow.automatic, *Pausing.automatic_work)

    @classmethod
    def references(cls, cases: Sequence[int]) -> Mapping[int, str]:
        """The file numbers of the measures."""
        rows = Measure.objects.filter(case__in=cases)
        return dict(rows.values_list("case_id", "reference"))

    steps_with_topic = STEPS_WITH_TOPIC
    decisions: ClassVar[frozenset[str]] = frozenset(
        {"board_approves", "board_dissents", "mayor_decides", "clarify", "record_result"}
    )

    @classmethod
    def topics(cls, subjects: Sequence[str]) -> Mapping[str, str]:
        """What each of several tasks of a step is about."""
        return topics_of(subjects)

    @classmethod
    def urgent(cls, cases: Sequence[int]) -> Collection[int]:
        """The measures that may not wait."""
        rows = Measure.objects.filter(case__in=cases, is_urgent=True)
        return set(rows.values_list("case_id", flat=True))

    # Read once per act; forgotten when fields change.
    _text: dict[str, Any] | None = None

    def load_subject(self) -> Measure:
        """The measure of the case with its lead."""
        return Measure.objects.select_related("lead").get(case=self.case.pk)

    def text(self) -> dict[str, Any]:
        """All that is signed: the fields of the measure and its milestones."""
        if self._text is None:
            self._text = measure_text(self.subject)
        return self._text

    def apply(self, fields: dict[str, Any]) -> None:
        """Write changed fields; raises GuardsUnmet with every field that does not fit.

        The finding on current administration must then be made anew.
        """
        before, subject = self.subject.lead_id, self.subject
        # Written at once: what follows in the same act may freeze the text.
        batch = Batch()
        apply_fields(subject, fields, case=self.case, batch=batch)
        batch.flush()
        self._text = None
        if subject.is_current_administration is not None:
            subject.is_current_administration = None
            subject.save(update_fields=["is_current_administration"])
        if subject.lead_id != before:
            self._pass_to_new_lead()

    def _pass_to_new_lead(self) -> None:
        """The new lead sees the text and has the work; while others look at it, it stays."""
        if self.case.state not in (S.DRAFT, S.REVISION):
            text = gettext("The lead can only change while the text is being written.")
            raise GuardsUnmet([Unmet("lead_fixed", text, "lead")])
        self.admit(*posts.lead_desks(self), reason="lead")
        for task in [*self.scene.tasks_of("agreement")]:
            self.work.void_step(task.step)
        for step in self.steps[self.case.state]:
            for task in self.scene.tasks_of(step.key):
                self.work.void_step(task.step)
            self.work.open(Opening(step))

    def check_problems(self) -> Iterator[Unmet]:
        """M3: no open measure of the same lead with the same title."""
        yield from guards.no_duplicate(self)

    # --- draft ------------------------------------------------------------------------------

    @act(
        source=[S.DRAFT, S.REVISION],
        by=people.lead_staff | people.author,
        label=_("change the text"),
        needs_version=True,
        changes_text=True,
    )
    def edit(self) -> None:
        """Change any field."""
        self.apply(dict(self.call.data))

    @act(
        source=[S.DRAFT, S.REVISION],
        by=people.lead_staff | people.author,
        label=_("ask the head to agree"),
        guards=[guards.fields_complete, guards.not_asked_yet],
    )
    def ask_agreement(self) -> None:
        """M2: what a clerk submits needs the agreement of the head."""
        self.work.open(Opening(self.agreement_step))

    @act(
        source=[S.DRAFT, S.REVISION],
        by=people.lead_head,
        label=_("agree to the draft"),
        needs_version=True,
    )
    def agree(self) -> None:
        """The head agrees to this version; a later change needs it again."""
        self.subject.head_agreed_version = self.case.version
        self.subject.save(update_fields=["head_agreed_version"])
        for task in self.scene.tasks_of("agreement")[:1]:
            self.work.complete(task, outcome="agree", person=self.person_id())
        self.work.tell("agreed", posts.lead_clerks(self))

    @act(
        source=[S.DRAFT, S.REVISION],
        target=S.CHECK,
        by=people.lead_staff,
        label=_("submit"),
        guards=[guards.fields_complete, guards.head_agrees],
    )
    def submit(self) -> None:
        """M2: to the preliminary check, with everything that a decision needs."""
        self.freeze("submitted")

    @act(
        source=S.DRAFT,
        target=S.DISCARDED,
        by=people.lead_staff | people.author,
        label=_("delete the draft"),
        guards=[guards.never_submitted],
    )
    def discard(self) -> None:
        """Delete a draft that nobody was shown; the trail keeps that there was one."""
        measure = self.subject
        self.work.note(reference=measure.reference)
        Milestone.objects.filter(measure=measure).update(predecessor=None)
        measure.milestones.all().delete()
        for attachment in Attachment.objects.filter(case=self.case.pk):
            attachment.versions.all().delete()
            attachment.delete()
        self.case.consultations.filter(paper=None).delete()
        measure.delete()
        self.case.title = str(_("Deleted draft"))

    def on_enter(self) -> None:
        """Who works on a draft sees it."""
        super().on_enter()
        if self.case.state == S.DRAFT:
            self.work.admit(posts.lead_desks(self), "lead")
            if self.call.capacity:
                self.work.admit_desk(self.call.capacity.desk, "author")
