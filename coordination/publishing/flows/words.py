"""The words of an entry: reading and judging what somebody has written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext

from workflows.refusals import Unmet
from workflows.spelling import one_line, tidied
from workflows.untyped import Json

from ..enums import Topic
from ..models import ANSWER_LENGTH, SUMMARY_LENGTH, WORDS_LENGTH, PublicEntry

PARTICIPATIONS = ("planned", "none")
WORDS = ("title", "summary", "participation", "participation_words", "answer")
WORDS_OF: Mapping[str, Sequence[str]] = {
    Topic.PLAN: ("title", "summary", "participation", "participation_words"),
    Topic.TARGET: ("title", "summary"),
    Topic.CONCEPT: ("title", "summary"),
    Topic.MEASURE: ("title", "summary"),
    Topic.DEMAND: ("title", "summary", "answer"),
}
"""What is written for everybody, by the list on which it stands."""

_LONGEST = {
    "title": 200, "summary": SUMMARY_LENGTH, "participation_words": WORDS_LENGTH,
    "answer": ANSWER_LENGTH,
}  # fmt: skip


def problems(data: Json) -> Iterator[Unmet]:
    """A title; no text longer than it may be; nothing that is no answer."""
    said = {name: str(data.get(name) or "") for name in WORDS}
    if not one_line(said["title"]):
        yield Unmet("title_missing", gettext("The title is missing."), "title")
    for name, most in _LONGEST.items():
        if len(said[name]) > most:
            text = gettext("Please write at most %(most)s characters.") % {"most": most}
            yield Unmet(f"{name}_long", text, name)
    if said["participation"] not in ("", *PARTICIPATIONS):
        text = gettext("Please say whether citizens take part.")
        yield Unmet("participation_unknown", text, "participation")


def missing(entry: PublicEntry) -> Iterator[Unmet]:
    """What everybody has to be told before an entry is released."""
    if not entry.summary.strip():
        text = gettext("The summary for the public is missing. Please change the entry first.")
        yield Unmet("summary_missing", text)
    asked = WORDS_OF[entry.topic]
    if "answer" in asked and not entry.answer.strip():
        text = gettext("The answer for the public is missing. Please change the entry first.")
        yield Unmet("answer_missing", text)
    if "participation" not in asked:
        return
    if not entry.participation:
        text = gettext("It is not said whether citizens take part. Please change the entry first.")
        yield Unmet("participation_missing", text)
    elif not entry.participation_words.strip():
        text = gettext(
            "It is not said how citizens take part, or why not. Please change the entry first."
        )
        yield Unmet("participation_words_missing", text)


def take(entry: PublicEntry, data: Json) -> None:
    """Write the words to the entry, tidied."""
    entry.title = one_line(str(data["title"]))
    entry.summary = tidied(str(data.get("summary") or "")).strip()
    entry.participation = str(data.get("participation") or "")
    entry.participation_words = tidied(str(data.get("participation_words") or "")).strip()
    entry.answer = tidied(str(data.get("answer") or "")).strip()


def said_by(entry: PublicEntry) -> dict[str, object]:
    """The words of its list as they are written now."""
    return {name: getattr(entry, name) for name in WORDS_OF[entry.topic]}
