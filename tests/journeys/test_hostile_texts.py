"""Texts that would like to be code: in titles, names of units and files, in tables."""

from __future__ import annotations

import csv
import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from tests.journeys.driver import Person
from tests.town import Town
from workflows.actions.telling.delivery import dispatch

SCRIPT = "<script>alert(1)</script>"
BREAK = "\"'><img src=x onerror=alert(1)>"
HOSTILE = f"{SCRIPT}{BREAK}{{{{7*7}}}}"


def _unsafe(page) -> bool:
    tags = page.reader.elements
    return any(
        (tag == "img" and given.get("src") == "x") or "onerror" in given for tag, given in tags
    ) or any(tag == "script" and "src" not in given for tag, given in tags)


def test_no_text_becomes_markup(town: Town, tmp_path) -> None:
    texts = dict.fromkeys(("title", "facts", "goal", "proposal", "cover"), HOSTILE)
    office = Person(town, "organisation-organisation").inbox().follow("/organisation/")
    unit = office.follow(f"/organisation/einheiten/{town.units['youth']}/").follow("/aendern/")
    renamed = unit.fill_in("/aendern/", name=f"Jugend {HOSTILE}", short_name=f"J{SCRIPT}")
    trail = Person(town, "organisation-organisation").get("/organisation/verlauf/")
    with override_settings(MEDIA_ROOT=tmp_path):
        measure = town.propose(**texts, impact_school=True)
        clerk = Person(town, "youth-clerk")
        files = clerk.opens(measure).follow("/bearbeiten/").follow("/anlagen/")
        upload = SimpleUploadedFile(f"a{BREAK}.txt".replace("/", ""), b"Text", "text/plain")
        added = files.fill_in("/anlagen/", file=upload, title=HOSTILE)
        town.do(measure, "submit", "youth-head")
        town.do(measure, "pass_check", "centre-clerk")
        dispatch(at=town.now)
        school = Person(town, "school-head")
        vote = school.opens(measure).page_of("vote")
        wrong = vote.send(vote.form("/mitzeichnen/"), choice="refused", text="")
        school.does("ask_question", measure, text=HOSTILE)
        school.does("vote", measure, choice="conditional", **{"conditions-0-text": HOSTILE})
        case = clerk.opens(measure)
        answer = case.page_of("answer_question").do("answer_question", text=HOSTILE)
        late = vote.send(vote.form("/mitzeichnen/"), choice="refused", text=HOSTILE)
        pages = [
            renamed, trail, files, added, vote, wrong, case, answer, late, school.inbox(),
            school.get("/massnahmen/"), school.get("/massnahmen/?print=1"), clerk.inbox("started"),
            clerk.get(f"/massnahmen/{measure.case_id}/?print=1"),
            school.get("/benachrichtigungen/"),
            school.get(f"/massnahmen/?q={HOSTILE}"), school.get(f"/?q={HOSTILE}"),
            clerk.get(f"/massnahmen/{measure.case_id}/aenderungen/"),
            Person(town, "organisation-organisation").get("/organisation/"),
        ]  # fmt: skip
    assert late.status == 409
    assert [page.url for page in pages if _unsafe(page) or SCRIPT in page.html] == []
    assert HOSTILE in case.text
    assert not any("alert(49)" in page.html or ">49<" in page.html for page in pages)


def test_no_cell_of_a_table_becomes_a_formula(town: Town) -> None:
    starts = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://127.0.0.1")')
    for start in starts:
        town.propose(title=f"{start} Maßnahme")
    page = Person(town, "youth-clerk").inbox().follow("/massnahmen/").follow("/massnahmen/export/")
    rows = list(csv.reader(io.StringIO(page.html.lstrip("\ufeff")), delimiter=";"))
    assert len(rows) == len(starts) + 1
    dangerous = ("=", "+", "-", "@", "\t", "\r", "\n")
    assert [cell for row in rows for cell in row if cell.startswith(dangerous)] == []
    assert {"'=1+1 Maßnahme", "'+1 Maßnahme", "'-1 Maßnahme"} <= {row[1] for row in rows}
