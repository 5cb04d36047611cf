"""What the administration does with a measure, but for the co-signature: draft to signature."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from workflows.models import Unit

from ..city.enums import OrganizationType
from ..council.enums import ConsultationRole
from ..council.models import Consultation, Organization
from ..council.queries import next_meeting, open_consultations
from ..council.rules.chain import chain_problems
from ..decisions.enums import MeasureState as S
from ..decisions.rules.demands import demands_of
from ..measures.actions import measures
from .calendar import near_session
from .journey import Journey, Steps

Stations = list[tuple[Organization, str]]

_TUESDAY = 1
_SHORTLY = timedelta(minutes=1)
_BOARD_OFFICE = "executive_board_office-board_secretary"
_COUNCIL_OFFICE = "council_office-council_secretary"
_INTEGRATION_DEPUTY = "division_3-integration_deputy"
_MAYOR = "mayor-mayor"


def ask_agreement(journey: Journey) -> Steps:
    """The clerk finishes the draft and asks the head."""
    yield journey.stage.after(1)
    journey.do("ask_agreement", journey.clerk)


def draft(journey: Journey) -> Steps:
    """The head agrees, the clerk submits."""
    yield from ask_agreement(journey)
    yield journey.stage.after(1)
    (task,) = journey.tasks("agreement")
    journey.answer(task, "agree", text=journey.word("agreement"))
    if journey.story.urgency:
        journey.do("request_urgency", journey.clerk, text=journey.story.urgency)
    yield journey.stage.after(1)
    journey.do("submit", journey.clerk)


def check(journey: Journey) -> Steps:
    """The secretariat lets it pass, or sends it back."""
    yield journey.stage.after(1)
    if journey.story.is_accepted:
        journey.answer(journey.tasks("urgency")[0], "decide_urgency", accept=True)
    yield journey.stage.after(2)
    tasks = {task.desk.function: task for task in journey.tasks("check")}
    if journey.story.sent_back:
        journey.answer(tasks["clerk"], "send_back", text=journey.story.sent_back)
        return
    if journey.story.circulation:
        units = dict(Unit.objects.values_list("key", "pk"))
        planned = [{**row, "unit": units[row["unit"]]} for row in journey.story.circulation]
        journey.do("plan_circulation", tasks["clerk"].desk.key, offices=planned)
    journey.answer(tasks["clerk"], "pass_check")


def release(journey: Journey, *, most: int = 9) -> Steps:
    """The deputy mayors release one after the other; `most` of them, the others have not yet."""
    for task in journey.tasks("finding")[:1]:
        yield journey.stage.after(1)
        text = journey.word("current_administration")
        journey.answer(task, "find_current_administration", text=text, is_current=True)
    for _deputy in range(most):
        if journey.state != S.RELEASE:
            return
        yield journey.stage.after(2)
        journey.answer(journey.tasks("release")[0], "release")


def end_in_release(journey: Journey) -> Steps:
    """Some release, or it is rejected or withdrawn and later taken up again."""
    story = journey.story
    if story.rejected:
        yield journey.stage.after(2)
        journey.do("reject", _INTEGRATION_DEPUTY, text=story.rejected)
    elif story.withdrawn:
        yield journey.stage.after(2)
        journey.do("withdraw", journey.head, text=story.withdrawn)
        yield journey.stage.after(story.taken_up_after)
        clerk = journey.stage.person(journey.clerk)
        journey.measure.case.refresh_from_db()
        measures.take_up_again(journey.measure, by=clerk, at=journey.stage.now)
    elif story.released:
        yield from release(journey, most=story.released)


def executive_board(journey: Journey) -> Steps:
    """The board meets on Tuesdays; its office records the result the day after."""
    stage, story = journey.stage, journey.story
    day = _next_board(journey)
    yield stage.at(stage.calendar.add_working_days(day, 1))
    (task,) = journey.tasks("executive_board")
    minutes = {"date": str(day), "protocol": f"VV {day.isocalendar().week:02}/{day.year}"}
    if not story.dissent:
        journey.answer(task, "board_approves", **minutes)
        return
    journey.answer(task, "board_dissents", text=story.dissent, **minutes)
    yield stage.after(2)
    (task, *_) = journey.tasks("mayor_decides")
    journey.answer(task, "mayor_decides", text=story.decision_of_mayor, outcome=S.FINAL_SIGNATURE)


def final_signature(journey: Journey) -> Steps:
    """The council office sees to a chain that holds, the mayor signs."""
    yield journey.stage.after(1)
    if journey.story.committee or journey.story.coming:
        _plan(journey, _chain(journey))
    yield journey.stage.after(1)
    stations = open_consultations(journey.case)
    path = journey.measure.decision_path
    if list(chain_problems(stations, path=path, today=journey.stage.today)):
        _plan(journey, _as_planned(stations))
        yield journey.stage.after(0)
    tasks = {task.desk.function: task for task in journey.tasks("final_signature")}
    journey.answer(tasks["mayor"], "sign")


def _next_board(journey: Journey) -> date:
    today, calendar = journey.stage.today, journey.stage.calendar
    day = today + timedelta(days=(_TUESDAY - today.weekday() - 1) % 7 + 1)
    while not calendar.is_working_day(day):
        day += timedelta(days=7)
    return day


def _as_planned(stations: Sequence[Consultation]) -> Stations:
    return [(station.organization, station.role) for station in stations]


def _chain(journey: Journey) -> Stations:
    if journey.story.committee:
        return _committee_chain(journey)
    return _as_planned(open_consultations(journey.case))


def _committee_chain(journey: Journey) -> Stations:
    heard = Organization.objects.get(type=OrganizationType.INTEGRATION_COUNCIL)
    decides = Organization.objects.get(key=journey.story.committee)
    demands = demands_of(journey.measure, on=journey.stage.today)
    bodies = dict.fromkeys([heard, *(demand.bodies[0] for demand in demands)])
    advising = [(body, ConsultationRole.PRELIMINARY.value) for body in bodies if body != decides]
    return [*advising, (decides, ConsultationRole.DECISION.value)]


def _plan(journey: Journey, chain: Stations) -> None:
    """The stations with the next sessions that can still be reached.

    What comes in the week after the demo begins in that session, not in an earlier one.
    """
    stage, rows = journey.stage, []
    after = stage.now
    if journey.story.coming and (soon := near_session(at=stage.ends)):
        after = max(after, soon.starts_at - _SHORTLY)
    for organization, role in chain:
        meeting = next_meeting(organization.pk, after=after, closing_from=stage.today)
        assert meeting is not None, "the demo plans its sessions far ahead"
        after = meeting.starts_at
        rows.append({"organization": organization.pk, "role": role, "meeting": meeting.pk})
    journey.do("plan_consultations", _COUNCIL_OFFICE, chain=rows)
