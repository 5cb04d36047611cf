"""What is written while the agency works: sessions, chapters, comments, the programme."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.machine import act
from workflows.machine.reasons import reason_given
from workflows.refusals import Unmet

from ...city.models import FieldOfAction, TargetGroup
from ...decisions.flows.attaching import file_is_named, fits_in
from ...decisions.flows.values import day, entries, key, line
from ...decisions.models import Attachment, AttachmentVersion
from ...measures.models import Measure
from ..enums import Outcome
from ..models import (
    Chapter,
    ChapterCell,
    ChapterComment,
    ChapterVersion,
    Concept,
    DiscussionGroup,
    DiscussionSession,
)
from . import guards
from .look import ConceptLook
from .work import ConceptWork

_LONG = 20_000


def group_fits(look: ConceptLook) -> Iterator[Unmet]:
    """A title and a field of action."""
    if not line(look.call.data.get("title")):
        yield Unmet("title_missing", gettext("The title is missing."), "title")
    field = key(look.call.data.get("field"))
    if not field or not FieldOfAction.objects.filter(pk=field).exists():
        yield Unmet("field_missing", gettext("Please choose the field of action."), "field")


@act(_("name a discussion group"), guards=[group_fits], needs_version=False)
def name_group(work: ConceptWork) -> None:
    """A discussion that is going on already, or a new one."""
    row = DiscussionGroup(
        concept=work.look.subject, field_id=key(work.call.data["field"]),
        title=line(work.call.data["title"]),
        is_moderated_by_agency=bool(work.call.data.get("is_moderated_by_agency")),
    )  # fmt: skip
    work.store(row)
    work.note(group=row.pk)


@act(_("hand the moderation over"), guards=[guards.group_is_named], needs_version=False)
def hand_group_over(work: ConceptWork) -> None:
    """The discussion goes on under the agency's moderation, or again under the city's."""
    row = guards.named_group(work.look)
    assert row is not None, "guarded by group_is_named"
    row.is_moderated_by_agency = not row.is_moderated_by_agency
    work.store(row, "is_moderated_by_agency")
    work.note(group=row.pk, is_moderated_by_agency=row.is_moderated_by_agency)


@act(_("record a session of a group"), guards=[guards.session_fits], needs_version=False)
def record_session(work: ConceptWork) -> None:
    """Who met, what came of it, and whether associations and integration council were there."""
    data, held = work.call.data, day(work.call.data["held_on"])
    assert held is not None, "guarded by session_fits"
    row = DiscussionSession(
        group=guards.named_group(work.look), held_on=held,
        participants=line(data["participants"], longest=_LONG),
        results=line(data["results"], longest=_LONG),
        heard_associations=bool(data.get("heard_associations")),
        heard_integration_council=bool(data.get("heard_integration_council")),
    )  # fmt: skip
    work.store(row)
    work.note(group=row.group_id, held_on=held)


# --- chapters -----------------------------------------------------------------------------


def chapter_fits(look: ConceptLook) -> Iterator[Unmet]:
    """A new chapter has a title; an old one is one of this concept."""
    data = look.call.data
    if data.get("chapter") is None and not line(data.get("title")):
        yield Unmet("title_missing", gettext("The title is missing."), "title")
    if data.get("chapter") is not None and guards.named_chapter(look) is None:
        yield Unmet("chapter_missing", gettext("Please choose a chapter."), "chapter")


@act(
    _("upload a chapter"), guards=[chapter_fits, file_is_named, fits_in],
    needs_version=False, changes_text=True,
)  # fmt: skip
def upload_chapter(work: ConceptWork) -> None:
    """A new version in the line, or beside it where another one came first meanwhile.

    Both are kept; the event says which it is, and whoever has uploaded is told 409.
    """
    data = work.call.data
    chapter = guards.named_chapter(work.look) or _new_chapter(work)
    if chapter.attachment is None:
        chapter.attachment = new_attachment(work, chapter.title)
        work.store(chapter)
    stored = stored_version(work, chapter.attachment)
    last = chapter.versions.aggregate(last=Max("number"))["last"] or 0
    based_on = data.get("based_on")
    row = ChapterVersion(
        chapter=chapter, number=last + 1, based_on=based_on if isinstance(based_on, int) else last,
        stored=stored,
    )  # fmt: skip
    row.is_beside = row.based_on != last
    work.store(row)
    work.note(chapter=chapter.pk, number=row.number, is_beside=row.is_beside, sha256=stored.sha256)


def _new_chapter(work: ConceptWork) -> Chapter:
    concept = work.look.subject
    last = concept.chapters.aggregate(last=Max("position"))["last"] or 0
    return Chapter(concept=concept, position=last + 1, title=line(work.call.data["title"]))


def new_attachment(work: ConceptWork, title: str) -> Attachment:
    """A place for the versions of a file."""
    attachment = Attachment(case=work.case, title=title)
    work.store(attachment)
    return attachment


def stored_version(work: ConceptWork, attachment: Attachment) -> AttachmentVersion:
    """The file that the call names, as the next version."""
    data = work.call.data
    number = attachment.versions.aggregate(last=Max("number"))["last"] or 0
    stored = AttachmentVersion(
        attachment=attachment, number=number + 1, sha256=str(data["sha256"]),
        name=str(data["name"])[:200], media_type=str(data["media_type"])[:100],
        size=int(data["size"]), added_by_id=work.call.person, added_at=work.at,
    )  # fmt: skip
    work.store(stored)
    return stored


def cells_fit(look: ConceptLook) -> Iterator[Unmet]:
    """A chapter, and pairs of a field and a group that there are."""
    if guards.named_chapter(look) is None:
        yield Unmet("chapter_missing", gettext("Please choose a chapter."), "chapter")
    pairs = _pairs(look)
    if not pairs:
        return
    fields = set(FieldOfAction.objects.values_list("pk", flat=True))
    groups = set(TargetGroup.objects.values_list("pk", flat=True))
    if any(one not in fields or two not in groups for one, two in pairs):
        text = gettext("One of the chosen entries does not exist.")
        yield Unmet("unknown_choice", text, "cells")


def _pairs(look: ConceptLook) -> list[tuple[int, int]]:
    said = [str(value).partition("-") for value in entries(look.call.data.get("cells"))]
    return sorted({(key(one), key(two)) for one, _dash, two in said})


@act(_("say what a chapter deals with"), guards=[cells_fit], needs_version=False)
def set_cells(work: ConceptWork) -> None:
    """Which target groups in which fields: the cells of the matrix that the chapter covers."""
    chapter = guards.named_chapter(work.look)
    assert chapter is not None, "guarded by cells_fit"
    wanted, known = set(_pairs(work.look)), list(chapter.cells.all())
    work.remove([cell for cell in known if (cell.field_id, cell.group_id) not in wanted])
    have = {(cell.field_id, cell.group_id) for cell in known}
    work.store_new(
        [ChapterCell(chapter=chapter, field_id=f, group_id=g) for f, g in sorted(wanted - have)]
    )
    work.note(chapter=chapter.pk, cells=[f"{one}-{two}" for one, two in sorted(wanted)])


# --- comments -----------------------------------------------------------------------------


@act(_("comment on a chapter"), guards=[guards.comment_fits], needs_version=False)
def comment_on_chapter(work: ConceptWork) -> None:
    """What an association or the integration council says, within the period."""
    data, chapter = work.call.data, guards.named_chapter(work.look)
    assert chapter is not None, "guarded by comment_fits"
    last = chapter.versions.aggregate(last=Max("number"))["last"] or 0
    row = ChapterComment(
        chapter=chapter, version=last, organisation=guards.from_whom(work.look),
        text=str(data["comment"]).strip(), made_by_id=work.call.person, made_at=work.at,
    )  # fmt: skip
    work.store(row)
    work.note(chapter=chapter.pk, comment=row.pk)


def answer_fits(look: ConceptLook) -> Iterator[Unmet]:
    """A comment that nobody has answered, what became of it and why."""
    row = named_comment(look)
    if row is None or row.outcome:
        text = gettext("This comment is answered already.")
        yield Unmet("comment_over", text, "comment")
    if look.call.data.get("outcome") not in Outcome.values:
        yield Unmet("outcome_missing", gettext("Please say what became of it."), "outcome")
    yield from reason_given(look)


def named_comment(look: ConceptLook) -> ChapterComment | None:
    """The comment that the call names."""
    wanted = key(look.call.data.get("comment"))
    if not wanted:
        return None
    rows = ChapterComment.objects.filter(chapter__concept=look.subject.pk)
    return rows.filter(pk=wanted).first()


@act(_("answer a comment"), guards=[answer_fits], needs_version=False)
def answer_comment(work: ConceptWork) -> None:
    """Taken over, in part, noted or not, always with the reason: a line of the synopsis."""
    row = named_comment(work.look)
    assert row is not None, "guarded by answer_fits"
    row.outcome, row.answer = str(work.call.data["outcome"]), work.call.text
    row.answered_by_id, row.answered_at = work.call.person, work.at
    work.store(row)
    work.note(comment=row.pk, outcome=row.outcome)


# --- the programme ------------------------------------------------------------------------


@act(_("set the programme"), guards=[guards.programme_fits], needs_version=False)
def set_programme(work: ConceptWork) -> None:
    """Which measures belong to the concept, by their file numbers."""
    concept = work.look.subject
    rows = Measure.objects.filter(reference__in=guards.numbers_in(work.look))
    keys = sorted(rows.values_list("pk", flat=True))
    concept.programme.set(keys)
    work.bind(Concept, concept.pk, "programme", keys)
    work.note(measures=len(keys))
