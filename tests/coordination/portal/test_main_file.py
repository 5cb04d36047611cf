"""The PDF of a public paper as everybody gets it: the public edition, once it is filed."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from coordination.council.enums import Edition
from coordination.council.models import Paper, PaperFile
from coordination.decisions.actions.papers import file_papers, pdf_of
from coordination.portal.actions.publishing import refresh
from coordination.portal.actions.releasing import decide
from coordination.portal.views import answers
from coordination.portal.views.answers import Gate
from tests.coordination.flows.test_paper_on_paper import OPINION, signed, words_of
from tests.coordination.portal.conftest import RELEASE, ROOT, Publicity, get, read
from tests.coordination.portal.validator import by_schema, by_text, folder
from tests.situations import COUNCIL_OFFICE, REASON
from workflows.models import Case


@pytest.fixture(autouse=True)
def _open_gate(monkeypatch) -> None:
    monkeypatch.setattr(answers, "_GATE", Gate())


@pytest.fixture
def filed(publicity: Publicity) -> Publicity:
    """Released, with the PDF of every signed paper filed after that."""
    publicity.decide()
    assert "mainFile" not in the_paper()
    assert file_papers(at=publicity.town.now, seconds=60) == 2
    assert publicity.refresh() > 0
    return publicity


def the_paper() -> dict[str, Any]:
    (paper,) = get("/papers")["data"]
    return paper


def test_a_paper_has_its_pdf_once_it_is_filed(filed: Publicity) -> None:
    paper, own = the_paper(), filed.paper
    edition = own.files.get(edition=Edition.PUBLIC)
    file = dict(paper["mainFile"])
    times = {name: file.pop(name) for name in ("created", "modified")}
    url = file["id"]
    assert file == {
        "id": url, "type": "https://schema.oparl.org/1.1/File",
        "name": f"Beschlussvorlage {own.reference}",
        "fileName": f"DS-{own.reference}-Öffentliche-Vorlage-oeffentlich.pdf",
        "mimeType": "application/pdf", "date": own.dated.isoformat(), "size": edition.size,
        "paper": [paper["id"]], "accessUrl": f"{url}/content", "downloadUrl": f"{url}/download",
    }  # fmt: skip
    assert Client().get(url).json() == {**file, **times}
    assert paper["modified"] == times["modified"] > paper["created"]
    assert [one["name"] for one in paper["auxiliaryFile"]] == ["Plan"]
    assert paper["mainFile"] in get("/files")["data"]
    assert "mainFile" not in get("/papers", omit_internal="true")["data"][0]
    assert filed.refresh(everything=True) == 0


def test_its_bytes_are_those_of_the_public_edition(filed: Publicity) -> None:
    file = the_paper()["mainFile"]
    edition = filed.paper.files.get(edition=Edition.PUBLIC)
    shown, saved = Client().get(file["accessUrl"]), Client().get(file["downloadUrl"])
    content = b"".join(shown)
    assert content == b"".join(saved) == pdf_of(filed.paper, Edition.PUBLIC).content
    assert len(content) == file["size"]
    assert "attachment" not in shown.headers.get("Content-Disposition", "")
    assert saved.headers["Content-Disposition"].startswith("attachment; filename")
    for answer in (shown, saved):
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["ETag"] == f'"{edition.sha256}"'
    again = Client().get(file["accessUrl"], headers={"If-None-Match": shown.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_pdf_of_a_paper_that_is_not_public_stays_inside(filed: Publicity) -> None:
    secret = Paper.objects.get(case=filed.secret.case_id)
    assert secret.files.exists(), "the house and the council have it"
    for path in (f"/file/p{secret.pk}", f"/file/p{secret.pk}/content", f"/paper/{secret.pk}"):
        assert Client().get(f"{ROOT}{path}").status_code == 404
    # Even a file that was set by mistake is not shown.
    PaperFile.objects.create(
        paper=secret, edition=Edition.PUBLIC, sha256="0" * 64, size=1, made_at=filed.town.now
    )
    filed.refresh(everything=True)
    assert Client().get(f"{ROOT}/file/p{secret.pk}").status_code == 404


@pytest.mark.parametrize("kind", ["not public", "restricted"])
def test_the_pdf_goes_with_its_paper(filed: Publicity, kind: str) -> None:
    file = the_paper()["mainFile"]
    if kind == "restricted":
        Case.objects.filter(pk=filed.open.case_id).update(access="restricted")
    else:
        Paper.objects.filter(pk=filed.paper.pk).update(is_public=False)
    filed.refresh(everything=True)
    gone = Client().get(file["id"]).json()
    assert set(gone) == {"id", "type", "created", "modified", "deleted"}
    for url in (file["accessUrl"], file["downloadUrl"]):
        assert Client().get(url).status_code == 410
    filed.decide(is_released=False)
    for url in (file["id"], file["accessUrl"], file["downloadUrl"]):
        assert Client().get(url).status_code == 404


def test_a_number_of_the_council_system_is_published_with_a_new_pdf(publicity: Publicity) -> None:
    Paper.objects.filter(pk=publicity.paper.pk).update(numbering="council_system")
    file_papers(at=publicity.town.now, seconds=60)
    publicity.decide()
    paper = the_paper()
    before = paper["mainFile"]
    assert "reference" not in paper, "our own number is not the one that counts"
    assert before["name"] == "Beschlussvorlage"
    assert before["fileName"].startswith("Vorlage-")
    publicity.town.do(publicity.open, "enter_reference", COUNCIL_OFFICE, reference="FB 56/0176")
    publicity.refresh()
    assert "mainFile" not in the_paper()
    assert Client().get(before["accessUrl"]).status_code == 410
    file_papers(at=publicity.town.now, seconds=60)
    publicity.refresh()
    paper = the_paper()
    assert (paper["reference"], paper["mainFile"]["name"]) == (
        "FB 56/0176", "Beschlussvorlage FB 56/0176",
    )  # fmt: skip
    assert paper["mainFile"]["id"] == before["id"]
    assert "FB 56/0176" in words_of(read(paper["mainFile"]["accessUrl"]))


INSIDE = (
    "Nur mit Jahresbericht", "Wird berichtet", "Nur ein Jahr lang", "Ein Jahr reicht nicht",
    "mit Maßgabe", "gilt als erteilt", "Mitzeichnung", "Personalliste", "Head Finance",
    "i. V. Deputy Mayor Division", OPINION, REASON,
)  # fmt: skip
"""Words of co-signatures, conditions and dissent, names of persons, an attachment not public."""


def test_no_byte_of_the_published_pdf_says_what_the_offices_said(db: None) -> None:
    town, case = signed()
    paper = Paper.objects.get(case=case)
    decide(RELEASE, by=town.person(COUNCIL_OFFICE), at=town.now)
    file_papers(at=town.now, seconds=60)
    refresh(at=town.now + timedelta(minutes=1))
    content = read(the_paper()["mainFile"]["downloadUrl"])
    said = words_of(content) + hidden_text(content)
    assert "Der Rat beschließt 40 Plätze." in said
    assert "/StructTreeRoot" in said, "the objects were read, too"
    assert [words for words in INSIDE if words in said] == []
    within = "".join(words_of(pdf_of(paper, one).content) for one in Edition)
    assert [words for words in INSIDE if words not in within] == [], "the others do say it"


def hidden_text(content: bytes) -> str:
    """Everything in a PDF that is not on its pages: each object, each stream unpacked."""
    reader = PdfReader(BytesIO(content))
    found = [str(reader.metadata), str(reader.outline)]
    for number in range(1, int(reader.trailer["/Size"])):
        thing = reader.get_object(number)
        found.append(str(thing))
        if hasattr(thing, "get_data"):
            data = thing.get_data()
            found += [data.decode("utf-8", "replace"), data.decode("utf-16-be", "replace")]
    return "\n".join(found)


def test_papers_with_their_pdf_hold_to_the_text(filed: Publicity) -> None:
    things = [the_paper(), *get("/files")["data"]]
    assert [problem for thing in things for problem in by_text(thing)] == []


def test_papers_with_their_pdf_hold_to_the_official_schemas(filed: Publicity) -> None:
    if folder() is None:
        pytest.skip("the official OParl schemas are not here (shared/data/oparl)")
    things = [the_paper(), *get("/files")["data"]]
    assert [problem for thing in things for problem in by_schema(thing)] == []
