"""The uploaded files of imports: private, named by their content, gone when they are done with."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from django.core.files import File
from django.core.files.storage import default_storage

from ..models import MeasureImport

FOLDER = "imports"
LARGEST_MB = 30
"""A larger file is no list of measures; ten thousand long rows have half of it."""

_CHUNK = 1 << 16


def digest_of_file(file: File[bytes]) -> str:
    """The sha256 of a file's content."""
    digest = hashlib.sha256()
    for chunk in file.chunks(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def keep(record: MeasureImport, file: File[bytes]) -> None:
    """Store the file of an import."""
    default_storage.save(_name(record), file)


@contextlib.contextmanager
def opened(record: MeasureImport) -> Iterator[BinaryIO]:
    """The stored file, to be read; FileNotFoundError if it is gone."""
    with default_storage.open(_name(record), "rb") as file:
        yield cast("BinaryIO", file.file)


def remove(record: MeasureImport) -> None:
    """Delete the stored file; nothing happens if it is gone already."""
    default_storage.delete(_name(record))


def _name(record: MeasureImport) -> str:
    """Two imports of the same content have a file each, so that one may end before the other."""
    return f"{FOLDER}/{record.sha256}.{record.pk}"
