"""Contributions to answers: who asks whom, what runs, what somebody may see of it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from workflows.definitions import Post
from workflows.models import (
    Case,
    CaseAudience,
    CosignatureItem,
    Deadline,
    Desk,
    Task,
    User,
)
from workflows.refusals import Invisible

from ...city.rules import cosigners
from ..enums import ContributionState as S
from ..models import AnswerDraft, Contribution, SignedOver
from .drafts import OPEN_ITEM, Matter, signing_posts

SEEN = "_contributions"
"""Under this name a matter keeps what was read of its contributions."""

RUNS = Q(case__state=S.ASKED, is_live=True)
"""Somebody has still to contribute."""


def contribution_seen_by(viewer: User, case: int, *, at: datetime) -> Contribution:
    """The request of a case; raises Invisible (404) for everybody but the two offices."""
    seen = Contribution.objects.visible_to(viewer, at=at)
    found = _read().filter(pk__in=seen, case=case).first()
    if found is None:
        raise Invisible
    return found


def _read() -> QuerySet[Contribution]:
    return Contribution.objects.select_related(
        "case", "item__case", "item__step", "item__unit", "unit", "given_by", "parent__unit",
        "parent__case",
    )  # fmt: skip


def contributions_of(case: int | OuterRef) -> QuerySet[Contribution]:
    """What was ever asked for in a matter."""
    return Contribution.objects.filter(item__case=case)


def seen_contributions(matter: Matter, viewer: User, *, at: datetime) -> list[Contribution]:
    """What of a matter this person sees: their own office's, and what is asked of it."""
    if not has_contributions(matter):
        return []
    seen = Contribution.objects.visible_to(viewer, at=at)
    return list(_read().filter(pk__in=seen, item__case=matter.case.pk).order_by("pk"))


def has_contributions(matter: Matter) -> bool:
    """False where the matter was read as one that has none."""
    return bool(vars(matter).get("has_contributions", True))


def for_answer(item: UUID, viewer: User, *, at: datetime) -> list[Contribution]:
    """What was asked for to answer this question, as far as the person sees it; no deeper."""
    seen = Contribution.objects.visible_to(viewer, at=at)
    rows = _read().filter(pk__in=seen, item=item, parent=None)
    return list(rows.exclude(case__state=S.WITHDRAWN).order_by("pk"))


def runs_for(item: UUID) -> bool:
    """Whether an office waits for a contribution to its answer."""
    return Contribution.objects.filter(RUNS, item=item, parent=None).exists()


def runs_below(contribution: int) -> bool:
    """Whether an office waits for a contribution to its own contribution."""
    return Contribution.objects.filter(RUNS, parent=contribution).exists()


def waits_on(case: int, unit: int) -> frozenset[int]:
    """Whom this office waits for in a matter, straight or through others."""
    rows = Contribution.objects.filter(RUNS, OPEN_ITEM, item__case=case)
    asked: dict[int, set[int]] = {}
    for below, asks, who in rows.values_list("parent__unit", "item__unit", "unit"):
        asked.setdefault(below or asks, set()).add(who)
    found, fresh = set[int](), {unit}
    while fresh:
        fresh = {who for one in fresh for who in asked.get(one, ())} - found
        found |= fresh
    return frozenset(found)


def own_limit(item: CosignatureItem, parent: Contribution | None) -> date | None:
    """The day by which whoever asks has to answer; None where their clock stands still."""
    if parent is not None:
        return parent.wanted_on
    rows = Deadline.objects.filter(step=item.step_id, status="running")
    return rows.values_list("due_on", flat=True).first()


# --- who is who -----------------------------------------------------------------------------


def posts_for(item: CosignatureItem, parent: Contribution | None) -> list[Post]:
    """Who answers the question, or who contributes to it where it is asked further."""
    return signing_posts(item) if parent is None else answering_posts(parent)


def asking_posts(row: Contribution) -> list[Post]:
    """Who asked, as the work lies now: a vacant desk has passed it up."""
    return posts_for(row.item, row.parent)


def answering_posts(row: Contribution) -> list[Post]:
    """The desks that have the request now; once it is answered, those of the office."""
    tasks = Task.objects.filter(case=row.case_id, step__key="contribute", status="open")
    desks = Desk.objects.filter(pk__in=tasks.values("desk")).order_by("pk")
    found = [Post((desk.function,), unit=desk.unit_id, desk=desk.pk) for desk in desks]
    return found or cosigners(row.unit_id)


def drafting_posts(item: UUID) -> list[Post]:
    """Who drafts the answer at present: they read what is contributed to it."""
    rows = AnswerDraft.objects.filter(item=item, is_live=True).select_related("desk")
    return [Post((row.desk.function,), unit=row.desk.unit_id, desk=row.desk_id) for row in rows]


def draft_reads(draft: AnswerDraft) -> list[Case]:
    """The requests whose contributions go into the answer that is drafted."""
    rows = Contribution.objects.filter(item=draft.item_id, parent=None).select_related("case")
    return [row.case for row in rows.order_by("pk")]


# --- what the tick looks for ----------------------------------------------------------------


def no_longer_wanted() -> QuerySet[Contribution]:
    """Requests that wait for nothing more: whoever asked has answered or is not asked any more."""
    goes_on = OPEN_ITEM & (Q(parent=None) | Q(parent__case__state=S.ASKED))
    return Contribution.objects.filter(is_live=True).exclude(goes_on).order_by("pk")


def left_behind() -> QuerySet[Contribution]:
    """Requests whose asker's work lies with a desk that does not see them."""
    work = Task.objects.filter(status="open").exclude(
        desk__in=CaseAudience.objects.filter(case=OuterRef(OuterRef("case"))).values("desk")
    )
    answers = work.filter(step=OuterRef("item__step"))
    contributes = work.filter(case=OuterRef("parent__case"), step__key="contribute")
    lies_elsewhere = (Q(parent=None) & Exists(answers)) | (Q(parent__gt=0) & Exists(contributes))
    return Contribution.objects.filter(RUNS, OPEN_ITEM).filter(lies_elsewhere).order_by("pk")


# --- what everybody sees who sees the matter --------------------------------------------------


def asks_until(matter: Matter, item: UUID) -> date | None:
    """Until when an office waits for a contribution; that it does is no secret, the rest is."""
    return _of_all(matter)[0].get(item)


def signed_over(matter: Matter, item: UUID) -> str:
    """Why an office has answered before a contribution was there."""
    return _of_all(matter)[1].get(item, "")


def _of_all(matter: Matter) -> tuple[dict[UUID, date], dict[UUID, str]]:
    """Two statements for a matter that has any; kept with it."""
    known = vars(matter)
    if SEEN not in known:
        known[SEEN] = ({}, {})
        if has_contributions(matter):
            runs = Contribution.objects.filter(
                RUNS, OPEN_ITEM, item__case=matter.case.pk, parent=None
            )
            over = SignedOver.objects.filter(case=matter.case.pk).order_by("signed_at")
            known[SEEN] = (
                dict(runs.order_by("wanted_on").values_list("item", "wanted_on")),
                dict(over.values_list("item", "reason")),
            )
    found: tuple[dict[UUID, date], dict[UUID, str]] = known[SEEN]
    return found
