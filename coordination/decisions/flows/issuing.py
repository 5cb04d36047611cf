"""A text becomes a paper: its number, its frozen record, what belongs to it (M11)."""

from __future__ import annotations

import re
from collections.abc import Collection

from django.db import connection, models
from django.db.models import F

from workflows.enums import SignatureMark

from ...council.enums import PaperType
from ...council.models import Consultation, Paper, PaperNumber
from ...council.rules.numbers import whose_number_counts
from ...council.vocabulary import Numbers
from ..models import Attachment
from ..queries.attachments import kept_inside
from ..queries.printed import KEY, Signing, record_of, signed
from ..queries.reservations import as_text, reservations_of
from ..queries.texts import digest_of
from .work import DecisionWork


def issue(work: DecisionWork) -> Paper:
    """The next number, the text frozen, the stations and attachments bound to it.

    What offices signed, refused or did not say is part of the text that is signed (M8); its
    digest covers the number where ours counts, and nothing of it where the council system gives
    one at the hand-over. What supplements another paper is its /1, /2, ….

    The counter is locked after the case and last of all, so numbers are gap-free and nobody waits
    for long; a withdrawn paper keeps its number.
    """
    subject, supplements = work.look.subject, work.look.supplemented()
    kind = PaperType.SUPPLEMENT if supplements else PaperType.RESOLUTION
    signing, text = _signing(work), work.look.text
    record = record_of(
        work.case, text, title=subject.title, lead=subject.lead.name, kind=kind,
        is_public=subject.council_public,
    )  # fmt: skip
    record["signature"] = signed(signing)
    reservations = as_text(reservations_of(work.case.pk, number=work.case.round))
    content = {**text, **reservations, KEY: record}
    numbering = whose_number_counts(on=work.call.today)
    reference = next_reference(work.call.today.year, supplements=supplements)
    record["number"] = reference if numbering == Numbers.OWN else ""
    paper = Paper(
        case=work.case, type=kind, reference=reference, numbering=numbering, name=subject.title,
        lead_id=subject.lead_id, is_public=subject.council_public, text=content,
        digest=digest_of(content), signed_by_id=work.call.person, signed_for_id=signing.holder,
        signature_mark=signing.mark, dated=signing.day, supplements=supplements,
    )  # fmt: skip
    work.store(paper)
    work.freeze("paper")
    _take_in(work, Consultation, paper)
    _take_in(work, Attachment, paper, "AND removed_at IS NULL", kept=_kept_inside(work))
    return paper


def next_reference(year: int, *, supplements: Paper | None = None) -> str:
    """A number that no paper has or had: the next one of the year, or the next supplement's.

    Locks the counter of the year until the transaction ends: of several at once each gets its
    own, without a gap. Supplements are counted by the paper that stands at the beginning.
    """
    if supplements:
        lock_numbers(supplements.dated.year)
        return _next_supplement(supplements)
    number = lock_numbers(year) + 1
    while _is_taken(reference := f"{year % 100:02d}-{number:04d}"):
        number += 1
    PaperNumber.objects.filter(year=year).update(last=number)
    return reference


def lock_numbers(year: int) -> int:
    """The last number given in a year; nobody else gets one before this transaction ends."""
    PaperNumber.objects.get_or_create(year=year)
    PaperNumber.objects.filter(year=year).update(last=F("last"))
    last: int = PaperNumber.objects.values_list("last", flat=True).get(year=year)
    return last


def _next_supplement(paper: Paper) -> str:
    root = paper.reference.partition("/")[0]
    given = Paper.objects.filter(reference__startswith=f"{root}/").values_list(
        "reference", flat=True
    )
    numbers = [int(found[1]) for one in given if (found := re.search(r"/(\d+)$", one))]
    return f"{root}/{max(numbers, default=0) + 1}"


def _is_taken(reference: str) -> bool:
    """Whether a council system has given it meanwhile, while its numbers counted."""
    return Paper.objects.filter(council_reference=reference).exists()


def _take_in(
    work: DecisionWork,
    model: type[models.Model],
    paper: Paper,
    condition: str = "",
    kept: Collection[int] = (),
) -> None:
    """What lay at the case belongs to the paper from now on, but for what is kept inside."""
    table = model._meta.db_table  # noqa: SLF001 - Django documents it
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET paper_id = %s"  # noqa: S608 - named by the model
            f" WHERE case_id = %s AND paper_id IS NULL AND id <> ALL(%s) {condition} RETURNING id",
            [paper.pk, work.case.pk, list(kept)],
        )
        for (key,) in cursor.fetchall():
            work.bind(model, key, "paper", paper.pk)


def _kept_inside(work: DecisionWork) -> Collection[int]:
    """The attachments that are working papers and stay with the case."""
    ask = kept_inside.get(work.case.kind)
    return ask(work.case.pk) if ask else ()


def _signing(work: DecisionWork) -> Signing:
    """Who signs, for whom, with which mark, at which desk, today."""
    capacity = work.call.capacity
    assert capacity is not None, "only a person signs"
    mark = _mark(capacity.signs, is_deputy=capacity.is_deputy)
    holder = capacity.holder if capacity.is_deputy else None
    return Signing(work.call.person, mark, holder, capacity.desk, work.call.today)


def _mark(signs: str, *, is_deputy: bool) -> str:
    """Whoever signs for the mayor signs „in Vertretung“ (Dienstweg, domain 1.3)."""
    is_bare = signs in {"", SignatureMark.NONE}
    return SignatureMark.IN_REPRESENTATION if is_deputy and is_bare else signs
