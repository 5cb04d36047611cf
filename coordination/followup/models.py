"""What a body asked for, and what the offices answered."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Concat, Lower

from workflows.models import (
    Case,
    SubjectQuerySet,
    Unit,
    din5007_key,
)
from workflows.models.sought import Words

from ..city.models import Grams
from ..council.models import Consultation, Meeting, Organization
from .enums import ACTIVE, AnswerStatus, FollowUpKind, FollowUpState, Publication, Rhythm

IN_WORDS = 4000
"""A note or answer is read in a list; what is longer belongs into a paper."""


class FollowUpQuerySet(SubjectQuerySet["FollowUp"]):
    """Items, as seen by somebody."""


_Managing = models.Manager.from_queryset(FollowUpQuerySet)


class FollowUpManager(_Managing["FollowUp"]):
    """Reads items without what they are sought by."""

    def get_queryset(self) -> FollowUpQuerySet:
        return FollowUpQuerySet(self.model, using=self._db).defer("grams")


class FollowUp(models.Model):
    """An item of the follow-up: a body asked for something, an office owes an answer.

    `needed` is what the body wants to be shown, `provided` what the office has delivered. The
    public note and the internal one are two fields and never mixed.
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="followup")
    reference = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=12, choices=FollowUpKind.choices)
    title = models.CharField(max_length=300)
    # In German order, for the list and its search; written with the title.
    title_key = models.CharField(max_length=200, default="")
    body = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="+")
    asked_on = models.DateField()
    mover = models.CharField(max_length=200, blank=True)
    paper = models.CharField(max_length=40, blank=True)
    # The station whose resolution it is, and the matter that carries it out.
    consultation = models.OneToOneField(
        Consultation, models.PROTECT, null=True, blank=True, related_name="followup"
    )
    matter = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="followups"
    )
    asked = models.TextField()
    needed = models.TextField(blank=True)
    provided = models.TextField(blank=True)
    office = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="+",
    )
    is_public = models.BooleanField(default=True)
    deadline_on = models.DateField(null=True, blank=True)
    rhythm = models.CharField(max_length=12, choices=Rhythm.choices, default=Rhythm.QUARTER)
    # A copy of the case's state, kept by the acts, for the indexes of the lists.
    state = models.CharField(
        max_length=12, choices=FollowUpState.choices, default=FollowUpState.OPEN
    )
    reason = models.TextField(blank=True)
    new_date = models.DateField(null=True, blank=True)
    planned = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    spent = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    public_note = models.TextField(blank=True)
    internal_note = models.TextField(blank=True)
    next_report_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    noted_on = models.DateField(null=True, blank=True)
    publication = models.CharField(
        max_length=12, choices=Publication.choices, default=Publication.NONE
    )
    published_at = models.DateTimeField(null=True, blank=True)
    # What the public reads has changed at that moment last.
    renewed_at = models.DateTimeField(null=True, blank=True)
    # From which list it came and under which number there, so that a list read twice adds nothing.
    source = models.CharField(max_length=200, blank=True)
    source_number = models.CharField(max_length=40, blank=True)

    # Of title and numbers: for the search alone, and only compared.
    grams = models.GeneratedField(
        expression=Grams(
            Concat("title_key", Value(" "), Lower("reference"), Value(" "), Lower("paper"))
        ),
        output_field=ArrayField(models.TextField()),
        db_persist=True,
    )

    objects = FollowUpManager()

    class Meta:
        constraints = [
            # Obligatory until the body has taken note: so it is never silently forgotten.
            models.CheckConstraint(
                condition=Q(state="closed", next_report_on__isnull=True)
                | (~Q(state="closed") & Q(next_report_on__isnull=False)),
                name="coordination_followup_next_report",
            ),
            models.CheckConstraint(
                condition=~Q(state="delayed") | (~Q(reason="") & Q(new_date__isnull=False)),
                name="coordination_followup_delayed_why",
            ),
            models.CheckConstraint(
                condition=Q(publication="none")
                | Q(is_public=True, published_at__isnull=False, renewed_at__isnull=False),
                name="coordination_followup_published",
            ),
            models.UniqueConstraint(
                fields=["source", "source_number"],
                condition=~Q(source_number=""),
                name="coordination_followup_source_once",
            ),
        ]
        indexes = [
            # The list in the order of what is due, with all that it filters by.
            models.Index(
                fields=["next_report_on", "id"],
                include=["case", "state", "body", "office", "kind", "is_public"],
                name="coordination_followup_due",
            ),
            models.Index(
                fields=["-asked_on", "-id"],
                include=["case", "state", "body", "office", "kind"],
                name="coordination_followup_asked",
            ),
            models.Index(
                fields=["title_key", "id"],
                include=["case", "state", "paper"],
                name="coordination_followup_title",
            ),
            models.Index(
                fields=["body", "state", "next_report_on"], name="coordination_followup_body"
            ),
            models.Index(
                fields=["office", "state", "next_report_on"], name="coordination_followup_office"
            ),
            # Whose matter carries it out, to be asked whether that is completed.
            models.Index(
                fields=["matter"],
                condition=Q(matter__isnull=False, state__in=ACTIVE),
                name="coordination_followup_carried",
            ),
            models.Index(
                fields=["-renewed_at", "-id"],
                condition=Q(publication__in=["public", "archive"]),
                name="coordination_followup_public",
            ),
            # Read more often than written: nothing waits in a list that each search would read.
            GinIndex(fields=["grams"], fastupdate=False, name="coordination_followup_grams"),
            GinIndex(
                Words("title", "asked", "needed", "provided", "public_note"),
                fastupdate=False,
                name="coordination_followup_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def name_it(self, title: str) -> None:
        """The title together with the key by which it is sorted and sought."""
        self.title, self.title_key = title, din5007_key(title)

    @property
    def is_closed(self) -> bool:
        """Off the list: the body has taken note, or it was entered by mistake."""
        return self.state == FollowUpState.CLOSED

    def is_overdue(self, today: date) -> bool:
        """Whether its report is late."""
        return self.next_report_on is not None and self.next_report_on < today


class FollowUpAnswer(models.Model):
    """What an office answered at one time; drafted by a clerk, given by the head."""

    item = models.ForeignKey(FollowUp, models.PROTECT, related_name="answers", db_index=False)
    number = models.PositiveSmallIntegerField()
    status = models.CharField(
        max_length=8, choices=AnswerStatus.choices, default=AnswerStatus.DRAFT
    )
    state = models.CharField(max_length=12, choices=FollowUpState.choices)
    provided = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    new_date = models.DateField(null=True, blank=True)
    spent = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    public_note = models.TextField(blank=True)
    internal_note = models.TextField(blank=True)
    next_report_on = models.DateField(null=True, blank=True)
    # Nobody: prepared by the completion of the matter that carries it out.
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    written_at = models.DateTimeField()
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    given_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "number"], name="coordination_followupanswer_number"
            ),
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(status="draft"),
                name="coordination_followupanswer_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(status="draft", given_at__isnull=True, given_by__isnull=True)
                | Q(status="given", given_at__isnull=False, given_by__isnull=False),
                name="coordination_followupanswer_given",
            ),
        ]

    def __str__(self) -> str:
        return f"answer {self.number}"


class FollowUpNote(models.Model):
    """A body has taken note of a report in one session; its items are then noted one by one."""

    body = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    period_start = models.DateField()
    period_end = models.DateField()
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="+")
    noted_on = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    # The same form sent twice is one note.
    command = models.UUIDField(unique=True)
    # Up to which item it has been worked through, and what has come of it.
    up_to = models.BigIntegerField(default=0)
    noted = models.PositiveIntegerField(default=0)
    closed = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["body", "-recorded_at"], name="coordination_followupnote_body"),
            models.Index(
                fields=["id"],
                condition=Q(finished_at__isnull=True),
                name="coordination_followupnote_left",
            ),
        ]

    def __str__(self) -> str:
        return f"note of {self.body_id} on {self.noted_on}"
