"""What audit office, equality office and staff council see of measures by the rules of the day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from workflows.calendars import local_date
from workflows.enums import Access
from workflows.enums import DeskFunction as F
from workflows.models import User
from workflows.queries.people.desks import held_by
from workflows.refusals import Invisible

from ...council.models import Consultation
from ...council.queries import rules_on
from ...council.vocabulary import Observed, Part
from ...council.vocabulary import RuleSubject as Rule
from ...decisions.enums import MeasureState as S
from ...measures.models import Measure
from .names import Concerned, Names

SUBJECTS: Mapping[str, tuple[Rule, Rule]] = {
    "audit": (Rule.AUDIT_OBSERVES, Rule.AUDIT_READS),
    "equality": (Rule.EQUALITY_OBSERVES, Rule.EQUALITY_READS),
    "staff_council": (Rule.STAFF_COUNCIL_OBSERVES, Rule.STAFF_COUNCIL_READS),
}
"""The rules for each observer, by the function of its unit."""

PHASES: Mapping[str, frozenset[str]] = {
    Observed.COSIGNING: frozenset({S.COSIGNING, S.CLARIFICATION, S.REVISION}),
    Observed.RELEASE: frozenset({S.RELEASE, S.EXECUTIVE_BOARD, S.FINAL_SIGNATURE}),
    Observed.COUNCIL: frozenset({S.DELIBERATION, S.VETO_PERIOD, S.EXECUTION_BARRED}),
    Observed.WORK: frozenset({S.RESOLVED, S.IMPLEMENTATION, S.PAUSED}),
    Observed.ENDED: frozenset(
        {S.COMPLETED, S.EVALUATED, S.DISCONTINUED, S.REJECTED, S.WITHDRAWN, S.REVOKED}
    ),
}
"""The states of each phase. A draft and what is checked first is in none: nobody observes it."""

SERVING = (F.HEAD, F.CLERK)


@dataclass(frozen=True, slots=True)
class Observer:
    """What a unit may observe today: in which states, and which parts."""

    unit: str
    states: frozenset[str]
    parts: tuple[str, ...]


def observer(person: User, *, at: datetime) -> Observer:
    """As what this person observes today; Invisible (404) for whoever observes nothing.

    Whoever stands in for the office in everything observes too.
    """
    rules = rules_on(local_date(at))
    for desk in held_by(person.pk, on=local_date(at)):
        subjects = SUBJECTS.get(desk.unit_function)
        if subjects is None or desk.function not in SERVING or not desk.scope.covers(""):
            continue
        phases, parts = (rules.words(subject) for subject in subjects)
        states: frozenset[str] = frozenset().union(*(PHASES.get(one, ()) for one in phases))
        if states and parts:
            return Observer(desk.unit, states, parts)
    raise Invisible


def observed(by: Observer) -> QuerySet[Measure]:
    """The measures that an observer sees, by number; restricted ones are none of them."""
    rows = Measure.objects.filter(state__in=by.states).exclude(case__access=Access.RESTRICTED)
    return rows.select_related("case", "lead").order_by("-reference")


def observed_measure(by: Observer, case: int) -> Measure:
    """One of them; Invisible (404) if it is not."""
    found = observed(by).filter(case=case).first()
    if found is None:
        raise Invisible
    return found


# --- what is shown ------------------------------------------------------------------------


def parts_of(measure: Measure, by: Observer) -> list[tuple[str, str]]:
    """Label and text of each part that the rules open, with functions instead of names."""
    concerned = Concerned([measure])
    lines = [
        (label, text)
        for part in Part
        if part in by.parts
        for label, text in _PARTS[part](measure, concerned)
        if text.strip()
    ]
    hidden = Names(concerned, [text for _label, text in lines])
    return [(label, hidden.out_of(text)) for label, text in lines]


def titled(measures: Sequence[Measure]) -> list[tuple[Measure, str]]:
    """Each with its title without names; four statements, however many there are."""
    hidden = Names(Concerned(measures), [measure.title for measure in measures])
    return [(measure, hidden.out_of(measure.title)) for measure in measures]


Lines = Iterator[tuple[str, str]]


def _goal(measure: Measure, _who: Concerned) -> Lines:
    yield _("Goal"), measure.goal
    yield _("Proposed resolution"), measure.proposal


def _facts(measure: Measure, _who: Concerned) -> Lines:
    yield _("Facts and reasons"), measure.facts


def _money(measure: Measure, _who: Concerned) -> Lines:
    for label, amount in (
        (_("Total cost"), measure.cost),
        (_("of it for staff"), measure.staff_cost),
    ):
        yield label, f"{amount:,.2f} €".translate(_GERMAN) if amount is not None else ""
    yield _("Cover"), measure.cover


_GERMAN = str.maketrans(",.", ".,")


def _staff(measure: Measure, _who: Concerned) -> Lines:
    yield _("Effects on staff"), measure.staff_effects


def _equality(measure: Measure, _who: Concerned) -> Lines:
    yield _("Effects on equality"), measure.equality_effects


def _responsible(measure: Measure, who: Concerned) -> Lines:
    yield _("Responsible for the work"), who.function_of(measure.responsible_id)


def _dates(measure: Measure, _who: Concerned) -> Lines:
    rows = measure.milestones.order_by("due_on", "pk")
    yield _("Milestones"), "\n".join(f"{row.due_on:%d.%m.%Y}: {row.title}" for row in rows)


def _stations(measure: Measure, _who: Concerned) -> Lines:
    rows = Consultation.objects.filter(case=measure.case_id).select_related("organization")
    lines = [f"{row.organization.name}: {row.get_result_display() or '–'}" for row in rows]
    yield _("Deliberation"), "\n".join(lines)


_PARTS: Mapping[str, Callable[[Measure, Concerned], Lines]] = {
    Part.GOAL: _goal, Part.FACTS: _facts, Part.MONEY: _money, Part.STAFF: _staff,
    Part.EQUALITY: _equality, Part.RESPONSIBLE: _responsible, Part.DATES: _dates,
    Part.STATIONS: _stations,
}  # fmt: skip


def words_of(by: Observer) -> Sequence[str]:
    """The parts in words, for the page."""
    return [str(part.label) for part in Part if part in by.parts]
