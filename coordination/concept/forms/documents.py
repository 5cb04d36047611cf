"""The programme and the synopsis of comments as documents to be printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from workflows.forms.fields import german_sum

from ...printing.blocks import Block, Document, Heading, Note, Table, Title
from ..models import ChapterComment, Concept
from ..queries.programme import Line


def programme_document(
    concept: Concept, lines: Sequence[Line], *, place: str, city: str, today: date
) -> Document:
    """The measures with priority, cost, funding, place and state, field by field."""
    return Document(
        title=_("Programme of measures: %(title)s") % {"title": concept.title}, author=city,
        dated=today, running=(city, concept.reference),
        foot=_("As of %(day)s") % {"day": f"{today:%d.%m.%Y}"},
        blocks=[*_programme(concept, lines, place)],
    )  # fmt: skip


def _programme(concept: Concept, lines: Sequence[Line], place: str) -> Iterator[Block]:
    yield Title(_("Programme of measures"), concept.title)
    valid = f"{concept.valid_until:%d.%m.%Y}" if concept.valid_until else "–"
    total = sum((line.cost for line in lines), Decimal(0))
    words = _("Valid until %(day)s. %(count)s measures, %(sum)s €.")
    said = {"day": valid, "count": len(lines), "sum": german_sum(total)}
    yield Note(words % said)
    if place:
        yield Note(_("Only: %(place)s") % {"place": place})
    yield Table(
        [_("Measure"), _("Priority"), _("Cost"), _("Funding"), _("Place"), _("State")],
        [
            [
                f"{line.reference}\n{line.title}", line.priority, f"{german_sum(line.cost)} €",
                line.funding, line.place, line.state,
            ]
            for line in lines
        ],
        [4, 0, 0, 3, 2, 0],
    )  # fmt: skip


def synopsis_document(
    concept: Concept, comments: Sequence[ChapterComment], *, city: str, today: date
) -> Document:
    """What was said of each chapter, and what became of it."""
    return Document(
        title=_("Synopsis of the comments: %(title)s") % {"title": concept.title}, author=city,
        dated=today, running=(city, concept.reference),
        foot=_("As of %(day)s") % {"day": f"{today:%d.%m.%Y}"},
        blocks=[*_synopsis(concept, comments)],
    )  # fmt: skip


def _synopsis(concept: Concept, comments: Sequence[ChapterComment]) -> Iterator[Block]:
    yield Title(_("Synopsis of the comments"), concept.title)
    chapters = list(dict.fromkeys(row.chapter for row in comments))
    if not chapters:
        yield Note(_("There are no comments."))
    for chapter in chapters:
        yield Heading(f"{chapter.position}. {chapter.title}")
        yield Table(
            [_("From whom"), _("Comment"), _("What became of it")],
            [
                [
                    row.organisation, row.text,
                    f"{row.get_outcome_display()}\n{row.answer}" if row.outcome else "–",
                ]
                for row in comments
                if row.chapter_id == chapter.pk
            ],
            [2, 5, 4],
        )  # fmt: skip
