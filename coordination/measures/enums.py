"""The closed vocabularies of a measure."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Priority(TextChoices):
    """How pressing a measure is."""

    HIGH = "high", _("high")
    MEDIUM = "medium", _("medium")
    LOW = "low", _("low")


class Participation(TextChoices):
    """Whether citizens take part before it is decided."""

    PLANNED = "planned", _("planned")
    NONE = "none", _("not planned")


class CostType(TextChoices):
    """Where the money stands in the budget."""

    CONSUMPTIVE = "consumptive", _("consumptive")
    INVESTIVE = "investive", _("investive")
    BOTH = "both", _("consumptive and investive")
