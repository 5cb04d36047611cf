"""A concept with its commission, its groups, its chapters and its programme (domain 2.5)."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from workflows.models import Case, SubjectQuerySet, Unit
from workflows.models.sought import Words

from ..city.models import FieldOfAction, TargetGroup
from ..city.rules import OUTSIDE
from ..council.enums import DecisionPath
from ..council.models import Meeting
from ..decisions.models import Attachment, AttachmentVersion
from ..measures.models import Measure
from ..targets.models import CROSS_SECTION, Target
from .enums import BEFORE_THE_START, ConceptState, Outcome, Procedure


class ConceptQuerySet(SubjectQuerySet["Concept"]):
    """Concepts, as seen by somebody."""


class Concept(models.Model):
    """How the city means to integrate, for three years from its resolution on."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="concept")
    reference = models.CharField(_("file number"), max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=200)
    lead = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("lead"))
    facts = models.TextField(_("facts and reasons"), blank=True)
    proposal = models.TextField(_("proposed resolution"), blank=True)
    council_public = models.BooleanField(_("public in the council"), default=True)
    partners = models.ManyToManyField(
        Unit, blank=True, related_name="+", verbose_name=_("offices that co-sign")
    )
    target = models.ForeignKey(
        Target, models.PROTECT, null=True, blank=True, related_name="concepts",
        verbose_name=_("target of the council"),
    )  # fmt: skip
    # When the new structure begins its work; a deadline of the project.
    starts_on = models.DateField(_("start of the work"), null=True, blank=True)
    comments_until = models.DateField(_("comments until"), null=True, blank=True)
    resolved_on = models.DateField(_("resolved on"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    programme = models.ManyToManyField(
        Measure, blank=True, related_name="concepts", verbose_name=_("programme")
    )

    objects: ClassVar[ConceptQuerySet] = ConceptQuerySet.as_manager()  # type: ignore[assignment] # the stubs know no typed manager

    decision_path: str = DecisionPath.COUNCIL.value
    is_urgent: bool = False
    is_current_administration: bool | None = None
    cost: Decimal | None = None
    total_cost: Decimal = Decimal(0)

    class Meta:
        indexes = [
            GinIndex(
                Words("title", "facts", "proposal"),
                fastupdate=False,
                name="coordination_concept_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def impacts(self) -> frozenset[str]:
        """A matter of principle."""
        return frozenset({"fundamental", "council_catalogue"})

    def partner_ids(self) -> tuple[int, ...]:
        """The offices that were named to co-sign."""
        return tuple(unit.successor_id or unit.pk for unit in self._inside())

    def operative_partners(self) -> tuple[Unit, ...]:
        """Those of them that do the work."""
        return tuple(unit for unit in self._inside() if unit.function not in CROSS_SECTION)

    def district_units(self) -> tuple[int, ...]:
        """It holds for the whole city."""
        return ()

    def field_ids(self) -> tuple[int, ...]:
        """It holds for every field of action: only a mandate for all of them covers it."""
        return ()

    def district_keys(self) -> tuple[str, ...]:
        """It holds for the whole city."""
        return ()

    def _inside(self) -> list[Unit]:
        return list(self.partners.exclude(kind__in=OUTSIDE).order_by("pk"))


class ConceptPhase(models.Model):
    """Until when a phase is to be done, and when it was entered and left."""

    concept = models.ForeignKey(Concept, models.PROTECT, related_name="phases")
    state = models.CharField(max_length=20, choices=ConceptState.choices)
    due_on = models.DateField(null=True, blank=True)
    entered_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["concept", "state"], name="coordination_conceptphase_once"
            ),
        ]

    def __str__(self) -> str:
        return self.state

    @property
    def is_before_the_start(self) -> bool:
        """Whether nobody works on the concept yet in this phase."""
        return self.state in BEFORE_THE_START


class Commission(models.Model):
    """What an agency outside is paid for (as in the city's social reports)."""

    concept = models.ForeignKey(Concept, models.PROTECT, related_name="commissions")
    number = models.PositiveSmallIntegerField()
    terms = models.TextField(_("terms of reference"))
    procedure = models.CharField(_("procedure"), max_length=12, choices=Procedure.choices)
    total = models.DecimalField(_("sum"), max_digits=14, decimal_places=2)
    award_meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_awarded = models.BooleanField(null=True, blank=True)
    agency = models.CharField(_("agency"), max_length=200, blank=True)
    # The partner that the agency is in the organisation: its people read the commission by login.
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("agency")
    )
    contact = models.CharField(_("contact of the city"), max_length=200, blank=True)
    project_group = models.TextField(_("project group"), blank=True)
    advisory_board = models.TextField(_("advisory board"), blank=True)
    payment_plan = models.TextField(_("plan of payments"), blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    terminated_on = models.DateField(null=True, blank=True)
    invoice_on = models.DateField(_("invoice of"), null=True, blank=True)
    invoiced = models.DecimalField(
        _("invoiced"), max_digits=14, decimal_places=2, null=True, blank=True
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["concept", "number"], name="coordination_commission_number"
            ),
            models.CheckConstraint(
                condition=Q(signed_on=None) | Q(ends_on=None) | Q(ends_on__gt=F("signed_on")),
                name="coordination_commission_period",
            ),
        ]

    def __str__(self) -> str:
        return self.agency or str(self.number)


class AgencyReport(models.Model):
    """What the agency reports for a month; awaited until it is there."""

    commission = models.ForeignKey(Commission, models.PROTECT, related_name="reports")
    month = models.DateField(_("month"))
    due_on = models.DateField(_("due on"))
    received_on = models.DateField(_("received on"), null=True, blank=True)
    text = models.TextField(_("report"), blank=True)
    # What the agency has handed in itself; it counts once the integration centre has taken it in.
    handed_text = models.TextField(_("handed in by the agency"), blank=True, db_default="")
    handed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    handed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["month"]
        constraints = [
            models.UniqueConstraint(
                fields=["commission", "month"], name="coordination_agencyreport_month"
            ),
            models.CheckConstraint(
                condition=Q(handed_at=None, handed_by=None, handed_text="")
                | Q(handed_at__isnull=False, handed_by__isnull=False),
                name="coordination_agencyreport_handed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%m.%Y}"


class DiscussionGroup(models.Model):
    """A discussion that is going on in a field of action; the agency may take its moderation."""

    concept = models.ForeignKey(Concept, models.PROTECT, related_name="groups")
    field = models.ForeignKey(FieldOfAction, models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=200)
    is_moderated_by_agency = models.BooleanField(_("moderated by the agency"), default=False)

    class Meta:
        ordering = ["field__position", "pk"]

    def __str__(self) -> str:
        return self.title


class DiscussionSession(models.Model):
    """Who met on a day, and what came of it."""

    group = models.ForeignKey(DiscussionGroup, models.PROTECT, related_name="sessions")
    held_on = models.DateField(_("held on"))
    participants = models.TextField(_("participants"))
    results = models.TextField(_("results"))
    heard_associations = models.BooleanField(_("the associations took part"), default=False)
    heard_integration_council = models.BooleanField(
        _("the integration council took part"), default=False
    )
    document = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.held_on}"


class Chapter(models.Model):
    """A chapter; its text is a stored file with versions."""

    concept = models.ForeignKey(Concept, models.PROTECT, related_name="chapters")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=200)
    attachment = models.OneToOneField(
        Attachment, models.PROTECT, null=True, blank=True, related_name="chapter"
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["concept", "position"], name="coordination_chapter_position"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def whom(self) -> list[tuple[str, list[str]]]:
        """With which target groups it deals, field of action by field of action."""
        found: dict[tuple[int, str], list[str]] = {}
        cells = sorted(self.cells.all(), key=lambda cell: (cell.field.position, cell.group_id))
        for cell in cells:
            found.setdefault((cell.field_id, cell.field.name), []).append(cell.group.name)
        return [(name, groups) for (_pk, name), groups in found.items()]


class ChapterVersion(models.Model):
    """An upload: on which version it builds; `is_beside` if another one came first meanwhile."""

    chapter = models.ForeignKey(Chapter, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    based_on = models.PositiveSmallIntegerField()
    is_beside = models.BooleanField(default=False)
    stored = models.OneToOneField(AttachmentVersion, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["chapter", "number"], name="coordination_chapterversion_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chapter_id}/{self.number}"


class ChapterCell(models.Model):
    """A chapter deals with a target group in a field of action."""

    chapter = models.ForeignKey(Chapter, models.PROTECT, related_name="cells")
    field = models.ForeignKey(FieldOfAction, models.PROTECT, related_name="+")
    group = models.ForeignKey(TargetGroup, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["chapter", "field", "group"], name="coordination_chaptercell_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field_id}/{self.group_id}"


class ChapterInvitation(models.Model):
    """An association or a body was invited to comment on a chapter."""

    chapter = models.ForeignKey(Chapter, models.PROTECT, related_name="invitations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["chapter", "unit"], name="coordination_chapterinvitation_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} on {self.chapter_id}"


class ChapterComment(models.Model):
    """What an association or the integration council says of a chapter, and what became of it."""

    chapter = models.ForeignKey(Chapter, models.PROTECT, related_name="comments")
    version = models.PositiveSmallIntegerField()
    organisation = models.CharField(_("from whom"), max_length=200)
    text = models.TextField(_("comment"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    outcome = models.CharField(
        _("what became of it"), max_length=8, choices=Outcome.choices, blank=True
    )
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["chapter__position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", answered_at=None, answered_by=None)
                | (~Q(outcome="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="coordination_chaptercomment_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"comment on {self.chapter_id}"
