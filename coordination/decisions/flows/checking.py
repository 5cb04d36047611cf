"""From the draft to the preliminary check (M2, M3, M4)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from workflows.definitions import Step
from workflows.enums import ItemStatus
from workflows.machine import CaseFlow
from workflows.models import CosignatureItem
from workflows.refusals import Unmet

from ..enums import MeasureState as S
from ..rules import people, posts
from .base import DecisionBase, reason_given

act = CaseFlow.state.act


class Checking(DecisionBase):
    """The secretariat looks whether a proposal can go to the offices."""

    check_step = Step(
        "check",
        _("Check the proposal"),
        posts.checkers,
        acts=("pass_check", "send_back"),
    )
    revision_step = Step(
        "revision",
        _("Revise and submit again"),
        posts.lead_staff,
        acts=("edit", "ask_agreement", "submit", "withdraw"),
    )

    def check_problems(self) -> Iterator[Unmet]:
        """Hook: why this cannot go to the offices yet, e.g. a duplicate."""
        yield from ()

    @act(
        source=S.CHECK,
        target=S.COSIGNING,
        by=people.at_step("check", _("integration centre (check)")),
        label=_("pass the check"),
        guards=[lambda flow: flow.check_problems()],
        step="check",
    )
    def pass_check(self) -> None:
        """M3: the offices that must be asked are computed and asked in parallel."""

    @act(
        source=S.CHECK,
        target=S.REVISION,
        by=people.at_step("check", _("integration centre (check)")),
        label=_("send back"),
        guards=[reason_given],
        step="check",
    )
    @act(
        source=S.COSIGNING,
        target=S.REVISION,
        by=people.lead_head,
        label=_("send back"),
        guards=[reason_given],
    )
    @act(
        source=S.RELEASE,
        target=S.REVISION,
        by=people.at_step("release", _("releasing deputy mayor")),
        label=_("send back"),
        guards=[reason_given],
        step="release",
    )
    @act(
        source=S.EXECUTIVE_BOARD,
        target=S.REVISION,
        by=people.board_office,
        label=_("send back"),
        guards=[reason_given],
    )
    @act(
        source=S.FINAL_SIGNATURE,
        target=S.REVISION,
        by=people.mayor,
        label=_("send back"),
        guards=[reason_given],
    )
    def send_back(self) -> None:
        """M4: back to the lead with a reason; what is still being signed becomes void."""
        self.void_items()
        self.work.tell("sent_back", [*posts.lead_staff(self)])

    def void_items(self) -> None:
        """Open co-signatures are no longer needed."""
        for item in self.scene.items:
            if item.status in (ItemStatus.REQUESTED, ItemStatus.RECEIVED):
                item.status = ItemStatus.VOID
        for row in self.work.batch.pending(CosignatureItem):
            if row.status in (ItemStatus.REQUESTED, ItemStatus.RECEIVED):
                row.status = ItemStatus.VOID
        self.work.execute(
            "UPDATE workflows_cosignatureitem SET status = 'void'"
            " WHERE case_id = %(case)s AND status IN ('requested', 'received')",
            {"case": self.case.pk},
        )

    @act(
        source=[
            S.DRAFT,
            S.CHECK,
            S.COSIGNING,
            S.REVISION,
            S.CLARIFICATION,
            S.RELEASE,
            S.EXECUTIVE_BOARD,
            S.FINAL_SIGNATURE,
        ],
        target=S.WITHDRAWN,
        by=people.lead_head,
        label=_("withdraw"),
        guards=[reason_given],
    )
    @act(
        source=S.DELIBERATION,
        target=S.WITHDRAWN,
        by=people.mayor,
        label=_("withdraw"),
        guards=[reason_given],
        legal_basis="GO NRW § 62 Abs. 2",
    )
    def withdraw(self) -> None:
        """M19: the lead before the final signature, the mayor after it; never after a decision."""
        self.void_items()
