"""Uploading a list of measures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from workflows.forms.fields import CommandIdField, LineField
from workflows.spelling import file_name

from .actions.files import LARGEST_MB
from .actions.uploads import list_name

_LONGEST_NAME = 200


class UploadForm(forms.Form):
    """A file, and the name under which its list is known again."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV (UTF-8, semicolons) or Excel (.xlsx), at most 30 MB and 10,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={"empty": _("The file is empty.")},
    )
    source = LineField(
        label=_("Name of the list"),
        required=False,
        max_length=60,
        help_text=_(
            "Left empty it is the name of the file. Choose the same name for a corrected list: "
            "by it and the number of a row, a measure is known again."
        ),
    )
    is_stock = forms.BooleanField(
        label=_("These measures were decided already"),
        required=False,
        help_text=_("Only then may their days lie in the past."),
    )
    command = CommandIdField()

    def clean_file(self) -> UploadedFile[bytes]:
        """A file of a size that a list can have; what it contains is checked later, row by row."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_MB * 1_000_000:
            text = _("The file is larger than %(limit)s MB. Please split it.")
            raise forms.ValidationError(text, code="too_large", params={"limit": LARGEST_MB})
        return file

    def clean(self) -> dict[str, object]:
        """The list has a name in any case."""
        data = super().clean() or self.cleaned_data
        file = data.get("file")
        if file:
            data["name"] = _shown_name(file.name or "")
            data["source"] = list_name(data.get("source") or data["name"])
        return data


class ReportUploadForm(UploadForm):
    """A file with reports, and the list with whose numbers its rows are meant."""

    is_stock = None  # type: ignore[assignment] # so Django leaves out a field of the parent

    source = forms.ChoiceField(  # type: ignore[assignment] # another field of the same name
        label=_("Numbers of the list"),
        required=False,
        help_text=_(
            "The stock with whose numbers the rows are meant. File numbers of measures are"
            " understood in any case."
        ),
    )

    def offer(self, lists: Sequence[str]) -> Self:
        """These lists can be chosen; if there is but one, it is meant."""
        field = cast("forms.ChoiceField", self.fields["source"])
        none = ("", _("none: the numbers are file numbers"))
        field.choices = [none, *((one, one) for one in lists)]
        field.initial = lists[0] if len(lists) == 1 else ""
        return self


def _shown_name(name: str) -> str:
    """The file's name without folders and without characters that change what is read."""
    return file_name(name)[-_LONGEST_NAME:].strip() or "?"
