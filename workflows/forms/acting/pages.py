"""The page of one act: show the form, let it be checked, do the act, offer the next task."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django_stubs_ext import StrOrPromise

from ...actions.acting.acts import Outcome, act
from ...machine import flow_for
from ...models import Case, User
from ...queries.acting.standing import was_done
from ...queries.inbox import next_in_turn
from ...refusals import GuardsUnmet, Invisible, NotLoggedIn, Refusal
from ..inbox.places import case_url, inbox_url, place_in, task_in, task_url
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
    # What was done, for the status line afterwards; whether that offers the next task too.
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

    def message(self, form: ActForm, outcome: Outcome) -> str:
        """What was done, in a sentence that names the matter; empty for none."""
        done, name = str(form.said or self.done_message), self.matter_name(outcome)
        return _("%(matter)s: %(done)s") % {"matter": name, "done": done} if name and done else done

    def matter_name(self, outcome: Outcome) -> str:
        """What people call the case: its number, or its title where it has none."""
        numbers = flow_for(self.case.kind).references([outcome.case])
        return numbers.get(outcome.case, self.case.title)

    def success_url(self, outcome: Outcome) -> str:
        """Where to go: the case that the act was about, else the inbox where one came from."""
        place = place_in(self.request)
        seen = Case.objects.visible_to(self.person, at=self.at).filter(pk=outcome.case)
        return case_url(self.case, place) if seen.exists() else inbox_url(place)

    def status_line(self, form: ActForm, outcome: Outcome) -> str:
        """The message, with the next task as an offer where there is one; empty for none."""
        text = self.message(form, outcome)
        if not (text and self.goes_on):
            return text
        place = place_in(self.request)
        turn = next_in_turn(self.person, at=self.at, after=self.task_id, place=place)
        task = turn.task if turn else None
        offer = {"task": task, "task_url": task_url(task, place) if task else "", "turn": turn}
        words = {"text": text, "gaps": form.gaps, "inbox_url": inbox_url(place), **offer}
        return render_to_string("workflows/acts/_done.html", words)

    def checks_first(self, form: ActForm) -> bool:  # noqa: ARG002 - for subclasses
        """Whether these answers are shown once more before they are sent."""
        return self.checks

    def complaint(self, form: ActForm) -> Refusal | None:  # noqa: ARG002 - for subclasses
        """Why the act would refuse a valid form; asked before a check page is shown."""
        return None

    # --- the walk -------------------------------------------------------------------------

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        self.person = person_of(request)
        self.at = timezone.now()  # noqa: TID251 - the edge, that the city builds on
        self.task_id = task_in(request)
        try:
            self.case = self.find_case()
        except Invisible:
            # Sent again, for nobody saw the answer: the act itself took the case out of sight.
            if not was_done(request.POST.get("command", ""), by=self.person):
                raise
            messages.success(request, self.done_message or _("This has been done."))
            return redirect("/")
        self.check_access()
        return super().dispatch(request, *args, **kwargs)

    def get(self, *_args: object, **_kwargs: object) -> HttpResponse:
        self.refuse()
        return self.show(self._form())

    def post(self, request: HttpRequest, *_args: object, **_kwargs: object) -> HttpResponse:
        form = self._form(request)
        # What the page of a refusal shows, so that nothing typed is lost.
        request.kept_form = form  # type: ignore[attr-defined] # ours, for the middleware
        request.kept_case = self.case.pk  # type: ignore[attr-defined] # ours, for the middleware
        stage = request.POST.get(STAGE, "")
        is_sent = stage == "send" or (stage != "change" and not self.checks_first(form))
        if not (is_sent and form.is_valid()):
            # Nothing is asked of the act, so whoever may not do it learns that here.
            self.refuse()
            return self._show_again(form, stage)
        try:
            outcome = self.perform(form)
        except GuardsUnmet as refusal:
            form.show_unmet(refusal)
            return self.show(form, status=422)
        if text := self.status_line(form, outcome):
            messages.success(request, text)
        return redirect(self.success_url(outcome))

    def _show_again(self, form: ActForm, stage: str) -> HttpResponse:
        if stage == "change":
            return self.show(form)
        if form.is_valid():
            missing = self.complaint(form)
            if missing is None:
                return self.show_check(form)
            if not isinstance(missing, GuardsUnmet):
                raise missing
            form.show_unmet(missing)
        return self.show(form, status=422)

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
            "checks": self.checks_first(form),
            "now": self.at,
            **self.get_context(),
        }
