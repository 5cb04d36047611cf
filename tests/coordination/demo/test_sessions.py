"""The sessions of the demo: one in the coming week with papers, whose readers find them."""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
import time_machine

from coordination.council.models import Consultation, Meeting, Organization
from coordination.council.queries.sessions import seats_on, sessions_between
from coordination.decisions.enums import MeasureState as S
from coordination.demo.calendar import BODY, meet_soon, near_session
from tests.coordination.demo.conftest import AT
from workflows.calendars import local_date
from workflows.models import DeskHolder
from workflows.queries.people.routes import working_calendar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

TODAY = local_date(AT)


@pytest.mark.parametrize("at", [AT, datetime(2026, 12, 9, 11, tzinfo=UTC)])
def test_a_session_lies_in_the_coming_week(at):
    meet_soon(working_calendar(), ends=at, at=AT)
    monday = local_date(at) + timedelta(days=7 - local_date(at).weekday())
    body = Organization.objects.filter(key=BODY).values_list("pk", flat=True)
    held = sessions_between(monday, monday + timedelta(days=4), bodies=body)
    assert held.filter(is_cancelled=False).get() == near_session(at=at)


@pytest.mark.parametrize(
    ("at", "held_on"),
    # Before the school holidays of Christmas, and in the summer, when they last longer.
    [(datetime(2026, 12, 18, 11, tzinfo=UTC), date(2027, 1, 13)),
     (datetime(2027, 7, 23, 11, tzinfo=UTC), date(2027, 7, 28))],
)  # fmt: skip
def test_a_session_waits_for_the_end_of_short_holidays(at, held_on):
    soon = meet_soon(working_calendar(), ends=at, at=AT)
    assert local_date(soon.starts_at) == held_on


def test_the_session_of_the_coming_week_has_papers_that_its_readers_find(client, settings):
    settings.DEMO = True
    soon = near_session(at=AT)
    papers = Consultation.objects.filter(meeting=soon, paper__isnull=False, result="")
    assert {one.case.state for one in papers} == {S.DELIBERATION}
    assert len(papers) >= 2
    day = local_date(soon.starts_at)
    with time_machine.travel(AT):
        for desk in ("council_office-council_secretary", "division_3-integration_deputy",
                     "council-observer"):  # fmt: skip
            person = DeskHolder.objects.filter(desk__key=desk).earliest("pk").person_id
            html = client.post("/demo/rollen/", {"person": person}, follow=True).content.decode()
            (url,) = re.findall(rf'href="(/vorhaben/[?]body={soon.organization_id}&[^"]+)"', html)
            listed = client.get(unescape(url)).content.decode()
            assert all(f"/massnahmen/{one.case_id}/" in listed for one in papers), desk
            assert f"{day:%d.%m.%Y}" in listed


def test_every_seat_of_a_body_is_there_and_its_calendar_heeds_the_school_holidays():
    for body in Organization.objects.all():
        seats = seats_on(body, on=TODAY).filter(voting_right=True)
        assert (body.key, seats.count()) == (body.key, body.member_count)
    days = {local_date(one.starts_at) for one in Meeting.objects.all()}
    assert [day for day in days if working_calendar().is_school_holiday(day)] == []
