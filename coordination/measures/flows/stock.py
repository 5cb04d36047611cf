"""What was decided before the city had this software is taken over as it stands (import)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.calendars import local_date
from workflows.machine import act
from workflows.refusals import Unmet

from ...decisions.enums import MeasureState as S
from ...decisions.flows.checking import show_to_the_house
from ...decisions.flows.values import day, entries, line
from ...decisions.rules import posts
from .look import MeasureLook
from .work import MeasureWork

LANDS: Mapping[str, S] = {"resolved": S.RESOLVED, "implementation": S.IMPLEMENTATION}
"""Where a decided measure may land."""


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


@act(_("take over what was decided"), guards=[was_decided])
def take_over_decided(work: MeasureWork) -> S:
    """It was neither checked nor signed here: the trail says who has decided it, and when.

    Milestones that were reached before are closed with that as their evidence. The tasks lie in
    the inboxes of the lead; nobody is mailed for each row of a list.
    """
    data = work.call.data
    work.is_quiet = True
    for stone in work.look.subject.milestones.all():
        if stone.position in entries(data.get("reached")):
            stone.done_at, stone.evidence = work.at, gettext("Reached before it was taken over.")
            stone.done_by_id = work.case.opened_by_id
            work.store(stone)
    work.look = work.look.knowing(work.look.subject)
    work.freeze("stock")
    show_to_the_house(work)
    work.show_to(posts.OBSERVERS, reason="council")
    work.note(
        decided_on=str(day(data["decided_on"])), decided_by=line(data["decided_by"]),
        reference=line(data["reference"]), taken_on=str(local_date(work.at)),
        imported_by=data.get("imported_by"),
    )  # fmt: skip
    return LANDS[str(data["state"])]
