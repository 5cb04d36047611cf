"""Attachments are part of the text: who signs it signs them as well."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from django.conf import settings
from django.db.models import Max
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.machine import Look, act
from workflows.refusals import Unmet

from ..models import Attachment, AttachmentVersion
from ..rules.looks import DecisionLook
from .work import DecisionWork

LARGEST = 2**63
"""What the database takes as a number."""


def named_attachment(look: Look) -> Attachment | None:
    """The attachment of this case that the act names, if it is still there."""
    wanted = look.call.data.get("attachment")
    if not isinstance(wanted, int) or not 0 < wanted < LARGEST:
        return None
    return Attachment.objects.filter(pk=wanted, case=look.case.pk, removed_at=None).first()


def file_is_named(look: Look) -> Iterator[Unmet]:
    """There is a stored file, and what it replaces is there and not frozen."""
    if not _is_a_file(look.call.data):
        yield Unmet("file_missing", gettext("Please choose a file."), "file")
    if look.call.data.get("attachment") is not None:
        yield from can_be_changed(look)


def fits_in(look: DecisionLook) -> Iterator[Unmet]:
    """A case holds so many files and bytes; what was removed does not count."""
    size, (files, total) = look.call.data.get("size"), look.files_kept
    if files >= settings.CASE_FILES:
        text = gettext(
            "A case holds %(count)s files at most. Please remove one that is not needed."
        )
        yield Unmet("too_many_files", text % {"count": settings.CASE_FILES}, "file")
    if isinstance(size, int) and total + size > settings.CASE_MAX_BYTES:
        text = gettext(
            "The files of a case are %(size)s at most. Please remove what is not needed."
        )
        limit = filesizeformat(settings.CASE_MAX_BYTES)
        yield Unmet("files_too_large", text % {"size": limit}, "file")


def _is_a_file(data: Mapping[str, object]) -> bool:
    size = data.get("size")
    return (
        re.fullmatch(r"[0-9a-f]{64}", str(data.get("sha256"))) is not None
        and all(isinstance(data.get(name), str) and data[name] for name in ("name", "media_type"))
        and not any("\0" in str(data.get(name)) for name in ("name", "media_type", "title"))
        and isinstance(size, int)
        and 0 <= size < LARGEST
    )


def can_be_changed(look: Look) -> Iterator[Unmet]:
    """Only what belongs to no signed paper may be changed or removed."""
    found = named_attachment(look)
    if found is None:
        yield Unmet("attachment_gone", gettext("This attachment is no longer there."), "replaces")
    elif found.paper_id is not None:
        yield Unmet(
            "attachment_frozen",
            gettext("This attachment is frozen with the signed paper."),
            "replaces",
        )


@act(_("add an attachment"), guards=[file_is_named, fits_in], needs_version=False)
def add_attachment(work: DecisionWork) -> None:
    """A new attachment, or the next version of one; versions are never changed."""
    data = work.call.data
    attachment = named_attachment(work.look) or Attachment(case=work.case)
    attachment.title = str(data.get("title") or data["name"])[:200]
    attachment.is_public = bool(data.get("is_public"))
    work.store(attachment)
    last = attachment.versions.aggregate(last=Max("number"))["last"] or 0
    version = AttachmentVersion(
        attachment=attachment,
        number=last + 1,
        sha256=str(data["sha256"]),
        name=str(data["name"])[:200],
        media_type=str(data["media_type"])[:100],
        size=int(data["size"]),
        added_by_id=work.call.person,
        added_at=work.at,
    )
    work.store(version)
    work.note(attachment=attachment.pk, number=last + 1, sha256=str(data["sha256"]))


@act(_("remove an attachment"), guards=[can_be_changed], needs_version=False)
def remove_attachment(work: DecisionWork) -> None:
    """It no longer belongs to the case; its files go weeks later, the trail keeps digests."""
    attachment = named_attachment(work.look)
    assert attachment is not None, "guarded by can_be_changed"
    attachment.removed_at = work.at
    work.store(attachment, "removed_at")
    work.note(attachment=attachment.pk)
