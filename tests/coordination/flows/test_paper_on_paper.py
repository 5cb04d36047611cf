"""A signed paper as PDF: everything that a Vorlage has, read by another reader than its writer."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from functools import cache
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from coordination.council.enums import Edition
from coordination.council.models import Paper, PaperFile
from coordination.decisions.actions.attachments import attach
from coordination.decisions.actions.papers import editions_of, file_papers, pdf_of
from coordination.decisions.queries.stored_files import storage_name, unneeded
from tests.journeys.driver import Person
from tests.rows import remembered
from tests.situations import REASON, Stage
from tests.town import Town, found
from tests.trails import assert_trails_hold
from workflows.actions.time.clock import take_effects
from workflows.models import Event, Task

pytestmark = pytest.mark.django_db

HOSTILE = '#import "@preview/x:1.0": y *fett* @quelle $x^2$ <b> \\ // nichts'
OPINION = "Das Dezernat 4 hält die Kosten für zu hoch."
HOUSE, COUNCIL, PUBLIC = Edition.HOUSE, Edition.COUNCIL, Edition.PUBLIC
ALL = {HOUSE, COUNCIL, PUBLIC}


@remembered
def signed() -> tuple[Town, int]:
    """Signed by the general deputy after dissent in the board, with conditions and a silence."""
    town = found()
    stage = Stage(town)
    text = {
        "proposal": f"Der Rat beschließt 40 Plätze.\n\n{HOSTILE}", "facts": "Es fehlen Plätze.",
        "climate_effects": "Kürzere Wege.", "impact_fundamental": True, "annual_cost": "1500",
        "external_partners": "Caritasverband",
    }  # fmt: skip
    measure = stage.draft(**text)
    for title, is_public in (("Lageplan", True), ("Personalliste", False)):
        attach(
            measure.case_id, SimpleUploadedFile("a.txt", title.encode()), name=f"{title}.txt",
            media_type="text/plain", title=title, is_public=is_public,
            by=town.person(stage.clerk), at=town.now, command=uuid4(),
        )  # fmt: skip
    stage.do(measure, "submit", stage.head)
    stage.do(measure, "pass_check", stage.checker)
    stage._conditions(measure, "Nur mit Jahresbericht.", "Nur ein Jahr lang.")
    first, second = stage._tasks(measure, "answer_condition")
    accept = {"accept": True, "material": False, "text": "Wird berichtet."}
    stage.do(measure, "answer_condition", stage.head, task=first.pk, **accept)
    decline = {"accept": False, "text": "Ein Jahr reicht nicht."}
    stage.do(measure, "answer_condition", stage.head, task=second.pk, **decline)
    task = Task.objects.filter(case=measure.case_id, step__key="confirm_decline")[0]
    stage.do(measure, "confirm_decline", "finance-head", task=task.pk)
    town.now += timedelta(days=20)
    take_effects(at=town.now)
    stage.do(measure, "resign", stage.head)
    stage.do(measure, "release", "division_4-deputy_mayor")
    stage.do(measure, "release", "division_3-integration_deputy")
    board = {"date": town.now.date().isoformat(), "protocol": "VV 12/2026"}
    stage.do(measure, "board_dissents", "board_office-board_secretary", text=OPINION, **board)
    stage.do(measure, "mayor_decides", "mayor-mayor", text=REASON, outcome="final_signature")
    stage.do(measure, "sign", "division_1-general_deputy")
    return town, measure.case_id


@pytest.fixture
def scene(db: None) -> tuple[Town, int]:
    return signed()


@pytest.fixture
def paper(scene: tuple[Town, int]) -> Paper:
    return Paper.objects.get(case=scene[1])


@cache
def words_of(content: bytes) -> str:
    """All text of a PDF on one line, the words whole that were broken at the end of a line."""
    pages = "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return " ".join(pages.replace("\u200b", "").replace("-\n", "").split())


STANDS = {
    "Drucksachen-Nr. 26-0001": ALL,
    "Vorlagenart Beschlussvorlage": ALL,
    "Status öffentlich": ALL,
    "Datum 22.03.2026": ALL,
    "Federführung Unit social": ALL,
    "Beteiligte Dienststellen Unit centre Unit finance Unit school": ALL,
    "Verfasst von Unit health": ALL,
    "Aktenzeichen M-2026-": ALL,
    "1 Body integration 01.05.2026, 17:00 Vorberatung öffentlich": ALL,
    "2 Body council 06.05.2026, 17:00 Entscheidung öffentlich": ALL,
    f"Beschlussvorschlag Der Rat beschließt 40 Plätze. {HOSTILE}": ALL,
    "Ziel 40 Plätze bis Jahresende.": ALL,
    "Sachverhalt und Begründung Es fehlen Plätze.": ALL,
    "Beteiligte außerhalb der Verwaltung Caritasverband": ALL,
    "Träger ausgewählt (01.09.2026)": ALL,
    "Finanzielle Auswirkungen ja": ALL,
    "Gesamtkosten 20.000,00 €": ALL,
    "Deckung Produkt 060201": ALL,
    "Auswirkungen auf das Klima Kürzere Wege.": ALL,
    "Auswirkungen auf die Gleichstellung Keine Auswirkungen angegeben.": ALL,
    "Lageplan.txt": ALL,
    "Personalliste.txt": {HOUSE, COUNCIL},
    "zugestimmt mit Maßgabe i. A. Head Finance 02.03.2026": {HOUSE},
    "gilt als erteilt – durch Fristablauf keine Unterschrift: geschwiegen": {HOUSE},
    "Unit school: gilt als erteilt – durch Fristablauf": {COUNCIL},
    "Übernommene Maßgaben • Unit finance: Nur mit Jahresbericht. Antwort der Federführung: Wird"
    " berichtet.": {HOUSE},
    "Übernommene Maßgaben • Nur mit Jahresbericht.": {COUNCIL},
    "Nicht übernommene Maßgaben • Unit finance: Nur ein Jahr lang.": {HOUSE},
    "Antwort der Federführung: Ein Jahr reicht nicht.": {HOUSE},
    f"Abweichende Meinung {OPINION}": {HOUSE, COUNCIL},
    REASON: {HOUSE, COUNCIL},
    "i. V. Deputy Mayor Division": {HOUSE, COUNCIL},
    "i. V. general_deputy division_1 22.03.2026": {PUBLIC},
}
"""What stands in which edition: the fields of a Vorlage and the co-signature (domain 1.3, M8)."""


def test_every_field_stands_in_the_editions_that_it_is_for(paper: Paper) -> None:
    texts = {one: words_of(pdf_of(paper, one).content) for one in Edition}
    found = {words: {one for one in Edition if words in texts[one]} for words in STANDS}
    assert found == STANDS


def test_62_digest_of_the_frozen_text_stands_in_the_paper(paper: Paper) -> None:
    text = json.dumps(paper.text, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    digest = hashlib.sha256(text.encode()).hexdigest()
    assert bytes(paper.digest).hex() == digest
    assert all(digest in words_of(pdf_of(paper, one).content) for one in Edition)


def test_pdf_is_tagged_german_titled_and_has_bookmarks(paper: Paper) -> None:
    reader = PdfReader(BytesIO(pdf_of(paper, HOUSE).content))
    root: Any = reader.trailer["/Root"]
    about = reader.xmp_metadata
    assert about is not None
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"].value) == ("de-DE", True)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/StructTreeRoot"]["/K"]
    assert reader.metadata
    assert reader.metadata.title == "DS 26-0001: Sprachkurse in Familienzentren"
    titles = [one.title for one in _flat(reader.outline)]
    assert titles[0] == "Sprachkurse in Familienzentren"
    assert {"Beratungsfolge", "Beschlussvorschlag", "Mitzeichnungen", "Schlusszeichnung"} <= {
        *titles
    }
    assert "pdfuaid" in reader.trailer["/Root"]["/Metadata"].get_data().decode()


def _flat(outline: Any) -> Any:
    for one in outline:
        if isinstance(one, list):
            yield from _flat(one)
        else:
            yield one


def test_same_frozen_text_gives_the_same_bytes(paper: Paper) -> None:
    first = {one: pdf_of(paper, one).content for one in Edition}
    again = Paper.objects.get(pk=paper.pk)
    assert {one: pdf_of(again, one).content for one in Edition} == first
    assert len(set(first.values())) == len(Edition)


def test_filed_editions_are_stored_bound_and_handed_out(
    paper: Paper, scene: tuple[Town, int]
) -> None:
    town, case = scene
    made = {one: pdf_of(paper, one) for one in Edition}
    assert {pdf.is_filed for pdf in made.values()} == {False}
    assert file_papers(at=town.now, seconds=9) == 1
    assert file_papers(at=town.now, seconds=9) == 0
    digests = {one: hashlib.sha256(pdf.content).hexdigest() for one, pdf in made.items()}
    assert dict(PaperFile.objects.values_list("edition", "sha256")) == digests
    event = Event.objects.get(case=case, action="file_paper")
    assert event.data == {"paper": "26-0001", "files": {k.value: v for k, v in digests.items()}}
    assert pdf_of(paper, HOUSE).is_filed
    assert unneeded([*digests.values()], since=town.now) == set()
    assert_trails_hold(case)


def test_lost_file_is_set_anew_with_the_same_bytes(paper: Paper, scene: tuple[Town, int]) -> None:
    town, _case = scene
    file_papers(at=town.now, seconds=9)
    filed = pdf_of(paper, COUNCIL)
    digest = paper.files.get(edition=COUNCIL).sha256
    default_storage.delete(storage_name(digest))
    anew = pdf_of(paper, COUNCIL)
    assert (anew.content, anew.is_filed) == (filed.content, False)


def test_paper_that_is_not_public_says_so_and_has_no_public_edition(town: Town) -> None:
    stage = Stage(town, fields={"council_public": False})
    measure = stage.final_signature()
    stage.do(measure, "sign", "mayor-mayor")
    paper = Paper.objects.get()
    assert editions_of(paper) == [HOUSE, COUNCIL]
    words = words_of(pdf_of(paper, HOUSE).content)
    assert "Nichtöffentlich" in words
    assert "Status nichtöffentlich (GO NRW § 48 Abs. 2)" in words


def test_whoever_sees_the_measure_gets_their_edition(paper: Paper, scene: tuple[Town, int]) -> None:
    town, case = scene
    path = f"/massnahmen/{case}/vorlagen/{paper.pk}/"
    head = Person(town, "social-head")
    mine = head.get(path)
    assert (mine.status, mine.response["Content-Type"]) == (200, "application/pdf")
    assert mine.response["Content-Disposition"] == (
        'attachment; filename="DS-26-0001-Sprachkurse-in-Familienzentren.pdf"'
    )
    assert mine.content == pdf_of(paper, HOUSE).content
    assert head.get(f"{path}?fuer=council").content == pdf_of(paper, COUNCIL).content
    observer = Person(town, "council-observer")
    assert observer.get(path).status == 404
    sent = {"sent_on": town.now.date().isoformat()}
    town.do(case, "record_dispatch", "council_office-council_secretary", **sent)
    for address in (path, f"{path}?fuer=house"):
        assert observer.get(address).content == pdf_of(paper, COUNCIL).content
    assert head.get(f"/massnahmen/{case}/vorlagen/{paper.pk + 1}/").status == 404


def test_download_asks_few_statements(paper: Paper, scene: tuple[Town, int]) -> None:
    town, case = scene
    file_papers(at=town.now, seconds=9)
    head = Person(town, "social-head")
    head.get(f"/massnahmen/{case}/vorlagen/{paper.pk}/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        head.get(f"/massnahmen/{case}/vorlagen/{paper.pk}/")
    assert len(asked) <= 12
