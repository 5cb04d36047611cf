"""Chapters of an adopted concept for everybody: files that the council got, once released."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile

from coordination.concept.models import Chapter
from coordination.concept.queries.public import Concepts
from coordination.council.models import Paper
from coordination.decisions.actions.attachments import store
from coordination.decisions.models import Attachment, AttachmentVersion
from coordination.publishing.models import PublicEntry
from tests.coordination.portal.pieces import Public, everything
from tests.town import Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def public(town: Town) -> Public:
    return everything(town)


def chapter_with_file(public: Public, *, handed_out: bool = True) -> Chapter:
    """A second chapter whose file went to the council with the paper."""
    concept, person = public.concept, public.town.person("youth-clerk")
    attachment = Attachment.objects.create(case=concept.case, title="Arbeit")
    for number, body in ((1, b"alt"), (2, b"neu")):
        digest = store(ContentFile(b"%PDF-1.7 " + body))
        AttachmentVersion.objects.create(
            attachment=attachment, number=number, sha256=digest, name=f"arbeit-{number}.pdf",
            media_type="application/pdf", size=12, added_by=person, added_at=public.town.now,
        )  # fmt: skip
    if handed_out:
        attachment.paper = paper_of(public)
        attachment.save()
    return Chapter.objects.create(
        concept=concept, position=2, title="Arbeit", attachment=attachment
    )


def paper_of(public: Public) -> Paper:
    return Paper.objects.create(
        case=public.concept.case, reference="26-0900", name="Konzept", lead=public.concept.lead,
        text={}, digest=bytes(32), signed_by=public.town.person("mayor-mayor"),
        signature_mark="", dated="2026-02-20",
    )  # fmt: skip


def released_again(public: Public) -> None:
    entry = public.entries["concept"]
    PublicEntry.objects.filter(pk=entry.pk).update(
        released={**entry.released, **Concepts().facts(public.concept.case_id)}
    )


def test_chapters_of_an_adopted_concept_are_public_once_they_are_released(
    public: Public, tmp_path: Any, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    chapter_with_file(public)
    reference = public.entries["concept"].reference
    assert public.get("chapter", reference, 2).status_code == 404, "nobody has released it"
    assert "arbeit-2.pdf" not in public.page("concept")
    released_again(public)
    assert "arbeit-2.pdf" in public.page("concept")
    answer = public.get("chapter", reference, 2)
    assert b"".join(answer) == b"%PDF-1.7 neu"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="arbeit-2.pdf"'
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert (answer.headers["Cache-Control"], answer.cookies) == ("public, max-age=60", {})
    # What has no file, or no chapter, and what was written for another version stays unknown.
    assert [public.get("chapter", reference, n).status_code for n in (0, 1, 3)] == [404] * 3
    for ending, code in (("gone", 410), ("unavailable", 503)):
        PublicEntry.objects.filter(reference=reference).update(publication=ending)
        assert public.get("chapter", reference, 2).status_code == code


def test_a_chapter_that_did_not_go_to_the_council_is_a_title_alone(
    public: Public, tmp_path: Any, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    chapter_with_file(public, handed_out=False)
    released_again(public)
    assert "Arbeit" in public.page("concept")
    assert public.get("chapter", public.entries["concept"].reference, 2).status_code == 404


def test_an_older_release_has_titles_alone_and_a_lost_file_is_no_error(
    public: Public, tmp_path: Any, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    chapter_with_file(public)
    entry = public.entries["concept"]
    PublicEntry.objects.filter(pk=entry.pk).update(
        released={**entry.released, "chapters": ["Sprache und Bildung", "Arbeit"]}
    )
    assert "Arbeit" in public.page("concept")
    released_again(public)
    for path in tmp_path.rglob("*"):
        if path.is_file():
            path.unlink()
    assert public.get("chapter", entry.reference, 2).status_code == 503
