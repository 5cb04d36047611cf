"""The attachments of a case."""

from __future__ import annotations

from datetime import datetime

from workflows.models import Case, User
from workflows.refusals import Invisible

from ..models import Attachment, AttachmentVersion


def attachments_of(case: int) -> list[Attachment]:
    """The attachments that were not removed, each with its versions, the latest first."""
    rows = Attachment.objects.filter(case=case, removed_at=None).select_related("paper")
    return list(rows.prefetch_related("versions__added_by").order_by("title", "pk"))


def version_seen_by(
    viewer: User, *, case: int, attachment: int, number: int, at: datetime
) -> AttachmentVersion:
    """One stored file; raises Invisible (404) unless the person sees its case."""
    found = AttachmentVersion.objects.select_related("attachment").filter(
        attachment=attachment,
        attachment__case=case,
        attachment__removed_at=None,
        number=number,
        attachment__case__in=Case.objects.visible_to(viewer, at=at),
    )
    version = found.first()
    if version is None:
        raise Invisible
    return version
