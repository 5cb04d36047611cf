"""The files of attachments in private storage, and whether they are still what was stored."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.files.storage import default_storage
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from ..enums import FileDamage
from ..models import AttachmentVersion, StoredFile


@dataclass(frozen=True, slots=True)
class WrongFile:
    """A stored file that is not what its event says."""

    case: int
    name: str
    sha256: str
    damage: FileDamage

    def __str__(self) -> str:
        text = _("Case %(case)s, attachment “%(name)s”: %(damage)s (%(sha256)s).")
        names = {"case": self.case, "name": self.name, "sha256": self.sha256}
        return text % {**names, "damage": self.damage.label}


def storage_name(digest: str) -> str:
    """Where a content lies: two levels of folders, so that none grows too large."""
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


def damage_of(digest: str) -> FileDamage | None:
    """Read the file under this digest and compare it with its name; None if it is whole."""
    try:
        with default_storage.open(storage_name(digest), "rb") as file:
            found = hashlib.sha256()
            for chunk in file.chunks():
                found.update(chunk)
    except FileNotFoundError:
        return FileDamage.MISSING
    return None if found.hexdigest() == digest else FileDamage.ALTERED


def wrong_files() -> Iterator[WrongFile]:
    """Every attachment whose file is missing or altered; each file is read once."""
    known: dict[str, FileDamage | None] = {}
    for version in _in_use().select_related("attachment").order_by("attachment__case", "pk"):
        key = version.sha256
        if key not in known:
            known[key] = damage_of(key)
        if damage := known[key]:
            yield WrongFile(version.attachment.case_id, version.name, key, damage)


def unchecked_since(moment: datetime, *, limit: int) -> list[str]:
    """Files that were not compared since then, those never compared first."""
    checked = StoredFile.objects.filter(sha256=OuterRef("sha256")).values("checked_at")
    rows = _in_use().annotate(checked=Subquery(checked)).filter(
        Q(checked__isnull=True) | Q(checked__lt=moment)
    )  # fmt: skip
    return list(rows.values_list("sha256", flat=True).distinct()[:limit])


def known_damage() -> int:
    """How many files the last comparison found missing or altered."""
    return StoredFile.objects.exclude(damage="").count()


def unneeded(digests: Sequence[str], *, since: datetime) -> set[str]:
    """Those of these files that no attachment needs, or only such as were removed before then."""
    needed = Q(attachment__removed_at=None) | Q(attachment__removed_at__gte=since)
    rows = AttachmentVersion.objects.filter(needed, sha256__in=digests)
    return set(digests) - set(rows.values_list("sha256", flat=True))


def _in_use() -> QuerySet[AttachmentVersion]:
    return AttachmentVersion.objects.filter(attachment__removed_at=None)
