"""What the rules of a draft look at, and who is who."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from workflows.actions.ballots import OPEN_ITEMS
from workflows.definitions import Capacity, Post
from workflows.machine import Look, Rule, fact
from workflows.models import CosignatureItem

from ..models import AnswerDraft
from ..queries.drafts import signing_posts


class DraftLook(Look):
    """A draft as a call meets it."""

    @fact
    def subject(self) -> AnswerDraft:
        """The draft of the case with its item."""
        rows = AnswerDraft.objects.select_related("item__step", "item__case", "unit", "desk")
        return rows.get(case=self.case.pk)

    @fact
    def signing(self) -> Sequence[Post]:
        """Who signs for the office now."""
        return signing_posts(self.subject.item)


def is_open(item: CosignatureItem) -> bool:
    """Whether the office has still to answer."""
    step = item.step
    return item.status in OPEN_ITEMS and step is not None and step.closed_at is None


def signing_desks(look: DraftLook) -> Sequence[Post]:
    """Who signs for the office."""
    return look.signing


def drafting_desk(look: DraftLook) -> Sequence[Post]:
    """The desk that was asked to draft."""
    desk = look.subject.desk
    return [Post((desk.function,), unit=desk.unit_id, desk=desk.pk)]


def _fits(posts: Sequence[Post], capacity: Capacity) -> bool:
    return any(capacity.fits(post) for post in posts)


signer: Rule[DraftLook] = Rule(
    _("co-signing office"), lambda look, capacity: _fits(look.signing, capacity)
)
drafter: Rule[DraftLook] = Rule(
    _("desk that drafts the answer"),
    lambda look, capacity: _fits(drafting_desk(look), capacity),
)


def _asks_for_drafts(look: Look, capacity: Capacity) -> bool:
    """Whoever has the question that the call names."""
    rows = CosignatureItem.objects.select_related("step")
    item = rows.filter(pk=str(look.call.data.get("item"))).first()
    return item is not None and _fits(signing_posts(item), capacity)


giver: Rule[Look] = Rule(_("co-signing office"), _asks_for_drafts)
"""Who may have an answer drafted: whoever signs it."""
