"""Form fields that take what people write: German dates and sums, and the id of a command."""

import datetime as dt
import re
import uuid
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..spelling import numeral, one_line, sought

_GERMAN_DATE = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{2}|\d{4})")
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_GERMAN_SUM = re.compile(r"-?(\d{1,3}(\.\d{3})+|\d+)(,\d{1,2})?")
_PLAIN_SUM = re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)\.\d{1,2}")
_CURRENCY = re.compile(r"^(€|EUR|EURO)\s*(?=[\d-])|(€|EUR|EURO)$", re.IGNORECASE)
# The dash in 1.500,– € stands for no cents.
_NO_CENTS = re.compile(r"(?<=\d)[.,]--?$")
_LARGEST = Decimal("9999999999999.99")


def german_sum(value: Decimal) -> str:
    """1.234,56"""
    return f"{value:,.2f}".translate(str.maketrans(",.", ".,"))


class LineField(forms.CharField):
    """A name or title: one line in its normal form."""

    def to_python(self, value: object) -> str:
        return one_line(super().to_python(value) or "")


class AddressField(forms.EmailField):
    """An e-mail address, pasted with whatever nobody sees around it."""

    def to_python(self, value: object) -> str:
        return one_line(super().to_python(value) or "")


class SearchField(forms.CharField):
    """Words to look for, never refused: what the database does not take is left out."""

    def to_python(self, value: object) -> str:
        return sought(super().to_python(value) or "")


class DateInput(forms.TextInput):
    """One line of text that shows a date as 24.12.2026; what could not be read stays as typed."""

    width = "short"

    def format_value(self, value: object) -> str | None:
        shown = f"{value:%d.%m.%Y}" if isinstance(value, dt.date) else value
        return None if shown in {None, ""} else str(shown)


class GermanDateField(forms.Field):
    """A date: 24.12.2026, 24.12.26, 24. 12. 2026 or 2026-12-24; two digits mean 20xx."""

    widget = DateInput
    default_error_messages = {
        "invalid": _("Please write the date like DD.MM.YYYY."),
        "impossible": _("This day does not exist in the calendar: %(value)s."),
    }

    def to_python(self, value: object) -> dt.date | None:
        if isinstance(value, dt.date):
            return value
        text = str(value or "").strip()
        if not text:
            return None
        if found := _GERMAN_DATE.fullmatch(text):
            day, month, year = found.groups()
        elif found := _ISO_DATE.fullmatch(text):
            year, month, day = found.groups()
        else:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            return dt.date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))  # noqa: PLR2004 - the digits of a short year
        except ValueError:
            raise forms.ValidationError(
                self.error_messages["impossible"], code="impossible", params={"value": text}
            ) from None

    def has_changed(self, initial: object, data: object) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except forms.ValidationError:
            return True


class MoneyInput(forms.TextInput):
    """One line of text for a sum; the unit stands behind it."""

    width = "short"
    unit = "€"

    def format_value(self, value: object) -> str | None:
        shown = german_sum(value) if isinstance(value, Decimal) else value
        return None if shown in {None, ""} else str(shown)


class GermanMoneyField(forms.Field):
    """A sum in euros: 1.234,56 €, € 1.234, 1.234,– €, 1234,56, 1 234, 1234.56 or 1,234.56.

    At most two decimals; a dash alone is how a sheet shows 0. 1.234 is more than a thousand, as a
    German reads it; 1.23 can only be one euro 23; 1,234 is refused, because nobody knows.
    """

    widget = MoneyInput
    default_error_messages = {
        "invalid": _("Please write the sum like 1.234,56."),
        "min_value": _("The sum must be at least %(limit)s €."),
        "max_value": _("The sum must be at most %(limit)s €."),
    }

    def __init__(
        self,
        *,
        min_value: Decimal | None = Decimal(0),
        max_value: Decimal = _LARGEST,
        **options: Any,  # as `Field` takes them
    ) -> None:
        super().__init__(**options)
        self.min_value, self.max_value = min_value, max_value
        self.widget.attrs.setdefault("inputmode", "decimal")

    def validate(self, value: Decimal | None) -> None:
        super().validate(value)
        if value is None:
            return
        if self.min_value is not None and value < self.min_value:
            raise self._beyond("min_value", self.min_value)
        if value > self.max_value:
            raise self._beyond("max_value", self.max_value)

    def _beyond(self, code: str, limit: Decimal) -> forms.ValidationError:
        params = {"limit": german_sum(limit)}
        return forms.ValidationError(self.error_messages[code], code=code, params=params)

    def to_python(self, value: object) -> Decimal | None:
        if isinstance(value, Decimal):
            return value
        text = _CURRENCY.sub("", numeral(str(value or "")))
        text = _NO_CENTS.sub("", re.sub(r"[\s'’]", "", text))
        if not text:
            return None
        if text == "-":
            return Decimal("0.00")
        if _GERMAN_SUM.fullmatch(text):
            return self._number(text.replace(".", "").replace(",", "."))
        if _PLAIN_SUM.fullmatch(text):
            return self._number(text.replace(",", ""))
        raise forms.ValidationError(self.error_messages["invalid"], code="invalid")

    def _number(self, text: str) -> Decimal:
        try:
            return Decimal(text).quantize(Decimal("0.01"))
        except InvalidOperation:  # more digits than a sum can have
            raise self._beyond("max_value", self.max_value) from None

    def has_changed(self, initial: object, data: object) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except forms.ValidationError:
            return True


class CommandIdField(forms.UUIDField):
    """The id of the command that a form is: new for each form, kept when it is shown again."""

    widget = forms.HiddenInput
    default_error_messages = {
        "invalid": _("This form is damaged. Please open the page again."),
        "required": _("This form is damaged. Please open the page again."),
    }

    def __init__(self, **options: Any) -> None:  # as `Field` takes them
        super().__init__(**{"initial": uuid.uuid4, "label": _("Command"), **options})
