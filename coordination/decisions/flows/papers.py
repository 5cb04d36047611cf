"""The stations of a paper before it is signed: proposing the chain, planning it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from workflows.refusals import Unmet

from ...city.enums import OrganizationType
from ...council.enums import ConsultationRole as Role
from ...council.enums import DecisionPath
from ...council.models import Consultation, Meeting, Organization
from ...council.queries import Rules, next_meeting, open_consultations, rules_on
from ..enums import MeasureState as S
from ..rules.demands import YOUTH, Demand, bodies_on, demands_among
from ..rules.looks import DecisionLook
from ..rules.subjects import DecisionSubject
from .values import fields, key
from .waiving import keep_waivers
from .work import DecisionWork


def propose(work: DecisionWork) -> None:
    """A first chain where none was planned: integration council, then the deciding body.

    The council office changes it as it needs; sessions are the next ones whose editorial
    deadline is not over, each not before the one of the station before.
    """
    if open_consultations(work.case.pk):
        return
    after, rows = work.call.at, []
    for position, (organization, role) in enumerate(wanted_stations(work.look), start=1):
        meeting = next_meeting(organization.pk, after=after, closing_from=work.call.today)
        after = meeting.starts_at if meeting else after
        rows.append(
            Consultation(
                case=work.case,
                position=position,
                organization=organization,
                meeting=meeting,
                role=role,
                is_public=work.look.subject.council_public,
            )
        )
    work.store_new(rows)


def wanted_stations(look: DecisionLook) -> Iterator[tuple[Organization, str]]:
    """Whoever has to deal with it, in that order, and the body that decides where it is clear.

    Which other committee is competent follows from its own rules: the council office knows.
    """
    on, subject = look.call.today, look.subject
    is_current = subject.decision_path == DecisionPath.CURRENT_ADMINISTRATION
    if is_current and look.case.state != S.FINAL_SIGNATURE:
        return
    yield from wanted_among(subject, look.case.state, rules_on(on), bodies_on(on))


def wanted_among(
    subject: DecisionSubject, state: str, rules: Rules, bodies: Sequence[Organization]
) -> Iterator[tuple[Organization, str]]:
    """The same from what was read before for many matters; no statement but for districts."""
    demands = demands_among(subject, rules, bodies)
    decides = _decider(subject, demands, bodies)
    if decides is None and state == S.FINAL_SIGNATURE and _is_unfound(subject):
        # What nobody has found to be current administration is the council's (GO NRW § 41 Abs. 1).
        decides = _council(bodies)
    heard = dict.fromkeys(demand.bodies[0] for demand in demands)
    yield from ((body, Role.PRELIMINARY) for body in heard if body != decides)
    if decides:
        yield decides, Role.DECISION


def _is_unfound(subject: DecisionSubject) -> bool:
    is_current = subject.decision_path == DecisionPath.CURRENT_ADMINISTRATION
    return is_current and not subject.is_current_administration


def _council(bodies: Iterable[Organization]) -> Organization | None:
    return next((body for body in bodies if body.type == OrganizationType.COUNCIL), None)


def _decider(
    subject: DecisionSubject, demands: Iterable[Demand], bodies: Sequence[Organization]
) -> Organization | None:
    if subject.decision_path == DecisionPath.COUNCIL:
        return _council(bodies)
    if subject.decision_path == DecisionPath.DISTRICT_COUNCIL:
        keys = subject.district_keys()
        local = [body for body in bodies if body.district is not None and body.district.key in keys]
        return min(local, key=lambda body: body.name, default=None)
    return next((demand.bodies[0] for demand in demands if demand.code == YOUTH), None)


def read_chain(chain: Iterable[object]) -> tuple[list[Consultation], list[Unmet]]:
    """The stations of a plan, not saved, and what cannot be read of it.

    Each station: organization (id), role, meeting (id or empty), is_public.
    """
    rows, unmet = [], []
    for position, station in enumerate(chain, start=1):
        row = _row(position, fields(station))
        if row:
            rows.append(row)
        else:
            text = _("Station %(number)d: please choose body, role and session.") % {
                "number": position
            }
            unmet.append(Unmet("station_invalid", text, f"chain-{position - 1}"))
    if not rows and not unmet:
        unmet.append(Unmet("chain_empty", _("Please plan at least one station."), "chain"))
    return rows, unmet


def plan(work: DecisionWork, stations: Iterable[Consultation]) -> None:
    """Replace the planned chain."""
    rows = list(stations)
    for row in rows:
        row.case = work.case
    work.remove(Consultation.objects.filter(case=work.case, paper=None))
    work.store_new(rows)
    keep_waivers(work, rows)


def _row(position: int, station: Mapping[str, object]) -> Consultation | None:
    """The station as planned; None if it names no body, no role or another body's session."""
    organization = Organization.objects.filter(pk=key(station.get("organization"))).first()
    role, named = str(station.get("role")), station.get("meeting")
    meeting = Meeting.objects.filter(pk=key(named), organization=organization).first()
    if organization is None or role not in set(Role) or (named and meeting is None):
        return None
    return Consultation(
        position=position,
        organization=organization,
        meeting=meeting,
        role=role,
        is_public=bool(station.get("is_public", True)),
    )
