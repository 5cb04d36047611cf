"""New rules that a release ships: the council office is asked for them, and adopts them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows.actions.acting.lasting import LastingLook, LastingWork
from workflows.actions.acting.work import Opening
from workflows.calendars import Period, PeriodUnit
from workflows.definitions import Post, Step
from workflows.machine import act
from workflows.queries.people.routes import route_in_force
from workflows.refusals import Stale, Unmet

from ...city.rules import COUNCIL_OFFICE
from ..queries.rulebook import forget_what_was_read
from ..queries.sessions import last_session_judged
from ..queries.shipped import dated_from, digest_of_rules, new_rules

ROUTE_OF = "measure"
TO_ADOPT = Period(10, PeriodUnit.WORKING_DAYS)
"""So long the council office has for it; then its superiors hear of it, as of everything else."""
FARTHEST = timedelta(days=366)


def _office(_look: LastingLook) -> tuple[Post, ...]:
    return (COUNCIL_OFFICE,)


ADOPT = Step(
    "adopt_law", gettext_lazy("Adopt the new rules of the Land"), _office, acts=("adopt_law",)
)


@act(gettext_lazy("offer new rules of the Land"))
def offer_law(work: LastingWork) -> None:
    """A release has brought rules that the city lacks: the council office gets the task."""
    if work.case.route_id is None:
        # A calendar of before has no route; without one nobody would be reminded.
        found = route_in_force(ROUTE_OF, on=work.today)
        work.case.route_id = found.pk if found else None
    rows = new_rules(settings.LAND, today=work.today)
    work.note(rules=[[str(row), row.norm] for row in rows])
    work.open(Opening(ADOPT, period=TO_ADOPT))


@act(gettext_lazy("the rules of the Land are complete"))
def law_is_whole(work: LastingWork) -> None:
    """Nothing is lacking any more: nobody is asked any longer."""
    work.drop(ADOPT.key)


def can_adopt_law(look: LastingLook) -> Iterator[Unmet]:
    """There are new rows, they are those that were read, and no session held is rejudged."""
    entry, today = look.entry, look.call.today
    rows = new_rules(settings.LAND, today=today)
    seen = look.call.data.get("seen")
    if rows and seen and seen != digest_of_rules(rows):
        raise Stale(state=look.case.state, version=look.case.version)
    if not rows:
        entry.note("nothing", _("There are no new rules of the Land."))
    begins = entry.day("valid_from")
    if begins:
        held = last_session_judged(None, "", before=look.call.at)
        if held and held >= begins:
            text = _(
                "A session on %(day)s was judged by the earlier rule. Please choose a later day."
            )
            entry.note("judged", text % {"day": f"{held:%d.%m.%Y}"}, "valid_from")
        elif begins > today + FARTHEST:
            text = _("Please choose a day within the next twelve months.")
            entry.note("too_far", text, "valid_from")
    entry.make("rows", rows)
    yield from entry.unmet


@act(gettext_lazy("adopt the new rules of the Land"), guards=[can_adopt_law])
def adopt_law(work: LastingWork) -> None:
    """All new rows at once, none of them from before the day; a rule of the city goes before."""
    entry = work.look.entry
    rows = dated_from(entry["rows"], entry["valid_from"])
    work.store_new(rows)
    forget_what_was_read()
    work.finish(ADOPT.key)
    work.drop(ADOPT.key)
    work.note(
        day=str(entry["valid_from"]),
        rules=[[row.pk, str(row), row.norm, str(row.valid_from)] for row in rows],
    )
