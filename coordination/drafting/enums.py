"""Where the draft of an answer stands, and where a contribution to it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DraftState(TextChoices):
    """From the clerk to whoever signs for the office, and what became of it."""

    DRAFTING = "drafting", _("is being drafted")
    SUBMITTED = "submitted", _("ready for signature")
    SIGNED = "signed", pgettext_lazy("draft", "signed")
    UNSIGNED = "unsigned", _("draft existed, not signed")
    DROPPED = "dropped", pgettext_lazy("draft", "no longer needed")


ENDED = (DraftState.SIGNED, DraftState.UNSIGNED, DraftState.DROPPED)
"""Nothing follows."""


class ContributionState(TextChoices):
    """From the office that asks to the one that is asked, and what became of it."""

    ASKED = "asked", pgettext_lazy("contribution", "asked for")
    GIVEN = "given", pgettext_lazy("contribution", "has come in")
    USED = "used", pgettext_lazy("contribution", "closed")
    DECLINED = "declined", pgettext_lazy("contribution", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("contribution", "withdrawn")
    LAPSED = "lapsed", pgettext_lazy("contribution", "no longer needed")


CONTRIBUTION_ENDED = (
    ContributionState.USED,
    ContributionState.DECLINED,
    ContributionState.WITHDRAWN,
    ContributionState.LAPSED,
)
"""Nothing follows."""
