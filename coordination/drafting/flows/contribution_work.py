"""Who does the acts of a contribution; no message of it climbs out of the two offices."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.work import Opening
from workflows.definitions import Post, Step

from ...city.rules import cosigners
from ..models import Contribution
from ..queries.contributions import drafting_posts
from .contribution_look import ContributionLook, answering_desks, asking_desks
from .work import InsideWork

CONTRIBUTE = Step(
    "contribute", _("Contribute to the answer of another office"), answering_desks,
    acts=("give_contribution", "decline_contribution"),
)  # fmt: skip
READ = Step(
    "read_contribution", _("Read the contribution"), asking_desks, acts=("return_contribution",)
)


class ContributionWork(InsideWork):
    """The unit of work on a contribution."""

    look: ContributionLook

    def keep_fields(self, *names: str) -> None:
        """Write these fields of the request."""
        self.store(self.look.subject, *names)

    def locked(self) -> Contribution:
        """The request, locked until the end of the act."""
        row = self.look.subject
        Contribution.objects.select_for_update().get(pk=row.pk)
        row.item.refresh_from_db()
        return row


def ask_to_contribute(work: ContributionWork) -> None:
    """The office has until the day that was named; it and whoever asked see it, and the matter."""
    row = work.look.subject
    asked: list[Post] = cosigners(row.unit_id)
    work.admit(work.look.asking, "task")
    if row.parent_id is None:
        work.admit(drafting_posts(row.item_id), "draft")
    work.admit_to(row.item.case, asked, "contribution")
    work.open(Opening(CONTRIBUTE, subject=CONTRIBUTE.key, posts=asked, due_on=row.wanted_on))


def ask_to_read(work: ContributionWork) -> None:
    """Whoever asked has it before them until they have answered."""
    work.open(Opening(READ, subject=READ.key))
