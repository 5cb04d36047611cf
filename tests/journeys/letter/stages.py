"""What every matter of the council goes through: votes, releases, board, signature, sessions."""

from __future__ import annotations

from datetime import date

from coordination.council.models import Consultation
from tests.journeys.letter.story import BOARD, MAYOR, SECRETARY, Matter, Story
from workflows.calendars import local_date
from workflows.models import DeskHolder, Task


def asked(matter: Matter, step: str, **more: str) -> dict[str, str]:
    """Who has an open task of a step: a desk with a holder for each thing that is asked."""
    rows = Task.objects.filter(case=matter.case_id, status="open", step__key=step, **more)
    held = set(DeskHolder.objects.values_list("desk__key", flat=True))
    found: dict[str, str] = {}
    for subject, desk in rows.order_by("desk__key").values_list("step", "desk__key"):
        if desk in held and (subject not in found or desk.endswith("-head")):
            found[subject] = desk
    return found


def cosigned(story: Story, matter: Matter) -> set[str]:
    """Every office that is asked to sign agrees; the desks that did."""
    desks = set(asked(matter, "cosign", step__cosignature__participation="cosign").values())
    for desk in sorted(desks):
        story.act(desk, matter, "vote", choice="approved")
    return desks


def released(story: Story, matter: Matter) -> list[str]:
    """The deputy mayors release, one after the other; their desks."""
    desks = []
    while story.state(matter) == "release":
        desk = min(asked(matter, "release").values())
        story.act(desk, matter, "release")
        desks.append(desk)
    return desks


def approved(story: Story, matter: Matter, protocol: str) -> None:
    """The executive board agrees on a Tuesday."""
    assert story.today.weekday() == 1
    story.act(BOARD, matter, "board_approves", outcome="board_approves",
              date=f"{story.today:%d.%m.%Y}", protocol=protocol)  # fmt: skip


def signed(story: Story, matter: Matter) -> None:
    """The mayor signs; the matter is before the bodies."""
    story.act(MAYOR, matter, "sign")
    assert story.state(matter) == "deliberation"


def stations(matter: Matter) -> list[tuple[str, date]]:
    """The bodies in their order, each with the day of its session."""
    rows = Consultation.objects.filter(case=matter.case_id).order_by("position")
    found = []
    for row in rows.select_related("organization", "meeting"):
        assert row.meeting is not None
        found.append((row.organization.key, local_date(row.meeting.starts_at)))
    return found


def deliberated(story: Story, matter: Matter) -> None:
    """Each body agrees in its session, the council at last."""
    rows = Consultation.objects.filter(case=matter.case_id, result="").order_by("position")
    while story.state(matter) == "deliberation":
        station = rows.select_related("meeting", "organization").first()
        assert station is not None
        assert station.meeting is not None
        story.at(station.meeting.starts_at)
        members = station.organization.member_count or 0
        story.act(SECRETARY, matter, "record_result", result="accepted", yes=str(members - 3),
                  no="1", abstentions="1")  # fmt: skip
