"""The report to a body as a document to be printed: one table for each state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import groupby

from django.utils.translation import gettext as _

from workflows.forms.fields import german_sum

from ...printing.blocks import Block, Document, Heading, Mark, Note, Table, Title
from ..enums import FollowUpKind
from ..enums import FollowUpState as S
from ..queries.reporting import Report

Row = Mapping[str, object]


def document_of(
    report: Report,
    first: int = 0,
    last: int | None = None,
    *,
    city: str,
    today: date,
    of: tuple[int, int] = (1, 1),
) -> Document:
    """The same rows as the page and the workbook, from `first` to before `last`.

    The part stands on the first page and at the head of each; in a report that is printed in
    several pieces also which one of how many (`of`) it is.
    """
    part = _("Public part") if report.is_public else _("Non-public part")
    title = _("Follow-up for %(body)s, %(period)s") % {
        "body": report.body.name, "period": report.period.name,
    }  # fmt: skip
    if of[1] > 1:
        part = _("%(part)s, piece %(number)d of %(all)d") % {
            "part": part, "number": of[0], "all": of[1],
        }  # fmt: skip
    return Document(
        title=f"{title}: {part}", author=city, dated=today,
        running=(city, part),
        foot=_("As of %(day)s") % {"day": f"{today:%d.%m.%Y}"},
        blocks=[*_blocks(report, report.rows(first, last), title, part)],
    )  # fmt: skip


def _blocks(report: Report, rows: Iterable[Row], title: str, part: str) -> Iterator[Block]:
    yield Title(part, title)
    if not report.is_public:
        yield Mark(_("Not for the public (GO NRW § 48 Abs. 2)"))
    counts = " · ".join(f"{label}: {number}" for label, number in report.by_state())
    yield Note(counts or _("Nothing to report"))
    for state, group in groupby(rows, key=lambda row: str(row["state"])):
        yield Heading(str(S(state).label))
        yield Table(
            [_("Item"), _("What was asked for"), _("What was delivered"), _("Next report")],
            [_cells(row) for row in group],
            [3, 4, 4, 0],
        )


def _cells(row: Row) -> list[str]:
    about = [
        str(row["title"]),
        f"{FollowUpKind(str(row['kind'])).label}, {row['paper'] or row['reference']}",
        _day(row["asked_on"]),
        str(row["mover"]),
        str(row["office__short_name"]),
    ]
    asked = [str(row["asked"]), _named(_("What the body wants to be shown"), row["needed"])]
    delivered = [
        str(row["provided"]),
        _named(_("Reason"), row["reason"]),
        _named(_("Done by (new date)"), _day(row["new_date"])),
        _named(_("Money planned"), _sum(row["planned"])),
        _named(_("Money spent"), _sum(row["spent"])),
        str(row["public_note"]),
    ]
    lines = ["\n".join(filter(None, part)) for part in (about, asked, delivered)]
    return [*lines, _day(row["next_report_on"])]


def _named(label: str, words: object) -> str:
    return f"{label}: {words}" if words else ""


def _day(value: object) -> str:
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else ""


def _sum(value: object) -> str:
    return f"{german_sum(value)} €" if isinstance(value, Decimal) else ""
