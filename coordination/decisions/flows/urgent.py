"""Urgent decisions in the place of a body that cannot meet in time (GO NRW § 60; M20)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.calendars import local_date
from workflows.definitions import Capacity, Post, Step
from workflows.enums import DeskFunction
from workflows.machine import Look, act
from workflows.machine.reasons import reason_given, says_something
from workflows.refusals import Unmet

from ...city.enums import OrganizationType
from ...council.enums import ConsultationResult as R
from ...council.enums import ConsultationRole as Role
from ...council.enums import DecisionPath, UrgentStage
from ...council.models import Consultation, Meeting, Membership, Organization, Paper, UrgentDecision
from ...council.queries import next_meeting, open_consultations, rules_on
from ...council.vocabulary import RuleSubject, Urgent
from ..enums import MeasureState as S
from ..rules import posts
from ..rules.looks import DecisionLook
from . import values
from .deliberating import open_deliberation
from .dispatching import end_waiting, show_to_the_council
from .issuing import issue
from .recording import figures_agree, keep_result, wording_given
from .stations import PRESENT
from .work import DecisionWork

OF_COMMITTEE = "GO NRW § 60 Abs. 2"
BY_TWO = (Urgent.MAYOR_AND_MEMBER, Urgent.MAYOR_AND_CHAIR)


def _signers(_look: DecisionLook) -> Sequence[Post]:
    """A member signs; the council office enters what was signed on paper."""
    return [posts.OBSERVERS, posts.COUNCIL_OFFICE]


COUNTERSIGN = Step(
    "countersign",
    _("Sign the urgent decision as the second"),
    _signers,
    acts=("countersign",),
    period="final_signature",
)


# --- which body is replaced, and by whom ------------------------------------------------------


def organ_of(look: DecisionLook) -> Organization | None:
    """The body in whose place is decided: the council, or the committee that would decide."""
    path = look.subject.decision_path
    if path == DecisionPath.COUNCIL:
        return Organization.objects.filter(type=OrganizationType.COUNCIL).order_by("key").first()
    if path == DecisionPath.COMMITTEE:
        deciding = (s for s in open_consultations(look.case.pk) if s.role == Role.DECISION)
        return next((station.organization for station in deciding), None)
    return None


def _who_may(look: DecisionLook) -> tuple[str, ...]:
    organ = organ_of(look)
    rules = rules_on(look.call.today)
    return rules.words(RuleSubject.URGENT_DECISION, organ) if organ else ()


def two_may_decide(look: DecisionLook) -> Iterator[Unmet]:
    """The mayor with a member, by the rules of the day; one decision at a time."""
    if not {*_who_may(look)} & {*BY_TWO}:
        text = gettext("On this path there is no urgent decision of the mayor with a member.")
        yield Unmet("urgent_path", text, for_good=True)
    if look.scene.tasks_of(COUNTERSIGN.key):
        text = gettext("An urgent decision waits for its second signature already.")
        yield Unmet("urgent_pending", text)


def committee_may_decide(look: DecisionLook) -> Iterator[Unmet]:
    """The main committee in the place of the council, by the rules of the day."""
    if Urgent.MAIN_COMMITTEE not in _who_may(look):
        text = gettext("On this path the main committee does not decide in urgent cases.")
        yield Unmet("urgent_path", text, for_good=True)
    if look.scene.tasks_of(PRESENT.key):
        yield Unmet("paper_missing", gettext("Nobody has signed a paper yet."))


def urgency_is_explained(look: DecisionLook) -> Iterator[Unmet]:
    """M20: why the body is not in time; of the council also why not the main committee, and what
    harm would follow.
    """
    wanted = {"why_not_organ": gettext("Please say why the body cannot decide in time.")}
    if look.subject.decision_path == DecisionPath.COUNCIL:
        wanted |= {
            "why_not_committee": gettext(
                "Please say why the main committee cannot decide in time either."
            ),
            "harm": gettext("Please name the considerable disadvantages or dangers."),
        }
    for name, text in wanted.items():
        if not says_something(look.call.data.get(name)):
            yield Unmet(f"{name}_missing", text, name)


def committee_has_decided(look: DecisionLook) -> Iterator[Unmet]:
    """M20: in a session that has begun, in favour, with figures that agree."""
    meeting = _meeting(look)
    if meeting is None or meeting.is_cancelled or meeting.starts_at > look.call.at:
        text = gettext("Please choose the session in which the main committee has decided.")
        yield Unmet("meeting_missing", text, "meeting")
        return
    yield from _since_the_signature(look, local_date(meeting.starts_at))
    result = str(look.call.data.get("result"))
    if result not in (R.ACCEPTED, R.AMENDED):
        text = gettext("Please choose how the main committee has decided.")
        yield Unmet("result_missing", text, "result")
        return
    yield from wording_given(look, result)
    station = Consultation(case_id=look.case.pk, organization=meeting.organization)
    yield from figures_agree(look, station, result)


def _since_the_signature(look: DecisionLook, day: date) -> Iterator[Unmet]:
    papers = Paper.objects.filter(case=look.case.pk).order_by("-pk")
    signed_on = papers.values_list("dated", flat=True).first()
    if signed_on is not None and day < signed_on:
        text = gettext("This session was held before the paper was signed on %(day)s.")
        yield Unmet("session_early", text % {"day": f"{signed_on:%d.%m.%Y}"}, "meeting")


def _meeting(look: DecisionLook) -> Meeting | None:
    rows = Meeting.objects.filter(organization__type=OrganizationType.MAIN_COMMITTEE)
    wanted = values.key(look.call.data.get("meeting"))
    return rows.select_related("organization").filter(pk=wanted).first()


# --- who signs as the second ------------------------------------------------------------------


def _pending(case: int) -> UrgentDecision | None:
    rows = UrgentDecision.objects.filter(case=case, decided_on=None)
    return rows.select_related("organization").first()


def signs_twice(look: Look, capacity: Capacity) -> str:
    """Two different people sign, the second a voting member where the seats are known."""
    row = _pending(look.case.pk)
    if row is None:
        return ""
    if row.made_by_id in {look.call.actor.person, capacity.holder}:
        return gettext("Two different people have to sign (GO NRW § 60 Abs. 1).")
    if capacity.function != DeskFunction.OBSERVER:
        return ""
    seats = Membership.objects.in_force(on=look.call.today).filter(
        organization=row.organization_id, voting_right=True, person__isnull=False
    )
    if seats.exists() and not seats.filter(person=look.call.actor.person).exists():
        return gettext("Only a member of the body with a vote can sign.")
    return ""


def member_is_named(look: DecisionLook) -> Iterator[Unmet]:
    """Who enters a signature on paper says whose it is."""
    capacity = look.call.capacity
    is_office = capacity is not None and capacity.function != DeskFunction.OBSERVER
    if is_office and not values.line(look.call.data.get("member")):
        text = gettext("Please enter which member of the body has signed.")
        yield Unmet("member_missing", text, "member")


# --- the acts ---------------------------------------------------------------------------------


@act(
    _("decide urgently with a member of the council"),
    guards=[two_may_decide, urgency_is_explained],
    legal_basis="GO NRW § 60 Abs. 1",
    needs_version=True,
    decides=True,
)
def decide_urgently(work: DecisionWork) -> None:
    """M20: the mayor signs and says why; it takes effect once a member has signed too.

    A paper that nobody had signed yet is signed with it.
    """
    organ = organ_of(work.look)
    assert organ is not None, "guarded by two_may_decide"
    if not Paper.objects.filter(case=work.case.pk).exists():
        paper = issue(work)
        work.note(paper=paper.reference, digest=paper.digest.hex())
        if work.case.state == S.DELIBERATION:
            # The council has taken it back and waited for this paper.
            work.drop(PRESENT.key)
            open_deliberation(work)
    _forget_pending(work)
    words = {
        name: str(work.call.data.get(name) or "").strip()
        for name in ("why_not_organ", "why_not_committee", "harm")
    }
    row = UrgentDecision(
        case=work.case,
        stage=UrgentStage.MAYOR,
        organization=organ,
        made_by_id=work.call.person,
        made_on=work.today,
        **words,
    )
    work.store(row)
    _name_the_norm(work, organ)
    # Who signs as the second sees what they sign.
    show_to_the_council(work)
    work.ask_for(COUNTERSIGN)


@act(
    _("sign the urgent decision as the second"),
    guards=[member_is_named],
    legal_basis="GO NRW § 60 Abs. 1",
    step="countersign",
)
def countersign(work: DecisionWork) -> None:
    """M20: two different people have signed; the decision takes effect."""
    row = _pending(work.case.pk)
    assert row is not None, "its step is open"
    row.signed_by_id = work.call.person
    row.member = values.line(work.call.data.get("member"))
    _name_the_norm(work, row.organization)
    _take_effect(work, row)


@act(
    _("record the urgent decision of the main committee"),
    guards=[committee_may_decide, committee_has_decided, reason_given],
    legal_basis="GO NRW § 60 Abs. 1 S. 1",
)
def record_urgent_resolution(work: DecisionWork) -> None:
    """M20: the main committee has decided in the place of the council."""
    organ, meeting = organ_of(work.look), _meeting(work.look)
    assert organ is not None, "guarded by committee_may_decide"
    assert meeting is not None, "guarded by committee_has_decided"
    _forget_pending(work)
    row = UrgentDecision(
        case=work.case,
        stage=UrgentStage.MAIN_COMMITTEE,
        organization=organ,
        why_not_organ=work.call.text,
        made_by_id=work.call.person,
        made_on=work.today,
    )
    _take_effect(work, row, meeting)


def _forget_pending(work: DecisionWork) -> None:
    """What never got its second signature is replaced; the trail keeps that it was signed."""
    pending = _pending(work.case.pk)
    if pending is not None:
        work.remove([pending])


def _name_the_norm(work: DecisionWork, organ: Organization) -> None:
    if organ.type != OrganizationType.COUNCIL:
        work.basis = OF_COMMITTEE


def _take_effect(work: DecisionWork, row: UrgentDecision, meeting: Meeting | None = None) -> None:
    """It is decided; the bodies still to deal with it are no longer asked, but for approval."""
    end_waiting(work)
    show_to_the_council(work)
    open_ones = open_consultations(work.case.pk)
    work.remove(station for station in open_ones if station.role != Role.INFORMATION)
    paper = Paper.objects.filter(case=work.case.pk).latest("pk")
    rows = Consultation.objects.filter(case=work.case.pk)
    last = rows.aggregate(last=Max("position"))["last"] or 0
    common = {"case_id": work.case.pk, "paper": paper, "is_public": paper.is_public}
    if meeting is not None:
        last += 1
        decided = Consultation(
            position=last,
            organization=meeting.organization,
            meeting=meeting,
            role=Role.DECISION,
            **common,
        )
        keep_result(work, decided, R(work.call.data["result"]))
    row.decided_on = work.today
    if rules_on(work.today).says(RuleSubject.URGENT_APPROVAL, row.organization):
        approval = Consultation(
            position=last + 1,
            organization=row.organization,
            meeting=next_meeting(row.organization_id, after=work.at),
            role=Role.APPROVAL,
            **common,
        )
        work.store(approval)
        row.approval = approval
        work.note(consultation=approval.pk)
    work.store(row)
    work.note(urgent=row.stage)
