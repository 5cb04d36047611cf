"""The states of whatever the council decides."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MeasureState(TextChoices):
    """The states of whatever the council decides; a measure goes on to its implementation."""

    DRAFT = "draft", _("draft")
    CHECK = "check", _("preliminary check")
    COSIGNING = "cosigning", _("co-signature")
    REVISION = "revision", _("revision")
    CLARIFICATION = "clarification", _("clarification")
    RELEASE = "release", _("release")
    EXECUTIVE_BOARD = "executive_board", _("executive board")
    FINAL_SIGNATURE = "final_signature", _("final signature")
    DELIBERATION = "deliberation", _("deliberation")
    VETO_PERIOD = "veto_period", _("veto period")
    EXECUTION_BARRED = "execution_barred", _("execution held up")
    RESOLVED = "resolved", _("resolved")
    IMPLEMENTATION = "implementation", _("implementation")
    PAUSED = "paused", _("resting")
    COMPLETED = "completed", _("completed")
    EVALUATED = "evaluated", _("evaluated")
    DISCONTINUED = "discontinued", _("discontinued")
    REJECTED = "rejected", _("rejected")
    WITHDRAWN = "withdrawn", _("withdrawn")
    REVOKED = "revoked", _("repealed")
    INCORPORATED = "incorporated", _("worked into the measure")
    DISCARDED = "discarded", _("deleted draft")


class FileDamage(TextChoices):
    """What became of a stored file behind the application's back."""

    MISSING = "missing", _("the stored file is missing")
    ALTERED = "altered", _("the stored file is not what was stored")
