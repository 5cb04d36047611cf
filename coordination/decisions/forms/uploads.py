"""What may be uploaded: known by its content, under a name that is safe everywhere."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext_lazy as _

from workflows.spelling import file_name

from .contents import fits
from .pictures import without_metadata

OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."
ALLOWED: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": f"{OFFICE}wordprocessingml.document",
    "xlsx": f"{OFFICE}spreadsheetml.sheet",
    "pptx": f"{OFFICE}presentationml.presentation",
    "odt": f"{OPEN}text",
    "ods": f"{OPEN}spreadsheet",
    "odp": f"{OPEN}presentation",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "txt": "text/plain",
    "csv": "text/csv",
}
"""Endings and the types that belong to them. No SVG, no HTML: browsers run what is in them."""

_PICTURES = frozenset({"image/png", "image/jpeg"})
_LONGEST = 180


def safe_name(name: str) -> str:
    """The name without folders and without characters that nobody sees or systems misread."""
    plain = "".join(c for c in file_name(name) if c not in '<>:"|?*')
    stem, dot, ending = plain.strip(" .").rpartition(".")
    if not dot:
        return (ending or "datei")[:_LONGEST]
    return f"{(stem.strip(' .') or 'datei')[:_LONGEST]}.{ending.lower()[:10]}"


def checked_type(file: UploadedFile[bytes], *, name: str) -> str:
    """The media type of a file, found in its content; ValidationError if it may not be uploaded."""
    ending = name.rpartition(".")[2].lower()
    if ending not in ALLOWED:
        raise ValidationError(
            _("Files of this kind cannot be attached. Possible are: %(endings)s."),
            code="kind",
            params={"endings": ", ".join(sorted(ALLOWED))},
        )
    if not fits(file.file, ending, ALLOWED[ending]):  # type: ignore[arg-type] # a file of bytes
        raise ValidationError(
            _("The content of this file is not what its name “.%(ending)s” says."),
            code="content",
            params={"ending": ending},
        )
    return ALLOWED[ending]


def cleaned_picture(file: UploadedFile[bytes], media_type: str) -> UploadedFile[bytes]:
    """The file, a picture without what nobody sees in it: place, device, author."""
    if media_type not in _PICTURES:
        return file
    content = file.read()
    file.seek(0)
    plain = without_metadata(content)
    if plain == content:
        return file
    return SimpleUploadedFile(file.name or "", plain, media_type)
