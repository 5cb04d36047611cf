"""The chain of deliberation and the mayor's signature (M11)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from workflows.definitions import Post, Step
from workflows.machine import act
from workflows.refusals import Unmet

from ...council.queries import open_consultations
from ...council.rules import chain_problems
from ..enums import MeasureState as S
from ..rules import posts
from ..rules.looks import DecisionLook
from . import papers, stations, values
from .work import DecisionWork


def chain_is_valid(look: DecisionLook) -> Iterator[Unmet]:
    """M11: the chain of deliberation is valid and every editorial deadline is ahead."""
    planned = open_consultations(look.case.pk)
    yield from chain_problems(planned, path=look.subject.decision_path, today=look.call.today)


def chain_can_be_planned(look: DecisionLook) -> Iterator[Unmet]:
    """Each station names a body, a role it can have and, if any, a session of that body.

    Until the signature a plan may still be incomplete; afterwards it has to hold.
    """
    rows, unmet = papers.read_chain(values.entries(look.call.data.get("chain")))
    yield from unmet
    if not unmet and look.case.state == S.DELIBERATION:
        yield from stations.replan_is_valid(look, rows)


def _mayor(_look: DecisionLook) -> Sequence[Post]:
    return [posts.MAYOR]


SIGNATURE = Step(
    "final_signature",
    _("Sign the paper"),
    _mayor,
    acts=("sign", "send_back", "reject"),
)


def prepare_the_signature(work: DecisionWork) -> None:
    """A first chain, the council office if it does not hold, and who sees the matter from now."""
    work.show_to(posts.COUNCIL_OFFICE, posts.BOARD_OFFICE, reason="final_signature")
    papers.propose(work)
    if any(chain_is_valid(work.look)):
        work.ask_for(stations.PLANNING)


@act(_("plan the chain of deliberation"), guards=[chain_can_be_planned], needs_version=True)
def plan_consultations(work: DecisionWork) -> None:
    """The stations with their bodies, roles and sessions, in their order.

    After the signature those that have no result yet (GO NRW § 48: who sets the agenda).
    """
    rows, _unmet = papers.read_chain(values.entries(work.call.data.get("chain")))
    if work.case.state == S.DELIBERATION:
        stations.replan(work, rows)
        return
    papers.plan(work, rows)
    if work.case.state == S.FINAL_SIGNATURE:
        # Whoever signs, signs this chain.
        work.case.version += 1
    if work.scene.tasks_of("plan_consultations") and not any(chain_is_valid(work.look)):
        work.drop("plan_consultations")


@act(
    _("sign"),
    guards=[chain_is_valid],
    legal_basis="GO NRW § 62 Abs. 2",
    step="final_signature",
    needs_version=True,
)
def sign(work: DecisionWork) -> None:
    """M11: the last signature makes the draft a paper with a number and a frozen text."""
    paper = papers.issue(work)
    work.note(paper=paper.reference, digest=paper.digest.hex())
