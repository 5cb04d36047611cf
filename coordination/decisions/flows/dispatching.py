"""When a paper leaves for the council: from that day on its members see it (GO NRW § 47)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.calendars import local_date
from workflows.enums import DeadlineStatus, DeskFunction, UnitKind
from workflows.machine import act
from workflows.models import CaseAudience, Deadline
from workflows.refusals import Unmet

from ...council.models import Consultation
from ...council.queries import consultations_of, open_consultations
from ...council.queries.sessions import desks_of_members
from ...council.rules.sessions import dispatch_day
from ..queries.dispatches import KIND
from ..queries.opinions import STEP, main_committee
from ..rules import posts
from ..rules.looks import DecisionLook
from . import values
from .work import DecisionWork


def await_dispatch(work: DecisionWork, station: Consultation) -> None:
    """The members see the paper from the day on which the invitation leaves.

    As recorded or imported at the session, else its day less the invitation period; a station
    without a session has no such day yet.
    """
    meeting = station.meeting
    if meeting is None:
        return
    day = meeting.dispatched_on or meeting.dispatch_on
    if day is None:
        day = dispatch_day(work.calendar, station.organization, local_date(meeting.starts_at))
    if day <= work.today:
        show_to_the_council(work)
    else:
        # A deadline ends with its day: the paper is seen from the next one on.
        eve = day - timedelta(days=1)
        work.set_deadline(KIND, effect="dispatch_paper", due_on=eve)


def plan_dispatch(work: DecisionWork, station: Consultation) -> None:
    """The same after the stations were planned anew; what was sent stays sent."""
    # The council's: guests of a concept hold observing desks too.
    council = {"desk__function": DeskFunction.OBSERVER, "desk__unit__kind": UnitKind.COUNCIL}
    if not CaseAudience.objects.filter(case=work.case.pk, **council).exists():
        end_waiting(work)
        await_dispatch(work, station)


def show_if_sent(work: DecisionWork) -> None:
    """Whoever has to deal with it now sees what was sent to the others already."""
    rows = Deadline.objects.filter(case=work.case.pk, kind=KIND, status=DeadlineStatus.RUNNING)
    has_session = any(row.meeting_id for row in open_consultations(work.case.pk))
    if has_session and not rows.exists():
        show_to_the_council(work)


def show_to_the_council(work: DecisionWork) -> None:
    """From now on the members of the council see the paper and what becomes of it.

    So do those who sit in another body that deals with it, such as the integration council (GO
    NRW § 27): the desks whose every holder has a seat there. A restricted matter is seen by them
    alone, and by the main committee where it hears a differing opinion (§ 70 Abs. 4).
    """
    work.show_to(posts.OBSERVERS, reason="council")
    bodies = {row.organization_id for row in consultations_of(work.case.pk)}
    if work.scene.tasks_of(STEP) and (committee := main_committee()):
        bodies.add(committee.pk)
    for desk in desks_of_members(bodies, on=work.today):
        work.admit_desk(desk, "council")


def end_waiting(work: DecisionWork) -> None:
    """Nobody waits for the dispatch any more."""
    work.end_deadline(kind=KIND)


def dispatch_is_plausible(look: DecisionLook) -> Iterator[Unmet]:
    """The paper was sent on a day between its signature and today."""
    sent = values.day(look.call.data.get("sent_on"))
    stations = open_consultations(look.case.pk)
    if any(station.paper is None for station in stations[:1]):
        text = gettext("Nobody has signed a paper yet.")
        yield Unmet("paper_missing", text)
    if sent is None:
        text = gettext("Please enter the day on which the paper was sent.")
        yield Unmet("dispatch_missing", text, "sent_on")
    elif sent > look.call.today:
        text = gettext("The day lies in the future.")
        yield Unmet("dispatch_future", text, "sent_on")
    elif any(s.paper is not None and sent < s.paper.dated for s in stations):
        text = gettext("The paper was not signed yet on that day.")
        yield Unmet("dispatch_before_signature", text, "sent_on")


@act(_("record the dispatch"), guards=[dispatch_is_plausible], legal_basis="GO NRW § 47")
def record_dispatch(work: DecisionWork) -> None:
    """The council office records on which day the paper was sent to the members."""
    sent = values.day(work.call.data["sent_on"])
    for station in open_consultations(work.case.pk)[:1]:
        if station.meeting:
            station.meeting.dispatched_on = sent
            station.meeting.save(update_fields=["dispatched_on"])
    work.note(date=str(sent))
    end_waiting(work)
    show_to_the_council(work)


@act(_("dispatch of the paper"), legal_basis="GO NRW § 47")
def dispatch_paper(work: DecisionWork) -> None:
    """The day of the dispatch has begun, or the dispatch of its session was recorded elsewhere:
    the members of the council see the paper.
    """
    end_waiting(work)
    show_to_the_council(work)
