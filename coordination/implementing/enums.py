"""The closed vocabularies of the work after the resolution."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TrafficLight(TextChoices):
    """How a measure does (Ampel)."""

    GREEN = "green", _("green")
    YELLOW = "yellow", _("yellow")
    RED = "red", _("red")
    GREY = "grey", _("grey")


class ReportStatus(TextChoices):
    """A status report is drafted by the clerk and released by the head."""

    DRAFT = "draft", _("draft")
    RELEASED = "released", _("released")
