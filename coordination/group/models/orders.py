"""Orders and what the offices said of them."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflows.models import Case, Desk, SubjectQuerySet, Unit
from workflows.models.sought import Words

from ...mandates.models import Mandate
from ..enums import OPEN, OrderKind, OrderState, Right
from .members import OrderTemplate
from .sessions import GroupDecision

IN_WORDS = 4000
"""What is to be done is read in a list; what is longer belongs into a paper."""


class OrderQuerySet(SubjectQuerySet["Order"]):
    """Orders, as seen by somebody."""

    def open(self) -> OrderQuerySet:
        """Given, and not settled yet."""
        return self.filter(state__in=OPEN)


class Order(models.Model):
    """Somebody gives an office something to do (Auftrag, domain 2.8).

    What it is (directive, request, agreement, resolution) is reckoned when it is given and kept,
    with the right and the mandate by which it was given.
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="order")
    reference = models.CharField(max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=300)
    words = models.TextField(_("what is to be done"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    due_on = models.DateField(_("until"))
    # Keys of fields of action; they say whether the mandate covers it.
    fields_of_action = ArrayField(models.BigIntegerField(), default=list, blank=True)
    # The order that comes again, of which this is one.
    template = models.ForeignKey(OrderTemplate, models.PROTECT, null=True, related_name="+")
    # The decision of the group from which it follows.
    decision = models.ForeignKey(GroupDecision, models.PROTECT, null=True, related_name="orders")
    # The desk from which it was drafted; who gives it may be another one.
    drafted_desk = models.ForeignKey(Desk, models.PROTECT, null=True, related_name="+")
    # A copy of the case's state, kept by the acts, for lists and the load of offices.
    state = models.CharField(max_length=12, choices=OrderState.choices, default=OrderState.DRAFTED)
    kind = models.CharField(max_length=12, choices=OrderKind.choices, blank=True)
    right = models.CharField(max_length=8, choices=Right.choices, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    given_desk = models.ForeignKey(Desk, models.PROTECT, null=True, related_name="+")
    given_on = models.DateField(null=True, blank=True)
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, related_name="+")
    # Whether the integration centre may confirm in the place of who gave it.
    is_delegated = models.BooleanField(default=False)
    extensions = models.PositiveSmallIntegerField(default=0)
    # Given although the office has more than it can carry, and nobody has confirmed that yet.
    is_over_load = models.BooleanField(default=False)

    objects: ClassVar[OrderQuerySet] = OrderQuerySet.as_manager()  # type: ignore[assignment] # the stubs know no typed manager

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(given_on__isnull=True, kind="")
                | (
                    ~Q(kind="")
                    & ~Q(right="")
                    & Q(given_on__isnull=False, given_by__isnull=False, given_desk__isnull=False)
                ),
                name="coordination_order_given",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["drafted", "void"]) | Q(given_on__isnull=False),
                name="coordination_order_given_before",
            ),
            models.CheckConstraint(
                condition=~Q(right="mandate") | Q(mandate__isnull=False),
                name="coordination_order_under_mandate",
            ),
            models.CheckConstraint(
                condition=Q(extensions__lte=2), name="coordination_order_extended_twice"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "due_on"], name="coordination_order_unit"),
            models.Index(
                fields=["due_on", "id"],
                condition=Q(state__in=["issued", "accepted", "in_work", "reported", "returned"]),
                name="coordination_order_open",
            ),
            GinIndex(Words("title", "words"), fastupdate=False, name="coordination_order_words"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def is_overdue(self, today: date) -> bool:
        """Whether it is open and its day is over."""
        return self.state in OPEN and self.due_on < today


class OrderReport(models.Model):
    """What an office reported as done; a report that was sent back stays."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="reports")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "number"], name="coordination_orderreport_number"
            )
        ]

    def __str__(self) -> str:
        return f"report {self.number}"
