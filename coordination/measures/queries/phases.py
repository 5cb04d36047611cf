"""The states of a measure in the large, and how many measures are in each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from django.db.models import CharField, Value
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from ...decisions.enums import MeasureState as S
from ..models import MeasureQuerySet

PHASES: Mapping[str, tuple[str, ...]] = {
    "preparation": (
        S.DRAFT, S.CHECK, S.COSIGNING, S.REVISION, S.CLARIFICATION, S.RELEASE, S.EXECUTIVE_BOARD,
        S.FINAL_SIGNATURE,
    ),
    "council": (S.DELIBERATION, S.VETO_PERIOD),
    "implementation": (S.EXECUTION_BARRED, S.RESOLVED, S.IMPLEMENTATION, S.PAUSED),
    "closed": (
        S.COMPLETED, S.EVALUATED, S.DISCONTINUED, S.REJECTED, S.WITHDRAWN, S.REVOKED,
        S.INCORPORATED,
    ),
}  # fmt: skip
"""The states in the large, as the tabs above the list name them."""

PHASE_LABELS: Mapping[str, StrOrPromise] = {
    "": _("All"),
    "preparation": _("In preparation"),
    "council": _("In the council"),
    "implementation": _("Implementation"),
    "closed": _("Closed"),
}

MOST = 99
"""So many are counted in each phase where all cannot be read; beyond them it is “more than”."""

_PHASE_OF = {state: phase for phase, states in PHASES.items() for state in states}


def phases_of(states: Iterable[str]) -> dict[str, int]:
    """How often each phase is among these states."""
    found = Counter(_PHASE_OF[state] for state in states if state in _PHASE_OF)
    return {phase: found[phase] for phase in PHASES}


def count_phases(measures: MeasureQuerySet) -> dict[str, int]:
    """How many measures are in each phase, MOST + 1 at most; one statement."""
    first, *others = [
        measures.filter(state__in=states)
        # In the order of the index of states: in any other the planner, which takes priorities
        # and states for independent, may read everything before it has a hundred.
        .order_by("state", "title_sort_key", "pk")
        .annotate(phase=Value(phase, output_field=CharField()))
        .values_list("phase", flat=True)[: MOST + 1]
        for phase, states in PHASES.items()
    ]
    found = Counter(first.union(*others, all=True))
    return {phase: found[phase] for phase in PHASES}
