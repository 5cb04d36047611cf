"""Private files: each appears whole under its name, or not at all."""

from __future__ import annotations

import os
import uuid
from contextlib import suppress
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

UNFINISHED = ".unfinished"
"""The ending of a file that is being written; after a crash it may stay and means nothing."""


class PrivateFiles(FileSystemStorage):
    """Django's storage writes under the final name, where a full disk or a kill leaves a half.

    Here a file is written beside it, reaches the disk, is measured and then takes its name in one
    step. A name stands for its content: who saves it again gets the same name.
    """

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The name itself; what lies there is replaced by the same content."""
        del max_length
        return name

    def _save(self, name: str, content: File[bytes]) -> str:
        draft = f"{name}.{uuid.uuid4().hex}{UNFINISHED}"
        path, size = Path(self.path(draft)), content.size
        try:
            super()._save(draft, content)  # type: ignore[misc] # the stubs leave it out
            _require_whole(path, size)
            path.replace(self.path(name))
        except BaseException:
            with suppress(OSError):
                path.unlink(missing_ok=True)
            raise
        _reach_the_disk(path.parent)
        return name


def _require_whole(path: Path, size: int) -> None:
    _reach_the_disk(path)
    found = path.stat().st_size
    if found != size:
        raise OSError(f"{path} has {found} bytes of {size}")


def _reach_the_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
