"""What an answer must hold, drafted or signed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from workflows.enums import Participation, VoteChoice
from workflows.refusals import Unmet

CHOICES = {
    Participation.COSIGN: frozenset(
        {
            VoteChoice.APPROVED,
            VoteChoice.CONDITIONAL,
            VoteChoice.REFUSED,
            VoteChoice.NOT_AFFECTED,
            VoteChoice.NOT_RESPONSIBLE,
        }
    ),
    Participation.CONTRIBUTE: frozenset(
        {VoteChoice.NOTED, VoteChoice.NOT_AFFECTED, VoteChoice.NOT_RESPONSIBLE}
    ),
    Participation.INFORM: frozenset({VoteChoice.NOTED}),
}
"""What a unit may answer: only a co-signature can bind or block (domain 1.3)."""


def answer_problems(
    choice: str, participation: str, *, conditions: Sequence[str], text: str
) -> Iterator[Unmet]:
    """The choice is one that the office has, and it carries what the choice needs."""
    if choice not in CHOICES[Participation(participation)]:
        yield Unmet("choice_missing", _("Please choose an answer."), "choice")
        return
    if choice == VoteChoice.CONDITIONAL and not conditions:
        yield Unmet("conditions_missing", _("Please name at least one condition."), "conditions")
    if choice == VoteChoice.REFUSED and not text.strip():
        yield Unmet("reason_missing", _("A refusal needs a reason."), "text")
    contributes = participation == Participation.CONTRIBUTE
    if choice == VoteChoice.NOTED and contributes and not text.strip():
        yield Unmet("text_missing", _("Please write a text."), "text")


def waits_no_longer() -> Unmet:
    """What is asked of whoever answers before a contribution is there."""
    text = _(
        "Your office has asked for a contribution that is still to come. Say in a sentence why you"
        " do not wait for it."
    )
    return Unmet("request_open", text, "over")
