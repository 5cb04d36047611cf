"""Resubmission and watching: what a person keeps of a case for themselves."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ...actions.inbox.resubmissions import finish, resubmit, running_deadlines
from ...actions.inbox.watches import stop_watching, watch
from ...forms.acting.pages import person_of
from ...forms.inbox.personal import ResubmissionForm
from ...forms.inbox.places import back_in, case_url, inbox_url, page_of, place_in, task_in
from ...models import Case, Resubmission, User
from ...queries.inbox import Place, state_label
from ...queries.inbox.personal import resubmission_of, watched_cases
from ...queries.inbox.tasks import seen_task
from ...queries.time.ledger import titles_of
from ...refusals import GuardsUnmet, Invisible


@require_http_methods(["GET", "HEAD", "POST"])
def resubmission(request: HttpRequest, case_id: int) -> HttpResponse:
    """Ask when a case is to come back; an impossible day is explained in the form (422)."""
    case = _case(person_of(request), case_id)
    return _asking(request, case, task_in(request))


@require_http_methods(["GET", "HEAD", "POST"])
def put_off(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """The same for a task of the inbox: the short address that stands in each of its rows."""
    seen = seen_task(person_of(request), task_id, at=timezone.now())
    if seen is None:
        raise Invisible
    return _asking(request, seen.task.case, task_id)


def _asking(request: HttpRequest, case: Case, task: UUID | None) -> HttpResponse:
    person, at = person_of(request), timezone.now()
    known = resubmission_of(case.pk, person=person.pk)
    form = ResubmissionForm(
        request.POST or None, initial=_initial(known), deadlines=_deadlines(case, person, at)
    )
    status = 200
    if request.method == "POST":
        request.kept_form = form  # type: ignore[attr-defined] # ours, for the middleware
        try:
            if form.is_valid():
                row = resubmit(case.pk, by=person, at=at, task=task, **form.cleaned_data)
                day = f"{row.due_on:%d.%m.%Y}"
                text = _("Resubmission on %(day)s: %(title)s.") % {"day": day, "title": case.title}
                messages.success(request, text)
                return redirect(_back(request, case))
        except GuardsUnmet as refusal:
            form.show_unmet(refusal)
        status = 422
    context = {
        "form": form,
        "case": case,
        "known": known,
        "back_url": _back(request, case),
        "task": task or "",
        "place": _place(request) or "",
        "back": back_in(request),
    }
    return render(request, "workflows/resubmission.html", context, status=status)


def _initial(known: Resubmission | None) -> dict[str, object]:
    if known is None:
        return {}
    if known.deadline_id is None:
        return {"due_on": known.due_on, "note": known.note}
    before = {"deadline": known.deadline_id, "days_before": known.days_before}
    return {**before, "note": known.note}


def _deadlines(case: Case, person: User, at: datetime) -> list[tuple[str, str]]:
    """With which deadlines the day can move: what is to be done, and until when."""
    rows = list(running_deadlines(case.pk, by=person, at=at))
    titles = titles_of([str(row.pk) for row in rows], case) if rows else {}
    return [(str(row.pk), f"{titles[str(row.pk)]} ({row.due_on:%d.%m.%Y})") for row in rows]


@require_POST
def finish_resubmission(request: HttpRequest, resubmission_id: int) -> HttpResponse:
    """End one's own resubmission."""
    done = finish(resubmission_id, by=person_of(request), at=timezone.now())
    messages.success(request, _("Resubmission done: %(title)s.") % {"title": done.case.title})
    return redirect(_back(request, done.case))


@require_POST
def start_watching(request: HttpRequest, case_id: int) -> HttpResponse:
    """Hear of a case from now on."""
    found = watch(case_id, by=person_of(request), at=timezone.now())
    messages.success(request, _("You hear of it when this matter moves or something is decided."))
    return redirect(case_url(found.case))


@require_POST
def end_watching(request: HttpRequest, case_id: int) -> HttpResponse:
    """Hear no more of it; whoever no longer sees the case is led to their list."""
    person, at = person_of(request), timezone.now()
    stop_watching(case_id, by=person)
    messages.success(request, _("You no longer watch this matter."))
    case = Case.objects.visible_to(person, at=at).filter(pk=case_id).first()
    return redirect(case_url(case) if case and back_in(request) else "workflows:watched")


@require_safe
def watched(request: HttpRequest) -> HttpResponse:
    """The cases that this person watches."""
    cases = watched_cases(person_of(request), at=timezone.now())
    lines = [
        (case, page_of(case.kind, case.pk), state_label(case.kind, case.state)) for case in cases
    ]
    return render(request, "workflows/watched.html", {"lines": lines})


def _case(person: User, case_id: int) -> Case:
    case = Case.objects.visible_to(person, at=timezone.now()).filter(pk=case_id).first()
    if case is None:
        raise Invisible
    return case


def _back(request: HttpRequest, case: Case) -> str:
    """Where somebody was: on the page of the case, or in the inbox."""
    if back_in(request):
        return case_url(case, place_in(request), task_in(request))
    return inbox_url(_place(request))


def _place(request: HttpRequest) -> Place | None:
    """The place in the inbox from which somebody came; its rows leave it to the browser to say."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    is_inbox = came_from.netloc == request.get_host() and came_from.path == inbox_url()
    return place_in(request) or (Place.parse(came_from.query) if is_inbox else None)
