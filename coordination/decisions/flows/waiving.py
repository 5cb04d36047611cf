"""Who has to deal with a matter, and the reason where the city's own rule is not kept (2.4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext

from workflows.calendars import local_date
from workflows.machine.reasons import says_something
from workflows.refusals import Unmet

from ...council.models import ChainWaiver, Consultation
from ...council.queries import waivers_of
from ...council.rules.chain import is_late
from ...council.rules.sessions import dispatch_day
from ..rules.demands import Demand, demand_problems, demands_of
from ..rules.looks import DecisionLook
from .work import DecisionWork

LATE = "chain_late"
"""Why a paper comes after the editorial deadline, kept like the reason for another order."""


def unmet_demands(look: DecisionLook, stations: Sequence[Consultation]) -> Iterator[Unmet]:
    """What a whole chain lacks that nobody has waived, in the call under way neither."""
    demands = demands_of(look.subject, on=look.call.today)
    missed = _missed(demands, stations)
    waived = {row.demand for row in waivers_of(look.case.pk)} if missed else set()
    if missed and look.call.name == "plan_consultations" and _reason(look):
        waived |= {*missed}
    yield from demand_problems(stations, demands, waived=waived)


def unexplained_lateness(look: DecisionLook, stations: Sequence[Consultation]) -> Iterator[Unmet]:
    """M11: after the editorial deadline only what is urgent comes before a body, with a reason.

    GO NRW § 48 Abs. 1: as a supplement to the agenda as long as that leaves in time, afterwards
    only if the body itself extends its agenda in the session.
    """
    late = _late(look, stations)
    if not late:
        return
    is_given = look.call.name == "plan_consultations" and bool(_reason(look))
    if is_given or any(row.demand == LATE for row in waivers_of(look.case.pk)):
        return
    assert late[0].meeting is not None, "is_late"
    body, held_on = late[0].organization, local_date(late[0].meeting.starts_at)
    until = dispatch_day(look.calendar, body, held_on, is_urgent=True)
    text = gettext(
        "The editorial deadline for “%(body)s” has passed. As the matter is urgent, it can be added"
        " to the agenda until %(day)s (GO NRW § 48 Abs. 1); please plan the chain with the reason."
    )
    if look.call.today > until:
        text = gettext(
            "The agenda of “%(body)s” was to be sent by %(day)s. Only the body itself can still put"
            " on it what brooks no delay (GO NRW § 48 Abs. 1 S. 5); please plan the chain with the"
            " reason."
        )
    yield Unmet(LATE, text % {"body": body.name, "day": f"{until:%d.%m.%Y}"}, "chain")


def _late(look: DecisionLook, stations: Sequence[Consultation]) -> list[Consultation]:
    """The stations of an urgent matter, not signed yet, whose sessions take no papers any more."""
    if not look.subject.is_urgent:
        return []
    return [row for row in stations if row.paper_id is None and is_late(row, look.call.today)]


def keep_waivers(work: DecisionWork, stations: Sequence[Consultation]) -> None:
    """Keep the reason why a chain does not keep what may be waived; one that does needs none.

    Why a paper came late stays with what was signed.
    """
    known = {row.demand: row for row in waivers_of(work.case.pk)}
    missed = _missed(demands_of(work.look.subject, on=work.call.today), stations)
    missed += [LATE] if _late(work.look, stations) else []
    kept = {*missed} | ({LATE} if any(row.paper_id for row in stations) else set())
    work.remove(row for code, row in known.items() if code not in kept)
    reason = _reason(work.look)
    for code in missed if reason else ():
        waiver = known.get(code) or ChainWaiver(case=work.case, demand=code)
        waiver.reason, waiver.given_at = reason, work.at
        waiver.given_by_id = work.call.person
        work.store(waiver)


def _missed(demands: Sequence[Demand], stations: Sequence[Consultation]) -> list[str]:
    """The demands that a chain does not keep and that a reason may waive."""
    return [d.code for d in demands if d.may_be_waived and not d.is_met(stations)]


def _reason(look: DecisionLook) -> str:
    """The reason of a call, if it says something."""
    text = look.call.text.strip()
    return text if says_something(text) else ""
