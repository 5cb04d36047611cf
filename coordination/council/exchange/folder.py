"""A folder that both systems see: PDF and JSON go out, excerpts come in.

    hinaus/26-0815.pdf, hinaus/26-0815.json     what was handed over
    herein/….json                               excerpts
    herein/erledigt/, herein/fehlerhaft/        where they go; beside a faulty one its reason

A file appears under its name only when it is whole.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from django.core.exceptions import ImproperlyConfigured

from ..enums import CouncilSystem
from .excerpts import LARGEST, Excerpted, FaultyExcerptError, read_excerpt
from .ways import PaperOut, Scheduled

OUT, IN, DONE, FAULTY = "hinaus", "herein", "erledigt", "fehlerhaft"

MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class FolderWay:
    """Writes and reads one folder."""

    folder: Path
    system: ClassVar[CouncilSystem] = CouncilSystem.FOLDER

    @classmethod
    def of(cls, path: str) -> FolderWay:
        """The folder of the setting. Raises ImproperlyConfigured where it is none."""
        folder = Path(path)
        if not path or not folder.is_absolute():
            raise ImproperlyConfigured("COUNCIL_SYSTEM_FOLDER has to be an absolute path.")
        return cls(folder)

    def deliver(self, paper: PaperOut) -> None:
        """Both files, the JSON last: it says that the PDF is there."""
        out = self.folder / OUT
        out.mkdir(parents=True, exist_ok=True)
        stem = paper.reference.replace("/", "_")
        facts = {**paper.facts, "file": f"{stem}.pdf", "title_of_file": paper.file_name}
        _write(out / f"{stem}.pdf", paper.pdf)
        _write(out / f"{stem}.json", _as_json(facts))

    def excerpts(self) -> Iterator[AbstractContextManager[Excerpted | None]]:
        """The files of the folder, the oldest first; one that is not whole yet waits."""
        inbox = self.folder / IN
        if not inbox.is_dir():
            return
        files = [path for path in inbox.glob("*.json") if path.is_file() and not path.is_symlink()]
        for path in sorted(files, key=lambda one: (one.stat().st_mtime, one.name))[:MOST_AT_ONCE]:
            yield self._offered(path)

    def scheduled(self) -> Iterator[Scheduled]:
        """Nothing: a folder brings excerpts alone."""
        return iter(())

    @contextmanager
    def _offered(self, path: Path) -> Iterator[Excerpted | None]:
        try:
            found = read_excerpt(_content(path), name=path.name)
        except FaultyExcerptError as error:
            yield None
            moved = _move(path, FAULTY)
            _write(moved.with_name(f"{moved.name}.grund.txt"), f"{error}\n".encode())
            return
        yield found
        _move(path, DONE)


def _as_json(facts: object) -> bytes:
    return json.dumps(facts, ensure_ascii=False, indent=1).encode() + b"\n"


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def _write(path: Path, content: bytes) -> None:
    """The whole file or none: under another name first, on the disk before it gets its own."""
    if path.is_file() and path.read_bytes() == content:
        return
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _move(path: Path, folder: str) -> Path:
    """Put a file away; one of the same name that lies there already is kept beside it."""
    target = path.parent / folder
    target.mkdir(exist_ok=True)
    to, number = target / path.name, 1
    while to.exists():
        number += 1
        to = target / f"{path.stem}-{number}{path.suffix}"
    return path.replace(to)
