"""One act on many items: chosen, checked, begun after a moment, done one by one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from ...models import BulkItem, BulkRun, Case, Deadline, Task, User
from ...queries.acting.offers import situation
from ...refusals import GuardsUnmet, Invisible, Refusal, Unmet, WrongState
from ..acting.acts import Request, act
from .bulk_acts import BulkAct, bulk_acts, deadline_data

MOST = 500
UNDO = timedelta(seconds=30)
"""For so long nothing happens after the confirmation, and nobody is told: it can be undone."""

S, I = BulkRun.Status, BulkItem.Status  # noqa: E741 - items

UNDOES, UNDONE_BY = "undoes_name", "undone_by_name"
"""In the data of a run: the label of the act that it undoes; the run that undoes it."""

Key = tuple[str, UUID]
"""`task` or `deadline`, and its id."""


@transaction.atomic
def choose(*, by: User, at: datetime, shown: Collection[Key], picked: Collection[Key]) -> int:
    """Of the items that a page shows these are chosen, the others not; how many are now in all.

    What other pages have added stays. Only what the person sees. GuardsUnmet 422 beyond MOST.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    run, _new = BulkRun.objects.get_or_create(
        person=by, status=S.CHOOSING, defaults={"created_at": at, "moved_at": at}
    )
    gone = set(shown) - set(picked)
    run.items.filter(task__in=[key for what, key in gone if what == "task"]).delete()
    run.items.filter(deadline__in=[key for what, key in gone if what == "deadline"]).delete()
    fresh = _seen(picked, by=by, at=at)
    known = set(run.items.values_list("task", flat=True))
    known |= set(run.items.values_list("deadline", flat=True))
    fresh = [row for row in fresh if (row.task_id or row.deadline_id) not in known]
    if run.items.count() + len(fresh) > MOST:
        text = _("At most %(most)s can be chosen at once. Please do these first.")
        raise GuardsUnmet([Unmet("too_many", text % {"most": MOST})])
    last = run.items.aggregate(last=Max("position"))["last"] or 0
    for number, row in enumerate(fresh, start=last + 1):
        row.run, row.position = run, number
    BulkItem.objects.bulk_create(fresh)
    return run.items.count()


def _seen(picked: Collection[Key], *, by: User, at: datetime) -> list[BulkItem]:
    """The rows of these, in the order of the request, of cases that the person sees."""
    order = {key: place for place, (_what, key) in enumerate(picked)}
    tasks = Task.objects.filter(pk__in=[key for what, key in picked if what == "task"])
    lines = Deadline.objects.filter(pk__in=[key for what, key in picked if what == "deadline"])
    rows = [BulkItem(task=one, case_id=one.case_id) for one in tasks]
    rows += [BulkItem(deadline=one, case_id=one.case_id) for one in lines]
    cases = Case.objects.visible_to(by, at=at).filter(pk__in={row.case_id for row in rows})
    visible = set(cases.values_list("pk", flat=True))
    found = [row for row in rows if row.case_id in visible]
    return sorted(
        found, key=lambda row: order.get(row.task_id or row.deadline_id or row.command, 0)
    )


def clear(*, by: User) -> None:
    """Nothing is chosen any more."""
    BulkRun.objects.filter(person=by, status=S.CHOOSING).delete()


@transaction.atomic
def prepare(
    run: BulkRun, *, name: str, data: Mapping[str, object], text: str, at: datetime
) -> BulkRun:
    """Say what is to be done; from now on each item is checked. Twice is once."""
    here = BulkRun.objects.select_for_update().get(pk=run.pk)
    if here.status == S.CHOOSING:
        here.act, here.data, here.text = name, dict(data), text
        here.status, here.moved_at = S.CHECKING, at
        here.save()
    return here


def check(run: BulkRun, *, clock: Callable[[], datetime], until: datetime) -> bool:
    """Judge the items one by one, for so long; whether all are judged. Nothing of them changes."""
    what = bulk_acts[run.act]
    while clock() < until:
        item = _next(run, I.CHOSEN)
        if item is None:
            BulkRun.objects.filter(pk=run.pk, status=S.CHECKING).update(
                status=S.CHECKED, moved_at=clock()
            )
            return True
        words = _complaint(item, run, what, at=clock())
        item.status, item.words = (I.BARRED, words) if words else (I.POSSIBLE, what.will(item, run))
        item.version = item.case.version
        item.save(update_fields=["status", "words", "version"])
        BulkRun.objects.filter(pk=run.pk).update(moved_at=clock())
    return False


def _complaint(item: BulkItem, run: BulkRun, what: BulkAct, *, at: datetime) -> str:
    if not Case.objects.visible_to(run.person, at=at).filter(pk=item.case_id).exists():
        return Invisible().text
    if barred := what.bar(item, run.person):
        return barred
    met = situation(item.case, person=run.person_id, at=at)
    asked = _request(item, run, what, at=at)
    refusal = met.complaint(
        asked.name, data=asked.data, text=asked.text, version=item.case.version, task=asked.task
    )
    return _in_words(refusal) if refusal else ""


def _request(item: BulkItem, run: BulkRun, what: BulkAct, *, at: datetime) -> Request:
    said = {key: value for key, value in run.data.items() if not key.endswith("_name")}
    return Request(
        item.case_id, run.act, run.person_id, at, item.command,
        version=item.version if what.needs_version else None, task=item.task_id,
        data={**said, **(what.choice or {}), **deadline_data(item)}, text=run.text,
    )  # fmt: skip


def _in_words(refusal: Refusal) -> str:
    if isinstance(refusal, GuardsUnmet):
        return " ".join(str(problem.text) for problem in refusal.unmet)
    return refusal.text


@transaction.atomic
def confirm(run: BulkRun, *, only_possible: bool, at: datetime) -> BulkRun:
    """Let it begin in a moment. GuardsUnmet 422 if something is barred and nobody said that it
    may be left out, or if nothing is left. Twice is once.
    """
    here = BulkRun.objects.select_for_update().get(pk=run.pk)
    if here.status in (S.WAITING, S.RUNNING, S.DONE):
        return here
    if here.status != S.CHECKED:
        raise WrongState
    barred = here.items.filter(status=I.BARRED)
    if not here.items.filter(status=I.POSSIBLE).exists():
        raise GuardsUnmet([Unmet("nothing", _("Nothing of this is possible at present."))])
    if barred.exists() and not only_possible:
        text = _("Some of it is not possible. Please say that you leave it out.")
        raise GuardsUnmet([Unmet("barred", text, "only_possible")])
    barred.update(status=I.LEFT)
    here.status, here.begins_at, here.moved_at = S.WAITING, at + UNDO, at
    here.save(update_fields=["status", "begins_at", "moved_at"])
    return here


@transaction.atomic
def undo(run: BulkRun, *, at: datetime) -> bool:
    """Call it back before it has begun; what was chosen is chosen still. False: it is too late.

    One that undoes another is only stopped.
    """
    User.objects.select_for_update(no_key=True).get(pk=run.person_id)
    here = BulkRun.objects.select_for_update().get(pk=run.pk)
    if here.status not in (S.CHECKING, S.CHECKED, S.WAITING):
        return False
    newer = BulkRun.objects.filter(person=run.person_id, status=S.CHOOSING)
    if UNDOES in here.data or newer.filter(items__isnull=False).exists():
        # What was chosen meanwhile stays chosen.
        return stop(run, at=at)
    newer.delete()
    here.items.update(status=I.CHOSEN, words="", version=None)
    here.status, here.begins_at, here.moved_at = S.CHOOSING, None, at
    here.save(update_fields=["status", "begins_at", "moved_at"])
    return True


@transaction.atomic
def reverse(run: BulkRun, *, at: datetime) -> BulkRun | None:
    """A run that takes back what this one did, checked and confirmed like any other.

    Twice is once, unless the first was stopped. None where nothing was done, the run is not over,
    or no act takes it back.
    """
    here = BulkRun.objects.select_for_update().get(pk=run.pk)
    known = BulkRun.objects.filter(pk=here.data.get(UNDONE_BY), person=here.person_id).first()
    if known is not None and known.status != S.STOPPED:
        return known
    what = bulk_acts.get(here.act)
    done = list(here.items.filter(status=I.DONE).order_by("position", "pk"))
    if what is None or not what.undo or not done or here.status not in (S.DONE, S.STOPPED):
        return None
    back = BulkRun.objects.create(
        person_id=here.person_id, status=S.CHECKING, act=what.undo, created_at=at, moved_at=at,
        data={**what.undo_data(here), UNDOES: str(what.label)},
    )  # fmt: skip
    BulkItem.objects.bulk_create(
        BulkItem(run=back, position=one.position, case_id=one.case_id, task_id=one.task_id)
        for one in done
    )
    here.data = {**here.data, UNDONE_BY: str(back.pk)}
    here.save(update_fields=["data"])
    return back


def stop(run: BulkRun, *, at: datetime) -> bool:
    """Do no more of it; what is done is done. False if there was nothing to stop."""
    over = (S.DONE, S.STOPPED, S.CHOOSING)
    live = BulkRun.objects.filter(pk=run.pk).exclude(status__in=over)
    if not live.update(status=S.STOPPED, moved_at=at):
        return False
    waiting = (I.CHOSEN, I.POSSIBLE, I.BARRED)
    run.items.filter(status__in=waiting).update(status=I.LEFT)
    return True


def go_on(run: BulkRun, *, clock: Callable[[], datetime], until: datetime) -> bool:
    """Do the act to the items one by one, for so long; whether all are done.

    Each in its own transaction, under its own command: whoever goes on after a crash gets the
    first outcome and does nothing twice. What is refused is told at its item and stops no other.
    """
    begun = BulkRun.objects.filter(pk=run.pk, status__in=(S.WAITING, S.RUNNING))
    begun.filter(status=S.WAITING, begins_at__lte=clock()).update(status=S.RUNNING)
    what = bulk_acts.get(run.act)
    while what is not None and clock() < until:
        if not BulkRun.objects.filter(pk=run.pk, status=S.RUNNING).update(moved_at=clock()):
            return True
        item = _next(run, I.POSSIBLE)
        if item is None:
            BulkRun.objects.filter(pk=run.pk, status=S.RUNNING).update(status=S.DONE)
            return True
        item.status, item.words = _done(item, run, what, at=clock())
        item.save(update_fields=["status", "words"])
    return False


def _done(item: BulkItem, run: BulkRun, what: BulkAct, *, at: datetime) -> tuple[str, str]:
    # The check may be a while ago: what else stands in the way is asked once more.
    if barred := what.bar(item, run.person):
        return I.REFUSED, barred
    try:
        act(_request(item, run, what, at=at))
    except Refusal as refusal:
        return I.REFUSED, _in_words(refusal)
    return I.DONE, ""


def _next(run: BulkRun, status: str) -> BulkItem | None:
    rows = run.items.filter(status=status).select_related("case", "deadline", "task__step")
    return rows.order_by("position", "pk").first()
