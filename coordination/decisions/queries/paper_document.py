"""A signed paper as a document: every field of a Vorlage, and what the offices said of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from workflows.calendars import BERLIN

from ...council.enums import Edition
from ...council.models import Paper
from ...council.vocabulary import Numbers
from ...printing.blocks import (
    Block,
    Document,
    Heading,
    Listing,
    Mark,
    Note,
    Signature,
    Table,
    Text,
    Title,
)
from .accepted import in_words
from .opinions import Opinion
from .printed import Asked, Cosigned, Record, Section, SectionWords, in_text
from .reservations import in_text as reservations_in

NOTHING = "–"


def document_of(
    paper: Paper,
    edition: Edition,
    *,
    fallback: Sequence[Section] = (),
    opinions: Sequence[Opinion] = (),
) -> Document:
    """The paper for one of those who get it, in German; made of the frozen text, and of the
    opinions that deputy mayors have put to it since, which stand behind it.

    The administration gets every co-signature with who gave it and as what; members of the
    council what the paper says of refusals, conditions and silence; both the list of conditions
    that were taken over and the differing opinions; the public nothing of that, nor the names of
    persons. `fallback`: the text of a paper that is older than the records.
    """
    with override("de"):
        record = in_text(paper.text)
        blocks = [
            *_head(paper, record),
            *_chain(record),
            *_sections(record.get("sections") or [_plain(one) for one in fallback]),
            *_accepted(record, edition),
            *_attachments(record, edition),
            *_said(paper, record, edition),
            *_dissent(record, edition),
            *_signature(paper, record, edition),
            *_opinions(opinions, edition),
        ]
        city = record.get("city", "")
        return Document(
            title=f"{_name(paper)}: {paper.name}",
            author=city,
            dated=paper.dated,
            running=(city, _name(paper)),
            foot=_("Frozen text of %(day)s") % {"day": _day(paper.dated)},
            blocks=blocks,
        )


def file_name(paper: Paper, edition: Edition) -> str:
    """A readable name for the file: number and title; "DS" stands before a number that counts."""
    kind = "DS" if paper.number else "Vorlage"
    number = (paper.number or paper.reference).replace("/", "-")
    title = "".join(c if c.isalnum() or c in " -" else " " for c in paper.name)
    title = "-".join(title.split())[:60].rstrip("-")
    ending = {Edition.COUNCIL: "-Rat", Edition.PUBLIC: "-oeffentlich"}.get(edition, "")
    return f"{kind}-{number}-{title}{ending}.pdf"


def _plain(section: Section) -> SectionWords:
    return {"title": section.title, "text": section.text, "rows": section.rows}


def _name(paper: Paper) -> str:
    return str(paper)


def _head(paper: Paper, record: Record) -> Iterator[Block]:
    yield Title(record.get("kind") or str(paper.get_type_display()), paper.name)
    if not paper.is_public:
        yield Mark(_("Not public"))
    status = _("public") if paper.is_public else _("not public (GO NRW § 48 Abs. 2)")
    rows = [
        [_("Paper number"), _number(paper)],
        [_("Kind of paper"), record.get("kind") or str(paper.get_type_display())],
        [_("Status"), status],
        [_("Date"), _day(paper.dated)],
        [_("Lead"), record.get("lead") or paper.lead.name],
        [_("Offices taking part"), "\n".join(record.get("participating", ())) or NOTHING],
        [_("Written by the office"), record.get("author") or NOTHING],
        [_("File number"), record.get("file_number") or NOTHING],
    ]
    if paper.supplements:
        rows.append([_("Supplements"), str(paper.supplements)])
    yield Table([_("Particular"), _("Entry")], rows, [1, 2])


def _number(paper: Paper) -> str:
    if paper.numbering == Numbers.OWN:
        return paper.reference
    own = _("our reference: %(reference)s") % {"reference": paper.reference}
    number = paper.council_reference or _("is given by the council system at the hand-over")
    return f"{number}\n{own}"


def _chain(record: Record) -> Iterator[Block]:
    if not (stations := record.get("chain")):
        return
    yield Heading(_("Chain of deliberation"))
    rows = [
        [
            str(number),
            station["body"],
            _moment(station["session"]),
            station["role"],
            _("public") if station["is_public"] else _("not public"),
        ]
        for number, station in enumerate(stations, start=1)
    ]
    head = [_("No."), _("Body"), _("Session"), _("Role"), _("Status")]
    yield Table(head, rows, [0, 4, 3, 3, 2], names_rows=False)


def _sections(sections: Sequence[SectionWords]) -> Iterator[Block]:
    for section in sections:
        if section.get("title"):
            yield Heading(section["title"])
        if rows := section.get("rows"):
            yield Table([_("Particular"), _("Entry")], rows, [1, 2])
        if section.get("text") or not rows:
            yield Text(section.get("text") or _("Nothing is recorded."))


def _accepted(record: Record, edition: Edition) -> Iterator[Block]:
    """What was taken over is part of the text; older papers name it beside the co-signatures.

    The council reads what the paper holds to; who asked for it and what was answered stays inside.
    """
    if edition != Edition.PUBLIC and (found := record.get("accepted")):
        yield Heading(_("Accepted conditions"))
        is_inside = edition == Edition.HOUSE
        yield Listing([in_words(one) if is_inside else one["text"] for one in found])


def _attachments(record: Record, edition: Edition) -> Iterator[Block]:
    if "attachments" not in record:
        return
    shown = [one for one in record["attachments"] if edition != Edition.PUBLIC or one["is_public"]]
    yield Heading(_("Attachments"))
    if not shown:
        yield Text(_("There are no attachments."))
        return
    rows = [
        [str(number), one["title"], one["name"], filesizeformat(one["size"])]
        for number, one in enumerate(shown, start=1)
    ]
    yield Table([_("No."), _("Title"), _("File"), _("Size")], rows, [0, 4, 4, 0], names_rows=False)


def _said(paper: Paper, record: Record, edition: Edition) -> Iterator[Block]:
    """What the offices said: all of it, what the council learns of it, or nothing."""
    if edition == Edition.HOUSE:
        yield from _cosignatures(record)
        yield from _conditions(record)
    if edition == Edition.PUBLIC or (edition == Edition.HOUSE and record):
        return
    reservations = reservations_in(paper.text)
    if reservations:
        yield Heading(_("What stands in the paper about the co-signature"))
        yield Listing(
            [
                f"{one.unit}: {one.label}" + (f"\n{one.text}" if one.text else "")
                for one in reservations
            ]
        )


def _cosignatures(record: Record) -> Iterator[Block]:
    if not (parts := record.get("cosignatures")):
        return
    yield Heading(_("Co-signatures"))
    rows = [
        [f"{part['unit']}\n{part['part']}", _answer(part), _by(part), _day(part["day"])]
        for part in parts
    ]
    head = [_("Office"), _("Answer"), _("Signed"), _("Date")]
    yield Table(head, rows, [4, 4, 4, 0])
    if any(part["is_silent"] for part in parts):
        yield Note(
            _(
                "Where the period ended without an answer nobody has signed: the office kept"
                " silent, and the rule of the city says what that counts as."
            )
        )


def _answer(part: Cosigned) -> str:
    return "\n".join(filter(None, (part["answer"], part["text"])))


def _by(part: Cosigned) -> str:
    if part["is_silent"]:
        return _("no signature: kept silent")
    return part["signed"] or NOTHING


def _conditions(record: Record) -> Iterator[Block]:
    conditions = record.get("conditions", ())
    accepted = [one for one in conditions if one["is_accepted"]]
    declined = [one for one in conditions if not one["is_accepted"]]
    if accepted:
        yield Heading(_("Accepted conditions"), 3)
        yield Listing([_condition(one) for one in accepted])
    if declined:
        yield Heading(_("Conditions that were not accepted"), 3)
        yield Listing([f"{_condition(one)}\n({one['status']})" for one in declined])


def _condition(one: Asked) -> str:
    words = f"{one['unit']}: {one['text']}"
    if one["answer"]:
        words += "\n" + _("Answer of the lead: %(answer)s") % {"answer": one["answer"]}
    return words


def _dissent(record: Record, edition: Edition) -> Iterator[Block]:
    dissent = record.get("dissent")
    if not dissent or edition == Edition.PUBLIC:
        return
    yield Heading(_("Dissent in the executive board (GO NRW § 70)"))
    names = {"day": _day(dissent["day"]), "minutes": dissent["minutes"]}
    yield Note(_("Session of %(day)s, minutes %(minutes)s") % names)
    yield Heading(_("Dissenting opinion"), 3)
    yield Text(dissent["opinions"])
    yield Heading(_("Decision of the mayor"), 3)
    yield Text(dissent["decision"])
    if edition == Edition.HOUSE:
        yield Note(f"{dissent['decided_by']}, {_day(dissent['decided_on'])}")


def _opinions(opinions: Sequence[Opinion], edition: Edition) -> Iterator[Block]:
    """Who thinks otherwise than the executive board, in their own words (GO NRW § 70 Abs. 4)."""
    if edition == Edition.PUBLIC:
        return
    for one in opinions:
        yield Heading(_("Differing opinion (GO NRW § 70 Abs. 4)"))
        whose = ", ".join(filter(None, (one.person, one.division)))
        if one.represented:
            whose += "\n" + _("for %(name)s") % {"name": one.represented}
        rows = [
            [_("Whose opinion"), whose],
            [pgettext("opinion", "Put on"), _day(one.put_on)],
            [_("Mayor informed on"), _day(one.informed_on or "")],
        ]
        yield Table([_("Particular"), _("Entry")], rows, [1, 2])
        yield Text(one.text or NOTHING)
        yield Note(_("It was put after the final signature and is no part of the signed text."))


def _signature(paper: Paper, record: Record, edition: Edition) -> Iterator[Block]:
    signed = record.get("signature", {})
    yield Heading(_("Final signature"))
    day = _day(signed.get("day") or paper.dated)
    if edition == Edition.PUBLIC:
        words = f"{signed.get('mark', '')} {signed.get('post', '')}".strip()
        yield Signature(words or NOTHING, day)
    else:
        under = ", ".join(filter(None, (signed.get("post"), day)))
        yield Signature(signed.get("words") or paper.signature, under)
    yield Note(
        _("Digest of the frozen text (SHA-256): %(digest)s") % {"digest": paper.digest.hex()}
    )


def _day(day: date | str) -> str:
    if not day:
        return NOTHING
    found = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{found:%d.%m.%Y}"


def _moment(moment: str) -> str:
    if not moment:
        return _("not yet scheduled")
    return f"{datetime.fromisoformat(moment).astimezone(BERLIN):%d.%m.%Y, %H:%M}"
