"""A council system on the network: from the address that was given to its lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from urllib.parse import urljoin

from .heads import type_of
from .lists import Page, changed_since, pages
from .oddities import Oddities
from .servers import Server, SourceError
from .values import Json

LISTS = (
    ("organization", "Organization"),
    ("legislativeTermList", "LegislativeTerm"),
    ("person", "Person"),
    ("meeting", "Meeting"),
    ("paper", "Paper"),
)
"""The lists of a body that are read, in this order, and what stands in them."""

_NEEDED = frozenset({"organization", "meeting", "paper"})


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of objects of one kind; `name` is stable from one import to the next."""

    name: str
    kind: str
    # What is in it already (the bodies), read on the way to the other lists.
    entries: tuple[object, ...] = ()


class Reader(Protocol):
    """Where objects come from: a council system, or a folder."""

    address: str
    name: str
    oddities: Oddities

    def listings(self) -> list[Listing]:
        """The lists in the order in which they are read; SourceError if there are none."""
        ...

    def pages(self, listing: Listing, *, start: str, since: datetime | None) -> Iterator[Page]:
        """Its pages from the address `start` on (empty: from the beginning)."""
        ...


@dataclass(slots=True)
class Site:
    """A system, one of its bodies or a list of bodies, under the address of `server`."""

    server: Server
    name: str = ""
    address: str = field(init=False)
    oddities: Oddities = field(init=False)

    def __post_init__(self) -> None:
        self.address, self.oddities = self.server.address, self.server.oddities

    def listings(self) -> list[Listing]:
        """The bodies, then the lists of each."""
        bodies = self._bodies()
        self.name = self.name or next((one for one in map(_name, bodies) if one), "")
        found = [Listing("body", "Body", tuple(bodies))]
        for body in bodies:
            for prop, kind in LISTS:
                url = body.get(prop)
                if isinstance(url, str) and url.strip():
                    found.append(Listing(urljoin(self.address, url.strip()), kind))
                elif isinstance(url, list) and url and isinstance(url[0], dict):
                    self.oddities.note("object_for_list", f"{body.get('id')} {prop}")
                    found.append(Listing(f"{body.get('id')}#{prop}", kind, tuple(url)))
                elif prop in _NEEDED:
                    self.oddities.note("no_list", f"{body.get('id')} {prop}")
        return found

    def pages(self, listing: Listing, *, start: str, since: datetime | None) -> Iterator[Page]:
        """Its pages; where a server cannot say what has changed, all of them."""
        if listing.entries or listing.kind == "Body":
            yield Page(list(listing.entries), "")
            return
        if start:
            yield from pages(self.server, start, is_start=False)
            return
        url = changed_since(listing.name, since)
        try:
            yield from pages(self.server, url)
        except SourceError as error:
            if since is None or error.kind != "refused":
                raise
            self.oddities.note("no_filter", url)
            yield from pages(self.server, listing.name)

    def _bodies(self) -> list[Json]:
        answer = self.server.json(self.address)
        told: Json = answer if isinstance(answer, dict) else {"data": answer}
        kind = type_of(told)
        if kind == "Body":
            return [told]
        if kind == "System":
            self.name = _name(told)
            found = self._listed(told.get("body"))
        else:
            found = self._listed(told.get("data"))
        bodies = [one for one in found if isinstance(one, dict) and type_of(one) in {"Body", ""}]
        if not bodies:
            raise SourceError("no_body", self.address)
        return bodies

    def _listed(self, named: object) -> list[object]:
        """The bodies: under the address of a list, inside, or under one address each."""
        if isinstance(named, str):
            url = urljoin(self.address, named)
            return [entry for page in pages(self.server, url) for entry in page.entries]
        if isinstance(named, dict):
            return [named]
        if not isinstance(named, list):
            return []
        return [
            self.server.json(urljoin(self.address, one)) if isinstance(one, str) else one
            for one in named[:_BODIES]
        ]


_BODIES = 100


def _name(raw: Json) -> str:
    name = raw.get("name")
    return " ".join(name.split())[:200] if isinstance(name, str) else ""
