"""Who has to deal with a matter, and the reason where the city's own rule is not kept (2.4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workflows.machine.reasons import says_something
from workflows.refusals import Unmet

from ...council.models import ChainWaiver, Consultation
from ...council.queries import waivers_of
from ..rules.demands import Demand, demand_problems, demands_of
from ..rules.looks import DecisionLook
from .work import DecisionWork


def unmet_demands(look: DecisionLook, stations: Sequence[Consultation]) -> Iterator[Unmet]:
    """What a whole chain lacks that nobody has waived, in the call under way neither."""
    demands = demands_of(look.subject, on=look.call.today)
    missed = _missed(demands, stations)
    waived = {row.demand for row in waivers_of(look.case.pk)} if missed else set()
    if missed and look.call.name == "plan_consultations" and _reason(look):
        waived |= {*missed}
    yield from demand_problems(stations, demands, waived=waived)


def keep_waivers(work: DecisionWork, stations: Sequence[Consultation]) -> None:
    """Keep the reason why a chain does not keep what may be waived; one that does needs none."""
    known = {row.demand: row for row in waivers_of(work.case.pk)}
    missed = _missed(demands_of(work.look.subject, on=work.call.today), stations)
    work.remove(row for code, row in known.items() if code not in missed)
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
