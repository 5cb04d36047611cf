"""The page of one act: show the form, let it be checked, do the act, lead on to the next task."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views import View
from django_stubs_ext import StrOrPromise

from ...actions.acting.acts import Outcome, act
from ...models import Case, User
from ...queries.inbox import next_task
from ...refusals import GuardsUnmet, Invisible, NotLoggedIn
from ..inbox.places import case_url, place_in, task_in, task_url
from .acts import ActForm

STAGE = "stage"
"""Name of the submit buttons: `check` shows the check page, `change` the form, else it is sent."""


def person_of(request: HttpRequest) -> User:
    """Who asks; NotLoggedIn if nobody does."""
    if not isinstance(request.user, User):
        raise NotLoggedIn
    return request.user


class ActPage(View):
    """Base of the views that do one act. Subclasses set the attributes and, if needed, the hooks.

    GET shows the form. POST checks it (422 with everything kept), with `checks` first shows the
    answers once more, calls one action (`perform`), shows unmet guards at their fields (422) and
    redirects. All other refusals go to the middleware, which keeps what was typed.
    """

    form_class: ClassVar[type[ActForm]] = ActForm
    template_name: ClassVar[str] = "workflows/act.html"
    check_template_name: ClassVar[str] = "workflows/act_check.html"
    # The act, where the form does not name it.
    act_name: ClassVar[str] = ""
    # h1 and page title; a sentence under it; the words of the button; its variant.
    title: ClassVar[StrOrPromise] = ""
    lead: ClassVar[StrOrPromise] = ""
    submit_label: ClassVar[StrOrPromise] = gettext_lazy("Send")
    variant: ClassVar[str] = "primary"
    # Whether the answers are shown once more before they are sent.
    checks: ClassVar[bool] = False
    # The status line afterwards; whether the person goes on to the next task or back to the case.
    done_message: ClassVar[StrOrPromise] = ""
    goes_on: ClassVar[bool] = True

    at: datetime
    person: User
    case: Case
    task_id: UUID | None

    # --- hooks ----------------------------------------------------------------------------

    def find_case(self) -> Case:
        """The case under this address; Invisible if this person does not see it."""
        case = Case.objects.visible_to(self.person, at=self.at).filter(pk=self.kwargs["case_id"])
        found = case.first()
        if found is None:
            raise Invisible
        return found

    def check_access(self) -> None:
        """Read what the page is about; called for GET and POST."""

    def refuse(self) -> None:
        """Raise what the act would refuse whatever is filled in; called before a form is shown.

        What is sent is judged by the act alone, once and under the lock.
        """

    def get_initial(self) -> dict[str, object]:
        """Values of the empty form."""
        return {}

    def get_form_kwargs(self) -> dict[str, object]:
        """More arguments for the form."""
        return {}

    def get_context(self) -> dict[str, object]:
        """More names for the templates."""
        return {}

    def perform(self, form: ActForm) -> Outcome:
        """The one domain call; by default the act that form or view name."""
        name = self.act_name or form.act_name
        return act(form.request(case=self.case.pk, by=self.person.pk, at=self.at, name=name))

    def message(self, form: ActForm, outcome: Outcome) -> str:  # noqa: ARG002 - for subclasses
        """The status line after the act; empty for none."""
        return str(self.done_message)

    def success_url(self, outcome: Outcome) -> str:  # noqa: ARG002 - for subclasses
        """Where to go: the next task, seen from the place in the inbox, else the case."""
        if self.goes_on:
            place = place_in(self.request)
            task = next_task(self.person, at=self.at, after=self.task_id, place=place)
            if task is not None:
                return task_url(task, place)
        return case_url(self.case)

    # --- the walk -------------------------------------------------------------------------

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        self.person = person_of(request)
        self.at = timezone.now()  # noqa: TID251 - the edge, that the city builds on
        self.task_id = task_in(request)
        self.case = self.find_case()
        self.check_access()
        return super().dispatch(request, *args, **kwargs)

    def get(self, *_args: object, **_kwargs: object) -> HttpResponse:
        self.refuse()
        return self.show(self._form())

    def post(self, request: HttpRequest, *_args: object, **_kwargs: object) -> HttpResponse:
        form = self._form(request)
        # What the page of a refusal shows, so that nothing typed is lost.
        request.kept_form = form  # type: ignore[attr-defined]
        request.kept_case = self.case.pk  # type: ignore[attr-defined]
        stage = request.POST.get(STAGE, "")
        is_sent = stage == "send" or (stage != "change" and not self.checks)
        if not (is_sent and form.is_valid()):
            # Nothing is asked of the act, so whoever may not do it learns that here.
            self.refuse()
            return self._show_again(form, stage)
        try:
            outcome = self.perform(form)
        except GuardsUnmet as refusal:
            form.show_unmet(refusal)
            return self.show(form, status=422)
        text = self.message(form, outcome)
        if text:
            messages.success(request, text)
        return redirect(self.success_url(outcome))

    def _show_again(self, form: ActForm, stage: str) -> HttpResponse:
        if stage == "change":
            return self.show(form)
        return self.show_check(form) if form.is_valid() else self.show(form, status=422)

    def _form(self, request: HttpRequest | None = None) -> ActForm:
        initial = {"version": self.case.version, "task": self.task_id, **self.get_initial()}
        sent: Mapping[str, object] = (
            {"data": request.POST, "files": request.FILES} if request is not None else {}
        )
        # Each form takes what its page gives it.
        make: Callable[..., ActForm] = self.form_class
        return make(initial=initial, **sent, **self.get_form_kwargs())

    def show(self, form: ActForm, *, status: int = 200) -> HttpResponse:
        """The page with the form as it is."""
        return render(self.request, self.template_name, self._context(form), status=status)

    def show_check(self, form: ActForm) -> HttpResponse:
        """The answers once more, with what was typed in hidden fields."""
        kept = [
            (name, value)
            for name, values in self.request.POST.lists()
            if name not in {STAGE, "csrfmiddlewaretoken"}
            for value in values
        ]
        context = {**self._context(form), "answers": form.answers(), "kept": kept}
        return render(self.request, self.check_template_name, context)

    def _context(self, form: ActForm) -> dict[str, object]:
        return {
            "form": form,
            "case": self.case,
            "case_url": case_url(self.case, place_in(self.request), self.task_id),
            "title": self.title,
            "lead": self.lead,
            "submit_label": self.submit_label,
            "variant": self.variant,
            "checks": self.checks,
            "now": self.at,
            **self.get_context(),
        }
