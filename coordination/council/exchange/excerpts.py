"""An excerpt of the minutes as a council system writes it: one JSON object.

    {"reference": "26-0815", "body": "Rat", "session": "2026-11-24",
     "result": "einstimmig bei 3 Enthaltungen", "yes": 39, "no": 0, "abstentions": 3,
     "resolution_text": "…", "referred_to": "…"}

Needed are `reference`, `body`, `session` and `result`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from workflows.spelling import sought, tidied

LARGEST: Final = 1_000_000
"""Bytes of an excerpt; the longest resolution takes a tenth of it."""

_COUNTS: Final = ("yes", "no", "abstentions", "invalid", "biased", "present")
_MARK = re.compile(r"^\s*(?:ds|drucksache|vorlage)\s*(?:nr\.?)?\s*", re.IGNORECASE)
_MOST_VOTES = 10_000


class FaultyExcerptError(ValueError):
    """It cannot be read; the text says to people what is wrong."""


@dataclass(frozen=True, slots=True)
class Excerpted:
    """What an excerpt says. `votes` holds what it counts; `content` is what was written."""

    reference: str
    body: str
    session: date
    result: str
    votes: Mapping[str, int] = field(default_factory=dict)
    resolution_text: str = ""
    referred_to: str = ""
    name: str = ""
    digest: str = ""

    @property
    def content(self) -> dict[str, object]:
        """As values of JSON, for keeping and showing."""
        return {
            "reference": self.reference,
            "body": self.body,
            "session": self.session.isoformat(),
            "result": self.result,
            **self.votes,
            "resolution_text": self.resolution_text,
            "referred_to": self.referred_to,
        }


def read_excerpt(content: bytes, *, name: str) -> Excerpted:
    """The excerpt in a file. Raises FaultyExcerptError with what to do."""
    if len(content) > LARGEST:
        raise FaultyExcerptError(_("The file is larger than 1 MB."))
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise FaultyExcerptError(_("The file is no JSON in UTF-8.")) from None
    if not isinstance(found, dict):
        raise FaultyExcerptError(_("The file has to hold one JSON object."))
    return excerpted(found, name=name, digest=hashlib.sha256(content).hexdigest())


def excerpted(found: Mapping[str, object], *, name: str, digest: str) -> Excerpted:
    """The excerpt that these values are. Raises FaultyExcerptError."""
    return Excerpted(
        reference=_MARK.sub("", _line(found, "reference", 60)),
        body=_line(found, "body", 200),
        session=_day(found, "session"),
        result=_line(found, "result", 500),
        votes=_votes(found),
        resolution_text=_text(found, "resolution_text"),
        referred_to=_text(found, "referred_to")[:200],
        name=name[:200],
        digest=digest,
    )


def _text(found: Mapping[str, object], key: str) -> str:
    value = found.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise FaultyExcerptError(_("“%(key)s” has to be a text.") % {"key": key})
    return tidied(value.replace("\0", ""))


def _line(found: Mapping[str, object], key: str, longest: int) -> str:
    text = sought(_text(found, key))
    if not text:
        raise FaultyExcerptError(_("“%(key)s” is missing.") % {"key": key})
    if len(text) > longest:
        details = {"key": key, "longest": longest}
        raise FaultyExcerptError(_("“%(key)s” has more than %(longest)s characters.") % details)
    return text


def _day(found: Mapping[str, object], key: str) -> date:
    text = _line(found, key, 40)
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        message = _("“%(key)s” has to be a day such as YYYY-MM-DD.") % {"key": key}
        raise FaultyExcerptError(message) from None


def _votes(found: Mapping[str, object]) -> dict[str, int]:
    votes = {}
    for key in _COUNTS:
        value = found.get(key)
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST_VOTES:
            raise FaultyExcerptError(_("“%(key)s” has to be a number of votes.") % {"key": key})
        votes[key] = value
    return votes
