"""The closed vocabularies of demands."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class DemandKind(TextChoices):
    """What an association wants: something done, an answer, or to be heard by the mayor."""

    DEMAND = "demand", pgettext_lazy("demand", "demand")
    INQUIRY = "inquiry", pgettext_lazy("demand", "inquiry")
    TALK = "talk", pgettext_lazy("demand", "wish to speak with the mayor")


class DemandState(TextChoices):
    """The whole life of a demand (domain 2.7)."""

    RECEIVED = "received", pgettext_lazy("demand", "received")
    REGISTERED = "registered", pgettext_lazy("demand", "registered")
    ASSIGNED = "assigned", pgettext_lazy("demand", "assigned")
    EXAMINING = "examining", pgettext_lazy("demand", "being examined")
    ANSWERED = "answered", pgettext_lazy("demand", "answered")
    IN_MEASURE = "in_measure", pgettext_lazy("demand", "taken up in a measure")
    DECLINED = "declined", pgettext_lazy("demand", "declined with reasons")
    REPORTED = "reported", pgettext_lazy("demand", "reported as fulfilled")
    DISPUTED = "disputed", pgettext_lazy("demand", "disputed by the sender")
    CONFIRMED = "confirmed", pgettext_lazy("demand", "fulfilled, confirmed by the sender")
    WITHDRAWN = "withdrawn", pgettext_lazy("demand", "withdrawn by the sender")
    SETTLED = "settled", pgettext_lazy("demand", "settled by something else")


FINAL = (DemandState.CONFIRMED, DemandState.WITHDRAWN, DemandState.SETTLED)
"""Nothing more happens; its days are counted no longer."""

UNANSWERED = (
    DemandState.RECEIVED,
    DemandState.REGISTERED,
    DemandState.ASSIGNED,
    DemandState.EXAMINING,
    DemandState.DISPUTED,
)
"""The city still owes an answer."""


class Outcome(TextChoices):
    """What an answer says; it is the state to which its signature leads."""

    ANSWERED = "answered", pgettext_lazy("demand", "answer without a measure")
    IN_MEASURE = "in_measure", pgettext_lazy("demand", "taken up in a measure")
    DECLINED = "declined", pgettext_lazy("demand", "declined with reasons")


class Way(TextChoices):
    """By which way something was said."""

    LETTER = "letter", pgettext_lazy("demand", "letter")
    MAIL = "mail", pgettext_lazy("demand", "e-mail")
    DECLARATION = "declaration", pgettext_lazy("demand", "public declaration")
    SESSION = "session", pgettext_lazy("demand", "in a session")
    CONVERSATION = "conversation", pgettext_lazy("demand", "in a conversation or by telephone")
    ONLINE = "online", pgettext_lazy("demand", "in this application")


class Word(TextChoices):
    """What a sender says of their demand."""

    CONFIRMED = "confirmed", pgettext_lazy("demand", "confirms that it is fulfilled")
    DISPUTED = "disputed", pgettext_lazy("demand", "disputes that it is fulfilled")
    WITHDRAWN = "withdrawn", pgettext_lazy("demand", "takes it back")


class LinkEnd(TextChoices):
    """Why a measure no longer stands for a demand."""

    FAILED = "failed", pgettext_lazy("demand", "the measure will not be carried out")
    REMOVED = "removed", pgettext_lazy("demand", "link removed")
