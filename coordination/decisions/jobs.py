"""Work on papers and stored files in the background. The clock's edge."""

from __future__ import annotations

import logging
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django_q.tasks import async_task

from workflows.actions.acting.acts import Request, act
from workflows.calendars import BERLIN, local_date
from workflows.queries.telling.held import held_since
from workflows.wire.turns import patience, turn

from ..council.actions.calendar import take_stock
from ..council.actions.law import offer_new_law
from ..council.exchange import way_for
from .actions.exchanging import (
    ask_for_excerpts,
    hand_papers_over,
    note_agendas,
    take_excerpts,
)
from .actions.papers import file_papers
from .actions.sessions import settle_sessions
from .actions.stored_files import check_files, remove_unneeded
from .queries.dispatches import cases_sent_out

logger = logging.getLogger(__name__)

NIGHT = range(1, 5)
"""Hours in which nobody waits for the disk."""

SLICE = 5.0
"""Seconds of one tick: the clock is never held for longer."""


def check_stored_files(*, at: datetime, **_signal: object) -> str:
    """Observer of `ticked`: every night each stored file is compared with its digest,
    and those that no case needs any more go.
    """
    if at.astimezone(BERLIN).hour not in NIGHT:
        return ""
    done = check_files(at=at, seconds=SLICE)
    gone = remove_unneeded(at=at, seconds=SLICE)
    words = [f"{done} stored files compared"] if done else []
    words += [f"{gone} files removed"] if gone else []
    return "; ".join(words)


def follow_the_calendar(*, at: datetime, **_signal: object) -> str:
    """Observer of `ticked`: the chains follow the sessions that were changed.

    A city from before the calendar gets its case, and its rules and seats are bound to it.
    """
    take_stock(at=at)
    done = settle_sessions(at=at)
    return f"{done} chains followed the calendar" if done else ""


def ask_for_new_law(*, at: datetime, **_signal: object) -> str:
    """Observer of `ticked`: what a release ships for the council is offered, never just loaded."""
    is_asked = offer_new_law(settings.LAND, at=at)
    return "the council office is asked for new rules of the Land" if is_asked else ""


def show_what_was_sent(*, at: datetime, **_signal: object) -> str:
    """Observer of `ticked`: the members see each paper of a session that was sent out (§ 47).

    Each case in its own transaction: one that fails stops no other and is tried again.
    """
    shown = 0
    for case in cases_sent_out(on=local_date(at)):
        try:
            act(Request(case=case, name="dispatch_paper", by=None, at=at), system=True)
            shown += 1
        except Exception:
            logger.exception("the paper of case %s could not be shown to the council", case)
    return f"{shown} papers shown to the council" if shown else ""


ISSUING = frozenset({"sign", "enter_reference", "put_dissent"})
"""The acts after which a paper is without a PDF of it."""


def wake_after_signature(*, action: str, **_signal: object) -> None:
    """Observer of `case_moved`: the PDF is there within seconds, and no signature waits for it."""
    if action in ISSUING:
        async_task("coordination.decisions.jobs.file_signed_papers", save=False)  # type: ignore[no-untyped-call] # django-q has no types


def file_signed_papers() -> str:
    """File the PDF of every paper that has none; one worker in the whole city at a time."""
    return file_the_papers(at=timezone.now())


def file_the_papers(*, at: datetime, **_signal: object) -> str:
    """Observer of `ticked`: the same for papers whose worker was lost."""
    with turn("papers") as is_ours:
        done = file_papers(at=at, seconds=SLICE) if is_ours else 0
    return f"{done} papers filed" if done else ""


def exchange_with_council_system(*, at: datetime, **_signal: object) -> str:
    """Observer of `ticked`: papers go to the council system, excerpts come back.

    One process in the whole city at a time, for some seconds. Nothing leaves while mail is held.
    """
    way = way_for(settings.COUNCIL_SYSTEM)
    if way is None:
        return ""
    with turn("council system") as is_ours, patience():
        if not is_ours:
            return ""
        out = 0 if held_since() else hand_papers_over(way, at=at, seconds=SLICE)
        agendas = note_agendas(way, at=at, seconds=SLICE)
        back = take_excerpts(way, at=at, seconds=SLICE)
        asked = ask_for_excerpts(at=at, seconds=SLICE)
    told = f"{out} papers handed over, {agendas} on an agenda, {back} excerpts taken"
    return f"{told}, {asked} asked for" if out or agendas or back or asked else ""
