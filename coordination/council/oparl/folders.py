"""What a council system has published, as files in a folder: an object, a list or a page each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path

from .heads import KINDS, type_of
from .lists import Page
from .oddities import Oddities
from .servers import Limits, SourceError
from .sites import Listing
from .values import Json

_TOGETHER = 100


@dataclass(slots=True)
class Folder:
    """Every .json file of a folder and those below it."""

    path: Path
    oddities: Oddities
    limits: Limits = field(default_factory=Limits)
    name: str = ""
    address: str = field(init=False)
    _files: dict[str, list[Path]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.address = self.path.resolve().as_uri()[:500]
        self.name = self.name or self.path.resolve().name

    def listings(self) -> list[Listing]:
        """One list for each kind of object that lies in the folder."""
        for path in sorted(self.path.rglob("*.json")):
            for kind in {type_of(entry) for entry in self._entries(path)}:
                self._files.setdefault(kind, []).append(path)
                if not kind:
                    self.oddities.note("no_type", str(path))
        if not self._files.keys() & set(KINDS):
            raise SourceError("no_body", str(self.path))
        return [Listing(kind, kind) for kind in KINDS if kind in self._files]

    def pages(self, listing: Listing, *, start: str, since: datetime | None) -> Iterator[Page]:
        """The objects of a kind, a hundred at a time; a folder is always read as a whole."""
        del start, since
        entries = (
            entry
            for path in self._files[listing.kind]
            for entry in self._entries(path)
            if type_of(entry) == listing.kind
        )
        while some := list(islice(entries, _TOGETHER)):
            yield Page(some, "")

    def _entries(self, path: Path) -> list[Json]:
        try:
            if path.stat().st_size > self.limits.page_bytes:
                self.oddities.note("too_large", str(path))
                return []
            content = json.loads(path.read_bytes().decode("utf-8-sig"))
        except (OSError, ValueError, RecursionError) as error:
            self.oddities.note("unreadable", f"{path} {error}")
            return []
        if isinstance(content, dict) and isinstance(content.get("data"), list):
            content = content["data"]
        entries = content if isinstance(content, list) else [content]
        return [entry for entry in entries if isinstance(entry, dict)]
