"""The weekly agenda of the executive board, its results, who sees it (GO NRW § 70; 2.9)."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from pypdf import PdfReader

from coordination.board.actions import Wanted, change, record_results
from coordination.board.models import BoardItem, BoardRecurring, BoardSession
from coordination.board.queries import agenda_of, next_day
from coordination.measures.models import Measure
from tests.journeys.driver import Page, Person
from tests.situations import REASON, Stage
from tests.town import Town
from workflows.models import Case
from workflows.refusals import GuardsUnmet, NotAllowed

pytestmark = pytest.mark.django_db

OFFICE = "board_office-board_secretary"
TUESDAY = date(2026, 3, 3)


def keep(town: Town, name: str, /, *, by: str = OFFICE, text: str = "", **data: object) -> None:
    change(name, by=town.person(by).pk, at=town.now, text=text, **data)


def waiting(town: Town, title: str, **fields: object) -> Measure:
    """A measure of principle that waits for the board."""
    stage = Stage(town, fields={"title": title, "impact_fundamental": True, **fields})
    measure = stage.final_signature()
    assert town.state(measure) == "executive_board"
    return measure


def words(page: Page) -> str:
    text = "\n".join(one.extract_text() for one in PdfReader(BytesIO(page.content)).pages)
    return " ".join(text.replace("\u200b", "").replace("-\n", "").split())


@pytest.mark.parametrize(
    ("today", "session"),
    [
        (date(2026, 3, 2), TUESDAY),  # Monday
        (TUESDAY, TUESDAY),
        (date(2026, 3, 4), date(2026, 3, 10)),
        (date(2026, 12, 27), date(2026, 12, 29)),  # Sunday
    ],
)
def test_board_meets_on_the_next_tuesday(town: Town, today: date, session: date) -> None:
    assert next_day(today) == session


def test_agenda_makes_itself_in_its_order(town: Town) -> None:
    last = BoardSession.objects.create(
        held_on=date(2026, 2, 24), closed_at=town.now, recorded_at=town.now, minutes="VV 8/2026"
    )
    keep(town, "add_recurring", title="Lage", is_discussed=True, valid_from=last.held_on)
    keep(town, "add_recurring", title="Vorbei", valid_from=last.held_on)
    ended = BoardRecurring.objects.get(title="Vorbei").pk
    keep(town, "end_recurring", recurring=ended, valid_until=last.held_on)
    first, second = waiting(town, "Erste"), waiting(town, "Zweite")
    keep(town, "add_board_item", day=TUESDAY, title="Personalie", is_discussed=True)
    keep(town, "add_board_item", day=TUESDAY, title="Rundschreiben")
    found = [(one.position, one.title, one.is_discussed) for one in agenda_of(TUESDAY)]
    assert found == [
        (1, "Niederschrift der Sitzung vom 24.02.2026", False),
        (2, "Lage", True),
        (3, "Personalie", True),
        (4, first.case.title, False),
        (5, second.case.title, False),
        (6, "Rundschreiben", False),
    ]
    assert BoardItem.objects.count() == 2


def test_what_comes_after_the_closing_comes_late_with_a_reason(town: Town) -> None:
    first = waiting(town, "Erste")
    keep(town, "close_agenda", day=TUESDAY)
    late = waiting(town, "Spät")
    assert [one.title for one in agenda_of(TUESDAY)] == [first.case.title]
    for name, data in (
        ("add_board_item", {"title": "Nachtrag"}),
        ("add_late_case", {"case": late.case_id}),
    ):
        with pytest.raises(GuardsUnmet) as refusal:
            keep(town, name, day=TUESDAY, **data)
        assert [unmet.code for unmet in refusal.value.unmet] == ["late_without_reason"]
        keep(town, name, day=TUESDAY, text=REASON, **data)
    found = [(one.position, one.title, one.late_reason) for one in agenda_of(TUESDAY)]
    assert found == [
        (1, first.case.title, ""), (2, "Nachtrag", REASON), (3, late.case.title, REASON),
    ]  # fmt: skip
    for name, data, code in (
        ("add_late_case", {"case": first.case_id}, "not_waiting"),
        ("close_agenda", {}, "closed"),
    ):
        with pytest.raises(GuardsUnmet) as refusal:
            keep(town, name, day=TUESDAY, text=REASON, **data)
        assert [unmet.code for unmet in refusal.value.unmet] == [code]


def test_70_results_of_many_at_once_each_with_its_own_outcome(town: Town) -> None:
    agreed, disputed, moved = (waiting(town, name) for name in ("Eins", "Zwei", "Drei"))
    keep(town, "add_board_item", day=TUESDAY, title="Lage")
    keep(town, "close_agenda", day=TUESDAY)
    items = {one.title: one for one in agenda_of(TUESDAY)}
    office = Person(town, OFFICE)
    ahead = office.get(f"/vorstand/{TUESDAY}/ergebnisse/")
    assert ahead.status == 404
    town.now += timedelta(days=1)
    page = office.get(f"/vorstand/{TUESDAY}/ergebnisse/")
    # Meanwhile the third one was sent back.
    town.do(moved, "send_back", OFFICE, text=REASON)
    results = {agreed: ("approves", ""), disputed: ("dissents", "Dezernat 4 ist dagegen."),
               moved: ("approves", "")}  # fmt: skip
    typed = {"minutes": "VV 9/2026", f"item-{items['Lage'].pk}-outcome": "noted"}
    for measure, (outcome, text) in results.items():
        prefix = f"item-{items[measure.case.title].pk}"
        typed |= {f"{prefix}-outcome": outcome, f"{prefix}-text": text}
    done = page.send(page.form("", fields=("minutes",)), **typed)
    assert done.status == 200
    assert done.shows("1 Punkt wurde nicht festgehalten")
    assert done.html.count("nicht festgehalten") == 2
    states = [town.state(one) for one in (agreed, disputed, moved)]
    assert states == ["final_signature", "executive_board", "revision"]
    recorded = {one.title: one.outcome for one in BoardItem.objects.all()}
    assert recorded == {
        "Lage": "noted", agreed.case.title: "approves", disputed.case.title: "dissents",
        moved.case.title: "",
    }  # fmt: skip
    with pytest.raises(GuardsUnmet) as refusal:
        keep(town, "record_minutes", day=TUESDAY, minutes="VV 9/2026")
    assert [unmet.code for unmet in refusal.value.unmet] == ["results_missing"]
    keep(town, "record_item", item=items[moved.case.title].pk, outcome="postponed")
    keep(town, "record_minutes", day=TUESDAY, minutes="VV 9/2026")
    minutes = words(office.get(f"/vorstand/{TUESDAY}/niederschrift/"))
    assert "Niederschrift VV 9/2026" in minutes
    assert "Ergebnis: auf eine spätere Sitzung verschoben" in minutes
    assert "Dezernat 4 ist dagegen." in minutes
    following = agenda_of(TUESDAY + timedelta(days=7))
    assert [one.title for one in following] == ["Niederschrift der Sitzung vom 03.03.2026"]


def test_results_sent_twice_are_recorded_once(town: Town) -> None:
    measure = waiting(town, "Eins")
    keep(town, "close_agenda", day=TUESDAY)
    town.now += timedelta(days=1)
    (item,) = agenda_of(TUESDAY)
    version = Case.objects.get(pk=measure.case_id).version
    wanted, command = [Wanted(item, "approves", "", version)], uuid4()
    by = town.person(OFFICE).pk
    for _again in range(2):
        (result,) = record_results(wanted, minutes="VV 9", by=by, at=town.now, command=command)
        assert result.is_done
    assert town.state(measure) == "final_signature"


def test_result_recorded_at_the_measure_is_taken_onto_the_agenda(town: Town) -> None:
    measure = waiting(town, "Eins")
    keep(town, "close_agenda", day=TUESDAY)
    town.now += timedelta(days=1)
    town.do(measure, "board_approves", OFFICE, date=TUESDAY.isoformat(), protocol="VV 9")
    (item,) = agenda_of(TUESDAY)
    found = {}
    for outcome in ("dissents", "approves"):
        (result,) = record_results(
            [Wanted(item, outcome, REASON, None)], minutes="VV 9", by=town.person(OFFICE).pk,
            at=town.now, command=uuid4(),
        )  # fmt: skip
        found[outcome] = result.is_done
    assert found == {"dissents": False, "approves": True}
    assert agenda_of(TUESDAY)[0].outcome == "approves"


def test_only_the_board_and_its_office_see_it(town: Town) -> None:
    measure = waiting(town, "Vertraulich")
    keep(town, "close_agenda", day=TUESDAY)
    paths = ("/vorstand/", f"/vorstand/{TUESDAY}/", f"/vorstand/{TUESDAY}/tagesordnung/",
             f"/vorstand/{TUESDAY}/niederschrift/")  # fmt: skip
    people = {
        OFFICE: 200, "mayor-mayor": 200, "division_4-deputy_mayor": 200, "social-head": 404,
        "centre-head": 404, "council-observer": 404, "council_office-council_secretary": 404,
    }  # fmt: skip
    for desk, status in people.items():
        person = Person(town, desk)
        found = {path: person.get(path).status for path in paths}
        assert found == dict.fromkeys(paths, status), desk
        acts = person.get(f"/vorstand/{TUESDAY}/punkt-hinzufuegen/").status
        assert acts == (200 if desk == OFFICE else 403 if status == 200 else 404)
    mayor = Person(town, "mayor-mayor")
    assert measure.case.title in mayor.get("/vorstand/").html
    assert measure.case.title in words(mayor.get(f"/vorstand/{TUESDAY}/tagesordnung/"))
    for day in ("2026-03-04", "2026-13-01", "gestern"):
        assert mayor.get(f"/vorstand/{day}/").status == 404
    with pytest.raises(NotAllowed):
        keep(town, "add_board_item", by="mayor-mayor", day=TUESDAY, title="Eigenes")


def test_items_are_moved_to_the_block_list_and_taken_off(town: Town) -> None:
    measure = waiting(town, "Eins")
    keep(town, "add_board_item", day=TUESDAY, title="Lage", is_discussed=True)
    keep(town, "close_agenda", day=TUESDAY)
    lage, case = agenda_of(TUESDAY)
    keep(town, "arrange_item", item=case.pk, is_discussed=True)
    keep(town, "remove_board_item", item=lage.pk)
    with pytest.raises(GuardsUnmet) as refusal:
        keep(town, "remove_board_item", item=case.pk)
    assert [unmet.code for unmet in refusal.value.unmet] == ["not_free"]
    found = [(one.title, one.is_discussed) for one in agenda_of(TUESDAY)]
    assert found == [(measure.case.title, True)]
