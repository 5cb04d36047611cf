"""One act on many: choose, say what, look at what would happen, begin, call back, see results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ...actions.inbox import bulk as doing
from ...actions.inbox.bulk_acts import bulk_acts
from ...calendars import local_date
from ...forms.acting.pages import person_of
from ...forms.inbox.bulk import HandOverAllForm, acts_for, bulk_form
from ...forms.inbox.places import page_of, place_in
from ...models import BulkItem, BulkRun, User
from ...queries.inbox import Place
from ...queries.inbox.bulk import chosen_run, items_of, latest_runs, numbers_of, run_of
from ...queries.inbox.listing import keys_at
from ...queries.inbox.place import OPEN_VIEWS
from ...queries.inbox.rows import step_label
from ...queries.people.absences import Away, away_between
from ...queries.people.desks import held_by, workers_at
from ...refusals import GuardsUnmet, Invisible

PATIENCE = timedelta(seconds=6)
"""So long a page waits for the check; a worker does the rest."""

Line = tuple[BulkItem, str, str]
"""An item, what is to be done, and the page of its case."""


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Choose what is ticked on a page, or all of its view; what was chosen before stays."""
    person, at = person_of(request), timezone.now()
    shown = list(_keys(request.POST.get("shown", "").split(",")))
    picked = list(_keys(request.POST.getlist("item")))
    if request.POST.get("next") == "all":
        shown, picked = [], _all_at(place_in(request), person, at)
    try:
        count = doing.choose(by=person, at=at, shown=shown, picked=picked)
    except GuardsUnmet as refusal:
        for problem in refusal.unmet:
            messages.error(request, str(problem.text))
        return redirect(_back(request))
    if request.POST.get("next") == "act" and count:
        return redirect("workflows:bulk")
    said = ngettext("%(n)s item is chosen.", "%(n)s items are chosen.", count) % {"n": count}
    messages.success(request, said)
    return redirect(_back(request))


@require_POST
def clear(request: HttpRequest) -> HttpResponse:
    """Choose nothing any more."""
    doing.clear(by=person_of(request))
    messages.success(request, _("Nothing is chosen any more."))
    return redirect("workflows:inbox")


@require_safe
def bulk(request: HttpRequest) -> HttpResponse:
    """What is chosen, and what can be done to all of it."""
    person = person_of(request)
    run = chosen_run(person)
    items = list(items_of(run)) if run else []
    context = {
        "lines": _lines(items),
        "acts": acts_for(items),
        "runs": [(one, _label(one)) for one in latest_runs(person)],
    }
    return render(request, "workflows/bulk/chosen.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def bulk_act(request: HttpRequest, name: str) -> HttpResponse:
    """What the act asks for; then each item is checked."""
    person, at = person_of(request), timezone.now()
    run = chosen_run(person)
    items = list(items_of(run)) if run else []
    what = next((one for one in acts_for(items) if one.name == name), None)
    if run is None or what is None:
        raise Invisible
    form_class = bulk_form(name)
    people = _people(items, person) if form_class is HandOverAllForm else ()
    form = form_class(
        request.POST if request.method == "POST" else None,
        people=people,
        away=_away(people, items, local_date(at)),
    )
    if request.method == "POST":
        request.kept_form = form  # type: ignore[attr-defined] # ours, for the middleware
        if form.is_valid():
            run = doing.prepare(run, name=name, data=form.act_data(), text=form.act_text(), at=at)
            doing.check(run, clock=timezone.now, until=at + PATIENCE)
            return redirect("workflows:bulk_run", run.pk)
    context = {"form": form, "what": what, "count": len(items)}
    return render(request, "workflows/bulk/act.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def bulk_run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """A run as it is: the check, the moment before it begins, its progress, its results."""
    person, at = person_of(request), timezone.now()
    run = run_of(person, run_id)
    if run is None or run.act not in bulk_acts:
        raise Invisible
    unmet: Sequence[str] = ()
    if request.method == "POST":
        try:
            return _order(request, run)
        except GuardsUnmet as refusal:
            unmet = [str(problem.text) for problem in refusal.unmet]
    numbers = numbers_of(run)
    total = sum(numbers.values())
    ready = {"checking": total - numbers["chosen"], "running": total - numbers["possible"]}
    context = {
        "run": run, "label": _label(run), "numbers": numbers, "total": total, "unmet": unmet,
        "ready": ready.get(run.status, 0), "lines": _lines(list(items_of(run))),
        "works": run.status in ("checking", "waiting", "running"), "now": at,
        "what": bulk_acts[run.act],
        "may_reverse": bool(bulk_acts[run.act].undo and numbers["done"])
        and run.status in ("done", "stopped"),
        "undone_by": run.data.get(doing.UNDONE_BY, ""), "undoes": doing.UNDOES in run.data,
    }  # fmt: skip
    return render(request, "workflows/bulk/run.html", context, status=422 if unmet else 200)


def _order(request: HttpRequest, run: BulkRun) -> HttpResponse:
    """Begin it, call it back, or stop it."""
    at, wanted = timezone.now(), request.POST.get("do")
    if wanted == "undo" and doing.undo(run, at=at):
        messages.success(request, _("Called back. Nothing was done, and nobody was told."))
        return redirect("workflows:bulk")
    if wanted == "stop" and doing.stop(run, at=at):
        messages.success(request, _("Stopped. What was done before stands below."))
    elif wanted == "reverse":
        back = doing.reverse(run, at=at)
        if back is not None:
            doing.check(back, clock=timezone.now, until=at + PATIENCE)
            return redirect("workflows:bulk_run", back.pk)
        messages.warning(request, _("Nothing of this can be undone."))
    elif wanted == "begin":
        doing.confirm(run, only_possible="only_possible" in request.POST, at=at)
    elif wanted in ("undo", "stop"):
        messages.warning(request, _("It had begun or was over already."))
    return redirect("workflows:bulk_run", run.pk)


def _keys(texts: Sequence[str]) -> Iterator[doing.Key]:
    """What a page names: `t` or `d`, a colon and an id; anything else is passed over."""
    for text in texts[: 2 * doing.MOST]:
        kind, _colon, key = text.partition(":")
        try:
            yield {"t": "task", "d": "deadline"}[kind], UUID(key)
        except (KeyError, ValueError):
            continue


def _all_at(place: Place | None, person: User, at: datetime) -> list[doing.Key]:
    """The first MOST open tasks of the view from which the page comes, in its order."""
    if place is None or place.view not in OPEN_VIEWS:
        return []
    desks = held_by(person.pk, on=local_date(at))
    keys = keys_at(place.at(), person=person.pk, desks=desks, at=at, most=doing.MOST)
    return [("task", UUID(key)) for key in keys]


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/"):
        return wanted
    query = request.POST.get("inbox", "")[:2000]
    return reverse("workflows:inbox") + (f"?{query}" if query else "")


def _people(items: Sequence[BulkItem], person: User) -> list[User]:
    """Who may act at every desk of these tasks, but for the person themselves."""
    today = local_date(timezone.now())
    places = {(item.task.desk_id, item.task.step.key) for item in items if item.task}
    able = [workers_at(desk, step=step, on=today) for desk, step in sorted(places)]
    common = frozenset.intersection(*able) - {person.pk} if able else frozenset()
    return list(User.objects.filter(pk__in=common).order_by("sort_key", "pk"))


def _away(people: Sequence[User], items: Sequence[BulkItem], today: date) -> Mapping[int, Away]:
    """Who of them is away until the last of these tasks is due."""
    if not people:
        return {}
    days = [local_date(item.task.due_at) for item in items if item.task and item.task.due_at]
    return away_between([one.pk for one in people], first=today, last=max([today, *days]))


def _lines(items: Sequence[BulkItem]) -> list[Line]:
    return [(item, _to_do(item), page_of(item.case.kind, item.case_id)) for item in items]


def _to_do(item: BulkItem) -> str:
    step = item.task.step if item.task else item.deadline.step if item.deadline else None
    return step_label(item.case.kind, step.key) if step else ""


def _label(run: BulkRun) -> str:
    if before := run.data.get(doing.UNDOES):
        return _("Take back: %(act)s") % {"act": before}
    return str(bulk_acts[run.act].label) if run.act in bulk_acts else run.act
