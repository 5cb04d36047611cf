"""What is done about a measure after the resolution: milestones and status reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.utils.translation import gettext_lazy as _

from .enums import ReportedState, ReportStatus, TrafficLight


class Milestone(models.Model):
    """A step of the work with a date; done with evidence, or dropped with a reason."""

    measure = models.ForeignKey("coordination.Measure", models.PROTECT, related_name="milestones")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("milestone"), max_length=200)
    # While a task asks for it, the day of its deadline, which alone is moved.
    due_on = models.DateField(_("until"))
    # Its deadline is paused: it cannot become late. With a default in the database: the release
    # before writes milestones without it.
    is_paused = models.BooleanField(default=False, db_default=False, editable=False)
    predecessor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successors"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    evidence = models.TextField(_("evidence"), blank=True)
    late_reason = models.TextField(_("reason for the delay"), blank=True)
    dropped_reason = models.TextField(_("reason for dropping it"), blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "position"],
                name="coordination_milestone_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | (Q(done_at__isnull=False, done_by__isnull=False) & ~Q(evidence="")),
                name="coordination_milestone_done_paired",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        """Done or dropped."""
        return self.done_at is not None or bool(self.dropped_reason)

    def is_late(self, today: date) -> bool:
        """Whether its day is over though it is open and its time runs."""
        return not self.is_over and not self.is_paused and self.due_on < today


class StatusReport(models.Model):
    """A status report (Sachstandsbericht) for a quarter."""

    measure = models.ForeignKey("coordination.Measure", models.PROTECT, related_name="reports")
    period_start = models.DateField(_("quarter from"))
    period_end = models.DateField(_("quarter until"))
    status = models.CharField(
        max_length=8, choices=ReportStatus.choices, default=ReportStatus.DRAFT
    )
    done = models.TextField(_("what was done"))
    next_steps = models.TextField(_("what comes next"))
    risks = models.TextField(_("risks"))
    spent = models.DecimalField(_("spent so far"), max_digits=14, decimal_places=2)
    forecast = models.DecimalField(_("forecast of the total cost"), max_digits=14, decimal_places=2)
    light = models.CharField(_("traffic light"), max_length=6, choices=TrafficLight.choices)
    light_reason = models.TextField(_("reason for the traffic light"), blank=True)
    # Its light counts instead of the computed one; a column, so that an index can hold it.
    has_own_light = models.GeneratedField(
        expression=ExpressionWrapper(
            ~Q(light_reason="") & ~Q(light="grey"), output_field=models.BooleanField()
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    is_final = models.BooleanField(_("final report"), default=False)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)

    # What the head changed within the limits since the report before; lists of reports say so.
    changes: Sequence[object] = ()

    class Meta:
        ordering = ["period_start"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "period_start", "is_final"], name="coordination_report_once"
            ),
            models.CheckConstraint(
                condition=Q(period_end__gte=F("period_start")), name="coordination_report_period"
            ),
            models.CheckConstraint(
                condition=Q(status="draft", released_at__isnull=True, released_by__isnull=True)
                | Q(status="released", released_at__isnull=False, released_by__isnull=False),
                name="coordination_report_release_paired",
            ),
        ]
        indexes = [
            # The last one that counts, with all that the traffic light asks of it.
            models.Index(
                fields=["measure", "-period_end", "-is_final"],
                include=["light", "forecast", "has_own_light", "spent"],
                condition=Q(status="released"),
                name="coordination_report_last",
            )
        ]

    def __str__(self) -> str:
        return f"report {self.period_start}"


class EarlierReport(models.Model):
    """What a yearly report said before the city had this software: history, taken over from a list.

    Nobody here wrote or released it; no light, no period and no deadline depends on it.
    """

    measure = models.ForeignKey(
        "coordination.Measure", models.PROTECT, related_name="earlier_reports"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    state = models.CharField(_("state"), max_length=10, choices=ReportedState.choices, blank=True)
    light = models.CharField(
        _("traffic light"), max_length=6, choices=TrafficLight.choices, blank=True
    )
    text = models.TextField(_("report"), blank=True)
    spent = models.DecimalField(
        _("spent so far"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    # A list of objects with `name` and `value`, as they stood in the list.
    figures = models.JSONField(_("figures"), default=list, blank=True)
    # The list that said so last, and who took it over.
    source = models.CharField(max_length=60)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "year"], name="coordination_earlier_report_once"
            )
        ]

    def __str__(self) -> str:
        return f"report of {self.year}"


class Evaluation(models.Model):
    """What has come of a completed measure: for each indicator the target and what was reached."""

    measure = models.OneToOneField(
        "coordination.Measure", models.PROTECT, related_name="evaluation"
    )
    # A list of objects with `name`, `target` and `actual`, as they were entered.
    indicators = models.JSONField(_("indicators"))
    conclusion = models.TextField(_("what follows from it"))
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by__isnull=True)
                | Q(released_at__isnull=False, released_by__isnull=False),
                name="coordination_evaluation_released",
            )
        ]

    def __str__(self) -> str:
        return f"evaluation of {self.measure_id}"


class LightFacts(models.Model):
    """What the traffic light of a measure in implementation depends on, beside the day.

    Kept by triggers in the transaction that changes any of it (ADR 18); never written by code.
    """

    measure = models.OneToOneField(
        "coordination.Measure", models.CASCADE, primary_key=True, related_name="+"
    )
    since = models.DateTimeField()
    cost = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    # Of the route: below it who reports green may do so every half-year.
    half_yearly_below = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    # The first milestone that is neither done nor dropped, and whose time does not stand still.
    due_on = models.DateField(null=True)
    # The last report that was released.
    period_end = models.DateField(null=True)
    light = models.CharField(max_length=6, null=True)  # noqa: DJ001 - no report, no light
    has_own_light = models.BooleanField(null=True)
    # The larger one of its forecast and what it says is spent.
    forecast = models.DecimalField(max_digits=14, decimal_places=2, null=True)

    def __str__(self) -> str:
        return f"light of {self.measure_id}"
