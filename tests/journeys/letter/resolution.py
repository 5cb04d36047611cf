"""Spring 2017: co-signature, board, the bodies after Easter, the council on 08.05.2017."""

from __future__ import annotations

from datetime import date, timedelta

from coordination.concept.models import Concept
from coordination.council.models import Consultation, Meeting, Organization
from coordination.demands.queries.demands import open_numbers
from tests.journeys.letter import stages
from tests.journeys.letter.declaration import GUEST
from tests.journeys.letter.story import REASON, SECRETARY, Story
from workflows.calendars import local_date
from workflows.queries.people.routes import working_calendar

COUNCIL = date(2017, 5, 8)
AFTER_EASTER = date(2017, 4, 24)
SPECIALISTS = ("social_affairs", "school_committee", "youth_welfare")


def carried(story: Story, concept: Concept) -> None:
    """The office of the deputy mayor checks what the centre leads; offices, release, board."""
    story.on(2017, 2, 9)
    story.act("division_3-clerk", concept, "pass_check")
    story.on(2017, 2, 22)
    assert {"school-head", "social_housing-head"} <= stages.cosigned(story, concept)
    story.on(2017, 3, 6)
    assert stages.released(story, concept)[-1] == "division_3-integration_deputy"
    story.on(2017, 3, 14)
    if story.state(concept) == "executive_board":
        stages.approved(story, concept, "VV 10/2017")


def easter_leaves_one_day(story: Story) -> None:
    """Specialist committees have the 26th to the 14th day before; Easter leaves 24.04.2017."""
    calendar = working_calendar()
    days = [COUNCIL - timedelta(days=back) for back in range(26, 13, -1)]
    free = [
        day for day in days if calendar.is_working_day(day) and not calendar.is_school_holiday(day)
    ]
    assert free == [AFTER_EASTER]
    rows = Meeting.objects.filter(organization__key__in=SPECIALISTS)
    found = rows.filter(starts_at__date__range=(date(2017, 4, 8), COUNCIL))
    assert {local_date(row.starts_at) for row in found} == {AFTER_EASTER}
    assert found.count() == len(SPECIALISTS)
    assert story.today < AFTER_EASTER


def chained(story: Story, concept: Concept) -> None:
    """The council office puts the specialist committees before main committee and council."""
    wanted = [("integration_council", "preliminary"), *((k, "preliminary") for k in SPECIALISTS),
              ("main_finance", "preliminary"), ("council", "decision")]  # fmt: skip
    page = story.page(SECRETARY, concept).follow("/beratungsfolge-planen/")
    have = Consultation.objects.filter(case=concept.case_id, result="").count()
    for _more in range(len(wanted) - max(have, 1)):
        page = page.press("rows", "add:chain")
    rows = {}
    for number, (key, role) in enumerate(wanted):
        body = Organization.objects.get(key=key)
        sessions = Meeting.objects.filter(organization=body, starts_at__gt=story.town.now)
        last = sessions.filter(starts_at__date__lte=COUNCIL).latest("starts_at")
        rows |= {
            f"chain-{number}-organization": str(body.pk), f"chain-{number}-role": role,
            f"chain-{number}-meeting": str(last.pk), f"chain-{number}-is_public": "on",
        }  # fmt: skip
    page.fill_in("/beratungsfolge-planen/", **rows)
    found = stages.stations(concept)
    assert found == [
        ("integration_council", date(2017, 4, 5)),
        *((key, AFTER_EASTER) for key in SPECIALISTS),
        ("main_finance", date(2017, 4, 28)),
        ("council", COUNCIL),
    ]


def adopted(story: Story, concept: Concept) -> None:
    """08.05.2017: the council adopts it; it holds for three years."""
    story.on(2017, 3, 16)
    stages.signed(story, concept)
    stages.deliberated(story, concept)
    concept.refresh_from_db()
    assert story.today == COUNCIL
    assert story.state(concept) == "implementation"
    assert (concept.resolved_on, concept.valid_until) == (COUNCIL, date(2020, 5, 8))


def redeemed(story: Story) -> None:
    """The planning is there and confirmed; the master plan is disputed and keeps its old day."""
    head = "social_planning-head"
    planning, master_plan = story.demands["planning"], story.demands["master_plan"]
    for demand in (planning, master_plan):
        story.act(head, demand, "report_fulfilled")
    story.act(GUEST, planning, "confirm_fulfilled")
    assert story.state(planning) == "confirmed"
    planning.refresh_from_db()
    assert planning.days_open(COUNCIL + timedelta(days=99)) == 524
    story.act(GUEST, master_plan, "dispute", reason=REASON)
    assert story.state(master_plan) == "disputed"
    assert open_numbers(COUNCIL) == (1, 524)
    room = story.person(GUEST).get("/gast/")
    assert room.shows("524 Tage"), room.text
