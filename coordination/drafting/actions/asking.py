"""Asking another office for a contribution, and closing the request when it is not needed."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError
from django.db.models import QuerySet

from workflows.actions.acting.acts import Outcome, Request, act
from workflows.actions.acting.cases import open_case
from workflows.actions.acting.work import Work
from workflows.calendars import local_date
from workflows.enums import Access
from workflows.models import Case, CosignatureItem, Unit, User
from workflows.queries.acting.offers import situation
from workflows.queries.people.routes import working_calendar
from workflows.refusals import AlreadyVoted, GuardsUnmet, Unmet, WrongState

from ...city.queries.catalogue import leading_units
from ..enums import ContributionState
from ..flows.asking import contribution_date_fits, is_asked, question_missing, unit_can_be_asked
from ..flows.contribution_look import is_wanted
from ..flows.look import is_open
from ..models import Contribution
from ..queries.contributions import left_behind, no_longer_wanted, own_limit

logger = logging.getLogger(__name__)

USUAL_LEAD = 1
"""So many working days before the asker's own day a contribution is due where nothing is said."""


def usual_day(item: CosignatureItem, parent: Contribution | None, *, today: date) -> date:
    """A working day before the asker's own day, today at the earliest."""
    limit = own_limit(item, parent)
    if limit is None:
        return today
    return max(today, working_calendar().add_working_days(limit, -USUAL_LEAD))


def ask_for_contribution(
    *,
    item: CosignatureItem,
    parent: Contribution | None = None,
    unit: Unit | None,
    wanted_on: date | None,
    question: str,
    by: User,
    at: datetime,
    command: UUID | None = None,
) -> Outcome:
    """Ask an office for a contribution to an answer, or to a contribution (`parent`), until a day.

    The office sees the matter from now on; it and whoever asks alone see what is contributed.
    Raises AlreadyVoted (409) once the answer is given, GuardsUnmet (422) with everything that does
    not fit, NotAllowed (403) for whoever has nothing to answer.
    """
    if not is_open(item) or (parent is not None and not _is_asked(parent)):
        raise AlreadyVoted
    unmet = [*_problems(item, parent, unit, wanted_on, question, by=by, at=at)]
    if unmet or unit is None or wanted_on is None:
        raise GuardsUnmet(unmet)

    def attach(case: Case, work: Work) -> Contribution:
        _stop_circles(item, parent, unit, by=by, at=at)
        row = Contribution(
            case=case, item=item, parent=parent, unit=unit, wanted_on=wanted_on,
            question=question.strip(),
        )  # fmt: skip
        work.store(row)
        return row

    try:
        return open_case(
            kind="contribution", title=item.case.title, by=by.pk, at=at, attach=attach,
            command=command, access=Access.RESTRICTED, text=question.strip(),
            data=_named(item, parent, unit) | {"wanted_on": str(wanted_on)},
        )  # fmt: skip
    except IntegrityError:
        raise GuardsUnmet([is_asked()]) from None


def _named(item: CosignatureItem, parent: Contribution | None, unit: Unit) -> dict[str, object]:
    """What a request names: the same command with other content is refused."""
    return {"item": str(item.pk), "parent": parent.pk if parent else None, "unit": unit.pk}


def _stop_circles(
    item: CosignatureItem, parent: Contribution | None, unit: Unit, *, by: User, at: datetime
) -> None:
    """Two offices that ask each other at once: the second one sees the first."""
    Case.objects.select_for_update().get(pk=item.case_id)
    problems = [*_unit_problems(item, parent, unit, by=by, at=at)]
    if problems:
        raise GuardsUnmet(problems)


def _is_asked(parent: Contribution) -> bool:
    """Whether what is served has still to be given, and is itself no second step."""
    is_first_step = parent.parent_id is None
    return is_first_step and parent.case.state == ContributionState.ASKED and is_wanted(parent)


def _problems(
    item: CosignatureItem,
    parent: Contribution | None,
    unit: Unit | None,
    wanted_on: date | None,
    question: str,
    *,
    by: User,
    at: datetime,
) -> Iterator[Unmet]:
    today = local_date(at)
    yield from _unit_problems(item, parent, unit, by=by, at=at)
    yield from contribution_date_fits(wanted_on, today=today, before=own_limit(item, parent))
    if not question.strip():
        yield question_missing()


def _unit_problems(
    item: CosignatureItem,
    parent: Contribution | None,
    unit: Unit | None,
    *,
    by: User,
    at: datetime,
) -> Iterator[Unmet]:
    subject = situation(item.case, person=by.pk, at=at).look.subject
    candidates = set(leading_units(on=local_date(at)).values_list("pk", flat=True))
    yield from unit_can_be_asked(
        unit, item=item, parent=parent, lead=getattr(subject, "lead_id", None),
        candidates=candidates,
    )  # fmt: skip


def close_contributions(*, at: datetime) -> int:
    """Close requests that wait for nothing more, and show the others to whom the work went.

    Each in its own transaction: one that fails stops no other, and is tried again.
    """
    return _each(no_longer_wanted(), "end_contribution", at=at) + _each(
        left_behind(), "follow_the_asker", at=at
    )


def _each(rows: QuerySet[Contribution], name: str, *, at: datetime) -> int:
    done = 0
    for case in rows.values_list("case", flat=True):
        try:
            act(Request(case, name, None, at), system=True)
        except WrongState:
            continue
        except Exception:
            logger.exception("the contribution of case %s could not be followed", case)
        else:
            done += 1
    return done
