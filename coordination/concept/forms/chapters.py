"""Beginning a concept, and uploading a chapter."""

from __future__ import annotations

from datetime import date
from typing import Unpack

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.acts import ActForm
from workflows.forms.fields import LineField
from workflows.forms.naming import UnitField
from workflows.forms.options import Data, FormOptions

from ...city.queries.catalogue import LEADING, leading_units
from ...decisions.forms.uploads import ALLOWED, checked_type, cleaned_picture, safe_name
from ..models import Chapter


class NewConceptForm(ActForm):
    """What a concept begins with."""

    title = LineField(label=_("Title"), max_length=200)
    lead = UnitField(
        label=_("Lead"), help_text=_("The office that carries the project; usually your own.")
    )

    def __init__(self, data: Data = None, *, on: date, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        lead = self.fields["lead"]
        assert isinstance(lead, UnitField)
        lead.choose_among(leading_units(on=on), kind=LEADING)


class UploadForm(ActForm):
    """Takes one file of a kind that the city keeps."""

    file = forms.FileField(label=_("File"), max_length=500)

    def __init__(self, data: Data = None, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        self.fields["file"].help_text = _("At most %(size)s. Possible are: %(endings)s.") % {
            "size": filesizeformat(settings.ATTACHMENT_MAX_BYTES),
            "endings": ", ".join(sorted(ALLOWED)),
        }

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > settings.ATTACHMENT_MAX_BYTES:
            raise forms.ValidationError(_("The file is too large."), code="size")
        self.name = safe_name(file.name or "")
        self.media_type = checked_type(file, name=self.name)
        return cleaned_picture(file, self.media_type)


class DocumentForm(UploadForm):
    """The document of a session."""

    act_name = "attach_document"


class ChapterForm(UploadForm):
    """A new chapter, or the next version of one; it says which version it builds on."""

    act_name = "upload_chapter"

    title = LineField(label=_("Title"), max_length=200, required=False)
    based_on = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    field_order = ("title", "file", "based_on")

    def __init__(
        self, data: Data = None, *, chapter: Chapter | None, latest: int,
        **options: Unpack[FormOptions],
    ) -> None:  # fmt: skip
        super().__init__(data, **options)
        self.initial.setdefault("based_on", latest)
        if chapter is not None:
            del self.fields["title"]
        else:
            self.fields["title"].required = True
