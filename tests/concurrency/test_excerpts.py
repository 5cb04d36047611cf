"""The excerpt of one station comes several times at once: by two people, and by two files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from coordination.council.exchange import Excerpted
from coordination.council.exchange.folder import FolderWay
from coordination.council.models import Consultation, Excerpt, HandOver
from coordination.decisions.actions.exchanging import hand_papers_over, take
from coordination.measures.models import Measure
from tests.concurrency.threads import at_once
from tests.coordination.flows.exchanged import stations
from tests.situations import COUNCIL_OFFICE, Stage
from workflows.calendars import local_date
from workflows.models import Event
from workflows.refusals import GuardsUnmet

pytestmark = [pytest.mark.concurrency]


@pytest.fixture
def decided(stage: Stage, tmp_path: Path, settings: Any) -> Measure:
    """Handed over; the council's result is recorded by hand and provisional."""
    settings.COUNCIL_SYSTEM = "folder"
    measure = stage.deliberation()
    hand_papers_over(FolderWay.of(str(tmp_path)), at=stage.town.now, seconds=60)
    stage.town.decide(measure, "accepted")
    return measure


def excerpt(station: Consultation, result: str) -> Excerpted:
    assert station.paper
    assert station.meeting
    return Excerpted(
        name=f"{result}.json", digest=f"{result:0>64}"[:64],
        reference=station.paper.reference, body=station.organization.name,
        session=local_date(station.meeting.starts_at), result=result,
    )  # fmt: skip


def confirmed(measure: Measure) -> int:
    return Event.objects.filter(case=measure.case_id, action="confirm_excerpt").count()


def test_of_two_people_who_confirm_at_once_one_does_it(stage: Stage, decided: Measure) -> None:
    last = stations(decided)[-1]
    confirm = [
        lambda: stage.do(decided, "confirm_excerpt", COUNCIL_OFFICE, consultation=last.pk)
    ] * 2
    refused = [one for one in at_once(confirm) if isinstance(one, GuardsUnmet)]
    assert [[unmet.code for unmet in one.unmet] for one in refused] == [["excerpt_unexpected"]]
    assert confirmed(decided) == 1


def test_same_excerpt_while_somebody_confirms_it_is_no_question(
    stage: Stage, decided: Measure
) -> None:
    last = stations(decided)[-1]
    same = excerpt(last, "beschlossen")
    at_once([
        lambda: stage.do(decided, "confirm_excerpt", COUNCIL_OFFICE, consultation=last.pk),
        lambda: take(same, system="folder", at=stage.town.now),
    ])  # fmt: skip
    assert (confirmed(decided), Excerpt.objects.get().status) == (1, "taken")


def test_other_excerpt_while_the_first_is_confirmed_is_a_question(
    stage: Stage, decided: Measure
) -> None:
    last = stations(decided)[-1]
    other = excerpt(last, "abgelehnt")
    at_once([
        lambda: stage.do(decided, "confirm_excerpt", COUNCIL_OFFICE, consultation=last.pk),
        lambda: take(other, system="folder", at=stage.town.now),
    ])  # fmt: skip
    last.refresh_from_db()
    assert (last.result, Excerpt.objects.get().problem) == ("accepted", "conflict")
    assert HandOver.objects.get(consultation=last).state == "returned"


@pytest.mark.parametrize(("result", "problem"), [("beschlossen", ""), ("abgelehnt", "conflict")])
def test_excerpt_that_comes_while_the_result_is_recorded_is_compared_with_it(
    stage: Stage, tmp_path: Path, settings: Any, result: str, problem: str
) -> None:
    settings.COUNCIL_SYSTEM = "folder"
    measure = stage.deliberation()
    hand_papers_over(FolderWay.of(str(tmp_path)), at=stage.town.now, seconds=60)
    first = stations(measure)[0]
    found = excerpt(first, result)
    at_once([
        lambda: stage.do(measure, "record_result", COUNCIL_OFFICE, result="accepted"),
        lambda: take(found, system="folder", at=stage.town.now),
    ])  # fmt: skip
    first.refresh_from_db()
    kept = Excerpt.objects.get()
    # Whichever came first stands; a preliminary no is only advice, so both may be it.
    came_first = first.recorded_by_id is None
    assert kept.problem == ("" if came_first else problem)
    assert first.result == ("rejected" if came_first and problem else "accepted")
