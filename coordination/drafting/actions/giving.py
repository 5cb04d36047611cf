"""Having an answer drafted, and closing the draft when the office has answered."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext as _

from workflows.actions.acting.acts import Outcome, Request, act
from workflows.actions.acting.cases import open_case
from workflows.actions.acting.work import Work
from workflows.calendars import local_date
from workflows.enums import Access
from workflows.models import Case, CosignatureItem, Deadline, Desk, User
from workflows.queries.people.routes import working_calendar
from workflows.refusals import AlreadyVoted, GuardsUnmet, Invisible, Unmet, WrongState

from ..flows.drafting import internal_date_fits, may_read_the_matter
from ..flows.look import is_open
from ..models import AnswerDraft
from ..queries.drafts import drafters, over
from ..queries.practice import practice_of

logger = logging.getLogger(__name__)


def asked_item(key: UUID, viewer: User, *, at: datetime) -> CosignatureItem:
    """What an office was asked, if this person sees the matter; raises Invisible (404)."""
    seen = Case.objects.visible_to(viewer, at=at)
    rows = CosignatureItem.objects.select_related("case", "step", "unit").filter(case__in=seen)
    found = rows.filter(pk=key).first()
    if found is None:
        raise Invisible
    return found


def own_date(item: CosignatureItem) -> date | None:
    """The day by which the office itself has to answer; None where its clock stands still."""
    rows = Deadline.objects.filter(step=item.step_id, status="running")
    return rows.values_list("due_on", flat=True).first()


def usual_date(item: CosignatureItem, *, today: date) -> date:
    """The internal date: so many working days before the office's own, today at the earliest."""
    own = own_date(item)
    if own is None:
        return today
    days = practice_of(item.unit_id, on=today).days
    return max(today, working_calendar().add_working_days(own, -days))


def give_out(
    *,
    item: CosignatureItem,
    desk: Desk | None,
    wanted_on: date | None,
    word: str,
    by: User,
    at: datetime,
    command: UUID | None = None,
) -> Outcome:
    """Let a desk of the office draft its answer until a day, with a word on the way.

    The desk sees the matter from now on; nobody outside the office sees the draft. Raises
    AlreadyVoted (409) once the office has answered, GuardsUnmet (422) with everything that does not
    fit, NotAllowed (403) for whoever does not sign for the office.
    """
    if not is_open(item):
        raise AlreadyVoted
    unmet = [*_problems(item, desk, wanted_on, today=local_date(at))]
    if unmet or desk is None or wanted_on is None:
        raise GuardsUnmet(unmet)

    def attach(case: Case, work: Work) -> AnswerDraft:
        draft = AnswerDraft(
            case=case, item=item, unit_id=item.unit_id, desk=desk, wanted_on=wanted_on
        )
        work.store(draft)
        return draft

    try:
        return open_case(
            kind="answer_draft", title=item.case.title, by=by.pk, at=at, attach=attach,
            command=command, access=Access.RESTRICTED, text=word.strip(),
            data={"item": str(item.pk), "desk": desk.pk, "wanted_on": str(wanted_on)},
        )  # fmt: skip
    except IntegrityError:
        # The database alone allows one at a time: a form sent twice is known by its command.
        raise GuardsUnmet([_is_given()]) from None


def _problems(
    item: CosignatureItem, desk: Desk | None, wanted_on: date | None, *, today: date
) -> Iterator[Unmet]:
    yield from internal_date_fits(wanted_on, today=today, own=own_date(item))
    if desk is None or not drafters(item.unit_id, on=today).filter(pk=desk.pk).exists():
        yield Unmet("desk_missing", _("Please choose a desk of the office."), "desk")
    else:
        yield from may_read_the_matter(item.case, desk)


def _is_given() -> Unmet:
    text = _("The answer is being drafted already. Open that draft to give it to another desk.")
    return Unmet("given", text)


def close_drafts(*, at: datetime) -> int:
    """Close the drafts that wait for nothing more; a second call finds nothing to do.

    Each in its own transaction: one that cannot be closed stops no other, and is tried again.
    """
    done = 0
    for case in over().values_list("case", flat=True):
        try:
            act(Request(case, "end_draft", None, at), system=True)
        except WrongState:
            continue
        except Exception:
            logger.exception("the draft of case %s could not be closed", case)
        else:
            done += 1
    return done
