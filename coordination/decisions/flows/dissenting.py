"""A deputy mayor puts a differing opinion to the main committee (GO NRW § 70 Abs. 4)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.work import Opening
from workflows.calendars import local_date
from workflows.definitions import Post, Step
from workflows.enums import DeskFunction as F
from workflows.machine import act
from workflows.machine.reasons import reason_given
from workflows.models import Event
from workflows.refusals import Unmet
from workflows.subjects import thing

from ...council.enums import ConsultationRole, Edition
from ...council.models import Paper
from ...council.queries import next_meeting
from ..queries.opinions import KIND, STEP, main_committee
from ..rules import posts
from ..rules.looks import DecisionLook
from . import values
from .dispatching import show_if_sent
from .stations import RECORDING
from .taking_back import keep_notice, session_given, session_of
from .work import DecisionWork

DEPUTY_MAYORS = Post((F.DEPUTY_MAYOR, F.INTEGRATION_DEPUTY))


HEARING = Step(
    STEP,
    _("Put the differing opinion to the main committee"),
    posts.always(posts.COUNCIL_OFFICE),
    acts=("hear_dissent",),
    period="record_result",
)


HAVING_OPINIONS = (Edition.HOUSE, Edition.COUNCIL)
"""The editions of a paper in which differing opinions stand."""


def board_was_divided(look: DecisionLook) -> Iterator[Unmet]:
    """There was dissent in the executive board."""
    if not Event.objects.filter(case=look.case.pk, action="board_dissents").exists():
        text = gettext("There was no dissent in the executive board about this matter.")
        yield Unmet("no_dissent", text, for_good=True)


def mayor_was_informed(look: DecisionLook) -> Iterator[Unmet]:
    """The mayor has heard of it before, on a day that is not ahead."""
    day = values.day(look.call.data.get("informed_on"))
    if day is None:
        text = gettext("Please enter the day on which you informed the mayor.")
        yield Unmet("informed_missing", text, "informed_on")
    elif not local_date(look.case.state_since).replace(month=1, day=1) <= day <= look.call.today:
        text = gettext("You inform the mayor first; the day cannot lie ahead or years back.")
        yield Unmet("informed_wrong", text, "informed_on")


def not_put_yet(look: DecisionLook) -> Iterator[Unmet]:
    """The main committee has heard what this person has put before it."""
    if look.scene.tasks_of(HEARING.key, _subject(look.call.actor.person)):
        text = gettext(
            "You have put your differing opinion already. The council office takes it to the next"
            " session of the main committee."
        )
        yield Unmet("dissent_put", text)


def _subject(person: int | None) -> str:
    return thing(KIND, person)


@act(
    _("put a differing opinion to the main committee"),
    guards=[board_was_divided, not_put_yet, mayor_was_informed, reason_given],
    legal_basis="GO NRW § 70 Abs. 4",
    decides=True,
)
def put_dissent(work: DecisionWork) -> None:
    """The council office puts it before the main committee; the mayor hears of it once more.

    It is a part of its own of the paper: the frozen text and its digest stay, the editions that
    have it are set anew.
    """
    body = main_committee()
    meeting = next_meeting(body.pk, after=work.at) if body else None
    period = work.periods.get("record_result", RECORDING)
    held_on = local_date(meeting.starts_at) if meeting else work.today
    due_on = work.calendar.forward(held_on, period).due_on
    work.open(Opening(HEARING, subject=_subject(work.call.person), due_on=due_on))
    work.note(informed_on=str(work.call.data["informed_on"]))
    if paper := Paper.objects.filter(case=work.case.pk).order_by("-pk").first():
        work.note(paper=paper.reference)
        work.remove(paper.files.filter(edition__in=HAVING_OPINIONS))
    show_if_sent(work)
    work.tell("dissent_put", [posts.MAYOR])


def committee_has_heard(look: DecisionLook) -> Iterator[Unmet]:
    """A session of the main committee that has begun."""
    yield from session_given(look, main_committee())


@act(
    _("record that the main committee has heard it"),
    guards=[committee_has_heard],
    legal_basis="GO NRW § 70 Abs. 4",
    step="hear_dissent",
)
def hear_dissent(work: DecisionWork) -> None:
    """The main committee has heard the differing opinion; the chain goes on as it was."""
    meeting = session_of(work.look, main_committee())
    assert meeting is not None, "guarded by committee_has_heard"
    if work.call.task is not None:
        work.note(opinion=work.call.task.subject)
    keep_notice(work, meeting, ConsultationRole.HEARING)
