"""What the city decides about its public endpoint."""

from __future__ import annotations

from datetime import date, datetime

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.forms.fields import LineField

from ..models import OparlRelease

_SECRECY = "Ausschluss der Öffentlichkeit (GO NRW § 48 Abs. 2)"


class ReleaseForm(forms.ModelForm[OparlRelease]):
    """A decision: it replaces the one before, which is kept."""

    terms_text = forms.CharField(
        label=_("Electoral terms"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One in each line: name; first day; last day (left empty: not known)."),
    )  # fmt: skip
    license = forms.URLField(
        label=_("Licence"), required=False, max_length=200, assume_scheme="https"
    )
    basis = LineField(
        label=_("On what basis"), max_length=200,
        help_text=_("For example the resolution or the order of the mayor, with its date."),
    )  # fmt: skip

    class Meta:
        model = OparlRelease
        fields = [
            "is_released", "shows_titles", "shows_functions", "shows_history", "secrecy", "ags",
            "license", "contact_name", "contact_email",
        ]  # fmt: skip
        help_texts = {
            "is_released": _("Everybody can then read what is public and signed."),
            "shows_titles": _("Otherwise only the reason of secrecy is shown."),
            "shows_functions": _("The functions alone, never the names of persons."),
            "ags": _("Eight digits."),
        }

    def __init__(self, *args: object, before: OparlRelease | None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as Django takes them
        for name in self.Meta.fields:
            if before is not None:
                self.initial.setdefault(name, getattr(before, name))
        self.initial.setdefault("secrecy", _SECRECY)
        terms = before.terms if before is not None else []
        lines = [
            f"{one['name']}; {_german(one['starts'])}; {_german(one['ends'])}" for one in terms
        ]
        self.initial.setdefault("terms_text", "\n".join(line.rstrip("; ") for line in lines))

    def clean_ags(self) -> str:
        """Eight digits, or none at all."""
        ags = str(self.cleaned_data["ags"]).strip()
        if ags and not (len(ags) == _AGS and ags.isascii() and ags.isdecimal()):
            raise forms.ValidationError(gettext("The key has eight digits."))
        return ags

    def clean_terms_text(self) -> list[dict[str, str]]:
        """The terms, each with its days."""
        return [
            _term(line) for line in self.cleaned_data["terms_text"].splitlines() if line.strip()
        ]

    def fields_said(self) -> dict[str, object]:
        """The decision as it is kept."""
        said = {name: self.cleaned_data[name] for name in (*self.Meta.fields, "basis")}
        return {**said, "terms": self.cleaned_data["terms_text"]}


_AGS = 8


def _german(day: str) -> str:
    return date.fromisoformat(day).strftime("%d.%m.%Y") if day else ""


def _term(line: str) -> dict[str, str]:
    name, *days = [part.strip() for part in line.split(";")]
    try:
        found = [datetime.strptime(day, "%d.%m.%Y").date() for day in days if day]  # noqa: DTZ007 - a day has no zone
    except ValueError:
        found = []
    if not name or not 1 <= len(found) <= 2 or found != sorted(found):  # noqa: PLR2004 - from, to
        text = gettext("“%(line)s” is no term. Please write: name; DD.MM.YYYY; DD.MM.YYYY")
        raise forms.ValidationError(text % {"line": line.strip()})
    starts, *ends = [day.isoformat() for day in found]
    return {"name": name[:100], "starts": starts, "ends": ends[0] if ends else ""}


class SecrecyForm(forms.Form):
    """Why an item is not public."""

    station = forms.IntegerField(min_value=1, max_value=2**62)
    reason = LineField(label=_("Reason of secrecy"), max_length=200)
