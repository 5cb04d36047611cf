"""What has come of a completed measure, after half a year (M30)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.work import Opening
from workflows.calendars import Period, PeriodUnit
from workflows.definitions import Step
from workflows.machine import act
from workflows.machine.reasons import reason_given, says_something
from workflows.refusals import Unmet

from ...decisions.flows.values import entries, fields, line
from ...decisions.rules import posts
from ..models import Evaluation
from .implementing import ImplementingWork
from .look import ImplementingLook

AFTER = Period(6, PeriodUnit.MONTHS)
"""After the completion, where the route says nothing else."""
MOST_INDICATORS = 20


EVALUATION = Step(
    "evaluation",
    _("Evaluate the measure"),
    posts.always(posts.SECRETARIAT),
    acts=("draft_evaluation",),
)
RELEASE = Step(
    "release_evaluation",
    _("Release the evaluation"),
    posts.always(posts.INTEGRATION_DEPUTY),
    acts=("release_evaluation", "return_evaluation"),
    period="completion",
)


def ask_for_evaluation(work: ImplementingWork) -> None:
    """The integration centre is asked to see, six months later, what has come of it.

    What ended before it was taken over is evaluated at the same time; once that is over, nobody
    is asked any more.
    """
    period = work.periods.get(EVALUATION.key, AFTER)
    if work.ended_on is None:
        work.open(Opening(EVALUATION, period=period))
        return
    due_on = work.calendar.forward(work.ended_on, period).due_on
    if due_on >= work.today:
        work.open(Opening(EVALUATION, due_on=due_on))


def indicators_of(look: ImplementingLook) -> list[dict[str, str]]:
    """The indicators that the call brings; rows in which nothing stands are left out."""
    rows = [fields(row) for row in entries(look.call.data.get("indicators"))]
    read = [{name: line(row.get(name)) for name in ("name", "target", "actual")} for row in rows]
    return [row for row in read if any(row.values())]


def evaluation_is_complete(look: ImplementingLook) -> Iterator[Unmet]:
    """M30: for each indicator what was to be reached and what was, and what follows from it."""
    rows = indicators_of(look)
    if not rows:
        text = gettext("Please name at least one indicator with its target and what was reached.")
        yield Unmet("indicators_missing", text, "indicators")
    elif len(rows) > MOST_INDICATORS or any(not all(row.values()) for row in rows):
        text = gettext("Each indicator needs its name, its target and what was reached.")
        yield Unmet("indicators_incomplete", text, "indicators")
    if not says_something(look.call.text):
        text = gettext("Please say what follows from it (at least 10 characters).")
        yield Unmet("conclusion_missing", text, "text")


@act(_("write the evaluation"), guards=[evaluation_is_complete])
def draft_evaluation(work: ImplementingWork) -> None:
    """M30: the integration centre drafts; the deputy mayor for integration releases."""
    subject = work.look.subject.pk
    row = Evaluation.objects.filter(measure=subject).first() or Evaluation(measure_id=subject)
    row.indicators, row.conclusion = indicators_of(work.look), work.call.text
    row.written_by_id, row.written_at = work.call.person, work.at
    work.store(row)
    work.finish(EVALUATION.key)
    if not work.scene.tasks_of(RELEASE.key):
        work.ask_for(RELEASE)


@act(_("release the evaluation"), step="release_evaluation", needs_version=True)
def release_evaluation(work: ImplementingWork) -> None:
    """M30: with the release the measure is evaluated, which is its end."""
    row = Evaluation.objects.get(measure=work.look.subject.pk)
    row.released_by_id, row.released_at = work.call.person, work.at
    work.store(row)
    work.tell_turn("evaluated")


@act(_("give the evaluation back"), guards=[reason_given], step="release_evaluation")
def return_evaluation(work: ImplementingWork) -> None:
    """The integration centre gets it again."""
    work.open(Opening(EVALUATION, period=work.periods.get(RELEASE.period)))
