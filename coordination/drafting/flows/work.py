"""Who does the acts of a draft; no message of it climbs out of the office."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.work import Opening, Work
from workflows.calendars import local_date
from workflows.definitions import Step
from workflows.enums import Recipient
from workflows.models import Deadline

from ..models import AnswerDraft
from ..queries.contributions import draft_reads
from .look import DraftLook, drafting_desk, signing_desks

INSIDE = frozenset({Recipient.RESPONSIBLE, Recipient.DEPUTY, Recipient.HEAD})
"""Whom the ladder may tell of a draft: the office itself."""

DRAFT = Step(
    "draft_answer", _("Draft the answer of the office"), drafting_desk, acts=("hand_in_draft",)
)
SIGN = Step(
    "sign_draft", _("Sign the draft or send it back"), signing_desks,
    acts=("return_draft", "recall_draft"),
)  # fmt: skip


class InsideWork(Work):
    """The unit of work on what stays inside: its ladder tells the office itself and nobody else."""

    def rungs(self, step: UUID | None, *, starts_on: date, due_on: date) -> list[datetime | None]:
        """The ladder of the route, without what would tell anybody outside the office."""
        moments = super().rungs(step, starts_on=starts_on, due_on=due_on)
        ladder = self.route.ladder
        return [
            moment if set(rung.recipients) <= INSIDE else None
            for moment, rung in zip(moments, ladder, strict=False)
        ]


class DraftWork(InsideWork):
    """The unit of work on a draft."""

    look: DraftLook

    def keep_draft(self, *names: str) -> None:
        """Write these fields of the draft."""
        self.store(self.look.subject, *names)

    def locked(self) -> AnswerDraft:
        """The draft, locked until the end of the act: nobody signs it meanwhile."""
        draft = self.look.subject
        AnswerDraft.objects.select_for_update().get(pk=draft.pk)
        draft.item.refresh_from_db()
        return draft


def ask_to_draft(work: DraftWork) -> None:
    """The desk drafts until the internal date; the office sees it, and the desk sees the matter."""
    draft = work.look.subject
    work.admit(work.look.signing, "task")
    work.admit_to(draft.item.case, drafting_desk(work.look), "draft")
    for case in draft_reads(draft):
        work.admit_to(case, drafting_desk(work.look), "draft")
    work.open(Opening(DRAFT, subject=DRAFT.key, due_on=draft.wanted_on))


def ask_to_sign(work: DraftWork) -> None:
    """Whoever signs has the draft before them until the office's own date."""
    draft = work.look.subject
    rows = Deadline.objects.filter(step=draft.item.step_id)
    own = rows.order_by("-due_at").first()
    work.open(Opening(SIGN, subject=SIGN.key, due_on=own.due_on if own else local_date(work.at)))
