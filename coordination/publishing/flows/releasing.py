"""Writing, releasing, ending: what everybody reads was released word for word."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.machine import act
from workflows.machine.reasons import reason_given
from workflows.refusals import Unmet

from ...followup.enums import ENDINGS, Publication
from ..enums import EntryState as S
from ..queries.sources import source_of
from . import words
from .look import EntryLook
from .work import RELEASE, EntryWork, ask_for_release

ENDED = tuple(ending.value for ending in ENDINGS)
READABLE = (Publication.PUBLIC.value, Publication.ARCHIVE.value)


def words_fit(look: EntryLook) -> Iterator[Unmet]:
    """Each of the words by itself."""
    yield from words.problems(look.call.data)


@act(_("change the entry"), guards=[words_fit], changes_text=True, needs_version=True)
def revise_entry(work: EntryWork) -> None:
    """What is public stays as it is until the council office releases the new words."""
    entry = work.look.subject
    words.take(entry, work.call.data)
    work.keep_entry(*words.WORDS)
    if work.case.state == S.PUBLIC:
        ask_for_release(work)


def may_be_public(look: EntryLook) -> Iterator[Unmet]:
    """Nothing secret (GO NRW § 48 Abs. 2), and everything said that everybody has to be told."""
    entry = look.subject
    source = source_of(entry.topic)
    yield from source.problems(entry.matter_id)
    yield from words.missing(entry)


@act(_("release the entry"), guards=[may_be_public], needs_version=True)
def release_entry(work: EntryWork) -> None:
    """From now on everybody reads these words and the facts as they stand today.

    An entry that could be read without a break keeps the day of its first release.
    """
    entry = work.look.subject
    facts = source_of(entry.topic).facts(entry.matter_id)
    if entry.publication not in READABLE or entry.published_at is None:
        entry.published_at = work.at
    entry.released = {**facts, **words.said_by(entry)}
    entry.publication, entry.renewed_at = Publication.PUBLIC.value, work.at
    entry.ended_at = None
    work.keep_entry("released", "publication", "published_at", "renewed_at", "ended_at")
    work.finish(RELEASE.key)


@act(_("give the entry back"), guards=[reason_given], step="release_entry")
def decline_entry(work: EntryWork) -> None:
    """It is not released, for a reason; whoever writes may change it and ask again."""


def ends_in_a_way(look: EntryLook) -> Iterator[Unmet]:
    """Everybody could read it, and it is said what its address answers from now on."""
    if look.subject.publication == Publication.NONE:
        yield Unmet("not_published", gettext("The public cannot read this entry."))
    elif look.call.data.get("publication") not in ENDED:
        text = gettext("Please choose what the address answers from now on.")
        yield Unmet("ending_missing", text, "publication")


@act(_("end the publication"), guards=[ends_in_a_way])
def end_entry(work: EntryWork) -> None:
    """It stays as an archive, is gone (410) or not available at present (503)."""
    entry = work.look.subject
    entry.publication = Publication(str(work.call.data["publication"])).value
    entry.renewed_at = work.at
    entry.ended_at = entry.ended_at or work.at
    work.keep_entry("publication", "renewed_at", "ended_at")
    work.drop(RELEASE.key)
    work.note(publication=entry.publication)
