"""The closed vocabularies of concepts (domain 2.5)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..decisions.enums import MeasureState as S


class ConceptState(TextChoices):
    """From the impulse over the draft to the resolution, and on until another one replaces it."""

    PROMPTED = S.DRAFT.value, pgettext_lazy("concept", "prompted")
    TARGET_SET = "target_set", pgettext_lazy("concept", "target set")
    AWARD = "award", pgettext_lazy("concept", "award")
    COMMISSIONED = "commissioned", pgettext_lazy("concept", "commissioned")
    SURVEY = "survey", pgettext_lazy("concept", "survey")
    PARTICIPATION = "participation", pgettext_lazy("concept", "participation")
    DRAFTED = "drafted", pgettext_lazy("concept", "draft presented")
    TERMINATED = "terminated", pgettext_lazy("concept", "commission ended")
    RESTING = "resting", pgettext_lazy("concept", "rests")
    DEFERRED = "deferred", pgettext_lazy("concept", "put off")
    REVISION = S.REVISION.value, S.REVISION.label
    CHECK = S.CHECK.value, pgettext_lazy("concept", "acceptance")
    COSIGNING = S.COSIGNING.value, S.COSIGNING.label
    CLARIFICATION = S.CLARIFICATION.value, S.CLARIFICATION.label
    RELEASE = S.RELEASE.value, S.RELEASE.label
    EXECUTIVE_BOARD = S.EXECUTIVE_BOARD.value, S.EXECUTIVE_BOARD.label
    FINAL_SIGNATURE = S.FINAL_SIGNATURE.value, S.FINAL_SIGNATURE.label
    DELIBERATION = S.DELIBERATION.value, S.DELIBERATION.label
    VETO_PERIOD = S.VETO_PERIOD.value, S.VETO_PERIOD.label
    EXECUTION_BARRED = S.EXECUTION_BARRED.value, S.EXECUTION_BARRED.label
    RESOLVED = S.RESOLVED.value, S.RESOLVED.label
    IN_FORCE = S.IMPLEMENTATION.value, pgettext_lazy("concept", "in force")
    RENEWAL_DUE = "renewal_due", pgettext_lazy("concept", "renewal due")
    REPLACED = "replaced", pgettext_lazy("concept", "replaced")
    REVOKED = S.REVOKED.value, S.REVOKED.label
    REJECTED = S.REJECTED.value, S.REJECTED.label
    WITHDRAWN = S.WITHDRAWN.value, S.WITHDRAWN.label


PHASES = (
    ConceptState.PROMPTED, ConceptState.TARGET_SET, ConceptState.AWARD, ConceptState.COMMISSIONED,
    ConceptState.SURVEY, ConceptState.PARTICIPATION, ConceptState.DRAFTED,
)  # fmt: skip
"""What is worked through before the offices sign; each phase has its day."""

BEFORE_THE_START = (ConceptState.PROMPTED, ConceptState.TARGET_SET, ConceptState.AWARD)
"""Nobody works on the concept yet."""

WRITING = (
    ConceptState.COMMISSIONED, ConceptState.SURVEY, ConceptState.PARTICIPATION,
    ConceptState.DRAFTED,
)  # fmt: skip
"""While the agency works: reports come, groups meet, chapters are written."""

ASIDE = (ConceptState.RESTING, ConceptState.DEFERRED)
"""Nobody works on it at present; its phase stays open."""

ENDED = frozenset(
    {
        ConceptState.REPLACED, ConceptState.REVOKED, ConceptState.REJECTED, ConceptState.WITHDRAWN,
    }
)  # fmt: skip
"""Where a concept has come to its end."""


class Procedure(TextChoices):
    """How the commission is awarded."""

    DIRECT = "direct", _("direct order")
    NEGOTIATED = "negotiated", _("negotiated award")
    RESTRICTED = "restricted", _("restricted tender")
    OPEN = "open", _("open tender")


class Outcome(TextChoices):
    """What became of a comment."""

    ADOPTED = "adopted", _("taken over")
    PARTLY = "partly", _("taken over in part")
    NOTED = "noted", _("noted")
    REFUSED = "refused", _("not taken over")
