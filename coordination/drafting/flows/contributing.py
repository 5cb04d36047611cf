"""Contributing to the answer of another office: giving, sending back, what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.machine import act
from workflows.machine.reasons import says_something
from workflows.models import Case
from workflows.refusals import GuardsUnmet, Unmet, WrongState

from ..enums import ContributionState as S
from ..models import Contribution
from ..queries.contributions import runs_below, waits_on
from ..rules import waits_no_longer
from .asking import waits_itself
from .contribution_look import ContributionLook, is_wanted
from .contribution_work import ContributionWork


def is_still_wanted(look: ContributionLook) -> Iterator[Unmet]:
    """Once whoever asked has answered, nothing is left to contribute."""
    if not is_wanted(look.subject):
        raise WrongState(state=look.case.state, version=look.case.version)
    yield from ()


def contribution_is_written(look: ContributionLook) -> Iterator[Unmet]:
    """A text; and a reason where the office does not wait for what it has asked for itself."""
    if not look.call.text.strip():
        yield Unmet("text_missing", gettext("Please write a text."), "text")
    if runs_below(look.subject.pk) and not says_something(look.call.data.get("over")):
        yield waits_no_longer()


def word_given(look: ContributionLook) -> Iterator[Unmet]:
    """A word on what is missing, or why the office does not contribute."""
    if not look.call.text.strip():
        yield Unmet("text_missing", gettext("Please write a text."), "text")


@act(
    _("give the contribution"),
    guards=[is_still_wanted, contribution_is_written],
    step="contribute",
    changes_text=True,
)
def give_contribution(work: ContributionWork) -> None:
    """It lies before the office that asked; nobody else sees it."""
    row = work.locked()
    if not is_wanted(row):
        raise WrongState(state=work.case.state, version=work.case.version)
    row.text = work.call.text.strip()
    row.over = str(work.call.data.get("over") or "").strip() if runs_below(row.pk) else ""
    row.given_by_id, row.given_at = work.call.person, work.at
    work.keep_fields("text", "over", "given_by", "given_at")


@act(_("decline to contribute"), guards=[is_still_wanted, word_given], step="contribute")
def decline_contribution(work: ContributionWork) -> None:
    """With a word why; whoever asked answers without it, or asks somebody else."""
    _end(work)
    work.tell("contribution_declined", work.look.asking, unit=work.look.subject.unit_id)


def nobody_waits_in_a_circle(look: ContributionLook) -> Iterator[Unmet]:
    """The office waits for whoever asked by now: sent back, neither could go on."""
    if _waits_for_asker(look.subject):
        yield waits_itself()


def _waits_for_asker(row: Contribution) -> bool:
    asker = row.parent.unit_id if row.parent else row.item.unit_id
    return asker in waits_on(row.item.case_id, row.unit_id)


@act(
    _("send the contribution back"),
    guards=[is_still_wanted, word_given, nobody_waits_in_a_circle],
)
def return_contribution(work: ContributionWork) -> None:
    """With a word on what is missing; the office has it again until its day, today at least."""
    row = work.look.subject
    # Whoever asks at the same moment waits for the same lock, and sees what was written before.
    Case.objects.select_for_update().get(pk=row.item.case_id)
    if _waits_for_asker(row):
        raise GuardsUnmet([waits_itself()])
    if row.wanted_on < work.today:
        row.wanted_on = work.today
        work.keep_fields("wanted_on")


@act(_("withdraw the request for a contribution"))
def withdraw_contribution(work: ContributionWork) -> None:
    """The office answers without it; whoever was asked is told."""
    _end(work)
    work.tell("contribution_void", work.look.answering)


@act(_("close the request"))
def end_contribution(work: ContributionWork) -> str:
    """Whoever asked has answered, has kept silent, or is not asked any more."""
    before = work.case.state
    _end(work)
    if before == S.GIVEN:
        return S.USED
    work.tell("contribution_void", work.look.answering)
    return S.LAPSED


@act(_("the work of whoever asked has passed on"))
def follow_the_asker(work: ContributionWork) -> None:
    """The question lies with other desks now, as where an office was dissolved: they see it too."""
    work.admit(work.look.asking, "task")


def _end(work: ContributionWork) -> None:
    work.look.subject.is_live = False
    work.keep_fields("is_live")
