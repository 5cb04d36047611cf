"""The files of attachments in private storage, and whether they are still what was stored."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.files.storage import default_storage
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from ...council.models import PaperFile
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
    """Every attachment and paper whose file is missing or altered; each file is read once."""
    known: dict[str, FileDamage | None] = {}
    for case, name, key in _kept_files():
        if key not in known:
            known[key] = damage_of(key)
        if damage := known[key]:
            yield WrongFile(case, name, key, damage)


def _kept_files() -> Iterator[tuple[int, str, str]]:
    """Case, name and digest of every file that a case needs: attachments, then papers."""
    attached = _in_use().order_by("attachment__case", "pk")
    yield from attached.values_list("attachment__case_id", "name", "sha256")
    papers = PaperFile.objects.select_related("paper").order_by("paper__case", "pk")
    for file in papers.iterator(chunk_size=1000):
        yield file.paper.case_id, str(file.paper), file.sha256


def unchecked_since(moment: datetime, *, limit: int) -> list[str]:
    """Files that were not compared since then, those never compared first."""
    checked = StoredFile.objects.filter(sha256=OuterRef("sha256")).values("checked_at")
    found: list[str] = []
    for files in (_in_use(), PaperFile.objects.all()):
        rows = files.annotate(checked=Subquery(checked)).filter(
            Q(checked__isnull=True) | Q(checked__lt=moment)
        )  # fmt: skip
        found += rows.values_list("sha256", flat=True).distinct()[: limit - len(found)]
    return found


def known_damage() -> int:
    """How many files the last comparison found missing or altered."""
    return StoredFile.objects.exclude(damage="").count()


def unneeded(digests: Sequence[str], *, since: datetime) -> set[str]:
    """Those of these files that no paper and no attachment needs, or only such attachments as
    were removed before then.
    """
    needed = Q(attachment__removed_at=None) | Q(attachment__removed_at__gte=since)
    rows = AttachmentVersion.objects.filter(needed, sha256__in=digests)
    papers = PaperFile.objects.filter(sha256__in=digests)
    kept = rows.values_list("sha256", flat=True).union(papers.values_list("sha256", flat=True))
    return set(digests) - set(kept)


def _in_use() -> QuerySet[AttachmentVersion]:
    return AttachmentVersion.objects.filter(attachment__removed_at=None)
