"""Writing a target in its lead office; a target that was decided elsewhere is taken over."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.machine import act
from workflows.refusals import Unmet

from ...decisions.flows.checking import show_to_the_house
from ...decisions.flows.values import day, line, said
from ...decisions.rules.looks import DecisionLook
from . import guards
from .work import BRING_IN, TargetWork


@act(
    _("change the target"),
    guards=[guards.only_by_resolution],
    needs_version=True,
    changes_text=True,
)
def edit(work: TargetWork) -> None:
    """Change any field; the trail names those that say something else now."""
    given, before = dict(work.call.data), work.look.text
    work.apply(given)
    changed = (name for name, value in given.items() if said(value) != said(before.get(name)))
    work.note(fields=sorted(changed))


@act(_("ask the head to bring it in"), guards=[guards.is_complete, guards.not_asked_yet])
def ask_agreement(work: TargetWork) -> None:
    """What a clerk has written the head of the lead brings in."""
    work.ask_for(BRING_IN)


@act(_("bring in the target"), guards=[guards.is_complete, guards.days_lie_ahead])
def submit(work: TargetWork) -> None:
    """To the preliminary check, then on the way of every resolution (domain 2.6)."""
    work.freeze("submitted")


def resolution_problems(look: DecisionLook) -> Iterator[Unmet]:
    """By which resolution: its day, not in the future, its body and the number of its paper."""
    data = look.call.data
    resolved = day(data.get("resolved_on"))
    if resolved is None or resolved > look.call.today:
        text = gettext("Please say on which day it was decided; not in the future.")
        yield Unmet("resolved_on_missing", text, "resolved_on")
    if not line(data.get("paper")):
        text = gettext(
            "Only a resolution of the council changes a target. Please give the number of its"
            " paper."
        )
        yield Unmet("only_by_resolution", text, "paper")


@act(_("take over what was decided"), guards=[guards.is_complete, resolution_problems])
def take_over_decided(work: TargetWork) -> None:
    """It was neither checked nor signed here: the trail says by which resolution it holds."""
    keep_resolution(work)
    work.freeze("stock")
    show_to_the_house(work)


def keep_resolution(work: TargetWork) -> None:
    """The resolution by which the target holds from now on."""
    target, data = work.look.subject, work.call.data
    target.resolved_on, target.paper = day(data["resolved_on"]), line(data["paper"], longest=40)
    work.store_subject("resolved_on", "paper")
    work.note(resolved_on=target.resolved_on, paper=target.paper)
