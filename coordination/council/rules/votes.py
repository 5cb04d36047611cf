"""Which results a station can have, and the arithmetic of votes (GO NRW §§ 31, 50)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from workflows.refusals import Unmet

from ..enums import ConsultationResult as R
from ..enums import ConsultationRole as Role
from ..enums import MajorityRule

OPEN_ENDED = frozenset({R.POSTPONED, R.DROPPED})
"""Results that put the matter on a later agenda of the same body."""

COMES_AGAIN = OPEN_ENDED | {R.REFERRED, R.WITHDRAWN}
"""Results after which the same body has to deal with the matter once more."""

VOTED = frozenset({R.ACCEPTED, R.AMENDED, R.REJECTED})
"""Results that a vote on the paper brings about."""

RESULTS: Mapping[str, frozenset[str]] = {
    Role.DECISION: VOTED | COMES_AGAIN,
    Role.PRELIMINARY: VOTED | COMES_AGAIN | {R.NONE, R.NOTED},
    Role.HEARING: VOTED | COMES_AGAIN | {R.NONE, R.NOTED},
    Role.INFORMATION: frozenset({R.NOTED, R.NONE, R.POSTPONED, R.DROPPED}),
    Role.APPROVAL: frozenset({R.ACCEPTED, R.REJECTED, R.POSTPONED, R.DROPPED}),
    # Accepted: the resolution stands.
    Role.OBJECTION: frozenset({R.ACCEPTED, R.AMENDED, R.REJECTED, R.POSTPONED, R.DROPPED}),
}


def carries(yes: int, no: int, *, rule: str, members: int | None) -> bool:
    """Whether so many votes carry a motion.

    GO NRW § 50 Abs. 1: the majority of the votes cast decides, abstentions and invalid votes do
    not count, a tie is a rejection. A larger majority is one of the legal number of members; where
    that is not known, no more can be said than by the simple one.
    """
    is_enough = yes > no
    if members is not None and rule == MajorityRule.ABSOLUTE:
        return is_enough and 2 * yes > members
    if members is not None and rule == MajorityRule.TWO_THIRDS:
        return is_enough and 3 * yes >= 2 * members
    return is_enough


def vote_problems(
    *,
    result: str,
    votes: Mapping[str, int | None],
    members: int | None,
    rule: str = MajorityRule.SIMPLE,
    is_unanimous: bool = False,
) -> Iterator[Unmet]:
    """What contradicts itself in a recorded vote, and what is more than the body has.

    `rule` is the majority that was needed, `is_unanimous` whether the minutes call the result
    so: then there is no vote against it. GO NRW § 31: biased members do not vote.
    """
    yes, no, present = votes.get("yes"), votes.get("no"), votes.get("present")
    if any(value is not None and value < 0 for value in votes.values()):
        yield Unmet("votes_negative", _("Votes cannot be negative."), "yes")
        return
    if (yes is None) != (no is None):
        yield Unmet("votes_half", _("Enter both the yes votes and the no votes."), "no")
        return
    if yes is not None and no is not None:
        yield from _contradictions(result, yes, no, rule=rule, members=members)
        against = yes if result == R.REJECTED else no
        if is_unanimous and against:
            text = _("With %(count)d votes against it the result is not unanimous.")
            yield Unmet("votes_not_unanimous", text % {"count": against}, "result_text")
    cast = sum(votes.get(key) or 0 for key in ("yes", "no", "abstentions", "invalid"))
    if present is not None and cast > present - (votes.get("biased") or 0):
        yield Unmet(
            "votes_too_many",
            _("More votes than members present who could vote."),
            "present",
        )
    yield from _size_problems(cast, votes, members)


def _contradictions(
    result: str, yes: int, no: int, *, rule: str, members: int | None
) -> Iterator[Unmet]:
    accepted = carries(yes, no, rule=rule, members=members)
    votes = {"yes": yes, "no": no}
    if result in (R.ACCEPTED, R.AMENDED) and not accepted:
        text = _("With %(yes)d to %(no)d votes this is rejected, as is a tie (§ 50 GO NRW).")
        if yes > no:
            text = _("%(yes)d to %(no)d votes are not the majority that is needed here.")
        yield Unmet("votes_contradict", text % votes, "result")
    if result == R.REJECTED and accepted:
        text = _("With %(yes)d to %(no)d votes this is accepted (§ 50 GO NRW).")
        yield Unmet("votes_contradict", text % votes, "result")


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
