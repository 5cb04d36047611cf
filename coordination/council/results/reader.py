"""From a text to a result: kind, votes, majority, target (domain 1.3; GO NRW § 50)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..enums import ConsultationResult as R
from .counts import Counts, read_counts
from .kinds import kinds_of, says_change
from .targets import target_of
from .words import plain

UNKNOWN = "unknown"

UNANIMOUS, MAJORITY, TIE = "unanimous", "majority", "tie"
TWO_THIRDS, ABSOLUTE = "two_thirds", "absolute"

_MAJORITIES: tuple[tuple[str, str], ...] = (
    (TWO_THIRDS, r"\b(?:zweidrittelmehrheit|2[ ,]3 ?mehrheit|mehrheit von zwei dritteln)\b"),
    (
        ABSOLUTE,
        (
            r"\b(?:absolute[rn]? mehrheit|mehrheit der gesetzlichen (?:mitglieder\w*|(?:an)?zahl\b"
            r"(?: (?:der|ihrer|seiner) (?:rats)?mitglieder)?))"
        ),
    ),
    (TIE, r"\b(?:stimmengleichheit|gleichstand)\b"),
    (UNANIMOUS, r"(?<!nicht )\beinstimmig(?:e[rsmn]?|keit)?\b|\bmit allen (?:\w+ )?stimmen\b"),
    (MAJORITY, r"\b(?:mehrheitlich\w*|(?:stimmen ?)?mehrheit|mehrheitsbeschluss)\b"),
)
_SOME_AGAINST = re.compile(
    r"\bgegen (?:die |eine |einzelne |wenige |mehrere )?stimmen?\b|"
    r"\bgegenstimmen? (?:der|des|von)\b"
)
_NAMES = re.compile(
    r"\b(?:gegen (?:die )?stimmen?|(?:bei )?(?:stimm)?enthaltung(?:en)?|gegenstimmen?)\b"
    r"(?: (?:der|des|von|aus|durch|seitens) .*)?"
)
_ONLY_VOTES = re.compile(
    r"(?:(?:\b(?:bei|mit|und|sowie|der|die|das|den|dem|abstimmungsergebnis|abstimmung|ergebnis|"
    r"beschluss|beschlussvorschlag|beschlussempfehlung|empfehlung|vorlage|stimmen|stimme|ja|nein|"
    r"dafuer|dagegen|gross\w*|breite\w*|nach|wurde|wird|gemaess|insgesamt|aenderung|aenderungen|"
    r"geaendert|offene\w*|geheime\w*|namentliche\w*|in|oeffentlich|nichtoeffentlich|"
    r"(?:befangen|ungueltig|anwesend)\w* ?[:=]? ?\d{1,3})\b|"
    r"[\s.,:;()|–-])+)?"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says: `kind` as in ConsultationResult, or unknown; the rest where it is stated.

    `majority`: unanimous, majority, tie, two_thirds or absolute. `target`: body or office, as
    written, of a referral.
    """

    kind: str
    yes: int | None = None
    no: int | None = None
    abstentions: int | None = None
    majority: str | None = None
    target: str | None = None


def read_result(text: str) -> Reading:
    """The result that a text states. What contradicts itself or is not known is unknown."""
    found = plain(text)
    if not found.text:
        return Reading(UNKNOWN)
    counts = read_counts(found.text)
    majorities = _majorities(found.text)
    kind = _kind(counts, majorities)
    yes, no = _sides(counts, kind)
    majority = _majority(majorities, counts, yes, no)
    if counts.is_twice:
        return Reading(UNKNOWN, majority=majority)
    if _contradicts(kind, yes, no, counts, majorities):
        return Reading(UNKNOWN, yes, no, counts.abstentions)
    target = target_of(found.written) if kind == R.REFERRED else None
    if kind == UNKNOWN and majority in {UNANIMOUS, TIE} and no:
        majority = None
    return Reading(kind, yes, no, counts.abstentions, majority, target)


def _majorities(text: str) -> set[str]:
    found, rest = set(), text
    for name, pattern in _MAJORITIES:
        taken = re.sub(pattern, " ", rest)
        if taken != rest:
            found.add(name)
            rest = taken
    if _SOME_AGAINST.search(rest):
        found.add(MAJORITY)
    return found


def _kind(counts: Counts, majorities: set[str]) -> str:
    kinds = kinds_of(_without_names(counts.rest))
    if kinds is None or len(kinds) > 1:
        return UNKNOWN
    if kinds:
        return str(kinds.pop())
    return _implied(counts, majorities)


def _without_names(text: str) -> str:
    """Without whose votes they were; what follows a name is read again."""
    return re.sub(r"\b(?:keine|ohne) (?=gegenstimme|enthaltung|stimmenthaltung)", " ", text)


def _implied(counts: Counts, majorities: set[str]) -> str:
    """What the votes alone say (GO NRW § 50 Abs. 1): nobody against, or more for than against."""
    rest = counts.rest
    for _name, pattern in _MAJORITIES:
        rest = re.sub(pattern, " ", rest)
    if not _ONLY_VOTES.fullmatch(_NAMES.sub(" ", rest)):
        return UNKNOWN
    if counts.yes is not None and counts.no is not None:
        if counts.yes + counts.no == 0:
            return UNKNOWN
        kind = R.ACCEPTED if counts.yes > counts.no else R.REJECTED
    elif TIE in majorities:
        kind = R.REJECTED
    elif UNANIMOUS in majorities or counts.against is not None or _SOME_AGAINST.search(counts.rest):
        kind = R.ACCEPTED
    else:
        return UNKNOWN
    return R.AMENDED if kind == R.ACCEPTED and says_change(counts.rest) else kind


def _sides(counts: Counts, kind: str) -> tuple[int | None, int | None]:
    """Yes and no. Of "13 to 4" and of "one against" the winning side is the one that decided."""
    yes, no = counts.yes, counts.no
    if counts.pair is not None:
        if kind in (R.ACCEPTED, R.AMENDED):
            return counts.pair
        return (counts.pair[1], counts.pair[0]) if kind == R.REJECTED else (None, None)
    if no is None and counts.against is not None and kind != R.REJECTED:
        no = counts.against
    return yes, no


def _majority(majorities: set[str], counts: Counts, yes: int | None, no: int | None) -> str | None:
    stated = majorities - ({MAJORITY} if len(majorities) > 1 else set())
    if len(stated) == 1:
        return next(iter(stated))
    if stated:
        return None
    if yes is not None and yes == no:
        return TIE
    if (no if no is not None else counts.against) == 0:
        return UNANIMOUS
    return MAJORITY if no or counts.against else None


def _contradicts(
    kind: str, yes: int | None, no: int | None, counts: Counts, majorities: set[str]
) -> bool:
    """The words against the votes, or one word for the majority against another."""
    if {UNANIMOUS, MAJORITY} <= majorities or {UNANIMOUS, TIE} <= majorities:
        return True
    loser = yes if kind == R.REJECTED else no
    if UNANIMOUS in majorities and (loser or counts.against):
        return True
    if kind in (R.ACCEPTED, R.AMENDED):
        return TIE in majorities or (yes is not None and no is not None and yes <= no)
    if kind == R.REJECTED:
        is_tie = yes is not None and yes == no
        told = TIE in majorities and yes is not None and no is not None and not is_tie
        return told or (yes is not None and no is not None and yes > no)
    return False
