"""How far a matter is, as everybody is told: what happens inside the administration stays there."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from ..concept.enums import ConceptState as C
from ..decisions.enums import MeasureState as M
from ..demands.enums import DemandState as D
from ..targets.enums import TargetState as T


class Standing(TextChoices):
    """Of a measure."""

    DECIDED = "decided", pgettext_lazy("public", "decided")
    RUNNING = "running", pgettext_lazy("public", "being carried out")
    PAUSED = "paused", pgettext_lazy("public", "resting")
    DONE = "done", pgettext_lazy("public", "completed")
    STOPPED = "stopped", pgettext_lazy("public", "not carried out")


MEASURES: Mapping[str, Standing] = {
    M.IMPLEMENTATION: Standing.RUNNING,
    M.PAUSED: Standing.PAUSED,
    **dict.fromkeys((M.COMPLETED, M.EVALUATED), Standing.DONE),
    **dict.fromkeys(
        (M.DISCONTINUED, M.REJECTED, M.WITHDRAWN, M.REVOKED, M.INCORPORATED, M.DISCARDED),
        Standing.STOPPED,
    ),
}
"""What is in no other place was decided, or is decided anew."""


def standing_of(state: str) -> Standing:
    """How far a measure in this state is."""
    return MEASURES.get(state, Standing.DECIDED)


def states_of(standing: str) -> list[str]:
    """The states of which everybody is told so."""
    return [state.value for state in M if standing_of(state) == standing]


class TargetStanding(TextChoices):
    """Of a target of the council."""

    RUNNING = "running", pgettext_lazy("public", "running")
    REACHED = "reached", pgettext_lazy("public", "reached")
    PARTLY = "partly", pgettext_lazy("public", "partly reached")
    MISSED = "missed", pgettext_lazy("public", "missed")
    ENDED = "ended", pgettext_lazy("public", "not in force any more")


TARGETS: Mapping[str, TargetStanding] = {
    T.REACHED: TargetStanding.REACHED,
    T.PARTLY_REACHED: TargetStanding.PARTLY,
    T.MISSED: TargetStanding.MISSED,
    **dict.fromkeys((T.REPLACED, T.REVOKED, T.REJECTED, T.WITHDRAWN), TargetStanding.ENDED),
}


class ConceptStanding(TextChoices):
    """Of a concept."""

    WORKED_ON = "worked_on", pgettext_lazy("public", "being worked out")
    RESTING = "resting", pgettext_lazy("public", "resting")
    DELIBERATED = "deliberated", pgettext_lazy("public", "in deliberation")
    IN_FORCE = "in_force", pgettext_lazy("public", "in force")
    RENEWAL_DUE = "renewal_due", pgettext_lazy("public", "in force, to be renewed")
    REPLACED = "replaced", pgettext_lazy("public", "replaced by another one")
    DROPPED = "dropped", pgettext_lazy("public", "not pursued any more")


CONCEPTS: Mapping[str, ConceptStanding] = {
    C.DELIBERATION: ConceptStanding.DELIBERATED,
    **dict.fromkeys((C.RESTING, C.DEFERRED), ConceptStanding.RESTING),
    **dict.fromkeys((C.RESOLVED, C.IN_FORCE), ConceptStanding.IN_FORCE),
    C.RENEWAL_DUE: ConceptStanding.RENEWAL_DUE,
    C.REPLACED: ConceptStanding.REPLACED,
    **dict.fromkeys((C.REVOKED, C.REJECTED, C.WITHDRAWN), ConceptStanding.DROPPED),
}


class DemandStanding(TextChoices):
    """Of a demand that was answered."""

    ANSWERED = "answered", pgettext_lazy("public", "answered")
    IN_MEASURE = "in_measure", pgettext_lazy("public", "taken up in a measure")
    DECLINED = "declined", pgettext_lazy("public", "declined with reasons")
    REPORTED = "reported", pgettext_lazy("public", "fulfilled, as the city says")
    CONFIRMED = "confirmed", pgettext_lazy("public", "fulfilled, confirmed by the association")
    DISPUTED = "disputed", pgettext_lazy("public", "contested by the association")
    ANEW = "anew", pgettext_lazy("public", "open, being examined anew")
    WITHDRAWN = "withdrawn", pgettext_lazy("public", "withdrawn by the association")
    SETTLED = "settled", pgettext_lazy("public", "settled by something else")


DEMANDS: Mapping[str, DemandStanding] = {
    D.ANSWERED: DemandStanding.ANSWERED,
    D.IN_MEASURE: DemandStanding.IN_MEASURE,
    D.DECLINED: DemandStanding.DECLINED,
    D.REPORTED: DemandStanding.REPORTED,
    D.CONFIRMED: DemandStanding.CONFIRMED,
    D.DISPUTED: DemandStanding.DISPUTED,
    D.WITHDRAWN: DemandStanding.WITHDRAWN,
    D.SETTLED: DemandStanding.SETTLED,
}
"""After its answer a demand is in another state only if it was opened again."""
