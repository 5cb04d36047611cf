"""The closed vocabularies of the engine."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class UnitKind(TextChoices):
    """What a unit is in the tree; rules never ask for it, pages group by it."""

    MAYOR = "mayor", _("mayor's division")
    DIVISION = "division", _("division")
    OFFICE = "office", _("office")
    STAFF_UNIT = "staff_unit", _("staff unit")
    DISTRICT = "district", _("district office")
    COUNCIL = "council", _("council")
    PARTNER = "partner", _("partner")


class DeskFunction(TextChoices):
    """What the holder of a desk is there for; rules name these, never persons."""

    MAYOR = "mayor", _("mayor")
    GENERAL_DEPUTY = "general_deputy", _("general deputy of the mayor")
    DEPUTY_MAYOR = "deputy_mayor", _("deputy mayor")
    INTEGRATION_DEPUTY = "integration_deputy", _("deputy mayor for integration")
    HEAD = "head", _("head of office")
    COSIGNER = "cosigner", _("co-signing desk")
    CLERK = "clerk", _("clerk")
    BOARD_SECRETARY = "board_secretary", _("office of the executive board")
    COUNCIL_SECRETARY = "council_secretary", _("council office")
    ORGANISATION = "organisation", _("organisation office")
    OBSERVER = "observer", _("observer")


LEADING = (DeskFunction.HEAD, DeskFunction.DEPUTY_MAYOR, DeskFunction.MAYOR)
"""Who leads a unit, whatever its kind: an office its head, a division its deputy mayor."""


class SignatureMark(TextChoices):
    """How a desk signs (Dienstweg): only the mayor signs without a mark."""

    NONE = "none", _("without a mark")
    IN_REPRESENTATION = "iv", _("i. V.")
    BY_ORDER = "ia", _("i. A.")


class Access(TextChoices):
    """Who may see a case beside the desks that act on it."""

    NORMAL = "normal", _("normal")
    RESTRICTED = "restricted", _("restricted to named desks")


class StepMode(TextChoices):
    """When a step is over."""

    ALL = "all", _("all answer")
    ANY = "any", _("the first answer counts")
    ORDERED = "ordered", _("one after the other")


class TaskStatus(TextChoices):
    """A task waits in a queue (mode ordered), is open, done, or no longer needed."""

    WAITING = "waiting", _("waiting")
    OPEN = "open", _("open")
    DONE = "done", _("done")
    VOID = "void", _("void")


class Participation(TextChoices):
    """How a unit takes part in a co-signature."""

    COSIGN = "cosign", _("co-signature")
    CONTRIBUTE = "contribute", _("contribution")
    INFORM = "inform", _("for information")


class ItemStatus(TextChoices):
    """The state of one unit's co-signature item."""

    REQUESTED = "requested", _("requested")
    RECEIVED = "received", _("received")
    ANSWERED = "answered", _("answered")
    VOID = "void", _("void")


class VoteChoice(TextChoices):
    """What a unit may answer; `deemed_given` is silence, never a signature."""

    APPROVED = "approved", _("approved")
    CONDITIONAL = "conditional", _("approved with conditions")
    REFUSED = "refused", _("refused")
    NOT_AFFECTED = "not_affected", _("not affected")
    NOT_RESPONSIBLE = "not_responsible", _("not responsible")
    NOTED = "noted", _("noted")
    DEEMED_GIVEN = "deemed_given", _("deemed given")


class ConditionStatus(TextChoices):
    """What became of a condition (Maßgabe)."""

    OPEN = "open", _("to be answered")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("not accepted, to be confirmed")
    CONFIRMED = "confirmed", _("not accepted, confirmed")
    LAPSED = "lapsed", _("not accepted, no answer in time")
    REFUSED = "refused", _("turned into a refusal")
    VOID = "void", _("void")


class SilenceEffect(TextChoices):
    """What the end of a co-signature period means."""

    DEEMED_GIVEN = "deemed_given", _("deemed given")
    NOT_AFFECTED = "not_affected", _("not affected")
    NOTED = "noted", _("deemed noted")
    NONE = "none", _("none: the unit must answer")


class DeadlineStatus(TextChoices):
    """A deadline runs, is paused, is met, was lifted, or took its effect."""

    RUNNING = "running", _("running")
    PAUSED = "paused", _("paused")
    MET = "met", _("met")
    LIFTED = "lifted", _("lifted")
    EXPIRED = "expired", _("expired")


class DeadlineChange(TextChoices):
    """What people do to a running deadline."""

    EXTENDED = "extended", _("extended")
    SHORTENED = "shortened", _("shortened")
    PAUSED = "paused", _("paused")
    RESUMED = "resumed", _("resumed")
    SEEN = "seen", _("seen")
    ANNOUNCED = "announced", _("date announced")
    REMINDED = "reminded", _("reminded by hand")


class Recipient(TextChoices):
    """Whom a rung of the ladder tells; each is computed when the rung is reached."""

    RESPONSIBLE = "responsible", _("whoever is to do it")
    DEPUTY = "deputy", _("their deputy")
    HEAD = "head", _("head of the office")
    DIVISION = "division", _("deputy mayor of the division")
    INTEGRATION = "integration", _("deputy mayor for integration")
    BOARD = "board", _("executive board and mayor")


class DeliveryMode(TextChoices):
    """How a person wants to get the mails of a topic."""

    AT_ONCE = "at_once", _("at once")
    DIGEST = "digest", _("once a day")
    OFF = "off", _("not by mail")


class Channel(TextChoices):
    """How a notification reaches a person."""

    IN_APP = "in_app", _("in the application")
    MAIL = "mail", _("by mail")
