"""The way to a council system and back: handed over, decided, returned (GO NRW §§ 52, 54, 57)."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from coordination.council.exchange import FaultyExcerptError, read_excerpt
from coordination.council.exchange.folder import FolderWay
from coordination.council.exchange.mail import MailWay
from coordination.council.models import Consultation, Excerpt, HandOver
from coordination.decisions.actions.exchanging import (
    hand_papers_over,
    take_excerpts,
)
from coordination.decisions.flows.handing_over import provisional_resolution
from coordination.measures.models import Measure
from tests.coordination.flows.exchanged import after, signed, stations
from tests.situations import COUNCIL_OFFICE, Stage
from tests.town import Town
from workflows.calendars import local_date
from workflows.models import Deadline, Event
from workflows.refusals import GuardsUnmet, NotAllowed

pytestmark = pytest.mark.django_db

CANARY = "Kranichflug"
"""What an office said; it never leaves the house."""


def handed_over(stage: Stage, way: FolderWay) -> Measure:
    measure = signed(stage)
    assert hand_papers_over(way, at=stage.town.now, seconds=60) == 1
    return measure


def excerpt_for(station: Consultation, **more: Any) -> dict[str, Any]:
    assert station.meeting
    assert station.paper
    return {
        "reference": f"DS {station.paper.reference}",
        "body": station.organization.name,
        "session": local_date(station.meeting.starts_at).isoformat(),
        "result": "einstimmig bei 3 Enthaltungen",
        **more,
    }


def bring(way: FolderWay, excerpt: object, name: str = "auszug.json") -> Path:
    inbox = way.folder / "herein"
    inbox.mkdir(exist_ok=True)
    file = inbox / name
    content = excerpt if isinstance(excerpt, bytes) else json.dumps(excerpt).encode()
    file.write_bytes(content)
    return file


def test_paper_leaves_as_pdf_and_json_and_every_station_is_waited_for(
    stage: Stage, way: FolderWay
) -> None:
    measure = handed_over(stage, way)
    paper = stations(measure)[0].paper
    assert paper
    out = way.folder / "hinaus"
    assert (out / f"{paper.reference}.pdf").read_bytes().startswith(b"%PDF")
    facts = json.loads((out / f"{paper.reference}.json").read_text(encoding="utf-8"))
    assert facts["reference"] == paper.reference
    assert [one["role"] for one in facts["stations"]] == [s.role for s in stations(measure)]
    assert [row.state for row in HandOver.objects.filter(consultation__case=measure.case_id)] == [
        "handed_over"
    ] * len(stations(measure))
    assert sorted(path.name for path in out.iterdir()) == [
        f"{paper.reference}.json", f"{paper.reference}.pdf",
    ]  # fmt: skip


def test_paper_is_handed_over_once(stage: Stage, way: FolderWay) -> None:
    handed_over(stage, way)
    assert hand_papers_over(way, at=stage.town.now, seconds=60) == 0


def test_what_offices_said_inside_does_not_leave(stage: Stage, way: FolderWay) -> None:
    measure = stage.asked()
    stage.do(measure, "vote", "finance-head", choice="approved", text=CANARY)
    stage.do(measure, "vote", "school-head", choice="approved")
    stage.do(measure, "release", "division_4-deputy_mayor")
    stage.do(measure, "release", "division_3-integration_deputy")
    stage.do(measure, "sign", "mayor-mayor")
    assert hand_papers_over(way, at=stage.town.now, seconds=60) == 1
    content = b"".join(path.read_bytes() for path in (way.folder / "hinaus").iterdir())
    assert CANARY.encode() not in content


def test_excerpt_is_taken_over_and_the_matter_goes_on(stage: Stage, way: FolderWay) -> None:
    measure = handed_over(stage, way)
    first, *_rest = stations(measure)
    file = bring(way, excerpt_for(first))
    assert take_excerpts(way, at=after(stage, first), seconds=60) == 1
    first.refresh_from_db()
    assert (first.result, first.abstentions, first.recorded_by) == ("accepted", 3, None)
    assert HandOver.objects.get(consultation=first).state == "returned"
    assert not file.exists()
    assert (way.folder / "herein" / "erledigt" / file.name).is_file()


def test_period_of_objection_runs_from_the_day_of_the_resolution(
    stage: Stage, way: FolderWay
) -> None:
    """§ 54 Abs. 1: the third day after the resolution, however late the excerpt comes."""
    measure = handed_over(stage, way)
    *before, last = stations(measure)
    for station in before:
        bring(way, excerpt_for(station))
        take_excerpts(way, at=after(stage, station), seconds=60)
    assert last.meeting
    stage.town.now = last.meeting.starts_at + timedelta(days=1)
    bring(way, excerpt_for(last, result="mehrheitlich beschlossen", yes=40, no=12))
    assert take_excerpts(way, at=stage.town.now, seconds=60) == 1
    assert stage.town.state(measure) == "resolved"
    objection = Deadline.objects.get(case=measure.case_id, kind="objection")
    assert objection.due_on == local_date(last.meeting.starts_at) + timedelta(days=3)


def recorded_by_hand(stage: Stage, way: FolderWay) -> tuple[Measure, Consultation]:
    measure = handed_over(stage, way)
    stage.town.decide(measure, "accepted")
    return measure, stations(measure)[-1]


def test_result_by_hand_is_provisional_until_the_excerpt_is_back(
    stage: Stage, way: FolderWay
) -> None:
    measure, last = recorded_by_hand(stage, way)
    assert provisional_resolution(measure.case_id) is not None
    bring(way, excerpt_for(last, result="beschlossen"))
    assert take_excerpts(way, at=stage.town.now, seconds=60) == 1
    assert provisional_resolution(measure.case_id) is None
    assert Excerpt.objects.get().status == "taken"


def test_work_begins_on_a_provisional_result_only_if_the_mayor_says_so(
    stage: Stage, way: FolderWay
) -> None:
    measure, _last = recorded_by_hand(stage, way)
    with pytest.raises(GuardsUnmet) as refused:
        stage.do(measure, "start_implementation", stage.head, responsible=1)
    assert "result_provisional" in {item.code for item in refused.value.unmet}
    with pytest.raises(NotAllowed):
        stage.do(measure, "accept_provisional", stage.head, text="Es eilt sehr.")
    with pytest.raises(GuardsUnmet):
        stage.do(measure, "accept_provisional", "mayor-mayor", text="")
    stage.do(measure, "accept_provisional", "mayor-mayor", text="Der Förderbescheid verfällt.")
    assert provisional_resolution(measure.case_id) is None
    assert Event.objects.filter(case=measure.case_id, action="accept_provisional").count() == 1


def test_council_office_confirms_by_hand_that_the_excerpt_is_there(
    stage: Stage, way: FolderWay
) -> None:
    measure, last = recorded_by_hand(stage, way)
    stage.do(measure, "confirm_excerpt", COUNCIL_OFFICE, consultation=last.pk)
    assert HandOver.objects.get(consultation=last).state == "returned"
    with pytest.raises(GuardsUnmet):
        stage.do(measure, "confirm_excerpt", COUNCIL_OFFICE, consultation=last.pk)


def test_second_excerpt_that_differs_is_a_question_and_overwrites_nothing(
    stage: Stage, way: FolderWay
) -> None:
    measure, last = recorded_by_hand(stage, way)
    bring(way, excerpt_for(last, result="beschlossen"), "eins.json")
    take_excerpts(way, at=stage.town.now, seconds=60)
    bring(way, excerpt_for(last, result="abgelehnt"), "zwei.json")
    take_excerpts(way, at=stage.town.now, seconds=60)
    last.refresh_from_db()
    assert last.result == "accepted"
    assert stage.town.state(measure) == "resolved"
    assert Excerpt.objects.get(name="zwei.json").problem == "conflict"


def test_same_excerpt_brought_twice_is_one(stage: Stage, way: FolderWay) -> None:
    first = stations(handed_over(stage, way))[0]
    for name in ("eins.json", "zwei.json"):
        bring(way, excerpt_for(first), name)
    assert take_excerpts(way, at=after(stage, first), seconds=60) == 1
    assert Excerpt.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"reference": "99-9999"}, "paper_unknown"),
        ({"body": "Ausschuss für Fischerei"}, "body_unknown"),
        ({"session": "2025-03-02"}, "session_differs"),
        ({"result": "siehe Anlage 3"}, "result_unknown"),
        ({"result": "beschlossen", "yes": 3, "no": 20}, "votes_contradict"),
        ({"result": "verwiesen in den Ausschuss für Fischerei"}, "target_unknown"),
    ],
)
def test_excerpt_that_cannot_be_placed_waits_for_a_person(
    stage: Stage, way: FolderWay, change: dict[str, Any], problem: str
) -> None:
    first = stations(handed_over(stage, way))[0]
    bring(way, excerpt_for(first, **change))
    take_excerpts(way, at=after(stage, first), seconds=60)
    found = Excerpt.objects.get()
    assert (found.status, found.problem) == ("open", problem)
    first.refresh_from_db()
    assert first.result == ""


def test_excerpt_before_its_session_waits_for_a_person(stage: Stage, way: FolderWay) -> None:
    first = stations(handed_over(stage, way))[0]
    bring(way, excerpt_for(first))
    take_excerpts(way, at=after(stage, first) - timedelta(hours=4), seconds=60)
    assert Excerpt.objects.get().problem == "session_ahead"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "kein JSON"),
        (b"\xff\xfe\x00", "kein JSON"),
        (b"[" * 100_000, "kein JSON"),
        (b"[]", "ein JSON-Objekt"),
        (b"{}", "„reference“ fehlt."),
        (b'{"reference": 5}', "muss ein Text sein"),
        (b'{"reference": "26-0001", "body": "Rat", "session": "bald", "result": "x"}', "ein Tag"),
        ((b'{"reference": "26-0001", "body": "Rat", "session": "2026-01-01", "result": "x",'
         b' "yes": -1}'), "eine Stimmenzahl"),
        (b" " * 1_000_001, "größer als 1 MB"),
    ],
)  # fmt: skip
def test_faulty_file_is_put_away_with_its_reason(
    way: FolderWay, town: Town, content: bytes, said: str
) -> None:
    bring(way, content)
    assert take_excerpts(way, at=town.now, seconds=60) == 0
    faulty = way.folder / "herein" / "fehlerhaft"
    assert (faulty / "auszug.json").read_bytes() == content
    assert said in (faulty / "auszug.json.grund.txt").read_text(encoding="utf-8")


def test_excerpt_is_read_with_all_it_has() -> None:
    content = json.dumps({
        "reference": "Drucksache 26-0815", "body": "Rat\0", "session": "2026-11-24T15:00:00",
        "result": " einstimmig\n", "yes": 40, "resolution_text": "A\r\nB", "more": 1,
    }).encode()  # fmt: skip
    found = read_excerpt(content, name="x.json")
    assert (found.reference, found.body, found.result) == ("26-0815", "Rat", "einstimmig")
    assert (found.votes, found.resolution_text) == ({"yes": 40}, "A\nB")
    with pytest.raises(FaultyExcerptError):
        read_excerpt(b"{", name="x.json")


def test_mail_brings_the_pdf_under_one_message_id(stage: Stage, settings: Any) -> None:
    settings.COUNCIL_SYSTEM = "mail"
    way = MailWay("ratsinfo@stadt.example")
    measure = signed(stage)
    assert hand_papers_over(way, at=stage.town.now, seconds=60) == 1
    (sent,) = mail.outbox
    paper = stations(measure)[0].paper
    assert paper
    assert sent.to == ["ratsinfo@stadt.example"]
    assert sent.extra_headers["Message-ID"].startswith(f"<paper-{paper.reference}@")
    ((name, content, kind),) = sent.attachments
    assert (name.endswith(".pdf"), kind) == (True, "application/pdf")
    assert content.startswith(b"%PDF")
