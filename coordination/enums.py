"""The closed vocabularies of the city's side; OParl's names on the council's side."""

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
    RESOLVED = "resolved", _("resolved")
    IMPLEMENTATION = "implementation", _("implementation")
    PAUSED = "paused", _("resting")
    COMPLETED = "completed", _("completed")
    REJECTED = "rejected", _("rejected")
    WITHDRAWN = "withdrawn", _("withdrawn")
    DISCARDED = "discarded", _("deleted draft")


class DecisionPath(TextChoices):
    """Which organ decides (GO NRW §§ 36, 37, 41)."""

    CURRENT_ADMINISTRATION = "current_administration", _("current administration")
    COMMITTEE = "committee", _("committee")
    DISTRICT_COUNCIL = "district_council", _("district council")
    COUNCIL = "council", _("council")


class Priority(TextChoices):
    """How pressing a measure is."""

    HIGH = "high", _("high")
    MEDIUM = "medium", _("medium")
    LOW = "low", _("low")


class CostType(TextChoices):
    """Where the money stands in the budget."""

    CONSUMPTIVE = "consumptive", _("consumptive")
    INVESTIVE = "investive", _("investive")
    BOTH = "both", _("consumptive and investive")


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


class OrganizationType(TextChoices):
    """What a body is; OParl's classification follows from it."""

    COUNCIL = "council", _("council")
    MAIN_COMMITTEE = "main_committee", _("main committee")
    COMMITTEE = "committee", _("committee")
    YOUTH_COMMITTEE = "youth_committee", _("youth welfare committee")
    DISTRICT_COUNCIL = "district_council", _("district council")
    INTEGRATION_COUNCIL = "integration_council", _("integration council")
    ADVISORY = "advisory", _("advisory board")


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
    DROPPED = "dropped", _("dropped")


class PaperType(TextChoices):
    """The kinds of papers (Vorlagenarten)."""

    RESOLUTION = "resolution", _("resolution paper")
    INFORMATION = "information", _("information paper")
    SUPPLEMENT = "supplement", _("supplementary paper")


class ImportStatus(TextChoices):
    """The way of an uploaded file."""

    CHECKING = "checking", _("being checked")
    CHECKED = "checked", _("checked")
    RUNNING = "running", _("being imported")
    DONE = "done", _("imported")
    FAILED = "failed", _("failed")


class RowFate(TextChoices):
    """What becomes of a row of an imported list; the values are counted by name."""

    CREATED = "created", _("new draft")
    UPDATED = "updated", _("draft updated")
    UNCHANGED = "unchanged", _("unchanged")
