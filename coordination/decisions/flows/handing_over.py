"""A signed paper in the council system: handed over, decided there, back with its excerpt.

Periods run from the day of the resolution, never from the day on which the excerpt comes back
(GO NRW §§ 54, 57). Until then a result is provisional (§ 52).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.work import Opening
from workflows.calendars import local_date
from workflows.definitions import Capacity, Post, Step
from workflows.machine import Rule, act
from workflows.machine.reasons import reason_given
from workflows.refusals import Unmet
from workflows.subjects import thing

from ...council.enums import ConsultationResult as R
from ...council.models import Consultation, HandOver
from ...council.queries import deciding_station, open_consultations
from ...council.rules.excerpts import excerpt_due_on
from ..rules import posts
from ..rules.looks import DecisionLook
from ..rules.people import council_office, mayor
from .deliberating import follow_result, result_is_recordable
from .work import DecisionWork


def to_hand_over(look: DecisionLook) -> list[Consultation]:
    """The open stations of the signed paper that the council system does not have yet."""
    known = set(
        HandOver.objects.filter(consultation__case=look.case.pk).values_list(
            "consultation_id", flat=True
        )
    )
    return [one for one in open_consultations(look.case.pk) if one.paper and one.pk not in known]


def something_to_hand_over(look: DecisionLook) -> Iterator[Unmet]:
    """A station that the council system does not have yet."""
    if not to_hand_over(look):
        yield Unmet("nothing_to_hand_over", gettext("The council system has every station."))


@act(_("hand over to the council system"), guards=[something_to_hand_over], needs_version=False)
def hand_over_paper(work: DecisionWork) -> None:
    """The paper is in the council system; each open station is waited for from now on.

    In the one that the call names, else in the city's.
    """
    system = str(work.call.data.get("system") or settings.COUNCIL_SYSTEM)
    rows = [
        HandOver(consultation=station, system=system, handed_at=work.at)
        for station in to_hand_over(work.look)
    ]
    work.store_new(rows)
    work.note(stations=[row.consultation_id for row in rows])


def named_hand_over(look: DecisionLook) -> HandOver | None:
    """The station in the council system that the task is about, else the one that is named."""
    task, wanted = look.call.task, look.call.data.get("consultation")
    if task is not None and task.subject.startswith("consultation:"):
        wanted = int(look.about_id("consultation"))
    rows = HandOver.objects.filter(consultation__case=look.case.pk)
    found = rows.select_related("consultation__organization", "consultation__meeting").filter(
        consultation=wanted if isinstance(wanted, int) else None
    )
    return found.first()


def agenda_is_awaited(look: DecisionLook) -> Iterator[Unmet]:
    """The station was handed over, and nobody knows yet that it is on an agenda."""
    found = named_hand_over(look)
    if found is None or found.scheduled_at is not None:
        yield Unmet("agenda_unexpected", gettext("No agenda is waited for here."))


@act(_("note that it is on the agenda"), guards=[agenda_is_awaited], needs_version=False)
def note_scheduled(work: DecisionWork) -> None:
    """The council system has put the station on the agenda of its session."""
    found = named_hand_over(work.look)
    assert found is not None, "guarded by agenda_is_awaited"
    found.scheduled_at = work.at
    work.store(found, "scheduled_at")
    work.note(consultation=found.consultation_id)


def excerpt_is_awaited(look: DecisionLook) -> Iterator[Unmet]:
    """The station was handed over, and its excerpt has not come back."""
    found = named_hand_over(look)
    if found is None or found.returned_at is not None:
        yield Unmet("excerpt_unexpected", gettext("No excerpt is waited for here."), "consultation")


def _council_office(_look: DecisionLook) -> Sequence[Post]:
    return [posts.COUNCIL_OFFICE]


EXCERPT = Step(
    "excerpt",
    _("See to the excerpt of the minutes"),
    _council_office,
    acts=("confirm_excerpt",),
)


def excerpt_is_to_come(look: DecisionLook) -> Iterator[Unmet]:
    """The session is over, its excerpt is out, and nobody was asked to see to it here yet."""
    found = named_hand_over(look)
    due_on = _due_on(look, found)
    if due_on is None or look.scene.tasks_of(EXCERPT.key, _subject(found)):
        yield Unmet("excerpt_not_due", gettext("No excerpt has to be seen to here."))


def _due_on(look: DecisionLook, found: HandOver | None) -> date | None:
    if found is None or found.returned_at is not None:
        return None
    meeting = found.consultation.meeting
    if meeting is None or local_date(meeting.starts_at) >= look.call.today:
        return None
    return excerpt_due_on(found.consultation, look.calendar)


def _subject(found: HandOver | None) -> str:
    return thing("consultation", found.consultation_id) if found else ""


@act(_("ask for the excerpt"), guards=[excerpt_is_to_come], needs_version=False)
def ask_for_excerpt(work: DecisionWork) -> None:
    """The council office sees to the excerpt by the day that the rules set after the session.

    The periods of §§ 54 and 57 do not wait for it: they run from the day of the resolution.
    """
    found = named_hand_over(work.look)
    assert found is not None, "guarded by excerpt_is_to_come"
    due_on = _due_on(work.look, found)
    work.open(Opening(EXCERPT, subject=_subject(found), due_on=due_on))
    work.note(consultation=found.consultation_id)


def _waits_for_an_excerpt(look: DecisionLook, _capacity: Capacity) -> bool:
    out = HandOver.objects.filter(consultation__case=look.case.pk, returned_at=None)
    return out.exclude(consultation__result="").exists()


def _is_provisional(look: DecisionLook, _capacity: Capacity) -> bool:
    return provisional_resolution(look.case.pk) is not None


excerpt_keeper: Rule[DecisionLook] = council_office & Rule(
    _("council office, while the excerpt of a result is not back"), _waits_for_an_excerpt
)
provisional_mayor: Rule[DecisionLook] = mayor & Rule(
    _("mayor, while the result is provisional"), _is_provisional
)


def result_is_there(look: DecisionLook) -> Iterator[Unmet]:
    """What is confirmed is recorded already."""
    found = named_hand_over(look)
    if found is not None and not found.consultation.result:
        yield Unmet("result_missing", gettext("Please record the result first."), "consultation")


@act(
    _("take over the excerpt"),
    guards=[excerpt_is_awaited, result_is_recordable],
    needs_version=False,
    decides=True,
)
def take_excerpt(work: DecisionWork) -> str:
    """The result as the excerpt of the minutes has it; the matter goes on by it."""
    station, found = work.look.station, named_hand_over(work.look)
    assert station is not None, "guarded by result_is_recordable"
    assert found is not None, "guarded by excerpt_is_awaited"
    _returned(work, found)
    return follow_result(work, station, R(work.call.data["result"]))


@act(
    _("confirm the excerpt"),
    guards=[excerpt_is_awaited, result_is_there],
    needs_version=False,
)
def confirm_excerpt(work: DecisionWork) -> None:
    """The excerpt is back and says what was recorded: the result is no longer provisional."""
    found = named_hand_over(work.look)
    assert found is not None, "guarded by excerpt_is_awaited"
    _returned(work, found)


def _returned(work: DecisionWork, found: HandOver) -> None:
    found.scheduled_at = found.scheduled_at or work.at
    found.decided_at = found.decided_at or work.at
    found.returned_at = work.at
    work.store(found, "scheduled_at", "decided_at", "returned_at")
    for task in work.scene.tasks_of(EXCERPT.key, _subject(found))[:1]:
        work.complete(task, outcome=work.call.name, person=work.call.actor.person)
    work.note(excerpt=found.consultation_id, source=str(work.call.data.get("source") or "")[:64])


def provisional_resolution(case: int) -> HandOver | None:
    """The station that decided, while its excerpt is not back and the mayor has said nothing."""
    station = deciding_station(case)
    found = HandOver.objects.filter(consultation=station).first() if station else None
    is_waiting = found is not None and found.is_provisional and found.accepted_at is None
    return found if is_waiting else None


@act(
    _("begin on a provisional result"),
    guards=[reason_given],
    legal_basis="GO NRW § 62 Abs. 2",
    needs_version=False,
)
def accept_provisional(work: DecisionWork) -> None:
    """The mayor lets the work begin before the excerpt of the minutes is back."""
    found = provisional_resolution(work.case.pk)
    assert found is not None, "the rule of the act asks for it"
    found.accepted_at = work.at
    work.store(found, "accepted_at")
    work.note(consultation=found.consultation_id)
