"""Supplementary papers: opened for a decided measure, and what becomes of both."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError
from django.db.models import Q
from django.utils.translation import gettext as _

from workflows.actions.acting.acts import Request, act
from workflows.models import Case, User
from workflows.queries.acting.looks import look_of
from workflows.refusals import NotAllowed, Refusal, WrongState

from ...decisions.enums import MeasureState as S
from ...decisions.rules.looks import decision_of
from ...decisions.rules.people import lead_staff
from ..models import ENDED, Measure
from ..queries.supplements import GIVEN_UP, TAKEN_IN, taken_in
from ..queries.texts import measure_text
from .measures import propose

logger = logging.getLogger(__name__)

TITLE_LENGTH = 200


def may_supplement(measure: Measure, by: User, *, at: datetime) -> bool:
    """Whether a person works in the office that has the lead."""
    look = decision_of(look_of(measure.case, person=by.pk, at=at))
    return lead_staff.capacity(look) is not None


def propose_supplement(
    measure: Measure, *, by: User, at: datetime, command: UUID | None = None
) -> Measure:
    """2.2: a draft of the paper that is to change a decided measure, with its text and what is
    still to be reached; the measure goes on meanwhile.

    Raises NotAllowed (403) for whoever is not of the lead office, WrongState (409) where the
    measure is not decided or has ended, or a supplement is under way. The same command again
    returns the draft of the first time.
    """
    if not may_supplement(measure, by, at=at):
        raise NotAllowed(str(lead_staff.role))
    if measure.supplements_id is not None:
        # What supplements is changed by the next supplement to the same measure.
        raise WrongState(state=measure.case.state, version=measure.case.version)
    words = {"reference": measure.reference, "title": measure.title}
    title = _("Supplement to %(reference)s: %(title)s") % words
    ahead = measure.milestones.filter(done_at=None, dropped_reason="").order_by("position")
    fields = {
        **measure_text(measure),
        "title": title[:TITLE_LENGTH],
        "milestones": [
            {"id": None, "title": stone.title, "due_on": stone.due_on.isoformat()}
            for stone in ahead
        ],
    }
    try:
        return propose(fields=fields, by=by, at=at, command=command, supplements=measure)
    except IntegrityError:
        # Of two at once one is the first; so it is where one is under way already.
        case = Case.objects.get(pk=measure.case_id)
        raise WrongState(state=case.state, version=case.version) from None


def settle_supplements(*, at: datetime) -> int:
    """Let measures follow the resolutions on their supplements, and these end; how many acts.

    Each act under the lock of its own case: whoever is killed between goes on with the next tick.
    """
    done = 0
    for supplement in list(_unsettled()):
        for case, name in _turns(supplement):
            done += _acted(case, name, supplement.case_id, at=at)
    return done


def _unsettled() -> Iterator[Measure]:
    """The supplements that may have something to bring about, the oldest first."""
    supplements = Measure.objects.exclude(supplements=None)
    waiting = Q(state=S.RESOLVED) | Q(state__in=(S.REVOKED, S.REJECTED))
    outlived = ~Q(state__in=ENDED) & Q(supplements__state__in=ENDED)
    rows = supplements.filter(waiting | outlived).select_related("case", "supplements__case")
    yield from rows.order_by("pk")


def _turns(supplement: Measure) -> Iterator[tuple[int, str]]:
    """What may be due for a supplement, in this order; guards say whether it is."""
    original = supplement.supplements
    assert original is not None, "as it was asked for"
    if supplement.state in (S.REVOKED, S.REJECTED):
        if taken_in(original.case_id, supplement.case_id):
            yield original.case_id, GIVEN_UP
        return
    if original.state in ENDED:
        yield supplement.case_id, "void_supplement"
        return
    yield original.case_id, TAKEN_IN
    yield supplement.case_id, "close_supplement"


def _acted(case: int, name: str, supplement: int, *, at: datetime) -> bool:
    data = {"supplement": supplement}
    try:
        act(Request(case=case, name=name, by=None, at=at, data=data), system=True)
    except Refusal:
        return False  # not yet
    except Exception:
        logger.exception("the supplement of case %s could not be followed", supplement)
        return False
    return True
