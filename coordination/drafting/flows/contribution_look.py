"""What the rules of a contribution look at, and who is who."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from workflows.definitions import Capacity, Post
from workflows.machine import Look, Rule, fact
from workflows.models import CosignatureItem

from ..enums import ContributionState
from ..models import Contribution
from ..queries.contributions import answering_posts, asking_posts, posts_for
from .look import is_open


class ContributionLook(Look):
    """A request for a contribution as a call meets it."""

    @fact
    def subject(self) -> Contribution:
        """The request of the case with its item and what it serves."""
        rows = Contribution.objects.select_related("item__step", "item__case", "unit", "parent")
        return rows.get(case=self.case.pk)

    @fact
    def asking(self) -> Sequence[Post]:
        """Who asked, as the work lies now."""
        return asking_posts(self.subject)

    @fact
    def answering(self) -> Sequence[Post]:
        """Who was asked, as the work lies now."""
        return answering_posts(self.subject)


def is_wanted(row: Contribution) -> bool:
    """Whether whoever asked has still to answer."""
    above = row.parent
    if above is not None and above.case.state != ContributionState.ASKED:
        return False
    return is_open(row.item)


def asking_desks(look: ContributionLook) -> Sequence[Post]:
    """Who asked."""
    return look.asking


def answering_desks(look: ContributionLook) -> Sequence[Post]:
    """Who was asked."""
    return look.answering


def _fits(posts: Sequence[Post], capacity: Capacity) -> bool:
    return any(capacity.fits(post) for post in posts)


asker: Rule[ContributionLook] = Rule(
    _("office that asked"), lambda look, capacity: _fits(look.asking, capacity)
)
contributor: Rule[ContributionLook] = Rule(
    _("office that was asked"), lambda look, capacity: _fits(look.answering, capacity)
)


def _asks(look: Look, capacity: Capacity) -> bool:
    """Whoever has the question that the call names, or the request that it serves."""
    data = look.call.data
    item = CosignatureItem.objects.select_related("step").filter(pk=str(data.get("item"))).first()
    if item is None:
        return False
    parent = data.get("parent")
    above = Contribution.objects.filter(pk=parent, item=item).first() if parent else None
    return (parent is None or above is not None) and _fits(posts_for(item, above), capacity)


requester: Rule[Look] = Rule(_("office that has to answer"), _asks)
"""Who may ask for a contribution: whoever signs the answer, or was asked for a contribution."""
