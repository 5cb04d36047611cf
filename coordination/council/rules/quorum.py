"""Whether enough members were there to decide (GO NRW § 49)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from workflows.refusals import Unmet

from .votes import COMES_AGAIN, VOTED

_WHOLE = 100


def is_short(present: int | None, members: int | None, share: Decimal | None) -> bool:
    """Whether no more than this share of the legal number of members were there, in percent.

    § 49 Abs. 1 S. 1. Where a number is not known or no rule asks for a quorum, nobody can say so.
    """
    if present is None or members is None or share is None:
        return False
    return present * _WHOLE <= share * members


def quorum_problems(
    *,
    result: str,
    present: int | None,
    members: int | None,
    share: Decimal | None,
    is_established: bool,
    is_confirmed: bool,
    is_second: bool,
) -> Iterator[Unmet]:
    """Why a body could not decide, or what the council office has to confirm first.

    § 49 Abs. 1 S. 2: a body counts as having a quorum until the lack is established. Then it
    decides nothing. Abs. 2: put off for that reason and called together for the same matter again
    (`is_second`, where a rule of that day says so), it has a quorum whatever the number.
    """
    if is_second:
        return
    if is_established:
        if result not in COMES_AGAIN:
            text = _(
                "The lack of a quorum was established: the body could not decide (§ 49 GO NRW)."
                " Please record that it postponed the matter."
            )
            yield Unmet("quorum_lacking", text, "result")
        return
    if result in VOTED and is_short(present, members, share) and not is_confirmed:
        text = _(
            "Only %(present)d of %(members)d members were present, too few for a quorum. Please"
            " confirm that the lack of a quorum was not established (§ 49 GO NRW)."
        )
        numbers = {"present": present, "members": members}
        yield Unmet("quorum_unconfirmed", text % numbers, "quorum_confirmed")
