"""One item as a person may see it."""

from __future__ import annotations

from datetime import datetime

from workflows.enums import DeskFunction
from workflows.models import CaseAudience, User, desks_held
from workflows.queries.acting.seen import SeenOne

from ..enums import AnswerStatus
from ..models import FollowUp, FollowUpAnswer

_SEEN = SeenOne(
    lambda viewer, at: FollowUp.objects.visible_to(viewer, at=at).select_related(
        "case", "body", "office", "meeting", "matter"
    )
)


def item_seen_by(viewer: User, case: int, *, at: datetime) -> FollowUp:
    """The item of a case; raises Invisible (404) if this person sees none."""
    return _SEEN.of(viewer, case, at=at)


def is_inside(viewer: User, case: int, *, at: datetime) -> bool:
    """Whether a person sees it from inside the administration, not only as a council member."""
    desks = desks_held(viewer, at=at).exclude(desk__function=DeskFunction.OBSERVER)
    return CaseAudience.objects.filter(case=case, desk__in=desks.values("desk")).exists()


def answers_of(item: int, *, drafts: bool) -> list[FollowUpAnswer]:
    """The answers to an item, the newest first; drafts only inside the office."""
    rows = FollowUpAnswer.objects.filter(item=item).select_related("written_by", "given_by")
    if not drafts:
        rows = rows.filter(status=AnswerStatus.GIVEN)
    return list(rows.order_by("-number"))


def draft_of(item: int) -> FollowUpAnswer | None:
    """The answer that the head has not given yet."""
    drafts = FollowUpAnswer.objects.select_related("written_by")
    return drafts.filter(item=item, status=AnswerStatus.DRAFT).first()
