"""The council takes a matter of current administration back (GO NRW § 41 Abs. 3; M22)."""

from __future__ import annotations

from collections.abc import Iterator
from re import fullmatch

from django.db.models import Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.machine import act
from workflows.refusals import Unmet

from ...city.enums import OrganizationType
from ...council.enums import ConsultationResult, ConsultationRole, DecisionPath
from ...council.models import Consultation, Meeting, Organization
from ..rules.looks import DecisionLook
from . import issuing, papers, values
from .deliberating import open_deliberation
from .signing import chain_is_valid
from .work import DecisionWork

REFERENCE = r"\d{2}-\d{4}(/\d+)?"
"""The number of a paper, as papers bear it."""


def council_of_the_city() -> Organization | None:
    """The council."""
    return Organization.objects.filter(type=OrganizationType.COUNCIL).order_by("key").first()


def session_of(look: DecisionLook, organ: Organization | None) -> Meeting | None:
    """The session of a body that the call names, if it has begun and took place."""
    wanted = values.key(look.call.data.get("meeting"))
    is_named = wanted and organ is not None
    meeting = Meeting.objects.filter(pk=wanted, organization=organ).first() if is_named else None
    if meeting is None or meeting.is_cancelled or meeting.starts_at > look.call.at:
        return None
    return meeting


def session_given(look: DecisionLook, organ: Organization | None) -> Iterator[Unmet]:
    """A session of this body that has begun."""
    if session_of(look, organ) is None:
        text = gettext("Please choose the session of “%(body)s” in which this was decided.")
        name = organ.name if organ else "–"
        yield Unmet("meeting_missing", text % {"body": name}, "meeting")


def reference_given(look: DecisionLook) -> Iterator[Unmet]:
    """The number of the paper by which a body has decided."""
    if not fullmatch(REFERENCE, values.line(look.call.data.get("reference"))):
        text = gettext("Please enter the number of the paper, such as 16-0815.")
        yield Unmet("reference_missing", text, "reference")


def keep_notice(work: DecisionWork, meeting: Meeting, role: ConsultationRole) -> Consultation:
    """A body has heard of the matter in this session; nothing hangs on it."""
    rows = Consultation.objects.filter(case=work.case.pk)
    last = rows.aggregate(last=Max("position"))["last"] or 0
    latest = rows.exclude(paper=None).order_by("-pk").first()
    station = Consultation(
        case_id=work.case.pk,
        paper=latest.paper if latest else None,
        position=last + 1,
        organization=meeting.organization,
        meeting=meeting,
        role=role,
        is_public=work.look.subject.council_public,
        result=ConsultationResult.NOTED,
        recorded_at=work.at,
        recorded_by_id=work.call.person,
    )
    work.store(station)
    work.note(consultation=station.pk, result=station.result)
    return station


def council_took_it(look: DecisionLook) -> Iterator[Unmet]:
    """M22: current administration, a session of the council, the number of its paper."""
    if look.subject.decision_path != DecisionPath.CURRENT_ADMINISTRATION:
        text = gettext("Only a matter of current administration can be taken back.")
        yield Unmet("not_current", text, for_good=True)
    yield from session_given(look, council_of_the_city())
    yield from reference_given(look)


@act(
    _("record that the council takes it back"),
    guards=[council_took_it],
    legal_basis="GO NRW § 41 Abs. 3",
    decides=True,
)
def take_back(work: DecisionWork) -> None:
    """M22: the council decides itself; what was released or begun is over, a paper is needed."""
    subject = work.look.subject
    subject.decision_path, subject.is_current_administration = DecisionPath.COUNCIL, False
    work.store_subject("decision_path", "is_current_administration")
    papers.propose(work)
    work.note(
        paper=values.line(work.call.data["reference"]),
        meeting=values.key(work.call.data["meeting"]),
    )


@act(
    _("sign the paper for the council"),
    guards=[chain_is_valid],
    legal_basis="GO NRW § 62 Abs. 2",
    step="present_paper",
    needs_version=True,
)
def present_paper(work: DecisionWork) -> None:
    """M22: the mayor signs the paper on a matter that the council has taken back."""
    paper = issuing.issue(work)
    work.note(paper=paper.reference, digest=paper.digest.hex())
    open_deliberation(work)
