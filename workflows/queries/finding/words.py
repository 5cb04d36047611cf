"""What somebody typed who seeks something: words, what they stand for, and as whom they look."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.db import connection

from ...enums import DeskFunction
from ...models import User, desks_held
from ...spelling import sought
from ..inbox.numbers import FileNumber, file_number_in

SHORTEST, LONGEST, MOST_WORDS = 2, 200, 12
FEW = 5000
"""The cases of somebody who sees no more are read first; of others each hit is asked."""
_SIZE = 3
"""So many characters stand together in the index of titles."""
_STEMMED, _STEM = 5, 4
"""From so many letters on a word is sought by its stem, if that has so many."""
_MOST_OFFICES = 200

_TOKEN = re.compile(r'(?P<not>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_LETTERS = re.compile(r"[^\W_]+")


class Fault(Enum):
    """Why nothing can be sought."""

    EMPTY = "empty"
    SHORT = "short"
    LONG = "long"
    SIGNS = "signs"
    COMMON = "common"
    MANY = "many"


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, taken apart without asking anything."""

    text: str
    words: tuple[str, ...]
    without: tuple[str, ...]
    phrases: tuple[str, ...]
    # One of several is enough: so the titles do not need to hold each.
    is_choice: bool
    number: FileNumber | None
    fault: Fault | None


def taken_apart(typed: str) -> Typed:
    """Words in quotation marks belong together, a word behind “-” must not occur."""
    text = sought(typed[: LONGEST * 50])
    words, without, phrases, is_choice = [], [], [], False
    for token in _TOKEN.finditer(text[: LONGEST + 1]):
        said = token["phrase"] if token["phrase"] is not None else token["word"]
        parts = _LETTERS.findall(said)
        if token["phrase"] is None and said == "OR":
            is_choice = True
        elif token["not"]:
            without += parts
        else:
            words += parts
            phrases += [" ".join(parts)] if token["phrase"] is not None and parts else []
    return Typed(
        text, tuple(words), tuple(without), tuple(phrases), is_choice,
        file_number_in(text), _fault(text, words),
    )  # fmt: skip


def _fault(text: str, words: Sequence[str]) -> Fault | None:
    if not text:
        return Fault.EMPTY
    if len(text) > LONGEST:
        return Fault.LONG
    if not words:
        return Fault.SIGNS
    if sum(map(len, words)) < SHORTEST and not text.isdigit():
        return Fault.SHORT
    return Fault.MANY if len(words) > MOST_WORDS else None


@dataclass(frozen=True, slots=True)
class Word:
    """A word that is sought: how it stands in a title, and the offices that are called so."""

    said: str
    plain: str
    part: str
    is_common: bool
    offices: tuple[int, ...]

    @property
    def pieces(self) -> tuple[str, ...]:
        """What the index of titles is asked for."""
        return tuple(self.part[at : at + _SIZE] for at in range(len(self.part) - _SIZE + 1))


@dataclass(frozen=True, slots=True)
class Question:
    """All that the statements need: the words, the desks as which somebody looks."""

    typed: Typed
    words: tuple[Word, ...]
    without: tuple[Word, ...]
    phrases: tuple[str, ...]
    # The offices that the whole text names.
    offices: tuple[int, ...]
    desks: tuple[int, ...]
    inside: tuple[int, ...]
    is_wide: bool

    @property
    def fault(self) -> Fault | None:
        """Why nothing is sought."""
        says_nothing = not self.words and not self.offices and self.typed.number is None
        return self.typed.fault or (Fault.COMMON if says_nothing else None)


def question_of(typed: Typed, viewer: User, *, at: datetime) -> Question:
    """The question of a person; two statements."""
    held = desks_held(viewer, at=at).order_by("desk").values_list("desk", "desk__function")
    desks = dict(held.distinct())
    said = [typed.text, *typed.words, *typed.without, *typed.phrases]
    with connection.cursor() as db:
        db.execute(_WORDS, {"said": said, "desks": list(desks), "most": FEW + 1})
        rows = db.fetchall()
    found = [_word(*row[:5]) for row in rows]
    number, end = len(typed.words), len(typed.words) + len(typed.without)
    return Question(
        typed,
        tuple(word for word in found[1 : number + 1] if not word.is_common),
        tuple(word for word in found[number + 1 : end + 1] if not word.is_common),
        tuple(plain for _said, plain, *_rest in rows[end + 1 :]),
        found[0].offices,
        tuple(desks),
        tuple(desk for desk, what in desks.items() if what != DeskFunction.OBSERVER),
        bool(rows[0][5] > FEW),
    )


def _word(
    said: str, plain: str, stems: list[str] | None, stem: str | None, offices: list[int]
) -> Word:
    plain, stem = plain.strip(), (stem or "").strip()
    part = stem if len(plain) >= _STEMMED and len(stem) >= _STEM else plain
    # What is shorter than the pieces of the index is a word of its own.
    part = part if len(part) >= _SIZE else f" {part} "
    return Word(said, plain, part, stems == [], tuple(offices))


_WORDS = f"""
SELECT w.said, workflows_plain(w.said), w.stems, workflows_plain(w.stems[1]),
       ARRAY(SELECT u.id FROM workflows_unit u
              WHERE btrim(workflows_plain(w.said)) <> ''
                AND (btrim(workflows_plain(u.short_name)) = btrim(workflows_plain(w.said))
                     OR length(w.said) >= 4
                        AND u.sort_key LIKE '%%' || btrim(workflows_plain(w.said)) || '%%')
              ORDER BY u.id LIMIT {_MOST_OFFICES}),
       (SELECT count(*) FROM (SELECT FROM workflows_caseaudience a
                               WHERE a.desk_id = ANY(%(desks)s::bigint[]) LIMIT %(most)s) s)
  FROM (SELECT t.said, t.place, ts_lexize('german_stem', lower(t.said)) AS stems
          FROM unnest(%(said)s::text[]) WITH ORDINALITY t(said, place)) w
 ORDER BY w.place
"""  # noqa: S608 - a number of ours
