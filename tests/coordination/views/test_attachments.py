"""Attachments: what may be uploaded, who may read it, when it can no longer change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from coordination.decisions.models import Attachment, AttachmentVersion
from coordination.measures.models import Measure
from tests.coordination.forms.pictures import photo, plain_photo
from tests.journeys.driver import Page, Person
from tests.town import Town
from workflows.models import Case, Event

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)


@pytest.fixture(autouse=True)
def private_files(settings: Any, tmp_path: Path) -> Path:
    """Files of a test lie in its own folder."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def _upload(person: Person, measure: Measure, name: str, content: bytes, **more: Any) -> Page:
    page = person.act(measure, "attachments")
    return page.answer(title=more.pop("title", ""), file=SimpleUploadedFile(name, content), **more)


def _address(version: AttachmentVersion) -> str:
    attachment = version.attachment
    return reverse(
        "coordination:attachment", args=[attachment.case_id, attachment.pk, version.number]
    )


def test_uploaded_file_is_stored_once_and_served_as_a_download(
    town: Town, private_files: Path
) -> None:
    measure = town.propose()
    clerk = Person(town, "youth-clerk")
    assert _upload(clerk, measure, "Konzept.pdf", PDF, title="Konzept").status == 200
    assert _upload(clerk, measure, "Kopie.pdf", PDF).status == 200
    assert len([path for path in private_files.rglob("*") if path.is_file()]) == 1
    version = AttachmentVersion.objects.get(attachment__title="Konzept")
    answer = clerk.get(_address(version))
    response = answer.response
    assert answer.content == PDF
    assert response.headers["Content-Disposition"] == 'attachment; filename="Konzept.pdf"'
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response.headers["Cache-Control"]
    event = Event.objects.filter(action="add_attachment").latest("seq")
    assert event.data["sha256"] == version.sha256


def test_download_asks_the_policy(town: Town) -> None:
    measure, other = town.propose(), town.propose(title="Zweite")
    _upload(Person(town, "youth-clerk"), measure, "a.pdf", PDF)
    version = AttachmentVersion.objects.get()
    stranger = Person(town, "social-head")
    assert stranger.get(_address(version)).status == 404
    swapped = reverse("coordination:attachment", args=[other.case_id, version.attachment_id, 1])
    assert Person(town, "youth-clerk").get(swapped).status == 404
    assert Person(town, "youth-clerk").get(_address(version)[:-2] + "7/").status == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bild.svg", b"<svg xmlns='http://www.w3.org/2000/svg'></svg>"),
        ("seite.html", b"<!doctype html><html></html>"),
        ("programm.exe", b"MZ" + bytes(200)),
        ("bild.pdf", PNG),
        ("seite.txt", b"<!doctype html><html><script>1</script></html>"),
        ("bild.txt", b"<svg xmlns='http://www.w3.org/2000/svg'></svg>"),
        ("leer.pdf", b""),
        ("ohne", PDF),
    ],
)
def test_what_browsers_run_or_what_is_not_what_it_says_is_refused(
    town: Town, name: str, content: bytes
) -> None:
    measure = town.propose()
    page = _upload(Person(town, "youth-clerk"), measure, name, content, title="Bleibt stehen")
    assert page.status == 422
    assert "Bleibt stehen" in page.html
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Akten\\Plan.pdf", "Plan.pdf"),
        ("rechnung\u202efdp.txt", "rechnungfdp.txt"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie x.txt"),
        ("Übersicht.PDF", "Übersicht.pdf"),
    ],
)
def test_names_are_made_safe(name: str, kept: str) -> None:
    from coordination.decisions.forms.uploads import safe_name

    assert safe_name(name) == kept


def test_too_large_file_is_refused_with_its_size(town: Town, settings: Any) -> None:
    settings.ATTACHMENT_MAX_BYTES = 100
    page = _upload(Person(town, "youth-clerk"), town.propose(), "a.pdf", PDF + bytes(200))
    assert page.status == 422
    assert "zu groß" in page.html


def test_picture_is_kept_without_what_nobody_sees_in_it(town: Town) -> None:
    clerk = Person(town, "youth-clerk")
    _upload(clerk, town.propose(), "foto.jpg", photo(turn=6))
    version = AttachmentVersion.objects.get()
    kept = clerk.get(_address(version)).content
    assert (kept, version.size) == (plain_photo(turn=6), len(kept))


def test_new_version_keeps_the_old_one(town: Town) -> None:
    measure = town.propose()
    clerk = Person(town, "youth-clerk")
    _upload(clerk, measure, "a.pdf", PDF, title="Plan")
    attachment = Attachment.objects.get()
    _upload(clerk, measure, "b.png", PNG, title="Plan", replaces=str(attachment.pk))
    assert list(attachment.versions.values_list("number", "name")) == [(2, "b.png"), (1, "a.pdf")]
    page = clerk.case(measure)
    assert f"/anlagen/{attachment.pk}/1/" in page.html
    assert f"/anlagen/{attachment.pk}/2/" in page.html


def test_attachment_changes_the_text_and_needs_the_agreement_anew(town: Town) -> None:
    measure = town.propose()
    town.do(measure, "agree", "youth-head")
    before = Case.objects.get(pk=measure.case_id).version
    _upload(Person(town, "youth-clerk"), measure, "a.pdf", PDF)
    assert Case.objects.get(pk=measure.case_id).version == before + 1
    assert Measure.objects.get().head_agreed_version == before


def test_removed_attachment_is_gone_and_frozen_ones_stay(town: Town) -> None:
    measure = town.propose()
    clerk = Person(town, "youth-clerk")
    _upload(clerk, measure, "a.pdf", PDF)
    version = AttachmentVersion.objects.get()
    remove = reverse(
        "coordination:attachment_remove", args=[measure.case_id, version.attachment_id]
    )
    assert clerk.get(remove).answer().status == 200
    assert clerk.get(_address(version)).status == 404
    assert clerk.get(remove).status == 404


def test_attachment_is_frozen_with_the_paper(town: Town) -> None:
    measure = town.propose()
    _upload(Person(town, "youth-clerk"), measure, "a.pdf", PDF)
    town.do(measure, "submit", "youth-head")
    clerk = Person(town, "youth-clerk")
    assert clerk.act(measure, "attachments").status == 409
    town.do(measure, "pass_check", "centre-clerk")
    town.vote_all(measure)
    town.do(measure, "release", "division_3-deputy_mayor")
    town.do(measure, "sign", "mayor-mayor")
    assert Attachment.objects.get().paper is not None
    assert "mit der Vorlage festgeschrieben" in clerk.case(measure).html


def test_stranger_cannot_attach(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True)
    refused = Person(town, "school-head").act(measure, "attachments")
    assert refused.status == 403
