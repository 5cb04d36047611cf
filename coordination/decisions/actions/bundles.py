"""A paper and its attachments as one PDF, for whoever wants to read it from front to back."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from ...council.enums import Edition
from ...council.models import Paper
from ...printing.blocks import Block, Document, Table, Text, Title
from ...printing.joining import MOST_PAGES, Obstacle, Part, first_pages, joined, read_part
from ...printing.typesetting import MEDIA_TYPE, typeset
from ..models import Attachment, AttachmentVersion
from ..queries.paper_document import file_name
from .attachments import DamagedFileError, opened
from .papers import PaperPdf, pdf_of


def bundle_of(paper: Paper, edition: Edition, attachments: Sequence[Attachment]) -> PaperPdf:
    """A cover page that lists everything, the paper, then each PDF among its attachments.

    An attachment of another format, a broken, locked or too large one stands in the list with a
    word. So many bytes as a case may hold at once are read (CASE_BUNDLE_BYTES), and so many pages
    are joined (MOST_PAGES), that a hostile file costs no more. Raises TypesettingError.
    """
    own = pdf_of(paper, edition)
    main = read_part(str(paper), BytesIO(own.content))
    parts, size, pages = [main], 0, main.pages
    for one in attachments:
        version = one.versions.all()[0]
        part = _part(one.title, version, room=settings.CASE_BUNDLE_BYTES - size, pages=pages)
        size += len(part.content)
        pages += part.pages
        parts.append(part)
    names = [own.name, *(one.versions.all()[0].name for one in attachments)]
    cover = read_part(_cover_title(), BytesIO(_cover(paper, parts, names)))
    content = joined([cover, *parts], title=f"{paper}: {paper.name}")
    name = file_name(paper, edition).removesuffix(".pdf") + "-mit-Anlagen.pdf"
    return PaperPdf(name, content, is_filed=False)


def _part(title: str, version: AttachmentVersion, *, room: int, pages: int) -> Part:
    if version.media_type != MEDIA_TYPE:
        return Part(title, obstacle=Obstacle.FORMAT)
    if version.size > room:
        return Part(title, obstacle=Obstacle.LARGE)
    try:
        with opened(version) as file:
            part = read_part(title, BytesIO(file.read()), most_pages=MOST_PAGES - pages)
    except DamagedFileError:
        return Part(title, obstacle=Obstacle.LOST)
    # Objects that lay compressed may have grown.
    return part if len(part.content) <= 2 * room else Part(title, obstacle=Obstacle.LARGE)


def _cover_title() -> str:
    with override("de"):
        return _("Contents")


def _cover(paper: Paper, parts: Sequence[Part], names: Sequence[str]) -> bytes:
    """The cover page; set again if it has become longer than what its page numbers assumed."""
    assumed = 1
    while True:
        content = typeset(_cover_document(paper, parts, names, before=assumed))
        found = read_part("", BytesIO(content)).pages
        if found <= assumed:
            return content
        assumed = found


def _cover_document(
    paper: Paper, parts: Sequence[Part], names: Sequence[str], *, before: int
) -> Document:
    with override("de"):
        rows = [
            [str(number), part.title, name, _place(part, page)]
            for number, (part, name, page) in enumerate(
                zip(parts, names, first_pages(parts, before=before), strict=True), start=1
            )
        ]
        head = [_("No."), _("Title"), _("File"), _("Where it stands")]
        blocks: list[Block] = [
            Title(_("Paper with attachments"), paper.name),
            Text(_("%(paper)s and what belongs to it, in this order:") % {"paper": paper}),
            Table(head, rows, [0, 4, 4, 3], names_rows=False),
        ]
        city = paper.text.get("printed", {}).get("city", settings.CITY_NAME)
        return Document(
            title=f"{paper}: {paper.name}", author=city, dated=paper.dated,
            running=(city, str(paper)), foot=_("Paper with attachments"), blocks=blocks,
        )  # fmt: skip


def _place(part: Part, page: int | None) -> str:
    if part.obstacle:
        return str(part.obstacle.label)
    return _("from page %(number)d on") % {"number": page or 0}
