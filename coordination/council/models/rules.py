"""The dated rules of the council: of the Land and of the city."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.calendars import Period, PeriodUnit

from ...city.enums import OrganizationType
from ..vocabulary import KINDS, WORDS, RuleKind, RuleOrigin, RuleSubject, RuleUnit
from .bodies import Organization

_AMOUNT, _FLAG, _WORDS = ("amount__isnull", "flag__isnull", "words__isnull")


class CouncilRule(models.Model):
    """One rule with its norm, for all bodies, a kind of body or one body, from a day on.

    A session is judged by the rules of its own day. A row by which sessions are judged is never
    changed and never removed: a trigger sees to it. It ends, or a later one takes its place.
    """

    subject = models.CharField(_("what"), max_length=40, choices=RuleSubject.choices)
    body_type = models.CharField(
        _("for which kind of body"),
        max_length=24, choices=OrganizationType.choices, blank=True, default="",
    )  # fmt: skip
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="rules",
        verbose_name=_("for which body"),
    )  # fmt: skip
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, null=True)
    unit = models.CharField(
        _("unit"), max_length=14, choices=RuleUnit.choices, blank=True, default=""
    )
    flag = models.BooleanField(_("yes or no"), null=True)
    words = models.JSONField(_("words"), null=True)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    norm = models.CharField(_("norm"), max_length=200)
    source = models.CharField(_("source"), max_length=300, blank=True, default="")
    origin = models.CharField(_("made by"), max_length=10, choices=RuleOrigin.choices)

    class Meta:
        ordering = ["subject", "valid_from", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "body_type", "organization", "origin", "valid_from"],
                name="coordination_rule_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=models.F("valid_from")),
                name="coordination_rule_lasts",
            ),
            models.CheckConstraint(
                condition=Q(organization=None) | Q(body_type=""), name="coordination_rule_for_one"
            ),
            models.CheckConstraint(
                condition=Q(**{_AMOUNT: False, _FLAG: True, _WORDS: True}) & ~Q(unit="")
                | Q(**{_AMOUNT: True, _FLAG: False, _WORDS: True}, unit="")
                | Q(**{_AMOUNT: True, _FLAG: True, _WORDS: False}, unit=""),
                name="coordination_rule_one_value",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_subject_display()}: {self.in_words}"

    @property
    def kind(self) -> RuleKind:
        """How its value is typed."""
        return KINDS[self.subject]

    @property
    def period(self) -> Period:
        """The value of a rule that names a period."""
        assert self.amount is not None, "a period is counted"
        return Period(int(self.amount), PeriodUnit(self.unit))

    @property
    def in_words(self) -> str:
        """The value as people read it."""
        if self.flag is not None:
            return gettext("yes") if self.flag else gettext("no")
        if self.words is not None:
            labels = dict(WORDS[self.subject].choices)
            return ", ".join(str(labels.get(word, word)) for word in self.words)
        if self.kind is RuleKind.PERIOD:
            return str(self.period)
        amount = self.amount or Decimal()
        if self.kind is RuleKind.SHARE:
            return f"{amount:.0f} %"
        return f"{number_format(amount, decimal_pos=2, force_grouping=True)} €"
