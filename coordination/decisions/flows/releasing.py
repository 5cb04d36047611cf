"""Release by the deputy mayors, the executive board, the mayor's signature (M5, M9, M10, M11)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from viewflow import fsm

from workflows.actions.acting.work import Opening
from workflows.definitions import Post, Step
from workflows.enums import StepMode, UnitKind
from workflows.machine import CaseFlow, system
from workflows.models import Unit
from workflows.queries.acting.posts import addresses
from workflows.refusals import Unmet

from ...council.enums import DecisionPath
from ...council.queries import open_consultations
from ...council.rules import chain_problems
from ..enums import MeasureState as S
from ..rules import people, posts
from . import papers, values
from .agreeing import Agreeing
from .base import reason_given

act = CaseFlow.state.act


def releasers(flow: Releasing) -> Sequence[Post]:
    """The deputy mayor of the lead, then the one for integration; the mayor where four-eyes bars.

    M9. A desk is barred if all its holders wrote or last edited the text.
    """
    wanted = [*posts.lead_deputy_mayors(flow), posts.INTEGRATION_DEPUTY]
    barred = {flow.case.opened_by_id, flow.case.edited_by_id}
    found = addresses(wanted, today=flow.call.today)
    free = {a.post for a in found if not a.holders or set(a.holders) - barred}
    named = {address.post for address in found}
    result = [post for index, post in enumerate(wanted) if index in free]
    return result if free == named and result else [*result, posts.MAYOR]


def finders(flow: Releasing) -> Sequence[Post]:
    """Who may find a matter to be current administration: deputy mayor of the lead or mayor."""
    wanted = [*posts.lead_deputy_mayors(flow)]
    return wanted if addresses(wanted, today=flow.call.today) else [posts.MAYOR]


def path_is_found(flow: Releasing) -> Iterator[Unmet]:
    """M5 comes before the release on the path of current administration."""
    subject = flow.subject
    if (
        subject.decision_path == DecisionPath.CURRENT_ADMINISTRATION
        and subject.is_current_administration is None
    ):
        yield Unmet(
            "path_not_found",
            gettext(
                "It is not found yet whether this is current administration (§ 41 Abs. 3 GO NRW)."
            ),
            "path",
        )


def may_be_current(flow: Releasing) -> Iterator[Unmet]:
    """M5: small, no item reserved to the council, no bylaw, no principle; with a reason."""
    value = flow.call.data.get("is_current")
    if not isinstance(value, bool):
        yield Unmet("finding_missing", gettext("Please choose yes or no."), "is_current")
    yield from reason_given(flow)
    if value is False:
        organs = set(DecisionPath) - {DecisionPath.CURRENT_ADMINISTRATION}
        if str(flow.call.data.get("path")) not in organs:
            yield Unmet(
                "path_missing", gettext("Please choose the organ that decides instead."), "path"
            )
    if value is not True:
        return
    limit = flow.limits.get("current_administration")
    if limit is not None and flow.subject.total_cost > limit:
        yield Unmet(
            "too_expensive", gettext("The cost is above the limit for current administration.")
        )
    for impact in ("council_catalogue", "bylaw", "fundamental"):
        if impact in flow.subject.impacts():
            yield Unmet(
                f"reserved_{impact}",
                gettext("This is reserved to the council; it cannot be current administration."),
            )


def protocol_given(flow: Releasing) -> Iterator[Unmet]:
    """The session of the executive board: its date, not in the future, and its minutes."""
    held = values.day(flow.call.data.get("date"))
    if held is None:
        yield Unmet("date_missing", gettext("Please enter the date of the session."), "date")
    elif held > flow.call.today:
        yield Unmet("date_future", gettext("The session cannot lie in the future."), "date")
    if not str(flow.call.data.get("protocol") or "").strip():
        yield Unmet(
            "protocol_missing", gettext("Please enter the number of the minutes."), "protocol"
        )


def mayor_outcome_given(flow: Releasing) -> Iterator[Unmet]:
    """The mayor decides one of three ways."""
    if str(flow.call.data.get("outcome")) not in ("final_signature", "revision", "rejected"):
        yield Unmet("outcome_missing", gettext("Please decide how it goes on."), "outcome")


def chain_is_valid(flow: Releasing) -> Iterator[Unmet]:
    """M11: the chain of deliberation is valid and every editorial deadline is ahead."""
    stations = open_consultations(flow.case.pk)
    yield from chain_problems(stations, path=flow.subject.decision_path, today=flow.call.today)


class Releasing(Agreeing):
    """From the agreed text to the signed paper."""

    finding_step = Step(
        "finding",
        _("Find whether this is current administration"),
        finders,
        acts=("find_current_administration",),
        period="release",
    )
    release_step = Step(
        "release",
        _("Release"),
        releasers,
        acts=("release", "send_back", "reject"),
        mode=StepMode.ORDERED,
    )
    board_step = Step(
        "executive_board",
        _("Record the executive board"),
        lambda _flow: [posts.BOARD_OFFICE],
        acts=("board_approves", "board_dissents", "send_back"),
    )
    mayor_step = Step(
        "mayor_decides",
        _("Decide after dissent in the executive board"),
        lambda _flow: [posts.MAYOR],
        acts=("mayor_decides",),
        period="final_signature",
    )
    signature_step = Step(
        "final_signature",
        _("Sign the paper"),
        lambda _flow: [posts.MAYOR],
        acts=("sign", "send_back", "reject"),
    )
    planning_step = Step(
        "plan_consultations",
        _("Plan the chain of deliberation"),
        lambda _flow: [posts.COUNCIL_OFFICE],
        acts=("plan_consultations",),
        period="final_signature",
    )

    # --- release --------------------------------------------------------------------------------

    @act(
        source=[S.CHECK, S.COSIGNING, S.RELEASE],
        by=people.deputy_mayor_of_lead | people.mayor,
        label=_("find current administration"),
        guards=[may_be_current],
        legal_basis="GO NRW § 41 Abs. 3",
    )
    def find_current_administration(self) -> None:
        """M5: recorded with its reason; “no” changes the path to the organ that decides instead."""
        found = bool(self.call.data["is_current"])
        self.subject.is_current_administration = found
        self.subject.decision_path = (
            DecisionPath.CURRENT_ADMINISTRATION if found else self.call.data["path"]
        )
        self.subject.save(update_fields=["is_current_administration", "decision_path"])
        for task in self.scene.tasks_of("finding"):
            covering = (c for c in self.call.actor.capacities if c.scope.covers("finding"))
            if task.desk in {capacity.desk for capacity in covering}:
                self.work.complete(
                    task, outcome="find_current_administration", person=self.person_id()
                )
                break
        else:
            for step in {task.step for task in self.scene.tasks_of("finding")}:
                self.work.void_step(step)
        self.work.note(is_current=found, path=str(self.subject.decision_path))

    @act(
        source=S.RELEASE,
        by=people.four_eyes(
            people.at_step("release", _("releasing deputy mayor")), bars_deputies=True
        ),
        label=_("release"),
        guards=[path_is_found],
        step="release",
        needs_version=True,
    )
    def release(self) -> None:
        """M9: one act if the same person holds both desks; the same version for both."""
        task = self._open_task()
        self.work.complete(task, outcome="release", person=self.person_id())
        mine = {c.desk for c in self.call.actor.capacities if not c.is_deputy}
        for other in self.scene.tasks_of("release"):
            if other.desk in mine and other in self.scene.tasks:
                self.work.complete(other, outcome="release", person=self.person_id())

    def needs_board(self) -> bool:
        """M9: dissent, a matter of principle, a high sum, or another division in the work."""
        limit = self.limits.get("executive_board")
        return (
            self.has_refusal()
            or "fundamental" in self.subject.impacts()
            or (limit is not None and self.subject.total_cost >= limit)
            or self._other_division_works()
        )

    def _other_division_works(self) -> bool:
        own = division_of(self.subject.lead)
        return any(division_of(unit) != own for unit in self.subject.operative_partners())

    @act(
        source=S.RELEASE,
        target=fsm.State.RETURN_VALUE(S.EXECUTIVE_BOARD, S.FINAL_SIGNATURE, S.RESOLVED),
        by=system,
        label=_("released"),
        when=lambda flow: not flow.scene.tasks_of("release"),
    )
    def released(self) -> str:
        """Both have released: to the board, to the signature, or it is resolved already."""
        if self.needs_board():
            return S.EXECUTIVE_BOARD
        return self.after_board()

    def after_board(self) -> str:
        """Where it goes once administration agrees: current administration needs no council."""
        return S.RESOLVED if self.is_current_administration else S.FINAL_SIGNATURE

    @act(
        source=[S.RELEASE, S.EXECUTIVE_BOARD, S.FINAL_SIGNATURE],
        target=S.REJECTED,
        by=people.integration_deputy | people.mayor,
        label=_("reject"),
        guards=[reason_given],
        needs_version=True,
    )
    def reject(self) -> None:
        """M18: administratively, with a reason."""
        self.work.tell("rejected", [*posts.lead_staff(self)])

    # --- executive board --------------------------------------------------------------------------

    @act(
        source=S.EXECUTIVE_BOARD,
        target=fsm.State.RETURN_VALUE(S.FINAL_SIGNATURE, S.RESOLVED),
        by=people.board_office,
        label=_("record approval of the board"),
        guards=[protocol_given],
        legal_basis="GO NRW § 70",
        step="executive_board",
        needs_version=True,
    )
    def board_approves(self) -> str:
        """M10: the board agrees; its office records the session and the minutes."""
        self._note_session()
        return self.after_board()

    @act(
        source=S.EXECUTIVE_BOARD,
        by=people.board_office,
        label=_("record dissent in the board"),
        guards=[protocol_given, reason_given],
        legal_basis="GO NRW § 70 Abs. 4",
        step="executive_board",
        needs_version=True,
    )
    def board_dissents(self) -> None:
        """M10: no agreement; the opinions are kept and the mayor decides."""
        self._note_session()
        self.work.open(Opening(self.mayor_step))

    def _note_session(self) -> None:
        data = self.call.data
        self.work.note(date=str(data["date"]), protocol=values.line(data["protocol"]))

    @act(
        source=S.EXECUTIVE_BOARD,
        target=fsm.State.RETURN_VALUE(S.FINAL_SIGNATURE, S.RESOLVED, S.REVISION, S.REJECTED),
        by=people.at_step("mayor_decides", _("mayor")),
        label=_("decide after dissent"),
        guards=[mayor_outcome_given, reason_given],
        legal_basis="GO NRW § 70 Abs. 4",
        step="mayor_decides",
        needs_version=True,
    )
    def mayor_decides(self) -> str:
        """The mayor decides where the board does not agree."""
        outcome = self.call.data["outcome"]
        self.work.note(outcome=outcome)
        return self.after_board() if outcome == S.FINAL_SIGNATURE else str(S(outcome))

    # --- final signature --------------------------------------------------------------------------

    @act(
        source=[S.DRAFT, S.REVISION, S.CHECK, S.COSIGNING, S.RELEASE, S.FINAL_SIGNATURE],
        by=people.council_office | people.lead_staff,
        label=_("plan the chain of deliberation"),
    )
    def plan_consultations(self) -> None:
        """The stations with their bodies, roles and sessions, in their order."""
        papers.plan(self, values.entries(self.call.data.get("chain")))
        if self.case.state == S.FINAL_SIGNATURE:
            # Whoever signs, signs this chain.
            self.case.version += 1
        for step in {task.step for task in self.scene.tasks_of("plan_consultations")}:
            if not list(chain_is_valid(self)):
                self.work.void_step(step)

    @act(
        source=S.FINAL_SIGNATURE,
        target=S.DELIBERATION,
        by=people.at_step("final_signature", _("mayor")),
        label=_("sign"),
        guards=[chain_is_valid],
        legal_basis="GO NRW § 62 Abs. 2",
        step="final_signature",
        needs_version=True,
    )
    def sign(self) -> None:
        """M11: the last signature makes the draft a paper with a number and a frozen text."""
        paper = papers.issue(self)
        self.work.note(paper=paper.reference, digest=paper.digest.hex())

    def on_enter(self) -> None:
        """What a state needs beside its steps."""
        super().on_enter()
        if self.case.state == S.RELEASE and list(path_is_found(self)):
            self.work.open(Opening(self.finding_step))
        if self.case.state == S.FINAL_SIGNATURE:
            papers.propose(self)
            if list(chain_is_valid(self)):
                self.work.open(Opening(self.planning_step))
        if self.case.state == S.DELIBERATION:
            papers.open_next(self)


def division_of(unit: Unit) -> int:
    """The division a unit lies in; whatever lies directly under the mayor is the mayor's own."""
    path = [*unit.ancestors, unit.pk]
    if len(unit.ancestors) == 1 and unit.kind != UnitKind.DIVISION:
        return path[0]
    return path[1] if len(path) > 1 else path[0]
