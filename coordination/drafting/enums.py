"""Where the draft of an answer stands."""

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
