"""What was decided before the city had this software is taken over as it stands (import)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.calendars import local_date
from workflows.machine import act
from workflows.models import User
from workflows.refusals import Unmet

from ...decisions.enums import MeasureState as S
from ...decisions.flows.checking import show_to_the_house
from ...decisions.flows.values import day, entries, key, line
from ...decisions.rules import posts
from ...implementing.flows.guards import responsible_named
from .earlier import reports_fit, take_in
from .look import MeasureLook
from .work import MeasureWork

LANDS: Mapping[str, S] = {
    "resolved": S.RESOLVED,
    "implementation": S.IMPLEMENTATION,
    "completed": S.COMPLETED,
    "discontinued": S.DISCONTINUED,
}
"""Where a decided measure may land."""

OVER = frozenset({S.COMPLETED, S.DISCONTINUED})
"""Where the work has ended."""


def was_decided(look: MeasureLook) -> Iterator[Unmet]:
    """When, by whom and under which number, all before today; work has milestones (M23)."""
    data = look.call.data
    if str(data.get("state")) not in LANDS:
        yield Unmet("state_missing", gettext("Please say how far the measure is."), "stand")
    decided = day(data.get("decided_on"))
    if decided is None or decided > look.call.today:
        text = gettext("Please say on which day it was decided; not in the future.")
        yield Unmet("decided_missing", text, "beschlossen_am")
    if not line(data.get("decided_by")):
        text = gettext("Please say who has decided.")
        yield Unmet("decider_missing", text, "beschlossen_durch")
    if not line(data.get("reference")):
        text = gettext("Please give the number of the paper or of the file.")
        yield Unmet("reference_missing", text, "drucksache")
    if data.get("state") == "implementation" and not look.text["milestones"]:
        text = gettext("At least one milestone with a date is needed.")
        yield Unmet("milestone_missing", text, "milestones")
    if data.get("responsible"):
        yield from responsible_named(look)


def has_ended(look: MeasureLook) -> Iterator[Unmet]:
    """When the work ended, after its resolution, and why where it was stopped."""
    data = look.call.data
    decided, ended = day(data.get("decided_on")), day(data.get("ended_on"))
    state = LANDS.get(str(data.get("state")))
    if state in OVER and (ended is None or ended > look.call.today or (decided or ended) > ended):
        text = gettext("Please say on which day the work ended; after the resolution.")
        yield Unmet("ended_missing", text, "ended_on")
    if state == S.DISCONTINUED and not line(data.get("ended_reason")):
        text = gettext("Please say why the measure was stopped.")
        yield Unmet("reason_missing", text, "ended_reason")
    if state not in OVER and ended is not None:
        text = gettext("Only what is completed or stopped has ended.")
        yield Unmet("not_ended", text, "ended_on")


@act(_("take over what was decided"), guards=[was_decided, has_ended, reports_fit])
def take_over_decided(work: MeasureWork) -> S:
    """It was neither checked nor signed here: the trail says who has decided it, and when.

    Milestones that were reached before are closed with that as their evidence. The tasks lie in
    the inboxes of the lead; nobody is mailed for each row of a list, and no ladder speaks of days
    that are over. Whoever records what the bodies resolve on it sees it as if it had been signed
    here (M16, M22, M29), and may bring the reports of its years.
    """
    data = work.call.data
    state = LANDS[str(data["state"])]
    work.is_quiet = work.is_taken_over = True
    work.ended_on = day(data.get("ended_on"))
    _close_milestones(work, state)
    if data.get("responsible"):
        work.look.subject.responsible = User.objects.get(pk=key(data["responsible"]))
        work.store_subject("responsible")
    work.look = work.look.knowing(work.look.subject)
    work.freeze("stock")
    show_to_the_house(work)
    work.show_to(posts.COUNCIL_OFFICE, reason="stock")
    work.show_to(posts.OBSERVERS, reason="council")
    said = {"ended_on": str(work.ended_on or ""), "ended_reason": line(data.get("ended_reason"))}
    work.note(
        decided_on=str(day(data["decided_on"])), decided_by=line(data["decided_by"]),
        reference=line(data["reference"]), taken_on=str(local_date(work.at)),
        imported_by=data.get("imported_by"), **{name: word for name, word in said.items() if word},
    )  # fmt: skip
    if data.get("reports"):
        take_in(work)
    return state


def _close_milestones(work: MeasureWork, state: S) -> None:
    """What was reached before is done; what a stopped measure has not reached is dropped."""
    reached = set(entries(work.call.data.get("reached")))
    is_stopped, closed = state == S.DISCONTINUED, []
    for stone in work.look.subject.milestones.all():
        if stone.position in reached or state == S.COMPLETED:
            stone.done_at, stone.evidence = work.at, gettext("Reached before it was taken over.")
            stone.done_by_id = work.case.opened_by_id
        elif is_stopped:
            stone.dropped_reason = line(work.call.data.get("ended_reason"))
        else:
            continue
        closed.append(stone)
    work.store_changed(closed, *CLOSING)


CLOSING = ("done_at", "done_by", "evidence", "dropped_reason")
"""What ends a milestone."""
