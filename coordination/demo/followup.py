"""What the council asked for beside its resolutions, and how the offices answer all of it."""

from __future__ import annotations

from datetime import date, timedelta

from workflows.calendars import local_date
from workflows.models import Desk, Task, Unit

from ..city.enums import OrganizationType
from ..city.rules import LEADERS
from ..council.models import Meeting, Organization
from ..followup.actions.items import record
from ..followup.enums import FollowUpKind
from ..followup.enums import FollowUpState as S
from ..followup.models import FollowUp
from ..followup.queries.items import draft_of
from ..followup.rules import next_report_after
from .journey import Steps
from .stage import Stage

_OFFICE = "council_office-council_secretary"
_OF_YOUTH, _OF_SCHOOLS = "youth", "school"
FIRST, ASKED, ANSWERED, NOTED = 195, 85, 44, 20
"""Working days before today: the first look, and what becomes of the four items of the story."""
EVERY = 3
"""Working days after which the offices look what is due."""


def mandates(stage: Stage) -> Steps:
    """A mandate that is answered and noted, a motion that is late and public, an inquiry that
    nobody answers, a suggestion that comes again; and every resolution is reported on in time.
    """
    ends, items, done = local_date(stage.ends), dict[str, FollowUp](), set[int]()
    for back in range(FIRST, 0, -EVERY):
        yield stage.at(stage.calendar.add_working_days(ends, -back))
        if back <= ASKED and not items:
            items = _asked(stage)
        silent = items["inquiry"].case_id if items else 0
        _answer_what_is_due(stage, but=silent)
        for moment, follow in ((ANSWERED, _answered), (NOTED, _noted)):
            if items and back <= moment and moment not in done:
                done.add(moment)
                follow(stage, items)


def _asked(stage: Stage) -> dict[str, FollowUp]:
    ends = local_date(stage.ends)
    late = stage.calendar.add_working_days(ends, -6)
    return {
        "mandate": _record(stage, FollowUpKind.MANDATE, _OF_YOUTH, "mandate"),
        "motion": _record(stage, FollowUpKind.MOTION, _OF_YOUTH, "motion"),
        "inquiry": _record(stage, FollowUpKind.INQUIRY, _OF_SCHOOLS, "inquiry", due=late),
        "suggestion": _record(stage, FollowUpKind.SUGGESTION, _OF_SCHOOLS, "suggestion"),
    }


def _record(
    stage: Stage, kind: FollowUpKind, office: str, word: str, *, due: date | None = None
) -> FollowUp:
    title, mover, asked, needed = stage.words[f"asked_{word}"].split(" | ")
    body = Organization.objects.filter(type=OrganizationType.COUNCIL).order_by("pk").first()
    assert body is not None, "every city has a council"
    outcome = record(
        fields={
            "kind": kind.value,
            "title": title,
            "mover": mover,
            "asked": asked,
            "needed": needed,
            "body": body.pk,
            "asked_on": str(stage.today - timedelta(days=3)),
            "office": Unit.objects.get(key=office).pk,
            "next_report_on": str(due) if due else None,
        },
        by=stage.person(_OFFICE),
        at=stage.now,
    )
    return FollowUp.objects.get(case=outcome.case)


def _answered(stage: Stage, items: dict[str, FollowUp]) -> None:
    """Three of the four have an answer; one of them everybody may read."""
    _give(stage, items["mandate"], S.DONE, provided=stage.words["answer_mandate"])
    ahead = stage.calendar.add_working_days(local_date(stage.ends), 60)
    _give(
        stage, items["motion"], S.DELAYED, reason=stage.words["answer_motion"],
        new_date=str(ahead), public_note=stage.words["public_motion"],
        internal_note=stage.words["internal_motion"],
    )  # fmt: skip
    stage.do(items["motion"].case_id, "publish", _OFFICE)
    _give(stage, items["suggestion"], S.CONTINUOUS, provided=stage.words["answer_suggestion"])


def _noted(stage: Stage, items: dict[str, FollowUp]) -> None:
    """The council takes note: what is done leaves the list."""
    item = items["mandate"]
    item.refresh_from_db()
    held = Meeting.objects.filter(
        organization=item.body, is_cancelled=False, starts_at__lte=stage.now,
        starts_at__date__gte=item.answered_on,
    )  # fmt: skip
    meeting = held.order_by("-starts_at").first()
    stage.do(
        item.case_id, "take_note", _OFFICE, meeting=meeting.pk if meeting else None,
        noted_on=str(stage.today),
    )  # fmt: skip


def _answer_what_is_due(stage: Stage, *, but: int) -> None:
    """Heads answer what is due within two weeks, with what lies ready or with a few words."""
    soon = stage.now + timedelta(days=14)
    waiting = Task.objects.filter(
        status="open", step__key__in=("followup_report", "followup_release"), due_at__lte=soon
    ).exclude(case=but)
    for case in sorted(set(waiting.values_list("case", flat=True))):
        item = FollowUp.objects.select_related("office").get(case=case)
        draft = draft_of(item.pk)
        if draft is not None and draft.state == S.DONE:
            words = draft.provided or stage.words["answer_done"]
            _give(stage, item, S.DONE, provided=words)
        else:
            _give(stage, item, S.IN_WORK, provided=stage.words["answer_in_work"])


def _give(stage: Stage, item: FollowUp, state: S, **said: object) -> None:
    present = max(item.next_report_on or stage.today, stage.today)
    following = next_report_after(present, item.rhythm, calendar=stage.calendar)
    desk = Desk.objects.filter(unit=item.office, function__in=LEADERS, closed_on=None)
    stage.do(
        item.case_id, "give_answer", desk.order_by("pk")[0].key, text="", task=None,
        state=state.value, next_report_on=str(following), **said,
    )  # fmt: skip
