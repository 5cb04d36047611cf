"""Sessions that are moved, missing or cancelled while the council deliberates (domain 2.4)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from coordination.council.models import Consultation, Meeting
from coordination.measures.models import Measure
from tests.town import Town
from workflows.calendars import local_date
from workflows.models import Deadline, Event
from workflows.queries.people.routes import working_calendar
from workflows.refusals import GuardsUnmet, Stale, WrongState

OFFICE = "council_office-council_secretary"


def stations(measure: Measure) -> list[Consultation]:
    rows = Consultation.objects.filter(case=measure.case_id).order_by("position", "attempt")
    return list(rows.select_related("organization", "meeting"))


def plan(station: Consultation, meeting: Meeting | None) -> dict[str, Any]:
    """One entry of a chain."""
    body = station.organization_id
    return {"organization": body, "role": station.role, "meeting": meeting and meeting.pk}


def hold(town: Town, measure: Measure, result: str) -> None:
    station = next(row for row in stations(measure) if not row.result)
    assert station.meeting is not None
    town.now = max(town.now, station.meeting.starts_at + timedelta(hours=2))
    town.do(measure, "record_result", OFFICE, result=result)


def codes(refusal: pytest.ExceptionInfo[GuardsUnmet]) -> list[str]:
    return [unmet.code for unmet in refusal.value.unmet]


def postponed_for_good(town: Town) -> tuple[Measure, Consultation, Consultation]:
    """The first body postpones and has no later session; its station, and the deciding one."""
    measure = town.in_deliberation()
    first = stations(measure)[0]
    assert first.meeting is not None
    later = Meeting.objects.filter(organization=first.organization_id)
    later.filter(starts_at__gt=first.meeting.starts_at).delete()
    hold(town, measure, "postponed")
    _, again, decision = stations(measure)
    return measure, again, decision


def test_postponed_without_a_later_session_asks_for_one(town: Town) -> None:
    measure, again, _ = postponed_for_good(town)
    assert (again.meeting, again.attempt) == (None, 2)
    assert town.open_tasks(measure) == [("plan_consultations", OFFICE)]
    with pytest.raises(WrongState):
        town.do(measure, "record_result", OFFICE, result="accepted")


def test_result_is_asked_for_once_the_session_is_planned(town: Town) -> None:
    measure, again, decision = postponed_for_good(town)
    starts = town.now + timedelta(days=20)
    session = Meeting.objects.create(
        organization_id=again.organization_id, starts_at=starts, closes_on=date(2026, 1, 1)
    )
    later = Meeting.objects.filter(
        organization=decision.organization_id, starts_at__gt=starts
    ).order_by("starts_at")[0]
    town.do(
        measure, "plan_consultations", OFFICE, chain=[plan(again, session), plan(decision, later)]
    )
    assert town.open_tasks(measure) == [("record_result", OFFICE)]
    found = [(row.pk, row.position, row.attempt, row.meeting) for row in stations(measure)[1:]]
    assert found == [(again.pk, 1, 2, session), (decision.pk, 2, 1, later)]
    due = Deadline.objects.get(case=measure.case_id, kind="record_result", status="running")
    assert due.due_on == working_calendar().add_working_days(local_date(starts), 5)
    town.decide(measure)
    assert town.state(measure) == "resolved"


def test_result_of_a_cancelled_session_is_refused(town: Town) -> None:
    measure = town.in_deliberation()
    first, decision = stations(measure)
    assert first.meeting is not None
    town.now = first.meeting.starts_at + timedelta(hours=2)
    Meeting.objects.filter(pk=first.meeting.pk).update(is_cancelled=True)
    with pytest.raises(GuardsUnmet) as refusal:
        town.do(measure, "record_result", OFFICE, result="accepted")
    assert codes(refusal) == ["session_cancelled"]
    # The same session may not be planned either; another one may, and then has its own day.
    chain = [plan(first, first.meeting), plan(decision, decision.meeting)]
    with pytest.raises(GuardsUnmet) as refusal:
        town.do(measure, "plan_consultations", OFFICE, chain=chain)
    assert codes(refusal) == ["chain_cancelled"]
    sessions = Meeting.objects.filter(starts_at__gt=town.now, is_cancelled=False)
    other = sessions.filter(organization=first.organization_id).order_by("starts_at")[0]
    last = sessions.filter(
        organization=decision.organization_id, starts_at__gt=other.starts_at
    ).order_by("starts_at")[0]
    chain = [plan(first, other), plan(decision, last)]
    town.do(measure, "plan_consultations", OFFICE, chain=chain)
    due = Deadline.objects.get(case=measure.case_id, kind="record_result", status="running")
    assert due.due_on == working_calendar().add_working_days(local_date(other.starts_at), 5)
    town.decide(measure)
    assert town.state(measure) == "resolved"


def test_postponement_skips_cancelled_sessions(town: Town) -> None:
    measure = town.in_deliberation()
    first = stations(measure)[0]
    assert first.meeting is not None
    following = Meeting.objects.filter(
        organization=first.organization_id, starts_at__gt=first.meeting.starts_at
    ).order_by("starts_at")
    Meeting.objects.filter(pk=following[0].pk).update(is_cancelled=True)
    hold(town, measure, "dropped")
    assert stations(measure)[1].meeting == following.filter(is_cancelled=False)[0]


def test_later_station_moves_behind_an_earlier_one_that_is_postponed(town: Town) -> None:
    measure = town.in_deliberation()
    _, decision = stations(measure)
    hold(town, measure, "postponed")
    _, again, moved = stations(measure)
    assert again.meeting is not None
    assert moved.meeting is not None
    assert decision.meeting is not None
    assert decision.meeting.starts_at < again.meeting.starts_at < moved.meeting.starts_at
    event = Event.objects.filter(case=measure.case_id).order_by("-seq")[0]
    assert event.data["moved"] == [decision.pk]
    assert town.open_tasks(measure) == [("record_result", OFFICE)]


def test_later_station_without_a_later_session_is_planned_anew(town: Town) -> None:
    measure = town.in_deliberation()
    _, decision = stations(measure)
    assert decision.meeting is not None
    later = Meeting.objects.filter(organization=decision.organization_id)
    later.filter(starts_at__gt=decision.meeting.starts_at).update(is_cancelled=True)
    hold(town, measure, "postponed")
    assert stations(measure)[2].meeting is None
    # The postponed station has its session: its result is asked for meanwhile.
    assert town.open_tasks(measure) == [("plan_consultations", OFFICE), ("record_result", OFFICE)]
    hold(town, measure, "accepted")
    assert town.open_tasks(measure) == [("plan_consultations", OFFICE)]


def test_result_of_a_session_before_an_earlier_stations_is_refused(town: Town) -> None:
    """As chains of old lie in the tables: the council before the committee."""
    measure = town.in_deliberation()
    _, decision = stations(measure)
    hold(town, measure, "accepted")
    early = Meeting.objects.create(
        organization_id=decision.organization_id,
        starts_at=town.now - timedelta(days=4),
        closes_on=date(2026, 1, 1),
    )
    Consultation.objects.filter(pk=decision.pk).update(meeting=early)
    with pytest.raises(GuardsUnmet) as refusal:
        town.do(measure, "record_result", OFFICE, result="accepted")
    assert codes(refusal) == ["session_before_earlier"]
    with pytest.raises(GuardsUnmet) as refusal:
        town.do(measure, "plan_consultations", OFFICE, chain=[plan(decision, early)])
    assert codes(refusal) == ["chain_order"]
    town.do(measure, "plan_consultations", OFFICE, chain=[plan(decision, decision.meeting)])
    town.decide(measure)
    assert town.state(measure) == "resolved"


def test_session_from_before_the_signature_cannot_be_planned(town: Town) -> None:
    measure = town.in_deliberation()
    first, decision = stations(measure)
    old = Meeting.objects.create(
        organization_id=first.organization_id,
        starts_at=town.now - timedelta(days=3),
        closes_on=date(2026, 1, 1),
    )
    chain = [plan(first, old), plan(decision, decision.meeting)]
    with pytest.raises(GuardsUnmet) as refusal:
        town.do(measure, "plan_consultations", OFFICE, chain=chain)
    assert codes(refusal) == ["chain_before_signature"]


def test_another_body_may_be_heard_before_a_postponed_station(town: Town) -> None:
    measure = town.in_deliberation()
    hold(town, measure, "postponed")
    done, again, decision = stations(measure)
    youth = Meeting.objects.filter(
        organization__key="youth_committee", starts_at__gt=town.now
    ).order_by("starts_at")[0]
    heard = {"organization": youth.organization_id, "role": "hearing", "meeting": youth.pk}
    later = Meeting.objects.filter(starts_at__gt=youth.starts_at).order_by("starts_at")
    first = later.filter(organization=again.organization_id)[0]
    last = later.filter(organization=decision.organization_id, starts_at__gt=first.starts_at)[0]
    chain = [heard, plan(again, first), plan(decision, last)]
    town.do(measure, "plan_consultations", OFFICE, chain=chain)
    found = [(row.position, row.attempt, row.organization.key) for row in stations(measure)]
    assert found == [
        (1, 1, done.organization.key), (2, 1, "youth_committee"),
        (3, 2, done.organization.key), (4, 1, "council"),
    ]  # fmt: skip
    assert all(row.paper_id == done.paper_id for row in stations(measure))
    town.decide(measure)
    assert town.state(measure) == "resolved"


def test_plan_made_before_a_result_was_recorded_is_stale(town: Town) -> None:
    measure = town.in_deliberation()
    first, decision = stations(measure)
    measure.case.refresh_from_db()
    seen = measure.case.version
    hold(town, measure, "accepted")
    chain = [plan(first, first.meeting), plan(decision, decision.meeting)]
    with pytest.raises(Stale):
        town.do(measure, "plan_consultations", OFFICE, version=seen, chain=chain)


def test_page_of_the_plan_offers_sessions_that_take_no_papers_any_more(
    town: Town, client: Client
) -> None:
    """The paper is there already; what is missing is said in the words of the deliberation."""
    measure, again, _ = postponed_for_good(town)
    extra = Meeting.objects.create(
        organization_id=again.organization_id,
        starts_at=town.now + timedelta(days=2),
        closes_on=date(2026, 1, 1),
    )
    client.force_login(town.person(OFFICE))
    address = reverse("measure:plan_consultations", args=[measure.case_id])
    page = client.get(address).content.decode()
    assert f'<option value="{extra.pk}">' in page
    assert "So kann die Beratung nicht weitergehen" not in page
