"""Deliberation by the bodies up to the decision (M12, M13, M14 by the clock, M18)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from viewflow import fsm

from workflows.definitions import Step
from workflows.machine import CaseFlow, system
from workflows.refusals import Unmet

from ...city.enums import OrganizationType
from ...council.enums import ConsultationResult as R
from ...council.enums import ConsultationRole as Role
from ...council.models import Consultation
from ...council.rules import OPEN_ENDED, RESULTS, vote_problems
from ..enums import MeasureState as S
from ..rules import people, posts
from . import papers, values
from .releasing import Releasing

act = CaseFlow.state.act

VOTES = ("yes", "no", "abstentions", "invalid", "biased", "present")

WITHOUT_VETO = frozenset(
    {OrganizationType.COUNCIL, OrganizationType.DISTRICT_COUNCIL, OrganizationType.MAIN_COMMITTEE}
)


def result_is_recordable(flow: DecisionFlow) -> Iterator[Unmet]:
    """The station is next, its session has begun, the result is one it can have and consistent."""
    station = flow.station
    if station is None:
        yield Unmet("station_missing", gettext("This station is not open."), "consultation")
        return
    if station.meeting is None or station.meeting.starts_at > flow.call.at:
        yield Unmet("session_ahead", gettext("The session has not taken place yet."), "result")
    result = str(flow.call.data.get("result"))
    if result not in RESULTS[station.role]:
        yield Unmet(
            "result_missing",
            gettext("Please choose a result that this station can have."),
            "result",
        )
        return
    if result == R.AMENDED and not str(flow.call.data.get("resolution_text") or "").strip():
        yield Unmet(
            "resolution_missing",
            gettext("An amended resolution needs its wording."),
            "resolution_text",
        )
    yield from _vote_problems(flow, result)


def _vote_problems(flow: DecisionFlow, result: str) -> Iterator[Unmet]:
    station = flow.station
    assert station is not None, "checked by the caller"
    votes: dict[str, int | None] = {}
    for key in VOTES:
        try:
            votes[key] = values.count(flow.call.data.get(key))
        except ValueError:
            yield Unmet("votes_invalid", gettext("Please enter whole numbers."), key)
            return
    yield from vote_problems(result=result, votes=votes, members=station.organization.member_count)


class DecisionFlow(Releasing):
    """Check → co-signature → release → board → signature → deliberation, for all resolutions."""

    recording_step = Step(
        "record_result",
        _("Record the result of the session"),
        lambda _flow: [posts.COUNCIL_OFFICE],
        acts=("record_result",),
    )

    automatic: ClassVar[tuple[str, ...]] = (
        "stop_circle",
        "ask_to_resign",
        "complete_cosigning",
        "open_clarification",
        "released",
    )

    steps = {
        S.CHECK: (Releasing.check_step,),
        S.REVISION: (Releasing.revision_step,),
        S.CLARIFICATION: (Releasing.clarification_step,),
        S.RELEASE: (Releasing.release_step,),
        S.EXECUTIVE_BOARD: (Releasing.board_step,),
        S.FINAL_SIGNATURE: (Releasing.signature_step,),
    }
    extra_steps: ClassVar[tuple[Step, ...]] = (
        Releasing.cosign_step,
        Releasing.condition_step,
        Releasing.decline_step,
        Releasing.resign_step,
        Releasing.question_step,
        Releasing.finding_step,
        Releasing.mayor_step,
        Releasing.planning_step,
        recording_step,
    )

    @cached_property
    def station(self) -> Consultation | None:
        """The station that the act is about, if it is the next open one."""
        if self.call.task is None:
            return None
        wanted = self.call.task.subject.removeprefix("consultation:")
        return (
            Consultation.objects.filter(case=self.case.pk, result="")
            .select_related("organization", "meeting", "paper")
            .order_by("position", "attempt")
            .filter(pk=int(wanted))
            .first()
        )

    @act(
        source=S.DELIBERATION,
        target=fsm.State.RETURN_VALUE(S.DELIBERATION, S.RESOLVED, S.VETO_PERIOD, S.REJECTED),
        by=people.at_step("record_result", _("council office")),
        label=_("record the result"),
        guards=[result_is_recordable],
        step="record_result",
        needs_version=False,
    )
    def record_result(self) -> str:
        """M12, M13, M18: as the council office records it; a preliminary no is only advice."""
        station = self.station
        assert station is not None, "guarded by result_is_recordable"
        result = R(self.call.data["result"])
        self._record(station, result)
        self.work.note(consultation=station.pk, result=result.value)
        if result in OPEN_ENDED or station.role != Role.DECISION:
            self.work.complete(self._open_task(), outcome=result.value, person=self.person_id())
            if result in OPEN_ENDED:
                meeting = station.meeting
                papers.again(self, station, after=meeting.starts_at if meeting else self.call.at)
            papers.open_next(self)
            return S.DELIBERATION
        if result == R.REJECTED:
            return S.REJECTED
        return S.RESOLVED if station.organization.type in WITHOUT_VETO else S.VETO_PERIOD

    def _record(self, station: Consultation, result: R) -> None:
        data = self.call.data
        station.result = result.value
        station.result_text = values.line(data.get("result_text"))
        station.resolution_text = str(data.get("resolution_text") or "")
        for key in VOTES:
            setattr(station, key, values.count(data.get(key)))
        station.recorded_at = self.call.at
        station.recorded_by_id = self.call.actor.person
        station.save()

    @act(
        source=S.VETO_PERIOD,
        target=S.RESOLVED,
        by=system,
        label=_("veto period over"),
        legal_basis="GO NRW § 57 Abs. 4 S. 2",
    )
    def end_veto_period(self) -> None:
        """M14: nobody objected within the period; the committee's decision may be executed."""
        self.work.end_deadline(kind="veto_period", status="expired")

    def on_enter(self) -> None:
        """The veto period runs by the clock alone."""
        super().on_enter()
        if self.case.state == S.VETO_PERIOD:
            self.work.set_deadline("veto_period", effect="end_veto_period")
        if self.case.state in (S.RESOLVED, S.REJECTED):
            self.work.tell("decided", [*posts.lead_staff(self)], state=self.case.state)
