"""The planner: the days counted back and the session that is reached (domain 2.9, 5.4, 5.5)."""

from dataclasses import replace
from datetime import date

import pytest

from coordination.council.planning import (
    Body,
    Cut,
    Lead,
    PlannedSession,
    Planner,
    counted_back,
    cuts_for,
)
from coordination.council.planning.sessions import SessionCalendar
from workflows.calendars import WorkingCalendar

NRW = WorkingCalendar("NW")
COUNCIL = Body("rat", "Rat", "council")
INTEGRATION = Body("integrationsrat", "Integrationsrat", "integration_council")
SOCIAL = Body("soziales", "Sozialausschuss", "committee")
START = date(2016, 8, 24)


def sessions(body, *days):
    return [PlannedSession(body, date.fromisoformat(day)) for day in days]


AUTUMN = SessionCalendar(
    sessions(COUNCIL, "2016-09-26", "2016-11-24", "2017-02-20")
    + sessions(INTEGRATION, "2016-08-30", "2016-10-26", "2017-01-18")
)
PLANNER = Planner(NRW, AUTUMN, COUNCIL, before=[(INTEGRATION, "preliminary")])


def test_days_are_counted_back_from_the_first_body():
    """F−10, −12, −15, −20, −30, −35 working days from We 26.10.2016; 3.10. does not count."""
    days = counted_back(NRW, date(2016, 10, 26), Lead())
    assert (days.closing, days.signature, days.board, days.release) == (
        date(2016, 10, 12), date(2016, 10, 10), date(2016, 10, 5), date(2016, 9, 27),
    )  # fmt: skip
    assert (days.cosigning_until, days.cosigning_from, days.check) == (
        date(2016, 9, 27), date(2016, 9, 13), date(2016, 9, 6),
    )  # fmt: skip
    assert days.dispatch == date(2016, 10, 18)  # 7 full days lie between


def test_an_earlier_editorial_deadline_moves_every_day():
    days = counted_back(NRW, date(2016, 10, 26), Lead(), closes_on=date(2016, 10, 7))
    assert (days.closing, days.signature, days.check) == (
        date(2016, 10, 7), date(2016, 10, 5), date(2016, 9, 1),
    )  # fmt: skip


def test_start_after_the_holidays_reaches_the_council_of_november():
    """The letter's "as soon as possible": work begins on 24.08.2016 (domain 5.5)."""
    way = PLANNER.earliest(START)
    assert way is not None
    assert [(one.body.key, one.role, one.session.held_on) for one in way.stations] == [
        ("integrationsrat", "preliminary", date(2016, 10, 26)),
        ("rat", "decision", date(2016, 11, 24)),
    ]


def test_council_of_september_is_reached_by_three_cuts_only():
    """Co-signature in 3 days, without the integration council, after the deadline (domain 2.9)."""
    wish = PLANNER.session_on(date(2016, 9, 26))
    assert wish is not None
    found = cuts_for(PLANNER, wish, START)
    assert found is not None
    assert found.suffices
    assert found.cuts == [Cut("cosigning", 7), Cut("integration_council", 19), Cut("supplement", 6)]
    assert found.way.dates.check == date(2016, 8, 25)
    assert found.way.dates.signature == found.way.dates.dispatch == date(2016, 9, 16)


def test_what_all_cuts_do_not_reach_is_said_so():
    wish = PLANNER.session_on(date(2016, 9, 26))
    assert wish is not None
    found = cuts_for(PLANNER, wish, date(2016, 9, 12))
    assert found is not None
    assert not found.suffices


def test_what_is_reached_needs_no_cut():
    wish = PLANNER.session_on(date(2016, 11, 24))
    assert wish is not None
    assert cuts_for(PLANNER, wish, START) is None


@pytest.mark.parametrize(
    ("step", "last_start"),
    [
        ("check", date(2016, 9, 6)),
        ("cosigning", date(2016, 9, 13)),
        ("release", date(2016, 9, 27)),
        ("board", date(2016, 10, 5)),
        ("signature", date(2016, 10, 10)),
        ("closing", date(2016, 10, 12)),
    ],
)
def test_what_is_done_is_not_planned_again(step, last_start):
    planner = replace(PLANNER, step=step)
    assert planner.earliest(last_start).decides.held_on == date(2016, 11, 24)
    assert planner.earliest(date.fromordinal(last_start.toordinal() + 1)).decides.held_on > date(
        2016, 11, 24
    )


def test_no_session_lies_in_the_school_holidays():
    """Autumn holidays are 10.–21.10.2016: a session of the 20th is left out."""
    calendar = SessionCalendar(
        sessions(COUNCIL, "2016-11-24") + sessions(INTEGRATION, "2016-10-05", "2016-10-20")
    )
    planner = replace(PLANNER, sessions=calendar)
    way = planner.earliest(date(2016, 8, 1))
    assert way is not None
    assert way.first.held_on == date(2016, 10, 5)
    open_all_year = replace(planner, pause=False).earliest(date(2016, 8, 1))
    assert open_all_year is not None
    assert open_all_year.first.held_on == date(2016, 10, 20)


def test_usual_distance_is_given_up_where_that_reaches_the_session():
    calendar = SessionCalendar(
        sessions(COUNCIL, "2016-11-24") + sessions(INTEGRATION, "2016-10-26", "2016-11-17")
    )
    planner = replace(PLANNER, sessions=calendar)
    in_time, late = planner.earliest(date(2016, 9, 6)), planner.earliest(date(2016, 9, 7))
    assert in_time is not None
    assert in_time.first.held_on == date(2016, 10, 26)
    assert late is not None
    assert late.first.held_on == date(2016, 11, 17)


def test_body_that_never_meets_before_leaves_no_regular_way():
    calendar = SessionCalendar(sessions(COUNCIL, "2016-11-24"))
    planner = replace(PLANNER, sessions=calendar)
    assert planner.earliest(START) is None
    wish = planner.session_on(date(2016, 11, 24))
    assert wish is not None
    found = cuts_for(planner, wish, START)
    assert found is not None
    assert found.suffices
    assert [cut.code for cut in found.cuts] == ["integration_council"]


def test_committees_come_between_in_their_order():
    calendar = SessionCalendar(
        [*AUTUMN.of("rat"), *AUTUMN.of("integrationsrat"), *sessions(SOCIAL, "2016-11-08")]
    )
    before = [(INTEGRATION, "preliminary"), (SOCIAL, "preliminary")]
    way = replace(PLANNER, sessions=calendar, before=before).earliest(START)
    assert way is not None
    assert [one.body.key for one in way.stations] == ["integrationsrat", "soziales", "rat"]
