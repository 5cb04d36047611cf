"""Forms about the city's own rules."""

from __future__ import annotations

from typing import Unpack

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms.fields import GermanDateField, GermanMoneyField, LineField
from workflows.forms.options import Data, FormOptions

from ...city.enums import OrganizationType
from ..models import Organization
from ..vocabulary import KINDS, UNITS, WORDS, RuleKind, RuleSubject, RuleUnit
from .base import CalendarForm

_YES_NO = [("yes", _("yes")), ("no", _("no"))]


class SubjectForm(forms.Form):
    """What a new rule is about; asked for first, for the value depends on it."""

    subject = forms.ChoiceField(label=_("What is ruled"), choices=RuleSubject.choices)


class RuleForm(CalendarForm):
    """A new rule on one subject, with the fields that its kind of value needs."""

    guard_fields = {"flag": "value", "words": "value", "amount": "value", "subject": "value"}

    scope = forms.ChoiceField(label=_("For which bodies"), required=False)
    valid_from = GermanDateField(label=_("Valid from"))
    norm = LineField(
        label=_("Norm"), max_length=200, help_text=_("For example: rules of procedure § 12")
    )
    source = LineField(label=_("Source"), max_length=300, required=False)

    def __init__(
        self, data: Data = None, *, subject: RuleSubject, **options: Unpack[FormOptions]
    ) -> None:
        self.subject, self.kind = subject, KINDS[subject]
        super().__init__(data, **options)
        fields: dict[str, forms.Field] = {"value": self._value()}
        if self.kind is RuleKind.PERIOD:
            units = [(u, RuleUnit(u).label) for u in RuleUnit if u in UNITS[self.kind]]
            fields["unit"] = forms.ChoiceField(label=_("Counted in"), choices=units)
        self.fields = {**fields, **self.fields}
        scope = self.fields["scope"]
        assert isinstance(scope, forms.ChoiceField)
        bodies = Organization.objects.filter(end_date=None).order_by("name")
        scope.choices = [
            ("", _("all bodies")),
            (_("Kind of body"), [(f"type:{key}", name) for key, name in OrganizationType.choices]),
            (_("Body"), [(f"body:{body.pk}", body.name) for body in bodies]),
        ]

    def _value(self) -> forms.Field:
        label = str(self.subject.label)
        if self.kind is RuleKind.FLAG:
            return forms.ChoiceField(label=label, choices=_YES_NO, widget=forms.RadioSelect)
        if self.kind is RuleKind.WORD:
            words = WORDS[self.subject].choices
            return forms.ChoiceField(label=label, choices=words, widget=forms.RadioSelect)
        if self.kind is RuleKind.WORDS:
            words = WORDS[self.subject].choices
            return forms.MultipleChoiceField(
                label=label, choices=words, widget=forms.CheckboxSelectMultiple
            )
        if self.kind is RuleKind.MONEY:
            return GermanMoneyField(label=label)
        return forms.IntegerField(
            label=label, min_value=1, widget=forms.TextInput(attrs={"inputmode": "numeric"})
        )

    def act_data(self) -> dict[str, object]:
        data, value = self.cleaned_data, self.cleaned_data["value"]
        kind, _colon, key = str(data.get("scope") or "").partition(":")
        found: dict[str, object] = {
            "subject": self.subject.value,
            "organization": int(key) if kind == "body" else None,
            "body_type": key if kind == "type" else "",
            "valid_from": data["valid_from"],
            "norm": data["norm"],
            "source": data["source"],
        }
        if self.kind is RuleKind.FLAG:
            return {**found, "flag": value == "yes"}
        if self.kind in (RuleKind.WORD, RuleKind.WORDS):
            return {**found, "words": [value] if isinstance(value, str) else list(value)}
        unit = data.get("unit") or next(iter(UNITS[self.kind]))
        return {**found, "amount": str(value), "unit": str(unit)}


class EndRuleForm(CalendarForm):
    """The last day of a rule."""

    valid_until = GermanDateField(label=_("Last day"))
