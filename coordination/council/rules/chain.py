"""The order of the stations (domain 2.4; GO NRW §§ 36, 41)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from workflows.calendars import local_date
from workflows.refusals import Unmet

from ..enums import ConsultationRole as Role
from ..enums import DecisionPath
from ..queries.rulebook import rules_on
from ..vocabulary import RuleSubject as Rule

if TYPE_CHECKING:
    from datetime import date, datetime

    from ..models import Consultation


def chain_problems(
    stations: Sequence[Consultation], *, path: str, today: date, is_urgent: bool = False
) -> Iterator[Unmet]:
    """What is wrong with a chain of deliberation (domain 2.4).

    The order is right; every session is known and its editorial deadline ahead, or the session
    itself where the matter is urgent (M11).
    """
    live = [station for station in stations if not station.result]
    yield from _order_problems(live, path=path, today=today)
    yield from _body_problems(live, today=today)
    for station in live:
        if not (is_urgent and is_late(station, today)):
            yield from _session_problems(station, today)


def is_late(station: Consultation, today: date) -> bool:
    """Whether the session lies ahead and takes no papers any more but urgent ones."""
    meeting = station.meeting
    if meeting is None or meeting.is_cancelled:
        return False
    return meeting.closes_on < today <= local_date(meeting.starts_at)


def replan_problems(
    stations: Sequence[Consultation],
    *,
    path: str,
    signed_on: date,
    after: datetime | None,
    is_decided: bool = False,
) -> Iterator[Unmet]:
    """What is wrong with open stations that are planned anew once the paper is signed.

    The order is right, also after the last session `after` that has dealt with the paper. A
    station may wait for its session; one that it has takes place and was not over when the paper
    was signed. Editorial deadlines were kept with the signature. Once the matter is decided
    bodies may only take note of it.
    """
    if is_decided:
        yield from _note_problems(stations, after=after)
    else:
        yield from _order_problems(stations, path=path, today=signed_on, after=after)
    yield from _body_problems(stations, today=signed_on)
    for station in stations:
        names = {"body": station.organization.name}
        if station.meeting is None:
            # While the body deliberates, a station may wait for its session.
            if is_decided:
                yield _without_session(station)
            continue
        if station.meeting.is_cancelled:
            yield _cancelled(station)
        elif local_date(station.meeting.starts_at) < signed_on:
            text = _("The session of “%(body)s” took place before the paper was signed.")
            yield Unmet("chain_before_signature", text % names, "chain")


def _order_problems(
    live: Sequence[Consultation], *, path: str, today: date, after: datetime | None = None
) -> Iterator[Unmet]:
    """Exactly one decision, after it nothing but taking note, and the organ of the path decides.

    The sessions do not go backwards. An approval afterwards belongs to no plan: it follows a
    decision that is already made.
    """
    decisions = [station for station in live if station.role == Role.DECISION]
    if len(decisions) != 1:
        yield Unmet(
            "chain_one_decision", _("The chain needs exactly one station that decides."), "chain"
        )
    elif any(row.role != Role.INFORMATION for row in live[live.index(decisions[0]) + 1 :]):
        text = _("After the deciding station the paper may only be taken note of.")
        yield Unmet("chain_after_decision", text, "chain")
    elif any(row.role in (Role.APPROVAL, Role.OBJECTION) for row in live):
        text = _("Only what is already decided can be approved afterwards.")
        yield Unmet("chain_approval_early", text, "chain")
    elif not _may_decide(decisions[0], path, today):
        yield Unmet(
            "chain_wrong_organ",
            _("“%(body)s” cannot decide on this path.") % {"body": decisions[0].organization.name},
            "chain",
        )
    yield from _right_problems(live, today=today)
    yield from _date_problems(live, after=after)


def _right_problems(live: Sequence[Consultation], *, today: date) -> Iterator[Unmet]:
    """Each body exists on the day of its session and may do what the chain asks of it."""
    for row in live:
        body = row.organization
        day = local_date(row.meeting.starts_at) if row.meeting else today
        rights = {
            Role.DECISION: body.may_decide,
            Role.HEARING: body.is_heard,
            Role.PRELIMINARY: body.advises,
        }
        names = {"body": body.name, "role": str(Role(row.role).label), "day": f"{day:%d.%m.%Y}"}
        if not body.exists_on(day):
            text = _("“%(body)s” does not exist on %(day)s.")
            yield Unmet("chain_no_body", text % names, "chain")
        elif not rights.get(Role(row.role), True):
            text = _("“%(body)s” cannot have this role: %(role)s.")
            yield Unmet("chain_no_right", text % names, "chain")


def _note_problems(stations: Sequence[Consultation], *, after: datetime | None) -> Iterator[Unmet]:
    if any(row.role != Role.INFORMATION for row in stations):
        text = _("The matter is decided: bodies may only take note of it.")
        yield Unmet("chain_decided", text, "chain")
    yield from _date_problems(stations, after=after)


def _date_problems(live: Sequence[Consultation], *, after: datetime | None) -> Iterator[Unmet]:
    dates = [after] if after else []
    dates += [station.meeting.starts_at for station in live if station.meeting]
    if any(later < earlier for earlier, later in pairwise(dates)):
        yield Unmet("chain_order", _("The sessions are not in the order of the stations."), "chain")


def _body_problems(stations: Sequence[Consultation], *, today: date) -> Iterator[Unmet]:
    """A body deals with it that is formed and not dissolved on the day of its session."""
    for station in stations:
        day = local_date(station.meeting.starts_at) if station.meeting else today
        if not station.organization.exists_on(day):
            text = _("“%(body)s” does not exist on %(day)s.")
            words = {"body": station.organization.name, "day": f"{day:%d.%m.%Y}"}
            yield Unmet("chain_no_body", text % words, "chain")


def _may_decide(station: Consultation, path: str, today: date) -> bool:
    """Whether the body decides on this path, by the rules of the day of its session.

    GO NRW §§ 37, 41, SGB VIII § 71 Abs. 3. Where no rule says who decides, anybody may.
    """
    day = local_date(station.meeting.starts_at) if station.meeting else today
    rules = rules_on(day)
    if path == DecisionPath.CURRENT_ADMINISTRATION or not rules.speak_of(Rule.DECIDES):
        return True
    body = station.organization
    return body.may_decide and path in rules.words(Rule.DECIDES, body)


def _without_session(station: Consultation) -> Unmet:
    text = _("No session is chosen for “%(body)s”.")
    return Unmet("chain_no_session", text % {"body": station.organization.name}, "chain")


def _cancelled(station: Consultation) -> Unmet:
    text = _("The session of “%(body)s” is cancelled. Please choose another one.")
    return Unmet("chain_cancelled", text % {"body": station.organization.name}, "chain")


def _session_problems(station: Consultation, today: date) -> Iterator[Unmet]:
    names = {"body": station.organization.name}
    if station.meeting is None:
        yield _without_session(station)
    elif station.meeting.is_cancelled:
        yield _cancelled(station)
    elif station.meeting.closes_on < today:
        yield Unmet(
            "chain_deadline_passed",
            _("The editorial deadline for “%(body)s” has passed; choose a later session.") % names,
            "chain",
        )
