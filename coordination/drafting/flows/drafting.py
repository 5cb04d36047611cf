"""Drafting, handing in, sending back; what becomes of a draft when the office has answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.enums import Access, ItemStatus
from workflows.machine import act
from workflows.machine.entry import Entry
from workflows.machine.values import key
from workflows.models import Case, CaseAudience, Desk, Unit, Vote
from workflows.refusals import Unmet, WrongState

from ..enums import DraftState as S
from ..queries.drafts import drafters
from ..rules import answer_problems
from .look import DraftLook, is_open
from .work import DRAFT, DraftWork, ask_to_draft


def _conditions(look: DraftLook) -> list[str]:
    if look.call.data.get("choice") != "conditional":
        return []
    given = look.call.data.get("conditions")
    texts = given if isinstance(given, list) else []
    return [str(text).strip() for text in texts if str(text).strip()]


def office_has_to_answer(look: DraftLook) -> Iterator[Unmet]:
    """Once the office has answered, or is not asked any more, there is nothing left to draft."""
    if not is_open(look.subject.item):
        raise WrongState(state=look.case.state, version=look.case.version)
    yield from ()


def draft_is_complete(look: DraftLook) -> Iterator[Unmet]:
    """What whoever signs could sign."""
    data = look.call.data
    yield from answer_problems(
        str(data.get("choice")), look.subject.item.participation,
        conditions=_conditions(look), text=look.call.text,
    )  # fmt: skip
    if data.get("choice") == "not_responsible" and _named(look) is None:
        yield Unmet(
            "unit_missing", gettext("Please name the office that is responsible."), "names_unit"
        )


def _named(look: DraftLook) -> Unit | None:
    named = key(look.call.data.get("names_unit"))
    return Unit.objects.in_force(on=look.call.today).filter(pk=named).first()


def _write(work: DraftWork) -> None:
    draft, call, look = work.locked(), work.call, work.look
    if not is_open(draft.item):
        raise WrongState(state=work.case.state, version=work.case.version)
    capacity = call.capacity
    draft.choice, draft.text = str(call.data["choice"]), call.text.strip()
    draft.conditions = _conditions(look)
    is_elsewhere = draft.choice == "not_responsible"
    draft.names_unit = _named(look) if is_elsewhere else None
    draft.drafter_id = call.person
    draft.drafter_for_id = capacity.holder if capacity and capacity.is_deputy else None
    draft.written_at = work.at
    work.keep_draft(
        "choice", "text", "conditions", "names_unit", "drafter", "drafter_for", "written_at"
    )


@act(
    _("hand the draft in"),
    guards=[office_has_to_answer, draft_is_complete],
    step="draft_answer",
    needs_version=True,
    changes_text=True,
)
def hand_in_draft(work: DraftWork) -> None:
    """It lies before whoever signs for the office; nobody else sees it."""
    _write(work)


@act(
    _("change the draft"),
    guards=[office_has_to_answer, draft_is_complete],
    needs_version=True,
    changes_text=True,
)
def revise_draft(work: DraftWork) -> None:
    """As long as it is not signed; whoever signs has to look at it anew."""
    _write(work)


def word_given(look: DraftLook) -> Iterator[Unmet]:
    """A word on what is missing."""
    if not look.call.text.strip():
        yield Unmet("text_missing", gettext("Please say what is missing."), "text")


@act(_("send the draft back"), guards=[office_has_to_answer, word_given])
def return_draft(work: DraftWork) -> None:
    """With a word; the desk has it again until the internal date, today at the earliest."""
    draft = work.look.subject
    if draft.wanted_on < work.today:
        draft.wanted_on = work.today
        work.keep_draft("wanted_on")


def may_read_the_matter(matter: Case, desk: Desk) -> Iterator[Unmet]:
    """A matter that is restricted to named desks is shown to no other one."""
    if matter.access != Access.RESTRICTED:
        return
    if not CaseAudience.objects.filter(case=matter.pk, desk=desk.pk).exists():
        text = gettext("The matter is restricted to named desks, and this desk is none of them.")
        yield Unmet("restricted", text, "desk")


def can_be_reassigned(look: DraftLook) -> Iterator[Unmet]:
    """Another desk of the office, which may read the matter."""
    entry, draft = Entry(look.call.data), look.subject
    desk = entry.row("desk", drafters(draft.unit_id, on=look.call.today))
    if desk is not None and desk.pk == draft.desk_id:
        text = gettext("This desk has the draft already.")
        entry.note("same_desk", text, "desk")
    yield from entry.unmet
    if desk is not None:
        yield from may_read_the_matter(draft.item.case, desk)


@act(_("give it to another desk"), guards=[office_has_to_answer, can_be_reassigned])
def reassign_draft(work: DraftWork) -> None:
    """The other desk has it until the same date, today at the earliest."""
    draft = work.look.subject
    draft.desk = Desk.objects.get(pk=key(work.call.data["desk"]))
    draft.wanted_on = max(draft.wanted_on, work.today)
    work.keep_draft("desk", "wanted_on")
    work.drop(DRAFT.key)
    ask_to_draft(work)


@act(_("answer without a draft"))
def recall_draft(work: DraftWork) -> None:
    """Nobody drafts any more; whoever signs answers alone. What was written stays here."""
    _end(work)


def _end(work: DraftWork) -> None:
    work.look.subject.is_live = False
    work.keep_draft("is_live")


@act(_("close the draft"))
def end_draft(work: DraftWork) -> str:
    """The office has answered, has kept silent, or is not asked any more."""
    draft, before = work.look.subject, work.case.state
    _end(work)
    if draft.item.status != ItemStatus.ANSWERED:
        return S.DROPPED
    vote = Vote.objects.filter(item=draft.item_id).order_by("cast_at", "pk").last()
    if vote is None or vote.cast_by_id is None:
        return S.UNSIGNED if draft.written_at else S.DROPPED
    return S.SIGNED if before == S.SUBMITTED else S.DROPPED


def internal_date_fits(wanted: date | None, *, today: date, own: date | None) -> Iterator[Unmet]:
    """Not over, and not after the office's own date."""
    if wanted is None:
        yield Unmet("missing", gettext("Please fill in this field."), "wanted_on")
    elif wanted < today:
        yield Unmet("past", gettext("The day is over already."), "wanted_on")
    elif own is not None and wanted > own:
        text = gettext("The office itself has to answer by %(day)s. Please choose an earlier day.")
        yield Unmet("after_own", text % {"day": f"{own:%d.%m.%Y}"}, "wanted_on")
