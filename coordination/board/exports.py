"""Agenda and minutes of the executive board as documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from ..printing.blocks import Block, Document, Heading, Mark, Note, Table, Text, Title
from .enums import ItemKind
from .models import BoardItem, BoardSession


def agenda_document(day: date, items: Sequence[BoardItem]) -> Document:
    """The agenda: first what is discussed, then the block list; late items with their reason."""
    with override("de"):
        blocks = [*_head(_("Agenda"), day), *_groups(items)]
        return _document(_("Agenda of the executive board"), day, blocks)


def minutes_document(session: BoardSession, items: Sequence[BoardItem]) -> Document:
    """The minutes: what was agreed on each item."""
    with override("de"):
        blocks: list[Block] = [*_head(_("Minutes"), session.held_on)]
        if session.minutes:
            blocks.append(Note(_("Minutes %(number)s") % {"number": session.minutes}))
        for item in items:
            blocks.append(Heading(f"{item.position}. {item.title}"))
            result = item.get_outcome_display() if item.outcome else _("no result recorded")
            blocks.append(Text(_("Result: %(result)s") % {"result": result}))
            if item.agreed:
                blocks.append(Text(item.agreed))
            if item.late_reason:
                blocks.append(Note(_("Late item: %(reason)s") % {"reason": item.late_reason}))
        return _document(_("Minutes of the executive board"), session.held_on, blocks)


def _head(kind: str, day: date) -> Iterator[Block]:
    yield Title(kind, _("Executive board, session of %(day)s") % {"day": f"{day:%d.%m.%Y}"})
    yield Mark(_("Not public"))


def _groups(items: Sequence[BoardItem]) -> Iterator[Block]:
    groups = (
        (_("With discussion"), [one for one in items if _is_discussed(one)]),
        (_("Block list, without discussion"), [one for one in items if not _is_discussed(one)]),
    )
    for title, rows in groups:
        if rows:
            yield Heading(title)
            yield Table(
                [_("No."), _("Item"), _("Kind")],
                [[str(one.position), _words(one), one.get_kind_display()] for one in rows],
                [0, 5, 2],
                names_rows=False,
            )
    if not items:
        yield Text(_("Nothing is on the agenda."))


def _is_discussed(item: BoardItem) -> bool:
    return item.is_discussed or item.kind == ItemKind.MINUTES


def _words(item: BoardItem) -> str:
    late = _("Late item: %(reason)s") % {"reason": item.late_reason} if item.late_reason else ""
    return "\n".join(filter(None, (item.title, item.note, late)))


def _document(title: str, day: date, blocks: Sequence[Block]) -> Document:
    name = f"{title}, {day:%d.%m.%Y}"
    city = settings.CITY_NAME
    return Document(
        title=name, author=city, dated=day, running=(city, name), foot=_("Not public"),
        blocks=blocks,
    )  # fmt: skip
