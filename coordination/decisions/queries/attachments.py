"""The attachments of a case."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from workflows.models import Case, User
from workflows.refusals import Invisible

from ..models import Attachment, AttachmentVersion


def attachments_of(case: int) -> list[Attachment]:
    """The attachments that were not removed, each with its versions, the latest first."""
    rows = Attachment.objects.filter(case=case, removed_at=None).select_related("paper")
    versions = AttachmentVersion.objects.select_related("added_by")
    return list(rows.prefetch_related(Prefetch("versions", versions)).order_by("title", "pk"))


def handed_out(case: int) -> list[Attachment]:
    """The attachments that belong to a paper, each with the version that was frozen with it."""
    return [one for one in attachments_of(case) if one.paper is not None]


def later_versions() -> QuerySet[AttachmentVersion]:
    """Of a version in an outer query: those after it."""
    return AttachmentVersion.objects.filter(
        attachment=OuterRef("attachment"), number__gt=OuterRef("number")
    )


def version_seen_by(
    viewer: User, *, case: int, attachment: int, number: int, at: datetime
) -> AttachmentVersion:
    """One stored file; raises Invisible (404) unless the person sees its case.

    Members of the council see those that belong to a paper.
    """
    inside = Case.objects.known_inside_to(viewer, at=at)
    found = AttachmentVersion.objects.select_related("attachment").filter(
        attachment=attachment,
        attachment__case=case,
        attachment__removed_at=None,
        number=number,
        attachment__case__in=Case.objects.visible_to(viewer, at=at),
    )
    is_handed_out = Q(attachment__paper__isnull=False) & ~Exists(later_versions())
    version = found.filter(is_handed_out | Q(attachment__case__in=inside)).first()
    if version is None:
        raise Invisible
    return version
