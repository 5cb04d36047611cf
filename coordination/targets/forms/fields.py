"""Fields for values that are measured."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from workflows.forms.fields import GermanMoneyField, MoneyInput


class ValueInput(MoneyInput):
    """One line of text for a value; what it is counted in stands beside it."""

    unit = ""


class GermanValueField(GermanMoneyField):
    """A number as Germans write it: 1.234,5 or -3; at most two decimals."""

    widget = ValueInput
    default_error_messages = {"invalid": _("Please write the value like 1.234,5.")}

    def __init__(self, *, label: StrOrPromise, required: bool = True) -> None:
        super().__init__(min_value=None, label=label, required=required)
