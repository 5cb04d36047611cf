"""The closed vocabularies of the follow-up."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FollowUpKind(TextChoices):
    """What a body asked for."""

    RESOLUTION = "resolution", _("resolution")
    MOTION = "motion", _("motion of a group")
    INQUIRY = "inquiry", _("inquiry")
    MANDATE = "mandate", _("test mandate")
    SUGGESTION = "suggestion", _("suggestion")


class FollowUpState(TextChoices):
    """How far an item is. Done and dropped wait until the body has taken note (domain 1.3)."""

    OPEN = "open", pgettext_lazy("follow-up", "open")
    IN_WORK = "in_work", pgettext_lazy("follow-up", "in work")
    DELAYED = "delayed", pgettext_lazy("follow-up", "delayed")
    CONTINUOUS = "continuous", pgettext_lazy("follow-up", "continuous")
    DONE = "done", pgettext_lazy("follow-up", "done")
    DROPPED = "dropped", pgettext_lazy("follow-up", "dropped")
    CLOSED = "closed", pgettext_lazy("follow-up", "off the list")


ACTIVE = (
    FollowUpState.OPEN,
    FollowUpState.IN_WORK,
    FollowUpState.DELAYED,
    FollowUpState.CONTINUOUS,
)
"""The office still owes something."""

FINISHED = (FollowUpState.DONE, FollowUpState.DROPPED)
"""The office owes nothing more; the body has not taken note yet."""

REPORTABLE = (
    FollowUpState.IN_WORK,
    FollowUpState.DELAYED,
    FollowUpState.CONTINUOUS,
    FollowUpState.DONE,
    FollowUpState.DROPPED,
)
"""What an office may say of an item."""


class Rhythm(TextChoices):
    """How often the body is reported to."""

    QUARTER = "quarter", _("every quarter")
    HALF_YEAR = "half_year", _("every half-year")


class AnswerStatus(TextChoices):
    """An answer is drafted by a clerk and given by the head of the office."""

    DRAFT = "draft", pgettext_lazy("follow-up", "draft")
    GIVEN = "given", pgettext_lazy("follow-up", "given")


class Publication(TextChoices):
    """Whether the public sees an item, and what its address answers once that has ended."""

    NONE = "none", pgettext_lazy("publication", "not public")
    PUBLIC = "public", pgettext_lazy("publication", "public")
    ARCHIVE = "archive", pgettext_lazy("publication", "archived")
    GONE = "gone", pgettext_lazy("publication", "withdrawn for good")
    UNAVAILABLE = "unavailable", pgettext_lazy("publication", "not available at present")


ENDINGS = (Publication.ARCHIVE, Publication.GONE, Publication.UNAVAILABLE)
"""How a publication ends: it can be read on, 410, 503."""
