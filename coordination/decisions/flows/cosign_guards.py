"""What a vote, a question and an answer to a condition must hold."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from workflows.actions.ballots import OPEN_ITEMS
from workflows.enums import ItemStatus, Participation, VoteChoice
from workflows.machine.reasons import says_something
from workflows.models import Unit
from workflows.refusals import DraftChanged, Stale, Unmet

from ...city.rules import OUTSIDE
from ...drafting.queries.drafts import is_current
from ...drafting.rules import CHOICES, answer_problems, waits_no_longer
from ..rules.looks import DecisionLook
from .values import entries, fields, key, said


def condition_texts(look: DecisionLook) -> list[str]:
    """The conditions of a vote, empty lines left out."""
    if look.call.data.get("choice") != VoteChoice.CONDITIONAL:
        return []
    given = entries(look.call.data.get("conditions"))
    return [str(text).strip() for text in given if str(text).strip()]


def vote_is_complete(look: DecisionLook) -> Iterator[Unmet]:
    """The choice is one that this unit has, and it carries what the choice needs."""
    item = look.item
    if item is None:
        yield Unmet("choice_missing", _("Please choose an answer."), "choice")
        return
    choice, texts = str(look.call.data.get("choice")), condition_texts(look)
    yield from answer_problems(choice, item.participation, conditions=texts, text=look.call.text)
    is_possible = choice in CHOICES[Participation(item.participation)]
    if is_possible and choice == VoteChoice.NOT_RESPONSIBLE:
        yield from _names_another_unit(look)


def draft_is_current(look: DecisionLook) -> Iterator[Unmet]:
    """What is signed is the draft that the person saw, not one that was changed meanwhile."""
    draft, item = drafted(look), look.item
    if draft is not None and (item is None or not is_current(*draft, item=item.id)):
        raise DraftChanged(state=look.case.state, version=look.case.version)
    yield from ()


def waits_or_says_why(look: DecisionLook) -> Iterator[Unmet]:
    """Whoever answers before a contribution is there that they asked for says why."""
    if look.waits_for_contributions and not says_something(look.call.data.get("over")):
        yield waits_no_longer()


def drafted(look: DecisionLook) -> tuple[int, int] | None:
    """The draft that an answer signs and the version that was seen; None for one without."""
    parts = str(look.call.data.get("draft") or "").split(":")
    if parts == [""]:
        return None
    numbers = [key(part) for part in parts]
    if len(numbers) != 2 or not all(numbers):  # noqa: PLR2004 - its key and its version
        raise DraftChanged(state=look.case.state, version=look.case.version)
    return numbers[0], numbers[1]


def _names_another_unit(look: DecisionLook) -> Iterator[Unmet]:
    named = key(look.call.data.get("names_unit"))
    inside = Unit.objects.in_force(on=look.call.today).exclude(kind__in=OUTSIDE)
    if not inside.filter(pk=named).exists():
        yield Unmet("unit_missing", _("Please name the office that is responsible."), "names_unit")
    elif named == look.subject.lead_id:
        yield Unmet("unit_is_lead", _("This office has the lead already."), "names_unit")
    elif any(
        item.unit == named
        and item.status != ItemStatus.VOID
        and item.choice != VoteChoice.NOT_RESPONSIBLE
        for item in look.scene.items
    ):
        yield Unmet("unit_asked", _("This office was already asked in this round."), "names_unit")


def vote_exists(look: DecisionLook) -> Iterator[Unmet]:
    """There is an answer to change, and it is the one that the person saw."""
    item = look.item
    if item is None or item.status != ItemStatus.ANSWERED or item.vote is None:
        yield Unmet("vote_missing", _("Your office has not answered yet."), "item")
    elif str(look.call.data.get("replaces")) != str(item.vote):
        raise Stale(state=look.case.state, version=look.case.version)


def item_is_open(look: DecisionLook) -> Iterator[Unmet]:
    """A question is asked before answering."""
    item = look.item
    if item is None or item.status not in OPEN_ITEMS:
        yield Unmet("item_closed", _("Your office has already answered."), "item")


def text_given(look: DecisionLook) -> Iterator[Unmet]:
    """A text that says something."""
    if not look.call.text.strip():
        yield Unmet("text_missing", _("Please write a text."), "text")


def round_is_answered(look: DecisionLook) -> Iterator[Unmet]:
    """Signing again ends the round: nothing of it may be open by then."""
    if not look.is_answered:
        yield Unmet(
            "round_open", _("Not all offices and conditions of this round are answered yet.")
        )


def answer_is_complete(look: DecisionLook) -> Iterator[Unmet]:
    """Accepting says how deep the change goes, and a material change changes the text.

    Declining needs a reason and leaves the text as it is. What is accepted without a change is an
    obligation, which touches no other office.
    """
    accept = look.call.data.get("accept")
    changed = changes_text(look)
    if not isinstance(accept, bool):
        yield Unmet(
            "answer_missing", _("Please say whether you take the condition over."), "accept"
        )
    elif accept and not isinstance(look.call.data.get("material"), bool):
        yield Unmet("depth_missing", _("Please say how deep the change goes."), "material")
    elif accept and look.call.data["material"] and not changed:
        text = _("The text is unchanged. Change it below, or choose another answer.")
        yield Unmet("text_unchanged", text, "accept")
    elif not accept and not look.call.text.strip():
        yield Unmet("reason_missing", _("Please say why you do not take it over."), "text")
    if accept is False and changed:
        text = _("You changed the text. Choose “Yes, the text is changed”, or undo the change.")
        yield Unmet("text_changed", text, "accept")


def changes_text(look: DecisionLook) -> bool:
    """Whether the fields that come with an answer say something else than the text says now."""
    given = fields(look.call.data.get("fields"))
    return any(said(value) != said(look.text.get(name)) for name, value in given.items())


def change_was_editorial(look: DecisionLook) -> Iterator[Unmet]:
    """A unit may object only to a change that touched it, and before the case moved on."""
    item = look.item
    changed = any(k.material is False and k.status == "accepted" for k in look.scene.conditions)
    if item is None or item.status != ItemStatus.ANSWERED or not changed:
        yield Unmet("no_change", _("There is no change to object to."), "item")
    if not look.call.text.strip():
        yield Unmet("reason_missing", _("Please say what you object to."), "text")


def outcome_given(look: DecisionLook) -> Iterator[Unmet]:
    """The decision of the common superior is one of three."""
    if str(look.call.data.get("outcome")) not in ("release", "revision", "executive_board"):
        yield Unmet("outcome_missing", _("Please decide how it goes on."), "outcome")
