"""The closed vocabularies of lists from outside."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ImportStatus(TextChoices):
    """The way of an uploaded file."""

    CHECKING = "checking", _("being checked")
    CHECKED = "checked", _("checked")
    RUNNING = "running", _("being imported")
    DONE = "done", _("imported")
    FAILED = "failed", _("failed")


class RowFate(TextChoices):
    """What becomes of a row of an imported list; the values are counted by name."""

    CREATED = "created", _("new draft")
    UPDATED = "updated", _("draft updated")
    UNCHANGED = "unchanged", _("unchanged")


OF_STOCK = (
    "state", "decided_on", "decided_by", "reference", "reached",
    "responsible", "ended_on", "ended_reason", "reports",
)  # fmt: skip
"""What a row says of a decision that was taken before; no fields of a draft."""
