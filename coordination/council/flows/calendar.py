"""The flow of the council's calendar: one state for ever, and an act for each change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.lasting import UPGRADED, LastingFlow, LastingState, LastingWork
from workflows.definitions import Tie
from workflows.machine import TIMED, At, Stage, act, system

from ..models import Membership
from ..queries.calendar import KIND
from . import adopting, meeting, offering, ruling, seating
from .base import council_office
from .offering import ADOPT, ROUTE_OF


@act(_("take stock of rules and seats"))
def take_stock(work: LastingWork) -> None:
    """What was there before is bound as it stands; from now on each row is known to an event."""
    work.keep_stock(KIND)


KEEPING = (
    ruling.add_rule.by(council_office),
    ruling.end_rule.by(council_office),
    ruling.remove_rule.by(council_office),
    seating.form_body.by(council_office),
    seating.change_body.by(council_office),
    seating.dissolve_body.by(council_office),
    seating.set_members.by(council_office),
    seating.add_seat.by(council_office),
    seating.end_seat.by(council_office),
    meeting.plan_sessions.by(council_office),
    meeting.adjust_session.by(council_office),
    meeting.move_session.by(council_office),
    meeting.cancel_session.by(council_office),
    meeting.join_sessions.by(council_office),
    adopting.link_bodies.by(council_office),
    adopting.adopt_sessions.by(council_office),
    offering.adopt_law.by(council_office),
    offering.offer_law.by(system),
    offering.law_is_whole.by(system),
    take_stock.by(system),
)
"""What the council office does, and imports in its place."""


class CouncilCalendarFlow(LastingFlow):
    """Rules, bodies, seats and sessions of the council."""

    kind = KIND
    label = _("council calendar")
    url_name = "coordination:council_case"
    route_of = ROUTE_OF
    stages = (Stage({LastingState.IN_FORCE: At(acts=KEEPING)}, steps=(ADOPT,)), TIMED, UPGRADED)

    @classmethod
    def hangs_on(cls, person: int, *, on: date) -> Sequence[Tie]:
        """The seats that somebody has in bodies."""
        rows = Membership.objects.not_over(on=on).filter(person=person)
        bodies = rows.order_by("organization__name")
        names = list(bodies.values_list("organization__name", flat=True))
        fate = gettext("The council office ends them and enters who follows.")
        return [Tie(gettext("Seats in bodies"), len(names), fate, names)]
