"""Co-signing many matters at once: only what the signer has opened as it stands now."""

from __future__ import annotations

from django.db.models import Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows.actions.inbox.bulk_acts import BulkAct, bulk_acts
from workflows.enums import VoteChoice
from workflows.models import BulkItem, BulkRun, Event, User

from ..models import Visit


def _unread(item: BulkItem, person: User) -> str:
    """Nobody signs a text that they have not seen."""
    of_version = Event.objects.filter(case=item.case_id, version=item.case.version)
    since = Subquery(of_version.order_by("seq").values("seq")[:1])
    if Visit.objects.filter(person=person, case=item.case_id, seen__gte=since).exists():
        return ""
    return _("You have not opened this version of the text. Please read it and sign it there.")


def _agreed(item: BulkItem, run: BulkRun) -> str:  # noqa: ARG001 - as it is asked
    return _("your office agrees, without conditions")


SIGN_MANY = BulkAct(
    "vote",
    gettext_lazy("Co-sign without conditions"),
    _agreed,
    steps=frozenset({"cosign"}),
    choice={"choice": VoteChoice.APPROVED.value},
    bar=_unread,
    needs_version=True,
)


def offer_signing_many() -> None:
    """From now on many can be signed at once."""
    bulk_acts[SIGN_MANY.name] = SIGN_MANY
