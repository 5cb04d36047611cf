"""The closed vocabularies of the work after the resolution."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class ReportedState(TextChoices):
    """How far a measure was by a report of an earlier year."""

    NOT_BEGUN = "not_begun", _("not begun")
    RUNNING = "running", pgettext_lazy("report of an earlier year", "in implementation")
    COMPLETED = "completed", pgettext_lazy("report of an earlier year", "completed")
    STOPPED = "stopped", pgettext_lazy("report of an earlier year", "stopped")
