"""Demands, the answers to them, what their senders say, and the measures that serve them."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from workflows.models import Case, Desk, SubjectQuerySet, Unit, din5007_key
from workflows.models.sought import Words

from ..measures.models import Measure
from .enums import FINAL, UNANSWERED, DemandKind, DemandState, LinkEnd, Outcome, Way, Word
from .planning import days_between


class DemandQuerySet(SubjectQuerySet["Demand"]):
    """Demands, as seen by somebody."""

    def open(self) -> DemandQuerySet:
        """Not fulfilled, not withdrawn, not settled."""
        return self.exclude(state__in=FINAL)

    def of_sender(self, unit: int) -> DemandQuerySet:
        """What one association has asked for."""
        return self.filter(sender=unit)


class Demand(models.Model):
    """An association asks the city for something (Forderung, domain 2.7).

    `open_since` is the day from which the city has owed it: of its own letter, or of the demand
    that it repeats.
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="demand")
    reference = models.CharField(max_length=20, unique=True)
    kind = models.CharField(_("kind"), max_length=8, choices=DemandKind.choices)
    title = models.CharField(_("title"), max_length=300)
    title_key = models.CharField(max_length=300, default="", editable=False)
    words = models.TextField(_("what is asked for"))
    sender = models.ForeignKey(Unit, models.PROTECT, related_name="demands")
    dated_on = models.DateField(_("dated"))
    received_on = models.DateField(_("received on"))
    way = models.CharField(_("way"), max_length=12, choices=Way.choices)
    # Where the letter can be found: file number, page, address.
    evidence = models.CharField(_("evidence"), max_length=300, blank=True)
    # Whether it came from the sender's own hand, and not through the integration centre.
    is_from_sender = models.BooleanField(default=False)
    fields_of_action = ArrayField(models.BigIntegerField(), default=list, blank=True)
    repeats = models.ForeignKey("self", models.PROTECT, null=True, related_name="repetitions")
    open_since = models.DateField()
    office = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    # A copy of the case's state, kept by the acts, for lists.
    state = models.CharField(
        max_length=12, choices=DemandState.choices, default=DemandState.RECEIVED
    )
    # The periods run from this day: of receipt, of the dispute, of the failure of a measure.
    counted_from = models.DateField()
    answer_due_on = models.DateField()
    receipt_confirmed_on = models.DateField(null=True)
    receipt_way = models.CharField(max_length=12, choices=Way.choices, blank=True)
    interim_on = models.DateField(null=True)
    # Of a wish to speak with the mayor.
    meets_at = models.DateTimeField(null=True)
    meets_where = models.CharField(max_length=200, blank=True)
    result = models.TextField(blank=True)
    closed_on = models.DateField(null=True)
    # Where an imported list has it.
    source = models.CharField(max_length=60, blank=True)
    source_number = models.CharField(max_length=40, blank=True)

    objects: ClassVar[DemandQuerySet] = DemandQuerySet.as_manager()  # type: ignore[assignment] # the stubs know no typed manager

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(open_since__lte=F("dated_on")) & Q(dated_on__lte=F("received_on")),
                name="coordination_demand_days",
            ),
            models.CheckConstraint(
                condition=Q(state__in=FINAL, closed_on__isnull=False)
                | (~Q(state__in=FINAL) & Q(closed_on__isnull=True)),
                name="coordination_demand_closed",
            ),
            models.CheckConstraint(
                condition=Q(meets_at__isnull=True, result="") | Q(kind=DemandKind.TALK),
                name="coordination_demand_talk",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["received", "registered", "withdrawn", "settled"])
                | Q(office__isnull=False),
                name="coordination_demand_office",
            ),
            models.UniqueConstraint(
                fields=["source", "source_number"],
                condition=~Q(source_number=""),
                name="coordination_demand_source",
            ),
        ]
        indexes = [
            models.Index(fields=["open_since", "id"], name="coordination_demand_since"),
            models.Index(fields=["sender", "open_since"], name="coordination_demand_sender"),
            GinIndex(
                Words("title", "words", "result"),
                fastupdate=False,
                name="coordination_demand_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def is_open(self) -> bool:
        """Whether the city still owes it."""
        return self.state not in FINAL

    def name(self, title: str) -> None:
        """Give it a title, and the key by which it is found and sorted."""
        self.title, self.title_key = title, din5007_key(title)

    @property
    def owes_answer(self) -> bool:
        """Whether the city still owes an answer, by a day."""
        return self.state in UNANSWERED

    def days_open(self, today: date) -> int:
        """For how many days it has been owed, up to its end where it has one."""
        return days_between(self.open_since, self.closed_on or today)


class DemandAnswer(models.Model):
    """An answer as it was drafted, and what became of the draft; none is ever overwritten."""

    demand = models.ForeignKey(Demand, models.PROTECT, related_name="answers")
    number = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    words = models.TextField()
    # By when the city will have done what it says.
    promised_on = models.DateField(null=True)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # In whose name: the holder of the desk, where a deputy drafted.
    drafted_for = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    is_returned = models.BooleanField(default=False)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    signed_desk = models.ForeignKey(Desk, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["demand", "number"], name="coordination_demandanswer_number"
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_by__isnull=True, signed_desk=None)
                | Q(
                    signed_at__isnull=False, signed_by__isnull=False,
                    signed_desk__isnull=False, is_returned=False,
                ),
                name="coordination_demandanswer_signed",
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True)
                | (~Q(signed_by=F("drafted_by")) & ~Q(signed_by=F("drafted_for"))),
                name="coordination_demandanswer_eyes",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"answer {self.number}"

    @property
    def is_pending(self) -> bool:
        """Whether it waits for its signature."""
        return self.signed_at is None and not self.is_returned


class DemandNotice(models.Model):
    """An interim notice: what the sender was told while the answer was not ready."""

    demand = models.ForeignKey(Demand, models.PROTECT, related_name="notices")
    sent_on = models.DateField()
    way = models.CharField(max_length=12, choices=Way.choices)
    words = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"notice of {self.sent_on}"


class SenderWord(models.Model):
    """What a sender said of their demand: themselves, or recorded for them with the evidence."""

    demand = models.ForeignKey(Demand, models.PROTECT, related_name="sayings")
    word = models.CharField(max_length=12, choices=Word.choices)
    said_on = models.DateField()
    way = models.CharField(max_length=12, choices=Way.choices)
    evidence = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    is_recorded = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_recorded=False) | ~Q(evidence=""),
                name="coordination_senderword_evidence",
            )
        ]

    def __str__(self) -> str:
        return self.word


class DemandMeasure(models.Model):
    """A measure serves a demand; a link that ended stays, with the reason."""

    demand = models.ForeignKey(Demand, models.PROTECT, related_name="links")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="demand_links")
    linked_on = models.DateField()
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True)
    end = models.CharField(max_length=8, choices=LinkEnd.choices, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["demand", "measure"],
                condition=Q(ended_on=None),
                name="coordination_demandmeasure_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, end="")
                | (Q(ended_on__isnull=False) & ~Q(end="")),
                name="coordination_demandmeasure_end",
            ),
        ]

    def __str__(self) -> str:
        return f"measure {self.measure_id}"
