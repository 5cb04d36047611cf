"""Stored files are whole or not there: full disks, kills, and what happens behind our back."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.core.management import call_command
from django.urls import reverse

from coordination.decisions.actions.attachments import store
from coordination.decisions.jobs import check_stored_files
from coordination.decisions.models import Attachment, AttachmentVersion, StoredFile
from coordination.decisions.queries.stored_files import damage_of, storage_name
from coordination.measures.models import Measure
from tests.journeys.driver import Page, Person
from tests.town import Town

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
NIGHT = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def private_files(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


def stored(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def attached(town: Town, content: bytes = PDF) -> tuple[Measure, Person]:
    measure, clerk = town.propose(), Person(town, "youth-clerk")
    assert _send(clerk, measure, content).status == 200
    return measure, clerk


def _send(person: Person, measure: Measure, content: bytes = PDF) -> Page:
    page = person.act(measure, "attachments")
    return page.answer(title="Konzept", file=SimpleUploadedFile("Konzept.pdf", content))


def _download(person: Person) -> Page:
    version = AttachmentVersion.objects.select_related("attachment").latest("pk")
    return person.get(
        reverse(
            "coordination:attachment",
            args=[version.attachment.case_id, version.attachment_id, version.number],
        )
    )


class FillsTheDisk(File[bytes]):
    """A content after whose first part there is no room."""

    def __init__(self, content: bytes) -> None:
        super().__init__(SimpleUploadedFile("x", content).file, name="x")
        self.read_before = False

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        del chunk_size
        content = self.file.getvalue()
        yield content[:5]
        if self.read_before:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self.read_before = True
        yield content[5:]


def test_full_disk_leaves_no_half_file(private_files: Path) -> None:
    with pytest.raises(OSError, match="space"):
        store(FillsTheDisk(PDF))
    assert stored(private_files) == []
    key = store(SimpleUploadedFile("x", PDF))
    assert (private_files / storage_name(key)).read_bytes() == PDF


def test_full_disk_is_507_and_keeps_what_was_typed(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    measure, clerk = town.propose(), Person(town, "youth-clerk")
    page = clerk.act(measure, "attachments")
    clerk.client.raise_request_exception = False

    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    answer = page.answer(title="Konzept der Sprachschule", file=SimpleUploadedFile("K.pdf", PDF))
    assert answer.status == 507
    assert "Konzept der Sprachschule" in answer.text
    assert "K.pdf" in answer.text
    assert not AttachmentVersion.objects.exists()


_KILLED = """
import os, sys
sys.path.insert(0, os.getcwd())
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django
django.setup()
from django.conf import settings
settings.MEDIA_ROOT = sys.argv[1]
from django.core.files.base import ContentFile
from coordination.decisions.actions.attachments import store
class Slow(ContentFile):
    parts = 0
    def chunks(self, size=None):
        for start in range(0, self.size, 1000):
            Slow.parts += 1
            if Slow.parts == 15:  # the second reading, halfway
                os.kill(os.getpid(), 9)
            yield self.file.getvalue()[start:start + 1000]
store(Slow(b"x" * 10_000))
"""


def test_killed_process_leaves_nothing_under_the_name(private_files: Path) -> None:
    done = subprocess.run([sys.executable, "-c", _KILLED, str(private_files)], check=False)
    assert done.returncode == -9
    assert all(path.name.endswith(".unfinished") for path in stored(private_files))
    key = store(SimpleUploadedFile("x", b"x" * 10_000))
    assert damage_of(key) is None


def test_file_from_another_file_system_arrives_whole(private_files: Path, settings: Any) -> None:
    """A large upload lies in the folder for temporary files and is moved."""
    settings.FILE_UPLOAD_TEMP_DIR = "/dev/shm"
    large = TemporaryUploadedFile("x", "application/pdf", 3_000_000, None)
    large.write(b"x" * 3_000_000)
    large.seek(0)
    key = store(large)
    large.close()
    assert stored(private_files) == [private_files / storage_name(key)]
    assert damage_of(key) is None


def test_damaged_file_does_not_count_and_is_mended_by_sending_it_again(
    town: Town, private_files: Path
) -> None:
    measure, clerk = attached(town)
    (path,) = stored(private_files)
    path.write_bytes(PDF[:20])
    answer = _download(clerk)
    assert (answer.status, PDF[:20] in answer.response.content) == (503, False)
    assert "beschädigt" in answer.text
    assert _send(clerk, measure).status == 200
    assert path.read_bytes() == PDF
    assert _download(clerk).content == PDF


@pytest.mark.parametrize(("content", "word"), [(PDF[:9], "altered"), (None, "missing")])
def test_verifier_and_nightly_job_find_it(
    town: Town, private_files: Path, content: bytes | None, word: str
) -> None:
    attached(town)
    (path,) = stored(private_files)
    check_stored_files(at=NIGHT)
    assert not StoredFile.objects.exclude(damage="").exists()
    assert _verify() == 0
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    check_stored_files(at=NIGHT + timedelta(minutes=1))
    assert not StoredFile.objects.exclude(damage="").exists()  # once a night
    check_stored_files(at=NIGHT + timedelta(hours=8))
    check_stored_files(at=NIGHT + timedelta(days=1))
    assert StoredFile.objects.get().damage == word
    assert _verify() == 1
    path.write_bytes(PDF)
    check_stored_files(at=NIGHT + timedelta(days=2))
    assert StoredFile.objects.get().damage == ""


def _verify() -> int:
    try:
        call_command("verify_trail", stdout=StringIO())
    except SystemExit as ending:
        return int(str(ending.code))
    return 0


def test_a_name_is_never_changed(private_files: Path) -> None:
    for _ in range(2):
        assert default_storage.save("a/b", SimpleUploadedFile("x", PDF)) == "a/b"
    assert stored(private_files) == [private_files / "a/b"]


def test_files_of_removed_attachments_go_after_some_weeks(
    town: Town, private_files: Path, settings: Any
) -> None:
    """At night; what another case still needs stays, and what was just written."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    measure, _clerk = attached(town)
    attached(town)  # the same content in another case
    own = store(SimpleUploadedFile("b.txt", b"only here"))
    refused = store(SimpleUploadedFile("c.txt", b"of an act that was refused"))
    attachment = Attachment.objects.get(case=measure.case_id)
    AttachmentVersion.objects.create(
        attachment=attachment, number=2, sha256=own, name="b.txt", media_type="text/plain",
        size=9, added_by=town.person("youth-clerk"), added_at=town.now,
    )  # fmt: skip
    soon = datetime.now(tz=UTC).replace(hour=2) + timedelta(days=2)
    Attachment.objects.filter(pk=attachment.pk).update(removed_at=soon)
    assert check_stored_files(at=soon - timedelta(days=2)).count("removed") == 0
    check_stored_files(at=soon)
    assert {path.name for path in stored(private_files)} & {own, refused} == {own}
    check_stored_files(at=soon + timedelta(days=29))
    assert len(stored(private_files)) == 2
    assert "1 files removed" in check_stored_files(at=soon + timedelta(days=31))
    (left,) = stored(private_files)
    assert left.read_bytes() == PDF
    assert "removed" not in check_stored_files(at=soon + timedelta(days=31, minutes=1))


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        ({"CASE_FILES": 1}, "Ein Vorgang fasst höchstens 1 Dateien."),
        ({"CASE_MAX_BYTES": len(PDF) + 3}, "Die Dateien eines Vorgangs sind zusammen höchstens"),
    ],
)
def test_case_holds_so_many_files_and_bytes(
    town: Town, settings: Any, limits: dict[str, int], told: str
) -> None:
    measure, clerk = attached(town)
    for name, value in limits.items():
        setattr(settings, name, value)
    answer = _send(clerk, measure, PDF + b"more")
    assert answer.status == 422
    assert told in answer.html
    Attachment.objects.update(removed_at=town.now)
    assert _send(clerk, measure, PDF + b"m").status == 200
