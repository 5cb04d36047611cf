"""A measure: what the city means to do, with the fields of a real Vorlage."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from workflows.enums import UnitKind
from workflows.models import Case, SubjectQuerySet, Unit

from ...city.models import District, FieldOfAction, TargetGroup
from ...council.enums import DecisionPath
from ...targets.models import Objective
from ..enums import CostType, Participation, Priority

if TYPE_CHECKING:
    pass

IMPACTS: tuple[str, ...] = (
    "contract",
    "grant",
    "bylaw",
    "fundamental",
    "council_catalogue",
    "posts",
    "minors",
    "school",
    "housing",
    "health",
    "security",
    "quarter",
    "personal_data",
    "equality",
)
"""The checkboxes of the impact check; the cosign rules' predicates name them `impact_<name>`."""


ENDED = (
    "completed", "evaluated", "discontinued", "rejected", "withdrawn", "revoked", "incorporated",
    "discarded",
)  # fmt: skip
"""The states in which a measure changes nothing any more."""

CROSS_SECTION = ("finance", "legal", "personnel", "organisation")
"""Function keys of the cross-section offices: treasury, law, staff and organisation (1.3)."""
SUMMARY_LENGTH = 1200
"""What everybody shall understand is short."""
OUTSIDE = (UnitKind.PARTNER, UnitKind.COUNCIL)


class MeasureQuerySet(SubjectQuerySet["Measure"]):
    """Measures, as seen by somebody."""


_Managing = models.Manager.from_queryset(MeasureQuerySet)


class MeasureManager(_Managing["Measure"]):
    """Reads measures without the index of their words."""

    def get_queryset(self) -> MeasureQuerySet:
        return MeasureQuerySet(self.model, using=self._db).defer("words")


class Measure(models.Model):
    """A measure. Its progress is its case; its text is frozen in versions."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="measure")
    reference = models.CharField(_("file number"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=200)
    title_sort_key = models.CharField(max_length=250, editable=False, db_collation="C")
    lead = models.ForeignKey(
        Unit, models.PROTECT, related_name="led_measures", verbose_name=_("lead")
    )
    partners = models.ManyToManyField(
        Unit, blank=True, related_name="partnered_measures", verbose_name=_("partners in the city")
    )
    external_partners = models.CharField(_("partners outside"), max_length=400, blank=True)
    fields_of_action = models.ManyToManyField(
        FieldOfAction, blank=True, related_name="measures", verbose_name=_("fields of action")
    )
    target_groups = models.ManyToManyField(
        TargetGroup, blank=True, related_name="measures", verbose_name=_("target groups")
    )
    districts = models.ManyToManyField(
        District, blank=True, related_name="measures", verbose_name=_("districts")
    )
    facts = models.TextField(_("facts and reasons"), blank=True)
    goal = models.TextField(_("goal"), blank=True)
    proposal = models.TextField(_("proposed resolution"), blank=True)
    priority = models.CharField(_("priority"), max_length=8, choices=Priority.choices, blank=True)
    decision_path = models.CharField(
        _("decision path"), max_length=24, choices=DecisionPath.choices, blank=True
    )
    # Set by M5 only: the deputy mayor or the mayor has found it to be current administration.
    is_current_administration = models.BooleanField(null=True, editable=False)
    is_urgent = models.BooleanField(_("urgent"), default=False)
    council_public = models.BooleanField(_("public in the council"), default=True)
    cost = models.DecimalField(
        _("total cost"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    cost_type = models.CharField(
        _("kind of cost"), max_length=12, choices=CostType.choices, blank=True
    )
    annual_cost = models.DecimalField(
        _("follow-up cost per year"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    revenue = models.DecimalField(
        _("revenue"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    staff_cost = models.DecimalField(
        _("of it for staff"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    material_cost = models.DecimalField(
        _("of it for material"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    budget = models.DecimalField(
        _("approach in the budget"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    updated_budget = models.DecimalField(
        _("updated approach"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    cover = models.CharField(_("cover"), max_length=400, blank=True)
    product = models.CharField(_("product"), max_length=60, blank=True)
    staff_effects = models.TextField(_("effects on staff"), blank=True)
    equality_effects = models.TextField(_("effects on equality"), blank=True)
    climate_effects = models.TextField(_("effects on climate"), blank=True)
    inclusion_effects = models.TextField(_("effects on inclusion"), blank=True)
    # With defaults in the database: the release before writes measures without them.
    public_summary = models.TextField(
        _("summary for the public"),
        max_length=SUMMARY_LENGTH,
        blank=True,
        default="",
        db_default="",
    )
    participation = models.CharField(
        _("participation of citizens"), max_length=8, choices=Participation.choices, blank=True,
        default="", db_default="",
    )  # fmt: skip
    participation_words = models.TextField(
        _("what is planned, or why none"), max_length=2000, blank=True, default="", db_default=""
    )
    starts_on = models.DateField(_("begin"), null=True, blank=True)
    ends_on = models.DateField(_("end"), null=True, blank=True)
    impact_contract = models.BooleanField(_("a contract is concluded"), default=False)
    impact_grant = models.BooleanField(_("a third party gets a grant"), default=False)
    impact_bylaw = models.BooleanField(_("a bylaw is made or changed"), default=False)
    impact_fundamental = models.BooleanField(_("a matter of principle"), default=False)
    impact_council_catalogue = models.BooleanField(
        _("reserved to the council (GO NRW § 41 Abs. 1 S. 2)"), default=False
    )
    impact_posts = models.BooleanField(_("posts or staff are concerned"), default=False)
    impact_minors = models.BooleanField(_("minors are concerned"), default=False)
    impact_school = models.BooleanField(_("schools are concerned"), default=False)
    impact_housing = models.BooleanField(_("housing is concerned"), default=False)
    impact_health = models.BooleanField(_("health is concerned"), default=False)
    impact_security = models.BooleanField(
        _("living together or security is concerned"), default=False
    )
    impact_quarter = models.BooleanField(_("part of a quarter programme"), default=False)
    impact_personal_data = models.BooleanField(_("personal data are processed"), default=False)
    impact_equality = models.BooleanField(_("equality is concerned"), default=False)
    # Silence is no answer: whoever ticks nothing else says so. With a default in the database: the
    # release before writes measures without it.
    impact_none = models.BooleanField(_("none of these applies"), default=False, db_default=False)
    # Naming no district is no answer: whoever means the whole city says so.
    is_citywide = models.BooleanField(_("the whole city"), default=False, db_default=False)
    serves = models.ManyToManyField(
        Objective, blank=True, related_name="measures", verbose_name=_("serves the objectives")
    )
    # The head of the lead office agreed to submit what a clerk has written (M2).
    head_agreed_version = models.PositiveIntegerField(null=True, editable=False)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible for the work"),
    )
    funds_confirmed_at = models.DateTimeField(null=True, editable=False)
    funds_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    predecessor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successors"
    )
    # The resolved measure that this one, as a supplementary paper, is to change (domain 2.2).
    supplements = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="supplemented_by"
    )
    # The state of the case, kept by a trigger (ADR 18) so that the list walks one index.
    state = models.CharField(max_length=40, default="", db_default="", editable=False)
    # Key of an import: the same row again is the same measure.
    source = models.CharField(max_length=60, blank=True, editable=False)
    source_number = models.CharField(max_length=40, blank=True, editable=False)
    source_digest = models.BinaryField(max_length=32, null=True, editable=False)
    # The case's version that the import left; a higher one was written by a person. Empty: 1.
    source_version = models.PositiveIntegerField(null=True, editable=False)
    # Large and only compared, never shown: the manager leaves it out of what it reads.
    words = models.GeneratedField(
        expression=SearchVector("title", "goal", "facts", "proposal", config="german"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = MeasureManager()

    class Meta:
        constraints = [
            # One at a time: two at once would each be decided on what the other changes.
            models.UniqueConstraint(
                fields=["supplements"],
                condition=~Q(state__in=ENDED),
                name="coordination_measure_one_supplement",
            ),
            models.UniqueConstraint(
                fields=["source", "source_number"],
                condition=~Q(source=""),
                name="coordination_measure_import_key",
            ),
            models.CheckConstraint(
                condition=Q(cost__isnull=True) | Q(cost__gte=0), name="coordination_measure_cost"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="coordination_measure_period",
            ),
            models.CheckConstraint(
                condition=Q(funds_confirmed_at__isnull=True, funds_confirmed_by__isnull=True)
                | Q(funds_confirmed_at__isnull=False, funds_confirmed_by__isnull=False),
                name="coordination_measure_funds_paired",
            ),
        ]
        indexes = [
            # With what the list asks each measure, so that walking it in order visits no row.
            models.Index(
                fields=["title_sort_key", "id"],
                include=["case", "lead", "priority", "decision_path", "cost", "state"],
                name="coordination_measure_title",
            ),
            # The same for one state, and for how many are in each.
            models.Index(
                fields=["state", "title_sort_key", "id"],
                include=["case", "lead", "priority", "decision_path", "cost"],
                name="coordination_measure_state",
            ),
            models.Index(fields=["cost", "id"], name="coordination_measure_by_cost"),
            models.Index(
                F("cost").desc(nulls_last=True), F("id").desc(), name="coordination_measure_dearest"
            ),
            models.Index(fields=["ends_on", "id"], name="coordination_measure_by_end"),
            models.Index(
                F("ends_on").desc(nulls_last=True),
                F("id").desc(),
                name="coordination_measure_latest",
            ),
            GinIndex(fields=["words"], name="coordination_measure_words"),
            # They are few: the lists for the public leave them out.
            models.Index(
                fields=["case"],
                condition=Q(council_public=False),
                name="coordination_measure_secret",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def total_cost(self) -> Decimal:
        """The cost in euros, nothing stated counting as nothing."""
        return self.cost or Decimal(0)

    def impacts(self) -> frozenset[str]:
        """The ticked boxes of the impact check."""
        return frozenset(name for name in IMPACTS if getattr(self, f"impact_{name}"))

    def partner_ids(self) -> tuple[int, ...]:
        """The partners inside the administration, who co-sign; outside partners do not."""
        inside = self.partners.exclude(kind__in=OUTSIDE)
        named = inside.order_by("pk").values_list(Coalesce("successor", "pk"), flat=True)
        return tuple(dict.fromkeys(named))

    def operative_partners(self) -> tuple[Unit, ...]:
        """The partners that take part in the work, of whatever kind; cross-section do not count."""
        inside = self.partners.exclude(kind__in=OUTSIDE)
        return tuple(inside.exclude(function__in=CROSS_SECTION).order_by("pk"))

    def district_units(self) -> tuple[int, ...]:
        """The district offices of the districts to which the measure is limited."""
        units = self.districts.exclude(unit=None).order_by("pk")
        named = units.values_list(Coalesce("unit__successor", "unit"), flat=True)
        return tuple(dict.fromkeys(named))

    def district_keys(self) -> tuple[str, ...]:
        """The districts to which the measure is limited."""
        return tuple(self.districts.order_by("position").values_list("key", flat=True))

    def field_ids(self) -> tuple[int, ...]:
        """The fields of action in which it works."""
        return tuple(self.fields_of_action.values_list("pk", flat=True))
