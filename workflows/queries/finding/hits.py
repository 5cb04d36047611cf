"""Which cases are meant by what somebody typed: their ids in the order of the likeliest first.

Each way to a case is a range of an index that is cut where counting stops. Whoever sees few cases
has them read into memory once; of others each hit is asked whether it is seen, until there are
enough.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from django.db import connection

from ...machine import registered_flows
from ...untyped import SqlParams
from ..inbox.numbers import NEAR, FileNumber
from .sources import Source, sources
from .words import Question, Word

CAP = 1000
"""So many hits of a kind are counted and can be paged through; beyond them it is “more than”."""


class Way(IntEnum):
    """By what a case was found, the likeliest first."""

    NUMBER = 0
    OTHER_NUMBER = 1
    TITLE = 2
    TEXT = 3
    OFFICE = 4


@dataclass(frozen=True, slots=True)
class Hit:
    """A case that may be meant."""

    way: Way
    case: int
    kind: str


@dataclass(frozen=True, slots=True)
class Hits:
    """All that was found, CAP + 1 of each kind at most; `near`: no case has the number itself."""

    hits: Sequence[Hit]
    near: int = 0

    @property
    def counts(self) -> Mapping[str, int]:
        """How many there are of each kind, CAP + 1 at most."""
        counts: dict[str, int] = {}
        for hit in self.hits:
            counts[hit.kind] = counts.get(hit.kind, 0) + 1
        return {kind: min(count, CAP + 1) for kind, count in counts.items()}

    def of(self, kind: str) -> Sequence[Hit]:
        """Those of a kind, CAP at most of each; of all kinds where none is named."""
        left: dict[str, int] = {}
        found = []
        for hit in self.hits:
            left[hit.kind] = left.get(hit.kind, 0) + 1
            if left[hit.kind] <= CAP and kind in ("", hit.kind):
                found.append(hit)
        return found


def find(question: Question, kinds: Collection[str]) -> Hits:
    """What is found among these kinds: by a number, else by near ones, else by words.

    One statement; for a number that nothing has up to three more.
    """
    number = question.typed.number
    if number is None:
        return Hits(_hits(question, kinds, _by_words(question, kinds)))
    named = [_numbered(question, [number]), *_by_other_numbers(question, kinds)]
    found = _hits(question, kinds, named)
    if found:
        return Hits(found)
    for near, changed in enumerate(NEAR, start=1):
        closer = _hits(question, kinds, [_numbered(question, list(changed(number)))])
        if closer:
            return Hits(closer, near)
    return Hits(_hits(question, kinds, _by_words(question, kinds)))


Part = tuple[str, SqlParams]
"""A SELECT of way and case, with its parameters."""


def _hits(question: Question, kinds: Collection[str], parts: Iterable[Part]) -> Sequence[Hit]:
    asked = list(parts)
    if not asked:
        return ()
    params: SqlParams = {
        "kinds": list(kinds), "desks": list(question.desks), "inside": list(question.inside),
        "pieces": sorted({piece for word in question.words for piece in word.pieces}),
        **_gone(kinds),
    }  # fmt: skip
    for _sql, more in asked:
        params |= more
    found = " UNION ALL ".join(f"({sql})" for sql, _params in asked)
    # Read only where a part asks it.
    statement = _ALL.format(titled=_titled(question), found=found)
    with connection.cursor() as db:
        db.execute(statement, params)
        return [Hit(Way(way), case, kind) for way, case, kind in db.fetchall()]


_ALL = """
WITH titled AS MATERIALIZED ({titled}), found AS ({found})
SELECT min(f.way), f.id, c.kind FROM found f JOIN workflows_case c ON c.id = f.id
 WHERE c.kind = ANY(%(kinds)s::text[])
   AND (c.kind, c.state) NOT IN (SELECT * FROM unnest(%(gone_of)s::text[], %(gone)s::text[]))
 GROUP BY f.id, c.kind ORDER BY 1, 2 DESC
"""


def _gone(kinds: Collection[str]) -> SqlParams:
    """The states in which there is nothing left to look at."""
    pairs = [
        (flow.kind, str(state))
        for flow in registered_flows()
        if flow.kind in kinds
        for state in sorted(flow.gone)
    ]
    return {"gone_of": [kind for kind, _state in pairs], "gone": [state for _kind, state in pairs]}


def _seen(question: Question, case: str, *, inside: bool = False) -> str:
    """The condition that a case is seen. Never a join: the hits are walked until there are
    enough, or the few that are seen lie in memory.
    """
    desks = "%(inside)s" if inside else "%(desks)s"
    held = f"a.desk_id = ANY({desks}::bigint[])"
    if question.is_wide:
        return (
            f"(SELECT true FROM workflows_caseaudience a WHERE a.case_id = {case} AND {held}"  # noqa: S608 - names of ours
            " LIMIT 1)"
        )
    return f"({case} IN (SELECT a.case_id FROM workflows_caseaudience a WHERE {held})) IS TRUE"  # noqa: S608 - names of ours


def _numbered(question: Question, numbers: Sequence[FileNumber]) -> Part:
    # The count is the key of the case: so no title is read but those of these.
    params = {
        "counts": sorted({one.count for one in numbers}),
        "numbers": sorted({one.pattern for one in numbers}),
    }
    meant = "c.id = ANY(%(counts)s::bigint[]) AND c.title LIKE ANY(%(numbers)s::text[])"
    return (
        f"{_select(Way.NUMBER, 'c.id')} FROM workflows_case c"
        f" WHERE {meant} AND {_seen(question, 'c.id')}"
    ), params


def _select(way: Way, case: str) -> str:
    return f"SELECT {way:d} AS way, {case} AS id"


def _by_other_numbers(question: Question, kinds: Collection[str]) -> Iterator[Part]:
    for kind, source in _sources(kinds):
        condition, params = source.numbers(question.typed.text)
        if condition:
            named = condition.replace("%(", f"%({kind}_")
            head = f"{_select(Way.OTHER_NUMBER, 's.case_id')} FROM {source.table} s"
            yield (
                (f"{head} WHERE ({named}) AND {_seen(question, 's.case_id')} LIMIT {CAP + 1}"),
                {f"{kind}_{key}": value for key, value in params.items()},
            )


def _by_words(question: Question, kinds: Collection[str]) -> Iterator[Part]:
    if any(map(str.isdigit, question.typed.text)):
        yield from _by_other_numbers(question, kinds)
    if question.words and not question.typed.is_choice:
        yield _by_title(question, _titled_kinds(question, kinds))
    for _kind, source in _sources(kinds):
        if source.words and question.words:
            yield _by_text(question, source)
        if source.office:
            yield from _by_office(question, source)


def _titled_kinds(question: Question, kinds: Collection[str]) -> list[str]:
    """The kinds whose titles are asked: where a word must not occur, no text may hold it either,
    and only a kind without texts is found by its title alone.
    """
    with_texts = {kind for kind, source in _sources(kinds) if source.words}
    return [kind for kind in kinds if not (question.without and kind in with_texts)]


def _by_title(question: Question, kinds: Sequence[str]) -> Part:
    params: SqlParams = {
        "titled": list(kinds),
        "parts": [_like(word.part) for word in question.words],
        "phrases": [_like(phrase) for phrase in question.phrases if phrase.strip()],
        "without": [_like(word.part) for word in question.without],
    }
    seen = _seen(question, "t.id") if question.is_wide else "TRUE"
    # Asked only where they are wanted: for each title its letters are made plain once more.
    holds = _IN_TITLE + (_NOT_IN_TITLE if question.without else "")
    holds += _TOGETHER if params["phrases"] else ""
    each = f"SELECT t.id FROM titled t WHERE {holds} AND {seen} LIMIT {CAP + 1}"  # noqa: S608 - names of ours
    found = "(SELECT DISTINCT kind FROM titled WHERE kind = ANY(%(titled)s::text[])) k"
    return f"{_select(Way.TITLE, 'h.id')} FROM {found} CROSS JOIN LATERAL ({each}) h", params


_IN_TITLE = "t.kind = k.kind AND workflows_plain(t.title) LIKE ALL(%(parts)s::text[])"
_NOT_IN_TITLE = " AND NOT workflows_plain(t.title) LIKE ANY(%(without)s::text[])"
_TOGETHER = (
    " AND regexp_replace(workflows_plain(t.title), ' +', ' ', 'g') LIKE ALL(%(phrases)s::text[])"
)


def _like(part: str) -> str:
    escaped = part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _titled(question: Question) -> str:
    """The titles that hold the pieces of the words, the newest first."""
    seen = "" if question.is_wide else f" AND {_seen(question, 'c.id')}"
    return (
        "SELECT c.id, c.kind, c.title FROM workflows_case c"  # noqa: S608 - names of ours
        " WHERE workflows_parts(c.title) @> %(pieces)s::text[]"
        f" AND c.kind = ANY(%(kinds)s::text[]){seen} ORDER BY c.id DESC"
    )


def _by_text(question: Question, source: Source) -> Part:
    return (
        f"{_select(Way.TEXT, 's.case_id')} FROM {source.table} s"
        f" WHERE {source.words} @@ websearch_to_tsquery('german', %(text)s)"
        f" AND {_seen(question, 's.case_id', inside=True)} LIMIT {CAP + 1}"
    ), {"text": question.typed.text}


def _by_office(question: Question, source: Source) -> Iterator[Part]:
    """What the office leads that the whole text names, or that one word names beside the others."""
    seen = _seen(question, "s.case_id", inside=True)
    head = (
        f"{_select(Way.OFFICE, 's.case_id')} FROM {source.table} s WHERE s.{source.office} = ANY("
    )
    if question.offices:
        yield (
            (f"{head}%(offices)s::bigint[]) AND {seen} LIMIT {CAP + 1}"),
            {"offices": list(question.offices)},
        )
    named = [word for word in question.words if word.offices]
    rest = [word for word in question.words if not word.offices]
    if named and rest and source.words:
        yield (
            (
                f"{head}%(named)s::bigint[]) AND {source.words}"
                f" @@ plainto_tsquery('german', %(rest)s) AND {seen} LIMIT {CAP + 1}"
            ),
            {"named": _in_all(named), "rest": " ".join(word.said for word in rest)},
        )


def _in_all(words: Sequence[Word]) -> list[int]:
    return sorted(set.intersection(*(set(word.offices) for word in words)))


def _sources(kinds: Collection[str]) -> Iterator[tuple[str, Source]]:
    known = sources()
    yield from ((kind, known[kind]) for kind in kinds if kind in known)
