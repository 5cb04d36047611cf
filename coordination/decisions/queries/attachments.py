"""The attachments of a case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from workflows.models import Case, User
from workflows.queries.together import Lists, Rows, Together, keep_with
from workflows.refusals import Invisible

from ..models import Attachment, AttachmentVersion


def _attachments(case: int) -> QuerySet[Attachment]:
    rows = Attachment.objects.filter(case=case, removed_at=None).select_related("paper")
    return rows.order_by("title", "pk")


def _versions(case: int) -> QuerySet[AttachmentVersion]:
    rows = AttachmentVersion.objects.filter(attachment__case=case, attachment__removed_at=None)
    return rows.select_related("added_by").order_by("-number")


ATTACHMENTS: Mapping[str, Rows] = {
    "attachments": _attachments, "attachment_versions": _versions,
}  # fmt: skip
"""What they are made of, by the key of the case: to be read together with what else a page shows.
"""

_ATTACHMENTS = Together(**ATTACHMENTS)


def attachments_of(case: int) -> list[Attachment]:
    """The attachments that were not removed, each with its versions, the latest first."""
    return attachments_in(_ATTACHMENTS.read(case, ATTACHMENTS))


def attachments_in(found: Lists) -> list[Attachment]:
    """The same from the rows of ATTACHMENTS."""
    versions: dict[int, list[AttachmentVersion]] = defaultdict(list)
    for version in found["attachment_versions"]:
        versions[version.attachment_id].append(version)
    for row in found["attachments"]:
        keep_with(row, "versions", versions[row.pk])
    return found["attachments"]


kept_inside: dict[str, Callable[[int], Collection[int]]] = {}
"""By the kind of a case: the keys of attachments that are no part of its paper. A room whose cases
have working papers adds its own.
"""


def for_the_paper(case: Case) -> list[Attachment]:
    """The attachments that go with the paper."""
    rows = attachments_of(case.pk)
    if case.kind not in kept_inside:
        return rows
    kept = set(kept_inside[case.kind](case.pk))
    return [one for one in rows if one.pk not in kept]


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


def kept_in(case: int) -> tuple[int, int]:
    """How many files a case holds, and their bytes; what was removed does not count."""
    kept = AttachmentVersion.objects.filter(attachment__case=case, attachment__removed_at=None)
    found = kept.aggregate(files=Count("pk"), bytes=Coalesce(Sum("size"), 0))
    return found["files"], found["bytes"]
