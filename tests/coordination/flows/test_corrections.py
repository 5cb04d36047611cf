"""Minutes and corrections of results (GO NRW § 52, domain 2.4)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from coordination.council.models import Consultation
from coordination.council.queries import as_corrected_last
from coordination.measures.models import Measure
from tests.situations import REASON
from tests.town import Town
from workflows.calendars import local_date
from workflows.models import Event, Task
from workflows.queries.proof.verification import verify_case
from workflows.refusals import GuardsUnmet

OFFICE = "council_office-council_secretary"
MAYOR = "mayor-mayor"


def first_of(measure: Measure) -> Consultation:
    rows = Consultation.objects.filter(case=measure.case_id).order_by("position", "correction")
    return rows.select_related("meeting")[0]


def advised(town: Town) -> tuple[Measure, Consultation]:
    """The first body has agreed."""
    measure = town.in_deliberation()
    station = first_of(measure)
    assert station.meeting is not None
    town.now = station.meeting.starts_at + timedelta(hours=2)
    town.do(measure, "record_result", OFFICE, result="accepted", yes=20, no=3)
    return measure, first_of(measure)


def decided(town: Town) -> tuple[Measure, Consultation]:
    """The council has adopted it."""
    measure = town.in_deliberation()
    town.decide(measure)
    decision = Consultation.objects.select_related("meeting").get(
        case=measure.case_id, role="decision"
    )
    return measure, decision


def sign_minutes(town: Town, measure: Measure, station: Consultation) -> None:
    town.now += timedelta(days=10)
    day = local_date(town.now).isoformat()
    town.do(measure, "record_minutes", OFFICE, consultation=station.pk, signed_on=day)


def correct(town: Town, measure: Measure, station: Consultation, **data: Any) -> None:
    data = {"text": REASON, "consultation": station.pk, **data}
    town.do(measure, "correct_result", OFFICE, **data)


def codes(town: Town, act: str, measure: Measure, **data: Any) -> list[str]:
    with pytest.raises(GuardsUnmet) as refused:
        town.do(measure, act, OFFICE, **data)
    return [unmet.code for unmet in refused.value.unmet]


def asked(measure: Measure) -> list[str]:
    rows = Task.objects.filter(case=measure.case_id, step__key="settle_correction", status="open")
    return sorted(row.desk.key for row in rows.select_related("desk"))


def test_a_result_is_provisional_until_its_minutes_are_recorded(town: Town) -> None:
    measure, station = advised(town)
    client = Client()
    client.force_login(town.person(OFFICE))
    page = reverse("coordination:measure", args=[measure.case_id])
    words = "vorläufig, bis die Niederschrift unterzeichnet ist"
    assert words in client.get(page).content.decode()
    about = {"consultation": station.pk}
    day = local_date(station.meeting.starts_at)
    early, late = day - timedelta(days=1), day + timedelta(days=9)
    for signed, code in (
        ("", "minutes_missing"), (early, "minutes_before_session"), (late, "minutes_future"),
    ):  # fmt: skip
        found = codes(town, "record_minutes", measure, **about, signed_on=str(signed))
        assert found == [code]
    assert codes(town, "record_minutes", measure, signed_on=str(day)) == ["station_missing"]
    sign_minutes(town, measure, station)
    assert not first_of(measure).is_provisional
    assert words not in client.get(page).content.decode()
    found = codes(town, "record_minutes", measure, **about, signed_on=str(day))
    assert found == ["minutes_known"]


def test_before_the_minutes_the_row_itself_is_corrected(town: Town) -> None:
    measure, station = advised(town)
    about = {"consultation": station.pk, "text": REASON, "result": "accepted"}
    assert codes(town, "correct_result", measure, **about, yes=20, no=3) == ["nothing_corrected"]
    assert codes(town, "correct_result", measure, **about, yes=2, no=3) == ["votes_contradict"]
    assert codes(town, "correct_result", measure, **{**about, "text": ""}, yes=21, no=3) == [
        "reason_missing"
    ]
    correct(town, measure, station, result="accepted", yes=21, no=3)
    (row,) = Consultation.objects.filter(case=measure.case_id, position=1)
    assert (row.pk, row.yes, row.correction, row.correction_reason) == (station.pk, 21, 0, REASON)
    event = Event.objects.filter(case=measure.case_id, action="correct_result").latest("seq")
    assert event.data["before"]["yes"] == 20
    assert asked(measure) == []
    verify_case(measure.case_id)


def test_after_the_minutes_a_correction_is_a_row_beside_the_first(town: Town) -> None:
    measure, station = advised(town)
    sign_minutes(town, measure, station)
    correct(town, measure, station, result="accepted", yes=21, no=3)
    correct(town, measure, station, result="accepted", yes=22, no=3)
    rows = Consultation.objects.filter(case=measure.case_id, position=1).order_by("correction")
    assert [(row.yes, row.correction) for row in rows] == [(20, 0), (21, 1), (22, 2)]
    shown = as_corrected_last().filter(case=measure.case_id, position=1)
    assert [row.correction for row in shown] == [2]
    assert town.state(measure) == "deliberation"
    client = Client()
    client.force_login(town.person(OFFICE))
    page = client.get(reverse("coordination:measure", args=[measure.case_id])).content.decode()
    assert "Berichtigung 2" in page
    assert REASON in page
    # The chain goes on with the next body, as before.
    town.decide(measure)
    assert town.state(measure) == "resolved"


def test_what_would_have_led_elsewhere_is_for_the_mayor_to_say(town: Town) -> None:
    measure, decision = decided(town)
    sign_minutes(town, measure, decision)
    correct(town, measure, decision, result="rejected", yes=10, no=30)
    assert (town.state(measure), asked(measure)) == (
        "resolved",
        ["division_1-general_deputy", MAYOR],
    )
    row = Consultation.objects.get(case=measure.case_id, role="decision", correction=1)
    assert row.is_unsettled
    with pytest.raises(GuardsUnmet) as refused:
        town.do(measure, "settle_correction", MAYOR, outcome="perhaps", text=REASON)
    assert [unmet.code for unmet in refused.value.unmet] == ["outcome_missing"]
    town.do(measure, "settle_correction", MAYOR, outcome="rejected", text=REASON)
    assert town.state(measure) == "rejected"
    row.refresh_from_db()
    assert not row.is_unsettled


def test_advice_that_is_corrected_cannot_end_a_matter(town: Town) -> None:
    measure, station = advised(town)
    correct(town, measure, station, result="postponed")
    assert asked(measure)
    with pytest.raises(GuardsUnmet) as refused:
        town.do(measure, "settle_correction", MAYOR, outcome="rejected", text=REASON)
    assert [unmet.code for unmet in refused.value.unmet] == ["outcome_impossible"]
    town.do(measure, "settle_correction", MAYOR, outcome="stays", text=REASON)
    assert (town.state(measure), asked(measure)) == ("deliberation", [])


def test_the_question_follows_the_matter_into_its_next_state(town: Town) -> None:
    measure, station = advised(town)
    correct(town, measure, station, result="withdrawn")
    town.decide(measure)
    assert town.state(measure) == "resolved"
    assert MAYOR in asked(measure)


def test_pages_of_minutes_and_corrections_take_what_they_show(town: Town) -> None:
    measure, station = advised(town)
    client = Client()
    client.force_login(town.person(OFFICE))
    about = f"?about={station.pk}"
    page = reverse("measure:correct_result", args=[measure.case_id]) + about
    form = client.get(page).content.decode()
    assert 'value="20"' in form
    assert 'value="accepted"' in form
    minutes = reverse("measure:record_minutes", args=[measure.case_id]) + about
    assert client.get(minutes).status_code == 200
