"""The closed vocabularies of the council, under OParl's names."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DecisionPath(TextChoices):
    """Which organ decides (GO NRW §§ 36, 37, 41)."""

    CURRENT_ADMINISTRATION = "current_administration", _("current administration")
    COMMITTEE = "committee", _("committee")
    DISTRICT_COUNCIL = "district_council", _("district council")
    COUNCIL = "council", _("council")


class ConsultationRole(TextChoices):
    """What a body does with a paper (OParl: Consultation.role)."""

    HEARING = "hearing", _("hearing")
    PRELIMINARY = "preliminary", _("preliminary deliberation")
    DECISION = "decision", _("decision")
    INFORMATION = "information", _("for information")


class ConsultationResult(TextChoices):
    """The result of a consultation, normalised; empty while it is open."""

    ACCEPTED = "accepted", _("accepted by the body")
    AMENDED = "amended", _("accepted with amendments")
    REJECTED = "rejected", _("rejected")
    NOTED = "noted", _("noted")
    NONE = "none", _("passed on without a vote")
    POSTPONED = "postponed", _("postponed")
    DROPPED = "dropped", _("taken off the agenda")


class PaperType(TextChoices):
    """The kinds of papers (Vorlagenarten)."""

    RESOLUTION = "resolution", _("resolution paper")
    INFORMATION = "information", _("information paper")
    SUPPLEMENT = "supplement", _("supplementary paper")
