"""What the rows of one page say of each case: title, state, office, where the words stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection

from ...models import din5007_key
from ...untyped import SqlParams
from ..inbox.rows import state_label
from .hits import Hit, Way
from .sources import Source, sources
from .words import Question

BEGIN, END = "\x02", "\x03"
"""What an excerpt puts around a word that is sought."""
_READ = 20_000
"""So many characters of the texts are read for an excerpt."""


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A case that was found."""

    id: int
    kind: str
    title: str
    state: str
    state_since: datetime
    office: str = ""
    # From a text, with BEGIN and END around the words; empty unless the text was it.
    excerpt: str = ""

    @property
    def state_label(self) -> str:
        """The state in words."""
        return state_label(self.kind, self.state)


def found_rows(question: Question, hits: Sequence[Hit]) -> list[FoundRow]:
    """The rows of these hits in their order; one statement for the cases, one for each kind."""
    rows: dict[int, FoundRow] = {}
    with connection.cursor() as db:
        db.execute(_CASES, {"cases": [hit.case for hit in hits]})
        rows = {row[0]: FoundRow(*row) for row in db.fetchall()}
    for kind, source in sources().items():
        ours = [hit for hit in hits if hit.kind == kind]
        if ours and (source.office or source.texts):
            for case, office, excerpt in _told(question, ours, source):
                if case in rows:
                    rows[case] = replace(rows[case], office=office or "", excerpt=excerpt or "")
    return [rows[hit.case] for hit in hits if hit.case in rows]


_CASES = """
SELECT c.id, c.kind, c.title, c.state, c.state_since FROM workflows_case c
 WHERE c.id = ANY(%(cases)s::bigint[])
"""


def _told(
    question: Question, hits: Sequence[Hit], source: Source
) -> Iterator[tuple[int, str | None, str | None]]:
    params: SqlParams = {
        "cases": [hit.case for hit in hits],
        "quoted": [hit.case for hit in hits if hit.way == Way.TEXT],
        "inside": list(question.inside),
        "text": question.typed.text,
        "how": _HOW,
    }
    office = (
        f"(SELECT u.short_name FROM workflows_unit u WHERE u.id = s.{source.office})"  # noqa: S608 - names of ours
        if source.office
        else "NULL"
    )
    texts = ", ".join(f"nullif(s.{name}, '')" for name in source.texts)
    excerpt = _EXCERPT.format(read=_READ, texts=texts) if texts else "NULL"
    with connection.cursor() as db:
        db.execute(
            f"SELECT s.case_id, {office}, {excerpt} FROM {source.table} s"  # noqa: S608 - names of ours
            " WHERE s.case_id = ANY(%(cases)s::bigint[])",
            params,
        )
        yield from db.fetchall()


# Whoever only observes reads what was handed out, which may be another text.
_EXCERPT = """CASE WHEN s.case_id = ANY(%(quoted)s::bigint[])
  AND EXISTS (SELECT FROM workflows_caseaudience a
               WHERE a.case_id = s.case_id AND a.desk_id = ANY(%(inside)s::bigint[]))
  THEN ts_headline('german', left(concat_ws(' … ', {texts}), {read}),
                   websearch_to_tsquery('german', %(text)s), %(how)s) END"""
_HOW = (
    f'StartSel="{BEGIN}", StopSel="{END}", MaxFragments=2, MaxWords=22, MinWords=8,'
    ' FragmentDelimiter=" … "'
)


def marked(text: str, question: Question) -> Mapping[int, int]:
    """Where the words that are sought stand in a title: by beginning the end of each."""
    plain, places = _plain(text)
    found: dict[int, int] = {}
    for word in question.words:
        part = word.part
        at = plain.find(part)
        while at >= 0:
            first = at + len(part) - len(part.lstrip())
            last = at + len(part.rstrip()) - 1
            if plain.startswith(word.plain, first):
                # More than its stem was typed, and it is all there.
                last = first + len(word.plain) - 1
            begin, end = places[first], places[last] + 1
            found[begin] = max(found.get(begin, 0), end)
            at = plain.find(part, at + 1)
    return found


def _plain(text: str) -> tuple[str, Sequence[int]]:
    """The text as titles are sought, and for each of its characters where it stood."""
    letters, places = [" "], [0]
    for at, letter in enumerate(text):
        for one in _folded(letter) or " ":
            letters.append(one)
            places.append(at)
    return "".join(letters) + " ", [*places, max(len(text) - 1, 0)]


def _folded(letter: str) -> str:
    return din5007_key(letter) if letter.isalnum() else ""
