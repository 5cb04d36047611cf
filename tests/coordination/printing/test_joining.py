"""The attachments of a paper in one PDF; what cannot be joined stands in its list with a word."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.base import File
from django.core.files.storage import default_storage
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from coordination.council.models import Paper
from coordination.decisions.actions.attachments import attach
from coordination.decisions.models import AttachmentVersion
from coordination.decisions.queries.stored_files import storage_name
from coordination.printing.blocks import Document, Text, Title
from coordination.printing.joining import Obstacle, read_part
from coordination.printing.typesetting import typeset
from tests.journeys.driver import Person
from tests.situations import Stage
from tests.town import Town

pytestmark = pytest.mark.django_db


SCRIPT = "app.alert(1)"


def pdf(words: str) -> bytes:
    blocks = [Title("", words), Text(words)]
    return typeset(Document(words, "", date(2026, 3, 2), ("", ""), "", blocks))


def locked(password: str) -> bytes:
    writer = PdfWriter(clone_from=BytesIO(pdf("geheim")))
    writer.encrypt(user_password=password, owner_password="anders", algorithm="AES-256")
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def with_script() -> bytes:
    writer = PdfWriter(clone_from=BytesIO(pdf("Skript")))
    action = {
        NameObject("/S"): NameObject("/JavaScript"),
        NameObject("/JS"): TextStringObject(SCRIPT),
    }
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    writer.pages[0][NameObject("/AA")] = DictionaryObject(
        {NameObject("/O"): DictionaryObject(action)}
    )
    writer.add_attachment("x.exe", b"MZ")
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


FILES = {
    "Lageplan": ("lageplan.pdf", pdf("Der Plan.")),
    "Tabelle": ("tabelle.txt", b"1;2"),
    "Kaputt": ("kaputt.pdf", b"%PDF-1.7\nnichts weiter"),
    "Halb": ("halb.pdf", pdf("x")[:900]),
    "Verschlossen": ("verschlossen.pdf", locked("geheim")),
    "Offen verschlossen": ("offen.pdf", locked("")),
    "Skript": ("skript.pdf", with_script()),
    "Verloren": ("verloren.pdf", pdf("verloren")),
}
OWN = "liegt als eigene Datei bei"
PLACES = {
    "Lageplan": "ab Seite {}", "Tabelle": f"anderes Format, {OWN}",
    "Kaputt": f"als PDF nicht lesbar, {OWN}", "Halb": f"als PDF nicht lesbar, {OWN}",
    "Verschlossen": f"durch ein Kennwort geschützt, {OWN}", "Offen verschlossen": "ab Seite {}",
    "Skript": "ab Seite {}", "Verloren": "fehlt in der Ablage oder ist dort beschädigt",
}  # fmt: skip


def test_paper_and_attachments_in_one_pdf(town: Town) -> None:
    stage = Stage(town)
    measure = stage.draft()
    for title, (name, content) in FILES.items():
        kind = "application/pdf" if name.endswith("pdf") else "text/plain"
        attach(
            measure.case_id, File(BytesIO(content), name), name=name, media_type=kind,
            title=title, is_public=True, by=town.person(stage.clerk), at=town.now, command=uuid4(),
        )  # fmt: skip
    stage.do(measure, "submit", stage.head)
    stage.do(measure, "pass_check", stage.checker)
    stage.do(measure, "vote", "finance-head", choice="approved")
    stage.do(measure, "vote", "school-head", choice="approved")
    stage.do(measure, "release", "division_4-deputy_mayor")
    stage.do(measure, "release", "division_3-integration_deputy")
    stage.do(measure, "sign", "mayor-mayor")
    gone = AttachmentVersion.objects.get(name="verloren.pdf")
    default_storage.delete(storage_name(gone.sha256))
    paper = Paper.objects.get()
    head = Person(town, stage.head)
    address = f"/massnahmen/{measure.case_id}/vorlagen/{paper.pk}/mit-anlagen/"
    assert head.case(measure).leads_to(address)
    page = head.get(address)
    name = "DS-26-0001-Sprachkurse-in-Familienzentren-mit-Anlagen.pdf"
    assert page.response["Content-Disposition"] == f'attachment; filename="{name}"'
    reader = PdfReader(BytesIO(page.content))
    starts = {one.title: reader.get_destination_page_number(one) + 1 for one in reader.outline}
    joined = [title for title, place in PLACES.items() if "{}" in place]
    assert list(starts) == ["Inhalt", "DS 26-0001", *sorted(joined)]
    cover = " ".join(
        reader.pages[0].extract_text().replace("\u200b", "").replace("-\n", "").split()
    )
    for title, place in PLACES.items():
        line = f"{title} {FILES[title][0]} {place.format(starts.get(title))}"
        assert line in cover
    assert "Der Plan." in reader.pages[starts["Lageplan"] - 1].extract_text()
    assert SCRIPT.encode() not in page.content
    assert b"x.exe" not in page.content


def test_more_pages_or_bytes_than_there_is_room_for_are_left_out() -> None:
    content = BytesIO(pdf("W " * 9000))
    pages = len(PdfReader(content).pages)
    assert read_part("x", content, most_pages=pages).obstacle is None
    assert read_part("x", content, most_pages=pages - 1).obstacle == Obstacle.LARGE
