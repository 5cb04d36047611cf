"""Who works on a task: accept, take over, give back, hand over. Then the page they came from."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from ...actions.acting.acts import Outcome, act
from ...calendars import local_date
from ...forms.acting.acts import ActForm
from ...forms.acting.pages import ActPage, person_of
from ...forms.acting.tasks import HandOverForm, TakeOverForm
from ...forms.inbox.places import back_in, inbox_url, place_in, way_back, with_place
from ...models import Case
from ...queries.acting.offers import refusal_on_task
from ...queries.inbox.tasks import SeenTask, colleagues, seen_task
from ...queries.people.absences import away_between
from ...refusals import GuardsUnmet, Invisible, Refusal, Taken, Unmet


@require_POST
def claim(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Accept a free task; if a colleague was quicker, ask whether to take it over."""
    try:
        case = _do(request, "claim", task_id)
    except Taken:
        return _elsewhere(request, _asking("take_over", task_id, request))
    text = _("Accepted: %(title)s. You find the task under “My tasks”.")
    messages.success(request, text % {"title": case.title})
    return redirect(way_back(request, case, task_id))


@require_POST
def give_back(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Put a task back to its desk, where everybody may accept it."""
    case = _do(request, "give_back", task_id)
    text = _("Given back: %(title)s. The task is free again at its desk.")
    messages.success(request, text % {"title": case.title})
    return redirect(way_back(request, case, task_id))


def _do(request: HttpRequest, name: str, task_id: UUID) -> Case:
    person, at = person_of(request), timezone.now()
    seen = seen_task(person, task_id, at=at)
    if seen is None:
        raise Invisible
    request.kept_case = seen.task.case_id  # type: ignore[attr-defined] # ours, for the middleware
    form = ActForm(request.POST)
    if not form.is_valid():
        # What the act would refuse in any case is told before a complaint about the form.
        if refusal := refusal_on_task(seen.task, name, person=person.pk, at=at):
            raise refusal
        text = _("This form is damaged. Please open the page again.")
        raise GuardsUnmet([Unmet("damaged", text)])
    case = seen.task.case
    asked = form.request(case=case.pk, by=person.pk, at=at, name=name)
    act(replace(asked, task=task_id, version=None))
    return case


class TaskPage(ActPage):
    """Base of the pages that ask before a task changes hands."""

    goes_on = False
    seen: SeenTask

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except Taken:
            # By now a colleague works on it: the question has to be asked with that name.
            messages.warning(request, _("By now somebody else is working on this task."))
            return redirect(_asking("take_over", self.kwargs["task_id"], request))

    def find_case(self) -> Case:
        self.task_id = self.kwargs["task_id"]
        seen = seen_task(self.person, self.kwargs["task_id"], at=self.at)
        if seen is None:
            raise Invisible
        self.seen = seen
        return seen.task.case

    def refuse(self) -> None:
        if refusal := self._refusal():
            raise refusal

    def _refusal(self) -> Refusal | None:
        name = self.form_class.act_name
        return refusal_on_task(self.seen.task, name, person=self.person.pk, at=self.at)

    def perform(self, form: ActForm) -> Outcome:
        # The address says which task, whatever the form holds; its state is no version to guard.
        asked = form.request(case=self.case.pk, by=self.person.pk, at=self.at)
        return act(replace(asked, task=self.seen.task.pk, version=None))

    def get_context(self) -> dict[str, object]:
        return {
            "task": self.seen.task,
            "inbox_url": inbox_url(place_in(self.request)),
            "back_url": self._back(),
        }

    def success_url(self, outcome: Outcome) -> str:  # noqa: ARG002 - the place is in the request
        return self._back()

    def _back(self) -> str:
        return way_back(self.request, self.case, self.seen.task.pk)


class TakeOver(TaskPage):
    """Says who works on the task and asks; the colleague is told."""

    form_class = TakeOverForm
    template_name = "workflows/take_over.html"
    title = gettext_lazy("Take over the task")
    submit_label = gettext_lazy("Take over")

    def refuse(self) -> None:
        # That a colleague works on it is what this page asks about.
        refusal = self._refusal()
        if refusal and not isinstance(refusal, Taken):
            raise refusal

    def get_initial(self) -> dict[str, object]:
        return {"instead_of": self.seen.task.claimed_by_id}

    def message(self, form: ActForm, outcome: Outcome) -> str:  # noqa: ARG002 - the base's signature
        text = _("Taken over: %(title)s. You find the task under “My tasks”.")
        return text % {"title": self.case.title}


class HandOver(TaskPage):
    """Gives a task to somebody else who may act at its desk, and who is told."""

    form_class = HandOverForm
    template_name = "workflows/hand_over.html"
    title = gettext_lazy("Hand over the task")
    submit_label = gettext_lazy("Hand over")

    def check_access(self) -> None:
        task, today = self.seen.task, local_date(self.at)
        self.colleagues = colleagues(task, besides=self.person.pk, at=self.at)
        people = [person.pk for person in self.colleagues]
        due = local_date(task.due_at) if task.due_at else today
        self.away = away_between(people, first=today, last=max(today, due))

    def get_form_kwargs(self) -> dict[str, object]:
        return {"colleagues": self.colleagues, "away": self.away}

    def get_context(self) -> dict[str, object]:
        return {**super().get_context(), "colleagues": self.colleagues}

    def message(self, form: ActForm, outcome: Outcome) -> str:  # noqa: ARG002 - the base's signature
        to = next(p for p in self.colleagues if p.pk == form.cleaned_data["to"])
        text = _("Handed over to %(name)s: %(title)s.")
        said = text % {"name": to.get_full_name(), "title": self.case.title}
        absence = self.away.get(to.pk)
        return f"{said} {absence.words}" if absence else said


def _asking(name: str, task_id: UUID, request: HttpRequest) -> str:
    """The page that asks before a task changes hands; it knows where this one was opened."""
    url = reverse(f"workflows:{name}", args=[task_id])
    return with_place(url, place_in(request), back=back_in(request))


def _elsewhere(request: HttpRequest, url: str) -> HttpResponse:
    """A redirect to another page, of which htmx could not take a part."""
    return HttpResponseClientRedirect(url) if request.headers.get("HX-Request") else redirect(url)
