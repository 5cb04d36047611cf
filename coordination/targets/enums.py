"""The closed vocabularies of targets."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..decisions.enums import MeasureState as S


class TargetState(TextChoices):
    """The states of a target: those of every resolution, then it runs until it has ended."""

    DRAFT = S.DRAFT.value, S.DRAFT.label
    CHECK = S.CHECK.value, S.CHECK.label
    COSIGNING = S.COSIGNING.value, S.COSIGNING.label
    REVISION = S.REVISION.value, S.REVISION.label
    CLARIFICATION = S.CLARIFICATION.value, S.CLARIFICATION.label
    RELEASE = S.RELEASE.value, S.RELEASE.label
    EXECUTIVE_BOARD = S.EXECUTIVE_BOARD.value, S.EXECUTIVE_BOARD.label
    FINAL_SIGNATURE = S.FINAL_SIGNATURE.value, S.FINAL_SIGNATURE.label
    DELIBERATION = S.DELIBERATION.value, S.DELIBERATION.label
    VETO_PERIOD = S.VETO_PERIOD.value, S.VETO_PERIOD.label
    EXECUTION_BARRED = S.EXECUTION_BARRED.value, S.EXECUTION_BARRED.label
    RESOLVED = S.RESOLVED.value, S.RESOLVED.label
    # The state in which the work on a resolution is done.
    RUNNING = S.IMPLEMENTATION.value, pgettext_lazy("target", "running")
    REACHED = "reached", pgettext_lazy("target", "reached")
    PARTLY_REACHED = "partly_reached", pgettext_lazy("target", "partly reached")
    MISSED = "missed", pgettext_lazy("target", "missed")
    REPLACED = "replaced", pgettext_lazy("target", "replaced by another one")
    REVOKED = S.REVOKED.value, S.REVOKED.label
    REJECTED = S.REJECTED.value, S.REJECTED.label
    WITHDRAWN = S.WITHDRAWN.value, S.WITHDRAWN.label


ENDED = frozenset(
    {
        TargetState.REACHED, TargetState.PARTLY_REACHED, TargetState.MISSED, TargetState.REPLACED,
        TargetState.REVOKED, TargetState.REJECTED, TargetState.WITHDRAWN,
    }
)  # fmt: skip
"""Where a target has come to its end."""


class ObjectiveStatus(TextChoices):
    """How an objective stands. What was missed is closed by the note of the council only."""

    OPEN = "open", pgettext_lazy("target", "open")
    REACHED = "reached", pgettext_lazy("target", "reached")
    MISSED = "missed", pgettext_lazy("target", "missed")


class Rhythm(TextChoices):
    """How often the value of an objective is measured and reported."""

    QUARTER = "quarter", _("every quarter")
    HALF_YEAR = "half_year", _("every half-year")
    YEAR = "year", _("every year")
