"""The closed vocabularies of orders."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrderKind(TextChoices):
    """What an order is, by who gives it to whom (domain 2.0)."""

    DIRECTIVE = "directive", pgettext_lazy("order", "directive")
    REQUEST = "request", pgettext_lazy("order", "request")
    AGREEMENT = "agreement", pgettext_lazy("order", "agreement")
    RESOLUTION = "resolution", pgettext_lazy("order", "resolution of the group")


class Right(TextChoices):
    """By which right an order is given."""

    LINE = "line", _("down the line: the office lies below")
    MANDATE = "mandate", _("under the mandate to lead integration")
    NONE = "none", _("without a right to instruct: the office is asked")
    OUTSIDE = "outside", _("towards a partner outside: it is agreed")
    GROUP = "group", _("resolved in a session, the office is a member")


class OrderState(TextChoices):
    """The whole life of an order (domain 2.8)."""

    DRAFTED = "drafted", pgettext_lazy("order", "drafted")
    ISSUED = "issued", pgettext_lazy("order", "issued")
    ACCEPTED = "accepted", pgettext_lazy("order", "accepted")
    IN_WORK = "in_work", pgettext_lazy("order", "in work")
    REPORTED = "reported", pgettext_lazy("order", "reported as done")
    RETURNED = "returned", pgettext_lazy("order", "returned")
    CONFIRMED = "confirmed", pgettext_lazy("order", "confirmed")
    VOID = "void", pgettext_lazy("order", "void")


OPEN = (
    OrderState.ISSUED,
    OrderState.ACCEPTED,
    OrderState.IN_WORK,
    OrderState.REPORTED,
    OrderState.RETURNED,
)
"""Given, and not settled yet: such an order stands on the agenda by itself."""


class Again(TextChoices):
    """How often an order comes again."""

    MONTHLY = "monthly", _("every month")
    QUARTERLY = "quarterly", _("every quarter")
    HALF_YEARLY = "half", _("every half-year")

    @property
    def months(self) -> int:
        """So many months from one to the next."""
        return {"monthly": 1, "quarterly": 3, "half": 6}[self.value]


class SessionState(TextChoices):
    """The way of a session of the group and of its minutes (domain 2.8)."""

    PLANNED = "planned", pgettext_lazy("group session", "planned")
    INVITED = "invited", pgettext_lazy("group session", "invited")
    HELD = "held", pgettext_lazy("group session", "held")
    MINUTES = "minutes", pgettext_lazy("group session", "minutes drafted")
    SENT = "sent", pgettext_lazy("group session", "minutes sent")
    APPROVED = "approved", pgettext_lazy("group session", "minutes approved")
    CANCELLED = "cancelled", pgettext_lazy("group session", "cancelled")
