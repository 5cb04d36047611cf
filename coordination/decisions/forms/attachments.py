"""Adding and removing attachments."""

from __future__ import annotations

from typing import Unpack

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.acts import ActForm
from workflows.forms.fields import LineField
from workflows.forms.options import Data, FormOptions

from ..models import Attachment
from .uploads import ALLOWED, checked_type, cleaned_picture, safe_name


class AttachmentForm(ActForm):
    """A new attachment, or a new version of one that is there."""

    act_name = "add_attachment"

    replaces = forms.ModelChoiceField(
        label=_("Is it a new version of an attachment that is there?"),
        queryset=Attachment.objects.none(),
        required=False,
        empty_label=_("no, a new attachment"),
    )
    title = LineField(
        label=_("Title"),
        max_length=200,
        required=False,
        help_text=_("Empty: the name of the file."),
    )
    file = forms.FileField(label=_("File"), max_length=500)
    is_public = forms.BooleanField(
        label=_("May be published with the paper"),
        required=False,
        help_text=_("Only what contains no personal data."),
    )

    def __init__(self, data: Data = None, *, case: int, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        rows = Attachment.objects.filter(case=case, removed_at=None, paper=None)
        self.fields["replaces"].queryset = rows.order_by("title")  # type: ignore[attr-defined] # a field of choices
        self.fields["file"].help_text = _("At most %(size)s. Possible are: %(endings)s.") % {
            "size": filesizeformat(settings.ATTACHMENT_MAX_BYTES),
            "endings": ", ".join(sorted(ALLOWED)),
        }

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > settings.ATTACHMENT_MAX_BYTES:
            raise forms.ValidationError(
                _("The file is too large: %(size)s. At most %(limit)s are possible."),
                code="size",
                params={
                    "size": filesizeformat(file.size or 0),
                    "limit": filesizeformat(settings.ATTACHMENT_MAX_BYTES),
                },
            )
        self.name = safe_name(file.name or "")
        self.media_type = checked_type(file, name=self.name)
        return cleaned_picture(file, self.media_type)


class RemoveAttachmentForm(ActForm):
    """Confirms that an attachment goes."""

    act_name = "remove_attachment"
