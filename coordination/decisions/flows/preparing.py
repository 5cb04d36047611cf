"""The circulation before it is sent: the secretariat prepares it, nobody else reads it (2.3).

It is sent by passing the check; until then nobody is asked, told or admitted by it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows.enums import Participation
from workflows.machine import act
from workflows.models import Unit
from workflows.refusals import Unmet

from ...city.rules import OUTSIDE
from ..models import CirculationEntry
from ..rules.circulation import LONGEST, LONGEST_WORDS, is_seen, spans_of
from ..rules.looks import DecisionLook
from .values import day, entries, fields, key
from .work import DecisionWork

MOST_OFFICES = 60

Unmets = Iterator[Unmet]


@dataclass(frozen=True, slots=True)
class Planned:
    """What is planned for an office; how it takes part only where no rule says it."""

    unit: int
    participation: str
    due_on: date | None
    words: str


def planned_in(look: DecisionLook) -> list[Planned]:
    """The offices that a call names, in its order."""
    return [
        Planned(
            key(row.get("unit")),
            str(row.get("participation") or ""),
            day(row.get("due_on")),
            str(row.get("words") or "").strip(),
        )
        for row in map(fields, entries(look.call.data.get("offices")))
    ]


def plan_fits(look: DecisionLook) -> Unmets:
    """Offices of the city, each once; those that have to be asked stay; dates within their days."""
    rows = planned_in(look)
    if len(rows) > MOST_OFFICES:
        text = _("Please name at most %(most)s offices.") % {"most": MOST_OFFICES}
        yield Unmet("too_many", text)
        return
    keys = {row.unit for row in rows}
    inside = Unit.objects.in_force(on=look.call.today).exclude(kind__in=OUTSIDE)
    names = dict(inside.filter(pk__in=keys).values_list("pk", "name"))
    last = look.calendar.forward(look.call.today, LONGEST).due_on
    spans = spans_of(look, keys, last=last, round_=look.case.round + 1)
    for number, row in enumerate(rows):
        at = f"offices.{number}"
        if row.unit not in names:
            yield Unmet("unit_missing", _("Please name offices that exist."), f"{at}.unit")
        elif row.unit == look.subject.lead_id:
            yield Unmet("unit_is_lead", _("This office has the lead already."), f"{at}.unit")
        elif row.unit in {other.unit for other in rows[:number]}:
            text = _("%(office)s stands in the list twice.") % {"office": names[row.unit]}
            yield Unmet("unit_twice", text, f"{at}.unit")
        else:
            for problem in _problems(look, row, spans[row.unit].problems(row.due_on)):
                text = f"{names[row.unit]}: {problem.text}"
                yield Unmet(problem.code, text, f"{at}.{problem.field}")


def _problems(look: DecisionLook, row: Planned, of_date: Unmets) -> Unmets:
    if row.unit not in look.obligatory and row.participation not in Participation.values:
        text = _("Please say how it takes part.")
        yield Unmet("participation_missing", text, "participation")
    yield from of_date
    if len(row.words) > LONGEST_WORDS:
        text = _("Please write at most %(most)s characters.") % {"most": LONGEST_WORDS}
        yield Unmet("too_long", text, "words")


@act(gettext_lazy("prepare the circulation"), guards=[is_seen, plan_fits])
def plan_circulation(work: DecisionWork) -> None:
    """The whole plan in place of the one before. Whoever has to be asked is asked anyway."""
    look, rows = work.look, planned_in(work.look)
    before = {entry.unit_id: entry for entry in look.planned}
    wanted = {row.unit for row in rows}
    work.remove([entry for unit, entry in before.items() if unit not in wanted])
    for row in rows:
        entry = before.get(row.unit) or CirculationEntry(
            case_id=work.case.pk, round=work.case.round + 1, unit_id=row.unit
        )
        by_rule = row.unit in look.obligatory
        entry.participation = "" if by_rule else row.participation
        entry.due_on, entry.words = row.due_on, row.words
        work.store(entry)
    work.note(planned=len(rows))


def send_plan(work: DecisionWork, asked: Collection[int], *, dates: Mapping[int, date]) -> None:
    """Whoever is asked is told date and word with it; the rest of the plan is void."""
    told: set[int] = set()
    for entry in work.look.planned:
        unit = entry.unit.successor_id or entry.unit_id
        if unit in asked and unit not in told:
            told.add(unit)
            entry.unit_id, entry.sent_at, entry.due_on = unit, work.at, dates.get(unit)
            work.store(entry)
        else:
            work.remove([entry])
