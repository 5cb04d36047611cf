"""A deputy mayor puts a differing opinion to the main committee (GO NRW § 70 Abs. 4)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coordination.council.models import Consultation
from coordination.measures.models import Measure
from tests.coordination.flows.objecting import session
from tests.journeys.driver import Person
from tests.rows import remembered
from tests.situations import COUNCIL_OFFICE, REASON, Stage
from tests.town import found
from workflows.calendars import local_date
from workflows.models import Task
from workflows.refusals import GuardsUnmet

pytestmark = pytest.mark.django_db

DEPUTIES = ("division_4-deputy_mayor", "division_3-deputy_mayor")


@remembered
def in_deliberation() -> tuple[Stage, Measure]:
    """A measure about which the board was divided, with its paper before the bodies."""
    stage = Stage(found())
    measure = stage.executive_board_dissent()
    stage.do(measure, "mayor_decides", "mayor-mayor", outcome="final_signature", text=REASON)
    stage.do(measure, "sign", "mayor-mayor")
    return stage, measure


def put(stage: Stage, measure: Measure, by: str = DEPUTIES[0]) -> None:
    informed = local_date(stage.town.now).isoformat()
    stage.do(measure, "put_dissent", by, informed_on=informed, text=REASON)


def hear(stage: Stage, measure: Measure, *, days: int) -> None:
    """The main committee has heard it, so many days after the session of the next station."""
    station = stations(measure)[0]
    held = session("main", local_date(station.meeting.starts_at) + timedelta(days=days))
    stage.town.now = held.starts_at + timedelta(hours=1)
    stage.do(measure, "hear_dissent", COUNCIL_OFFICE, meeting=held.pk)


def stations(measure: Measure) -> list[Consultation]:
    rows = Consultation.objects.filter(case=measure.case_id, result="")
    return list(rows.select_related("meeting", "organization").order_by("position"))


def chain(measure: Measure) -> list[tuple[int, str, str]]:
    rows = Consultation.objects.filter(case=measure.case_id).order_by("position", "attempt")
    return [(row.position, row.organization.key, row.result) for row in rows]


def test_each_puts_one_opinion_until_it_was_heard() -> None:
    stage, measure = in_deliberation()
    put(stage, measure)
    with pytest.raises(GuardsUnmet) as refused:
        put(stage, measure)
    assert [unmet.code for unmet in refused.value.unmet] == ["dissent_put"]
    put(stage, measure, DEPUTIES[1])
    assert Task.objects.filter(step__key="hear_dissent", closed_at=None).count() == 2


def test_hearing_after_the_session_of_a_station_holds_its_result_up_in_nothing() -> None:
    stage, measure = in_deliberation()
    put(stage, measure)
    hear(stage, measure, days=2)
    station = stations(measure)[0]
    stage.do(measure, "record_result", COUNCIL_OFFICE, result="accepted")
    station.refresh_from_db()
    assert station.result == "accepted"


def test_referral_finds_room_beside_what_was_noted() -> None:
    stage, measure = in_deliberation()
    put(stage, measure)
    hear(stage, measure, days=1)
    other = Consultation.objects.filter(organization__key="main").values_list("organization")[0][0]
    stage.do(measure, "record_result", COUNCIL_OFFICE, result="referred", target=other)
    assert [(body, result) for _place, body, result in chain(measure)] == [
        ("integration", "referred"), ("main", ""), ("integration", ""), ("council", ""),
        ("main", "noted"),
    ]  # fmt: skip


def test_longer_plan_finds_room_beside_what_was_noted() -> None:
    stage, measure = in_deliberation()
    put(stage, measure)
    hear(stage, measure, days=0)
    first, last = stations(measure)
    between = session("social_committee", local_date(last.meeting.starts_at) - timedelta(days=1))
    wanted = [
        (first.organization_id, first.role, first.meeting_id),
        (between.organization_id, "preliminary", between.pk),
        (last.organization_id, last.role, last.meeting_id),
    ]
    rows = [{"organization": o, "role": r, "meeting": m} for o, r, m in wanted]
    stage.do(measure, "plan_consultations", COUNCIL_OFFICE, chain=rows, text=REASON)
    assert chain(measure) == [
        (1, "integration", ""), (2, "social_committee", ""), (3, "council", ""),
        (4, "main", "noted"),
    ]  # fmt: skip


def test_hearing_takes_the_place_of_no_body_that_has_to_be_heard() -> None:
    stage, measure = in_deliberation()
    put(stage, measure)
    hear(stage, measure, days=0)
    *_first, last = stations(measure)
    alone = [{"organization": last.organization_id, "role": last.role, "meeting": last.meeting_id}]
    with pytest.raises(GuardsUnmet) as refused:
        stage.do(measure, "plan_consultations", COUNCIL_OFFICE, chain=alone)
    assert "integration" in str([unmet.code for unmet in refused.value.unmet])


def test_the_council_office_reads_whose_opinion_it_takes_to_the_committee() -> None:
    stage, measure = in_deliberation()
    for desk in DEPUTIES:
        put(stage, measure, desk)
    office = Person(stage.town, COUNCIL_OFFICE)
    for desk in DEPUTIES:
        person = stage.town.person(desk)
        task = Task.objects.get(step__key="hear_dissent", step__subject=f"dissent:{person.pk}")
        page = office.get(
            f"/massnahmen/{measure.case_id}/abweichende-meinung-gehoert/?task={task.pk}"
        )
        assert page.shows("Wessen Meinung", str(person), REASON)
        others = {str(stage.town.person(one)) for one in DEPUTIES} - {str(person)}
        assert not any(page.shows(name) for name in others)


def test_where_the_board_agreed_nobody_is_offered_a_differing_opinion() -> None:
    stage, measure = in_deliberation()
    agreed = stage.town.in_deliberation()
    deputy = Person(stage.town, DEPUTIES[0])
    assert deputy.get(f"/massnahmen/{measure.case_id}/").shows("eine abweichende Meinung vorlegen")
    assert not deputy.get(f"/massnahmen/{agreed.case_id}/").shows("abweichende Meinung vorlegen")
