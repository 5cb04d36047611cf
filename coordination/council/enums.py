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
    # What was decided in the body's place (GO NRW § 60): it may follow a closed decision.
    APPROVAL = "approval", _("approval afterwards")
    # Whether a resolution stands against which somebody has objected (GO NRW §§ 54, 57 Abs. 4).
    OBJECTION = "objection", _("decision on an objection")


class ConsultationResult(TextChoices):
    """The result of a consultation, normalised; empty while it is open."""

    ACCEPTED = "accepted", _("accepted by the body")
    AMENDED = "amended", _("accepted with amendments")
    REJECTED = "rejected", _("rejected")
    NOTED = "noted", _("noted")
    NONE = "none", _("passed on without a vote")
    POSTPONED = "postponed", _("postponed")
    DROPPED = "dropped", _("taken off the agenda")
    REFERRED = "referred", _("referred to another body")
    WITHDRAWN = "withdrawn", _("withdrawn")


class MajorityRule(TextChoices):
    """Which majority a resolution needs (GO NRW § 50 Abs. 1, the larger ones by single rules)."""

    SIMPLE = "simple", _("majority of the votes cast")
    ABSOLUTE = "absolute", _("majority of the legal number of members")
    TWO_THIRDS = "two_thirds", _("two thirds of the legal number of members")


class ObjectionKind(TextChoices):
    """What holds up the execution of a resolution."""

    # GO NRW § 57 Abs. 4 S. 2: the mayor or a fifth of the members of a committee.
    VETO = "veto", _("veto against a committee's decision")
    # § 54 Abs. 1: the welfare of the city is in danger.
    OBJECTION = "objection", _("objection to the resolution")
    # § 54 Abs. 2 and 3: the resolution is unlawful.
    LEGAL = "legal", _("legal objection")


class ObjectionOutcome(TextChoices):
    """What became of an objection; empty while the execution is held up."""

    UPHELD = "upheld", _("the resolution stands")
    AMENDED = "amended", _("the resolution was changed")
    REVOKED = "revoked", _("the resolution was repealed")


class UrgentStage(TextChoices):
    """Who decided in the place of a body that could not meet in time (GO NRW § 60)."""

    MAIN_COMMITTEE = "main_committee", _("main committee")
    MAYOR = "mayor", _("mayor with a member of the body")


class PaperType(TextChoices):
    """The kinds of papers (Vorlagenarten)."""

    RESOLUTION = "resolution", _("resolution paper")
    INFORMATION = "information", _("information paper")
    SUPPLEMENT = "supplement", _("supplementary paper")


class Edition(TextChoices):
    """For whom a paper is set: each edition says less than the one before."""

    HOUSE = "house", _("for the administration, with all co-signatures")
    COUNCIL = "council", _("for the members of the council")
    PUBLIC = "public", _("for the public")


class CouncilSystem(TextChoices):
    """How papers reach a council system and come back; cities without one have none."""

    FOLDER = "folder", _("folder")
    MAIL = "mail", _("e-mail")
    OPARL = "oparl", _("OParl")


class HandOverState(TextChoices):
    """How far a station is in the council system."""

    HANDED_OVER = "handed_over", _("handed over")
    SCHEDULED = "scheduled", _("on the agenda")
    DECIDED = "decided", _("decided, provisional")
    RETURNED = "returned", _("returned with the excerpt")


class ExcerptStatus(TextChoices):
    """What became of what came back."""

    TAKEN = "taken", _("taken over")
    OPEN = "open", _("to be looked at")
    SETTLED = "settled", _("settled")
