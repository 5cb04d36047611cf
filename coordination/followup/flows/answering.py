"""The office answers: the clerk drafts, the head gives; then it comes again (domain 1.3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.db.models import Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.machine import act
from workflows.machine.reasons import reason_given
from workflows.machine.values import amount, day
from workflows.refusals import Unmet

from ..enums import FINISHED, AnswerStatus, Publication
from ..enums import FollowUpState as S
from ..models import IN_WORDS, FollowUpAnswer
from ..rules import answer_problems, next_report_after
from .look import FollowUpLook
from .work import FollowUpWork

TEXTS = ("provided", "reason", "public_note", "internal_note")


def answer_is_complete(look: FollowUpLook) -> Iterator[Unmet]:
    """What is said fits the state, and no text is longer than a list can show."""
    data = look.call.data
    yield from answer_problems(
        state=str(data.get("state") or ""),
        provided=str(data.get("provided") or ""),
        reason=str(data.get("reason") or ""),
        new_date=day(data.get("new_date")),
        next_report_on=day(data.get("next_report_on")),
        today=look.call.today,
    )
    for name in TEXTS:
        if len(str(data.get(name) or "")) > IN_WORDS:
            text = gettext("Please shorten this text to %(count)s characters.")
            yield Unmet("too_long", text % {"count": IN_WORDS}, name)
    if _is_bad_sum(data.get("spent")):
        text = gettext("Please enter a sum that is not negative.")
        yield Unmet("spent_invalid", text, "spent")


def _is_bad_sum(value: object) -> bool:
    if value in (None, ""):
        return False
    found = amount(value)
    return found is None or not 0 <= found < Decimal(10) ** 12


def has_draft(look: FollowUpLook) -> Iterator[Unmet]:
    """There is an answer to give back."""
    if look.draft is None:
        yield Unmet("draft_missing", gettext("There is no draft."))


@act(_("draft the answer"), guards=[answer_is_complete])
def draft_answer(work: FollowUpWork) -> None:
    """The clerk writes, or writes anew what the head has not given yet."""
    answer = _answer(work)
    answer.written_by_id, answer.written_at = work.call.person, work.at
    work.store(answer)
    work.finish("followup_report")
    work.ask_head()
    work.note(answer=answer.number, state=answer.state)


@act(
    _("give the answer"),
    guards=[answer_is_complete],
    needs_version=False,
    decides=True,
    legal_basis="GO NRW § 55 Abs. 3",
)
def give_answer(work: FollowUpWork) -> str:
    """The head stands by it: what was drafted, as it is sent, changed or not. Then the item waits
    for the body, or the office is asked again by itself.
    """
    is_drafted, answer = work.look.draft is not None, _answer(work)
    if not is_drafted:
        answer.written_by_id, answer.written_at = work.call.person, work.at
    answer.status = AnswerStatus.GIVEN
    answer.given_by_id, answer.given_at = work.call.person, work.at
    work.store(answer)
    for step in ("followup_release", "followup_report"):
        work.finish(step)
    before = work.case.state
    _take_over(work, answer)
    work.case.version += answer.state == before
    work.note(answer=answer.number, state=answer.state, until=answer.next_report_on)
    if answer.state == before:
        work.ask_office()
    return answer.state


@act(_("give the draft back"), guards=[has_draft, reason_given], step="followup_release")
def return_answer(work: FollowUpWork) -> None:
    """The head wants it otherwise and says why; the draft stays, the clerk has it again."""
    # Done, and not void, before the clerk is asked again.
    work.finish("followup_release")
    work.ask_office()


@act(_("prepare the note of completion"))
def prepare_note(work: FollowUpWork) -> None:
    """M28: the matter is completed; the answer “done” lies ready for the head of the office."""
    answer = _answer(work)
    answer.written_by_id, answer.written_at = None, work.at
    work.store(answer)
    work.ask_head()
    work.note(answer=answer.number, state=answer.state)


def _answer(work: FollowUpWork) -> FollowUpAnswer:
    """The draft, or a new answer, with what the call says."""
    item, data = work.look.subject, work.call.data
    found = work.look.draft
    if found is None:
        last = FollowUpAnswer.objects.filter(item=item.pk).aggregate(last=Max("number"))["last"]
        found = FollowUpAnswer(item=item, number=(last or 0) + 1)
    found.state = S(str(data["state"])).value
    for name in TEXTS:
        setattr(found, name, str(data.get(name) or "").strip())
    found.new_date = day(data.get("new_date")) if found.state == S.DELAYED else None
    found.spent = amount(data.get("spent"))
    found.next_report_on = _next_report(work, found.state)
    return found


def _next_report(work: FollowUpWork, state: str) -> date:
    """As said; by itself where it is continuous or goes before the body next."""
    item, calendar = work.look.subject, work.calendar
    said = day(work.call.data.get("next_report_on"))
    if state in FINISHED:
        return next_report_after(work.today, item.rhythm, calendar=calendar)
    if said is not None and said > work.today:
        return said
    present = item.next_report_on or work.today
    return next_report_after(max(present, work.today), item.rhythm, calendar=calendar)


def _take_over(work: FollowUpWork, answer: FollowUpAnswer) -> None:
    """The item says what the last answer said."""
    item = work.look.subject
    item.provided = answer.provided or item.provided
    item.reason, item.new_date = answer.reason, answer.new_date
    item.public_note, item.internal_note = answer.public_note, answer.internal_note
    item.spent = answer.spent if answer.spent is not None else item.spent
    item.answered_on, item.noted_on = work.today, None
    names = ["provided", "reason", "new_date", "public_note", "internal_note", "spent"]
    if item.publication == Publication.PUBLIC:
        item.renewed_at = work.at
        names.append("renewed_at")
    work.set_state(
        S(answer.state), next_report_on=answer.next_report_on,
        names=(*names, "answered_on", "noted_on"),
    )  # fmt: skip
