"""The council's arithmetic and the order of the stations (GO NRW §§ 36, 49, 50; SGB VIII § 71)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from workflows.calendars import local_date
from workflows.refusals import Unmet

from ..city.enums import OrganizationType
from .enums import ConsultationResult as R
from .enums import ConsultationRole as Role
from .enums import DecisionPath

if TYPE_CHECKING:
    from datetime import date, datetime

    from .models import Consultation, Organization

OPEN_ENDED = frozenset({R.POSTPONED, R.DROPPED})
"""Results that put the matter on a later agenda of the same body."""

RESULTS: Mapping[str, frozenset[str]] = {
    Role.DECISION: frozenset({R.ACCEPTED, R.AMENDED, R.REJECTED, R.POSTPONED, R.DROPPED}),
    Role.PRELIMINARY: frozenset(
        {R.ACCEPTED, R.AMENDED, R.REJECTED, R.NONE, R.NOTED, R.POSTPONED, R.DROPPED}
    ),
    Role.HEARING: frozenset(
        {R.ACCEPTED, R.AMENDED, R.REJECTED, R.NONE, R.NOTED, R.POSTPONED, R.DROPPED}
    ),
    Role.INFORMATION: frozenset({R.NOTED, R.NONE, R.POSTPONED, R.DROPPED}),
}

DECIDERS: Mapping[str, frozenset[str]] = {
    DecisionPath.COUNCIL: frozenset({OrganizationType.COUNCIL}),
    DecisionPath.DISTRICT_COUNCIL: frozenset({OrganizationType.DISTRICT_COUNCIL}),
    DecisionPath.COMMITTEE: frozenset(
        {
            OrganizationType.COMMITTEE,
            OrganizationType.MAIN_COMMITTEE,
            OrganizationType.YOUTH_COMMITTEE,
        }
    ),
}


WITHOUT_OBJECTION = frozenset({OrganizationType.COUNCIL, OrganizationType.DISTRICT_COUNCIL})
"""Whose decisions are no committee's decisions in the sense of GO NRW § 57 Abs. 4."""


def waits_for_objection(body: Organization, *, on: date) -> bool:
    """Whether a decision of this day may be executed only after the period of objection.

    GO NRW § 57 Abs. 4 S. 2: every committee with power to decide, the main committee too, unless
    a rule of the city in force on that day says otherwise.
    """
    if body.type in WITHOUT_OBJECTION:
        return False
    begins, ends = body.immediate_from, body.immediate_until
    return begins is None or on < begins or (ends is not None and on > ends)


def vote_problems(
    *, result: str, votes: Mapping[str, int | None], members: int | None
) -> Iterator[Unmet]:
    """What contradicts itself in a recorded vote, and what is more than the body has.

    GO NRW § 50 Abs. 1: the majority of the votes cast decides, abstentions and invalid votes
    do not count, a tie is a rejection. § 31: biased members do not vote.
    """
    yes, no, present = votes.get("yes"), votes.get("no"), votes.get("present")
    if any(value is not None and value < 0 for value in votes.values()):
        yield Unmet("votes_negative", _("Votes cannot be negative."), "yes")
        return
    if (yes is None) != (no is None):
        yield Unmet("votes_half", _("Enter both the yes votes and the no votes."), "no")
        return
    if yes is not None and no is not None:
        accepted = yes > no
        if result in (R.ACCEPTED, R.AMENDED) and not accepted:
            yield Unmet(
                "votes_contradict",
                _("With %(yes)d to %(no)d votes this is rejected, as is a tie (§ 50 GO NRW).")
                % {"yes": yes, "no": no},
                "result",
            )
        if result == R.REJECTED and accepted:
            yield Unmet(
                "votes_contradict",
                _("With %(yes)d to %(no)d votes this is accepted (§ 50 GO NRW).")
                % {"yes": yes, "no": no},
                "result",
            )
    cast = sum(votes.get(key) or 0 for key in ("yes", "no", "abstentions", "invalid"))
    if present is not None and cast > present - (votes.get("biased") or 0):
        yield Unmet(
            "votes_too_many",
            _("More votes than members present who could vote."),
            "present",
        )
    yield from _size_problems(cast, votes, members)


def _size_problems(
    cast: int, votes: Mapping[str, int | None], members: int | None
) -> Iterator[Unmet]:
    """A body has no more votes than members, whether or not those present were counted."""
    if members is None:
        return
    size = {"members": members}
    if (votes.get("present") or 0) > members:
        text = _("More members present than the body has (%(members)d).") % size
        yield Unmet("present_too_many", text, "present")
    if cast + (votes.get("biased") or 0) > members:
        text = _("More votes than the body has members (%(members)d).") % size
        yield Unmet("votes_beyond_body", text, "yes")


def chain_problems(stations: Sequence[Consultation], *, path: str, today: date) -> Iterator[Unmet]:
    """What is wrong with a chain of deliberation (domain 2.4).

    The order is right; every session is known and its editorial deadline ahead.
    """
    live = [station for station in stations if not station.result]
    yield from _order_problems(live, path=path)
    for station in live:
        yield from _session_problems(station, today)


def replan_problems(
    stations: Sequence[Consultation], *, path: str, signed_on: date, after: datetime | None
) -> Iterator[Unmet]:
    """What is wrong with open stations that are planned anew once the paper is signed.

    The order is right, also after the last session `after` that has dealt with the paper. A
    station may wait for its session; one that it has takes place and was not over when the paper
    was signed. Editorial deadlines were kept with the signature.
    """
    yield from _order_problems(stations, path=path, after=after)
    for station in stations:
        names = {"body": station.organization.name}
        if station.meeting is None:
            continue
        if station.meeting.is_cancelled:
            yield _cancelled(station)
        elif local_date(station.meeting.starts_at) < signed_on:
            text = _("The session of “%(body)s” took place before the paper was signed.")
            yield Unmet("chain_before_signature", text % names, "chain")


def _order_problems(
    live: Sequence[Consultation], *, path: str, after: datetime | None = None
) -> Iterator[Unmet]:
    """Exactly one decision, it is the last and lies with the organ of the decision path.

    The sessions do not go backwards.
    """
    decisions = [station for station in live if station.role == Role.DECISION]
    if len(decisions) != 1:
        yield Unmet(
            "chain_one_decision", _("The chain needs exactly one station that decides."), "chain"
        )
    elif live[-1] is not decisions[0]:
        yield Unmet("chain_decision_last", _("The deciding station must be the last one."), "chain")
    elif path in DECIDERS and decisions[0].organization.type not in DECIDERS[path]:
        yield Unmet(
            "chain_wrong_organ",
            _("“%(body)s” cannot decide on this path.") % {"body": decisions[0].organization.name},
            "chain",
        )
    dates = [after] if after else []
    dates += [station.meeting.starts_at for station in live if station.meeting]
    if any(later < earlier for earlier, later in pairwise(dates)):
        yield Unmet("chain_order", _("The sessions are not in the order of the stations."), "chain")


def _cancelled(station: Consultation) -> Unmet:
    text = _("The session of “%(body)s” is cancelled. Please choose another one.")
    return Unmet("chain_cancelled", text % {"body": station.organization.name}, "chain")


def _session_problems(station: Consultation, today: date) -> Iterator[Unmet]:
    names = {"body": station.organization.name}
    if station.meeting is None:
        yield Unmet("chain_no_session", _("No session is chosen for “%(body)s”.") % names, "chain")
    elif station.meeting.is_cancelled:
        yield _cancelled(station)
    elif station.meeting.closes_on < today:
        yield Unmet(
            "chain_deadline_passed",
            _("The editorial deadline for “%(body)s” has passed; choose a later session.") % names,
            "chain",
        )
