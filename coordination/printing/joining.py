"""Several PDFs as one, with a bookmark for each. What cannot be read is named, never an error."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from pypdf import PdfReader, PdfWriter

MOST_PAGES = 1500
"""Pages of all parts together; more belong on a drive."""


class Obstacle(TextChoices):
    """Why a part does not stand in the joined PDF."""

    FORMAT = "format", _("another format, as a file of its own")
    BROKEN = "broken", _("cannot be read as PDF, as a file of its own")
    LOCKED = "locked", _("protected by a password, as a file of its own")
    LARGE = "large", _("too large for this PDF, as a file of its own")
    LOST = "lost", _("missing or damaged in the storage")


@dataclass(slots=True)
class Part:
    """A document that is to be joined: its title, its pages as a PDF of its own, or why not."""

    title: str
    content: bytes = b""
    pages: int = 0
    obstacle: Obstacle | None = None


def read_part(title: str, file: BinaryIO, *, most_pages: int = MOST_PAGES) -> Part:
    """A PDF as a part, rewritten so that nothing of a broken or hostile file goes on.

    Scripts, actions and attached files of the document are left behind.
    """
    try:
        reader = PdfReader(file)
        if reader.is_encrypted and not reader.decrypt(""):
            return Part(title, obstacle=Obstacle.LOCKED)
        pages = len(reader.pages)
        if pages == 0:
            return Part(title, obstacle=Obstacle.BROKEN)
        if pages > most_pages:
            return Part(title, obstacle=Obstacle.LARGE)
        writer = PdfWriter()
        writer.append(reader, import_outline=False)
        for page in writer.pages:
            page.pop("/AA", None)
        made = BytesIO()
        writer.write(made)
    # A hostile file makes any reader raise anything.
    except (Exception, RecursionError):  # noqa: BLE001 - it is no PDF then
        return Part(title, obstacle=Obstacle.BROKEN)
    return Part(title, made.getvalue(), pages)


def joined(parts: Sequence[Part], *, title: str) -> bytes:
    """The parts that have pages as one PDF, each with its bookmark."""
    writer = PdfWriter()
    for part in parts:
        if part.pages:
            reader = PdfReader(BytesIO(part.content))
            writer.append(reader, outline_item=part.title, import_outline=False)
    writer.metadata = {"/Title": title}
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def first_pages(parts: Sequence[Part], *, before: int) -> Iterator[int | None]:
    """On which page each part begins behind `before` pages; None for what is left out."""
    page = before + 1
    for part in parts:
        yield page if part.pages else None
        page += part.pages
