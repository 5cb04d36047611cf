"""A session is cancelled, moved or held jointly: every chain that it touches follows (2.4)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coordination.council.models import Meeting, Organization
from coordination.decisions.actions.sessions import settle_sessions
from coordination.decisions.queries.following import difference
from coordination.measures.models import Measure
from tests.coordination.council.calendar import (
    OFFICE,
    REASON,
    chain,
    following,
    keep,
    reschedule,
    shortly_after,
)  # fmt: skip
from tests.statements import statements
from tests.town import Town
from workflows.calendars import local_date
from workflows.models import Deadline, Event
from workflows.queries.people.routes import working_calendar
from workflows.refusals import GuardsUnmet, NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def measure(town: Town) -> Measure:
    return town.in_deliberation()


def result_due(measure: Measure) -> object:
    return Deadline.objects.get(case=measure.case_id, kind="record_result", status="running").due_on


def codes(refusal: pytest.ExceptionInfo[GuardsUnmet]) -> list[str]:
    return [unmet.code for unmet in refusal.value.unmet]


def test_cancelled_session_sends_the_station_to_the_next_one_and_keeps_the_order(
    town: Town, measure: Measure
) -> None:
    (_, first), (_, last) = chain(measure)
    assert first is not None
    assert last is not None
    reschedule(town, "cancel_session", session=first.pk)
    (_, new_first), (_, new_last) = chain(measure)
    assert new_first == following(first)
    assert new_last == (last if last.starts_at >= new_first.starts_at else following(last))
    assert new_first.starts_at <= new_last.starts_at
    due = working_calendar().add_working_days(local_date(new_first.starts_at), 5)
    assert result_due(measure) == due
    event = Event.objects.select_related("text").get(case=measure.case_id, action="follow_sessions")
    assert (event.actor_id, event.text.text) == (None, REASON)
    assert event.data["moved"][0] == [
        "integration", first.starts_at.isoformat(), new_first.starts_at.isoformat()
    ]  # fmt: skip
    assert town.open_tasks(measure) == [("record_result", OFFICE)]
    assert Meeting.objects.get(pk=first.pk).unsettled_by is None


def test_moved_session_takes_its_stations_along_and_pushes_those_behind_it(
    town: Town, measure: Measure
) -> None:
    (_, first), (_, last) = chain(measure)
    assert first is not None
    assert last is not None
    reschedule(town, "move_session", session=first.pk, starts_at=shortly_after(last, days=2))
    (_, new_first), (_, new_last) = chain(measure)
    assert new_first is not None
    assert (new_first.pk, new_last) == (first.pk, following(last))
    calendar = working_calendar()
    assert new_first.closes_on == calendar.add_working_days(local_date(new_first.starts_at), -10)
    assert result_due(measure) == calendar.add_working_days(local_date(new_first.starts_at), 5)


def test_last_session_is_moved_before_an_earlier_station(town: Town, measure: Measure) -> None:
    (_, first), (_, last) = chain(measure)
    assert first is not None
    assert last is not None
    after = following(last)
    reschedule(town, "move_session", session=last.pk, starts_at=shortly_after(first, days=-2))
    assert chain(measure)[1][1] == after


def test_without_a_later_session_the_station_waits_and_the_office_is_asked(
    town: Town, measure: Measure
) -> None:
    first = chain(measure)[0][1]
    assert first is not None
    later = Meeting.objects.filter(organization=first.organization_id)
    later.filter(starts_at__gt=first.starts_at).delete()
    reschedule(town, "cancel_session", session=first.pk)
    assert chain(measure)[0][1] is None
    assert town.open_tasks(measure) == [("plan_consultations", OFFICE)]


def test_before_the_signature_the_new_session_must_still_take_papers(town: Town) -> None:
    measure = town.in_final_signature()
    first = chain(measure)[0][1]
    assert first is not None
    late, good = following(first), following(first, 2)
    Meeting.objects.filter(pk=late.pk).update(closes_on=local_date(town.now) - timedelta(days=1))
    reschedule(town, "cancel_session", session=first.pk)
    assert chain(measure)[0][1] == good
    assert town.state(measure) == "final_signature"


def test_sessions_held_together_meet_at_one_place_and_part_again(
    town: Town, measure: Measure
) -> None:
    (_, first), (_, last) = chain(measure)
    assert first is not None
    assert last is not None
    keep(town, "adjust_session", session=first.pk, location="Rathaus, Saal 1")
    reschedule(town, "join_sessions", session=first.pk, others=[last.pk])
    joined = Meeting.objects.get(pk=last.pk)
    assert (joined.held_with_id, joined.starts_at, joined.location) == (
        first.pk, first.starts_at, "Rathaus, Saal 1"
    )  # fmt: skip
    # Both stations are dealt with at one moment, in their order.
    assert [one.pk for _, one in chain(measure) if one] == [first.pk, last.pk]
    reschedule(town, "move_session", session=first.pk, starts_at=shortly_after(first, days=1))
    both = Meeting.objects.filter(pk__in=[first.pk, last.pk])
    assert both.values("starts_at").distinct().count() == 1
    reschedule(town, "cancel_session", session=first.pk)
    assert Meeting.objects.get(pk=last.pk).held_with_id is None


def test_difference_shows_old_and_new_before_anything_happens(town: Town, measure: Measure) -> None:
    (_, first), (_, last) = chain(measure)
    assert first is not None
    assert last is not None
    wanted = Meeting.objects.select_related("organization").get(pk=first.pk)
    wanted.starts_at = last.starts_at + timedelta(days=2)
    with statements() as count:
        lines = difference([wanted], at=town.now)
    shown = [(line.body, line.before, line.after, line.decides, line.is_late) for line in lines]
    assert shown == [
        ("integration", first.starts_at, wanted.starts_at, False, True),
        ("council", last.starts_at, following(last).starts_at, True, True),
    ]
    assert lines[0].number == measure.reference
    assert count.sent <= 6
    assert [one for _, one in chain(measure)] == [first, last]


def test_each_case_follows_a_change_once_however_often_the_clock_tries(
    town: Town, measure: Measure
) -> None:
    first = chain(measure)[0][1]
    assert first is not None
    outcome = reschedule(
        town, "move_session", session=first.pk, starts_at=shortly_after(first, days=1)
    )
    # As if the process had died before the session was marked as settled.
    Meeting.objects.filter(pk=first.pk).update(unsettled_by=outcome.seq)
    assert (settle_sessions(at=town.now), settle_sessions(at=town.now)) == (1, 0)
    assert Event.objects.filter(case=measure.case_id, action="follow_sessions").count() == 1


def test_48_only_the_council_office_changes_sessions_and_gives_a_reason(
    town: Town, measure: Measure
) -> None:
    first = chain(measure)[0][1]
    assert first is not None
    with pytest.raises(NotAllowed):
        reschedule(town, "cancel_session", by="mayor-mayor", session=first.pk)
    with pytest.raises(GuardsUnmet) as refusal:
        reschedule(town, "cancel_session", session=first.pk, text="kurz")
    assert codes(refusal) == ["reason_missing"]
    reschedule(town, "cancel_session", session=first.pk)
    with pytest.raises(GuardsUnmet) as refusal:
        reschedule(town, "cancel_session", session=first.pk)
    assert codes(refusal) == ["cancelled"]


def test_session_that_was_held_is_neither_moved_nor_cancelled(town: Town, measure: Measure) -> None:
    first = chain(measure)[0][1]
    assert first is not None
    town.now = first.starts_at + timedelta(hours=2)
    town.do(measure, "record_result", OFFICE, result="accepted")
    for name, more in (("cancel_session", {}), ("move_session", {"starts_at": "2027-01-01T15:00"})):
        with pytest.raises(GuardsUnmet) as refusal:
            reschedule(town, name, session=first.pk, **more)
        assert codes(refusal) == ["held"]


def test_place_alone_touches_no_chain_and_another_dispatch_does(
    town: Town, measure: Measure
) -> None:
    first = chain(measure)[0][1]
    assert first is not None
    reschedule(town, "adjust_session", session=first.pk, location="Aula")
    assert not Event.objects.filter(case=measure.case_id, action="follow_sessions").exists()
    before = Deadline.objects.get(case=measure.case_id, kind="dispatch", status="running").due_on
    day = before + timedelta(days=3)
    reschedule(town, "adjust_session", session=first.pk, location="Aula", dispatch_on=str(day))
    after = Deadline.objects.get(case=measure.case_id, kind="dispatch", status="running").due_on
    assert (before, after) == (day - timedelta(days=3), day - timedelta(days=1))


def test_paper_that_goes_to_a_dissolved_body_is_not_signed(town: Town) -> None:
    measure = town.in_final_signature()
    Organization.objects.filter(key="integration").update(end_date=local_date(town.now))
    with pytest.raises(GuardsUnmet) as refusal:
        town.do(measure, "sign", "mayor-mayor")
    assert "chain_no_body" in codes(refusal)
