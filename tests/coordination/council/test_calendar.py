"""What the council office keeps: bodies, their size, seats, sessions and the city's own rules."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from coordination.council.models import CouncilRule, Meeting, Membership, Organization
from coordination.council.queries.sessions import gaps_of, is_member, legal_members, seats_on
from coordination.council.rules.objection import objectors_needed
from tests.coordination.council.calendar import OFFICE, keep
from tests.town import NOW, Town
from workflows.calendars import Period, PeriodUnit, local_date
from workflows.models import Case, Event
from workflows.queries.people.routes import working_calendar
from workflows.refusals import GuardsUnmet, NotAllowed

pytestmark = pytest.mark.django_db

TODAY = local_date(NOW)
BODY = {
    "key": "transport", "name": "Verkehrsausschuss", "short_name": "VA", "type": "committee",
    "may_decide": True, "is_heard": True, "advises": True, "members": 15,
    "start_date": "2026-04-01",
}  # fmt: skip


def body(key: str) -> Organization:
    return Organization.objects.get(key=key)


def refused(town: Town, name: str, /, **data: Any) -> list[str]:
    with pytest.raises(GuardsUnmet) as refusal:
        keep(town, name, **data)
    return [unmet.code for unmet in refusal.value.unmet]


def test_body_is_formed_changed_and_dissolved_each_with_its_event(town: Town) -> None:
    keep(town, "form_body", **BODY)
    made = body("transport")
    assert [made.exists_on(date(2026, 3, 31)), made.exists_on(date(2026, 4, 1))] == [False, True]
    values = {**BODY, "body": made.pk, "name": "Ausschuss für Verkehr", "may_decide": False}
    keep(town, "change_body", **values)
    seat = {"body": made.pk, "role": "Vorsitz", "voting_right": True, "start_date": "2026-04-01"}
    keep(town, "add_seat", **seat)
    keep(town, "dissolve_body", body=made.pk, end_date="2026-12-31")
    made.refresh_from_db()
    assert (made.name, made.may_decide, made.end_date) == (
        "Ausschuss für Verkehr", False, date(2026, 12, 31)
    )  # fmt: skip
    assert Membership.objects.get().end_date == date(2026, 12, 31)
    acts = Event.objects.filter(case__kind="council_calendar").order_by("seq")
    assert list(acts.values_list("action", flat=True)) == [
        "open", "form_body", "change_body", "add_seat", "dissolve_body"
    ]  # fmt: skip
    assert acts[2].data["changes"]["may_decide"] == [True, False]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"key": "council"}, "twice"),
        ({"name": ""}, "missing"),
        ({"type": "parliament"}, "invalid"),
        ({"type": "district_council"}, "missing"),
        ({"members": 0}, "invalid"),
        ({"members": "many"}, "invalid"),
        ({"start_date": "31.4."}, "invalid"),
    ],
)
def test_body_needs_what_it_is_judged_by(town: Town, change: dict[str, Any], code: str) -> None:
    assert refused(town, "form_body", **{**BODY, **change}) == [code]


def test_body_with_sessions_or_papers_is_not_dissolved_and_others_may_not(town: Town) -> None:
    town.in_deliberation()
    found = refused(town, "dissolve_body", body=body("council").pk, end_date=str(TODAY))
    assert found == ["sessions", "in_use"]
    with pytest.raises(NotAllowed):
        keep(town, "form_body", by="mayor-mayor", **BODY)


def test_49_legal_number_of_members_holds_from_its_day_on(town: Town) -> None:
    council = body("council")
    keep(town, "set_members", body=council.pk, members=61, start_date="2026-11-01")
    days = (date(2026, 10, 31), date(2026, 11, 1))
    assert [legal_members(council, on=day) for day in days] == [85, 61]
    assert refused(town, "set_members", body=council.pk, members=61, start_date="2026-11-01") == [
        "twice"
    ]


def test_seat_is_dated_and_held_once_at_a_time(town: Town) -> None:
    council, person = body("council"), town.person("youth-head").pk
    seat = {
        "body": council.pk, "person": person, "role": "Ratsmitglied", "voting_right": True,
        "on_behalf_of": "Fraktion A", "start_date": "2026-01-01",
    }  # fmt: skip
    keep(town, "add_seat", **seat)
    assert refused(town, "add_seat", **seat) == ["twice"]
    assert is_member(person, council, on=TODAY, voting=True)
    row = Membership.objects.get()
    keep(town, "end_seat", seat=row.pk, end_date="2026-06-30")
    assert not is_member(person, council, on=date(2026, 7, 1))
    keep(town, "add_seat", **{**seat, "voting_right": False, "start_date": "2026-07-01"})
    assert not is_member(person, council, on=date(2026, 7, 1), voting=True)
    assert seats_on(council, on=date(2026, 7, 1)).count() == 1


def test_57_4_one_fifth_of_the_members_may_object(town: Town) -> None:
    counted = [objectors_needed(body(key), on=TODAY) for key in ("social_committee", "main")]
    # A fifth of 17 is 3.4 and of 21 is 4.2: fewer people are less than a fifth.
    assert counted == [4, 5]


def session(**more: Any) -> dict[str, Any]:
    return {"body": body("main").pk, "starts_at": "2026-08-20T15:00", "location": "Saal", **more}


def test_sessions_are_entered_at_once_with_the_deadlines_of_their_rules(town: Town) -> None:
    rows = [session(), session(starts_at="2026-09-24T15:00", closes_on="2026-09-01")]
    keep(town, "plan_sessions", sessions=rows)
    made = Meeting.objects.filter(location="Saal").order_by("starts_at")
    assert [(one.closes_on, one.closes_by_hand) for one in made] == [
        (date(2026, 8, 6), False), (date(2026, 9, 1), True)
    ]  # fmt: skip
    # 15:00 in Berlin in summer.
    assert made[0].starts_at.isoformat() == "2026-08-20T13:00:00+00:00"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"body": 0}, "unknown"),
        ({"starts_at": "gestern"}, "invalid"),
        ({"closes_on": "2026-08-21"}, "order"),
        ({"dispatch_on": "2026-08-21"}, "order"),
        ({"starts_at": "2026-02-20T15:00"}, "past"),
    ],
)
def test_session_that_cannot_be_is_named_with_its_line(
    town: Town, change: dict[str, Any], code: str
) -> None:
    with pytest.raises(GuardsUnmet) as refusal:
        keep(town, "plan_sessions", sessions=[session(**change)], text="")
    (unmet,) = refusal.value.unmet
    assert (unmet.code, unmet.field.startswith("sessions.0.")) == (code, True)
    assert not Meeting.objects.filter(location="Saal").exists()


def test_past_session_is_entered_with_a_reason_and_none_twice(town: Town) -> None:
    past = session(starts_at="2026-02-20T15:00")
    keep(town, "plan_sessions", sessions=[past])
    assert refused(town, "plan_sessions", sessions=[past]) == ["twice"]
    assert refused(town, "plan_sessions", sessions=[session(), session()]) == ["twice"]
    assert refused(town, "plan_sessions", sessions=[]) == ["missing"]


def test_dissolved_body_has_no_sessions_afterwards(town: Town) -> None:
    Organization.objects.filter(key="main").update(end_date=date(2026, 7, 31))
    assert refused(town, "plan_sessions", sessions=[session()]) == ["no_body"]


def test_47_gaps_of_more_than_two_months_are_found(town: Town) -> None:
    council = Meeting.objects.filter(organization__key="council").order_by("starts_at")
    held = list(council[:5])
    held[2].is_cancelled = True
    two_months = {body("council").pk: Period(2, PeriodUnit.MONTHS)}
    assert gaps_of(held, two_months, working_calendar()) == []
    held[3].is_cancelled = True
    assert gaps_of(held, two_months, working_calendar()) == [(held[1], held[4])]
    assert gaps_of(held, {}, working_calendar()) == []


RULE = {
    "subject": "objection_period", "amount": "5", "unit": "days", "norm": "Geschäftsordnung § 27",
    "valid_from": str(TODAY + timedelta(days=1)),
}  # fmt: skip


def test_rule_of_the_city_is_added_ended_and_taken_back(town: Town) -> None:
    keep(town, "add_rule", **RULE)
    row = CouncilRule.objects.get(origin="local", subject="objection_period")
    assert refused(town, "remove_rule", rule=row.pk) == ["in_use"]
    assert refused(town, "end_rule", rule=row.pk, valid_until=str(TODAY - timedelta(days=1))) == [
        "past"
    ]
    keep(town, "end_rule", rule=row.pk, valid_until="2026-12-31")
    keep(town, "add_rule", **{**RULE, "valid_from": "2050-01-01", "amount": "7"})
    keep(town, "remove_rule", rule=CouncilRule.objects.get(amount=7, origin="local").pk)
    assert [one.valid_until for one in CouncilRule.objects.filter(amount=5)] == [date(2026, 12, 31)]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"subject": "full_moon"}, "invalid"),
        ({"amount": "drei"}, "invalid"),
        ({"unit": "euro"}, "invalid"),
        ({"norm": ""}, "missing"),
        ({"body_type": "parliament"}, "invalid"),
    ],
)
def test_rule_that_says_nothing_is_refused(town: Town, change: dict[str, Any], code: str) -> None:
    assert refused(town, "add_rule", **{**RULE, **change}) == [code]


def test_rule_does_not_rejudge_sessions_that_were_held(town: Town) -> None:
    held = Meeting.objects.order_by("starts_at")[0]
    town.now = held.starts_at + timedelta(hours=3)
    day = local_date(held.starts_at)
    assert refused(town, "add_rule", **{**RULE, "valid_from": str(day)}) == ["judged"]
    keep(town, "add_rule", **{**RULE, "valid_from": str(day + timedelta(days=1))})


def test_restricted_matter_is_seen_by_who_sits_in_a_body_that_deals_with_it(town: Town) -> None:
    """The council's desk sees it only where each of its holders has such a seat."""
    member = town.person("council-observer")
    seen = []
    for seated in (False, True):
        if seated:
            keep(
                town, "add_seat", body=body("council").pk, person=member.pk, role="Ratsmitglied",
                voting_right=True, start_date="2026-01-01",
            )  # fmt: skip
        measure = town.in_deliberation(title=f"Vertraulich {seated}", access="restricted")
        station = measure.case.consultations.order_by("position")[0]
        assert station.meeting is not None
        now, town.now = town.now, station.meeting.starts_at + timedelta(hours=1)
        town.do(measure, "record_result", OFFICE, result="accepted")
        seen.append(
            Case.objects.visible_to(member, at=town.now).filter(pk=measure.case_id).exists()
        )
        town.now = now
    assert seen == [False, True]
