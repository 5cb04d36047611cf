"""The closed vocabularies of the executive board."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ItemKind(TextChoices):
    """Why something stands on the agenda, in the order in which it stands there."""

    MINUTES = "minutes", _("minutes of the last session")
    RECURRING = "recurring", _("recurring item")
    CASE = "case", _("measure")
    FREE = "free", _("other item")


class ItemOutcome(TextChoices):
    """What the board came to on an item."""

    APPROVES = "approves", _("agrees")
    DISSENTS = "dissents", _("does not agree; the mayor decides")
    NOTED = "noted", _("noted")
    POSTPONED = "postponed", _("postponed to a later session")
