"""The chain of deliberation and the mayor's signature (M11)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from workflows.definitions import Step
from workflows.machine import act
from workflows.refusals import Unmet

from ...council.models import Consultation
from ...council.queries import open_consultations
from ...council.rules.chain import chain_problems
from ..enums import MeasureState as S
from ..rules import posts
from ..rules.looks import DecisionLook
from . import issuing, papers, stations, values
from .waiving import unexplained_lateness, unmet_demands
from .work import DecisionWork

SIGNED = frozenset({S.DELIBERATION, *stations.DECIDED})
"""States in which there is a paper whose stations may be planned anew."""


def chain_is_valid(look: DecisionLook) -> Iterator[Unmet]:
    """M11: the chain of deliberation is valid and every editorial deadline is ahead."""
    yield from plan_problems(look, open_consultations(look.case.pk))


def plan_problems(look: DecisionLook, planned: Sequence[Consultation]) -> Iterator[Unmet]:
    """What is wrong with a chain before the signature, and who has to deal with it besides."""
    yield from chain_problems(
        planned, path=look.subject.decision_path, today=look.call.today,
        is_urgent=look.subject.is_urgent,
    )  # fmt: skip
    if planned:
        yield from unexplained_lateness(look, planned)
        yield from unmet_demands(look, planned)


def chain_can_be_planned(look: DecisionLook) -> Iterator[Unmet]:
    """Each station names a body, a role it can have and, if any, a session of that body.

    Until the signature a plan may still be incomplete; afterwards it has to hold.
    """
    rows, unmet = papers.read_chain(values.entries(look.call.data.get("chain")))
    yield from unmet
    if not unmet and look.case.state in SIGNED:
        yield from stations.replan_is_valid(look, rows)


SIGNATURE = Step(
    "final_signature",
    _("Sign the paper"),
    posts.always(posts.MAYOR),
    acts=("sign", "send_back", "reject"),
)


def prepare_the_signature(work: DecisionWork) -> None:
    """A first chain, the council office if it does not hold, and who sees the matter from now."""
    work.show_to(posts.COUNCIL_OFFICE, posts.BOARD_OFFICE, reason="final_signature")
    papers.propose(work)
    see_to_the_chain(work)


def see_to_the_chain(work: DecisionWork) -> None:
    """Before the signature the council office has the task to plan as long as a chain does not
    hold: asked again when it no longer does, no more when it does.
    """
    key = stations.PLANNING.key
    is_asked, is_needed = bool(work.scene.tasks_of(key)), any(chain_is_valid(work.look))
    if is_needed and not is_asked:
        work.ask_for(stations.PLANNING)
    if is_asked and not is_needed:
        work.drop(key)


@act(_("plan the chain of deliberation"), guards=[chain_can_be_planned], needs_version=True)
def plan_consultations(work: DecisionWork) -> None:
    """The stations with their bodies, roles and sessions, in their order.

    After the signature those that have no result yet (GO NRW § 48: who sets the agenda).
    """
    rows, _unmet = papers.read_chain(values.entries(work.call.data.get("chain")))
    if work.case.state in SIGNED:
        stations.replan(work, rows)
        return
    papers.plan(work, rows)
    if work.case.state == S.FINAL_SIGNATURE:
        # Whoever signs, signs this chain.
        work.case.version += 1
        see_to_the_chain(work)


@act(
    _("sign"),
    guards=[chain_is_valid],
    legal_basis="GO NRW § 62 Abs. 2",
    step="final_signature",
    needs_version=True,
)
def sign(work: DecisionWork) -> None:
    """M11: the last signature makes the draft a paper with a number and a frozen text."""
    paper = issuing.issue(work)
    work.note(paper=paper.reference, digest=paper.digest.hex())
