"""The draft of an answer, for the office alone: giving it out, its page, its line in the matter."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.http import require_GET

from workflows.calendars import local_date
from workflows.forms.acting import case_page
from workflows.forms.acting.pages import person_of
from workflows.forms.acting.panels import CasePages, Matter
from workflows.machine import flow_for
from workflows.models import CosignatureItem, Task, User
from workflows.queries.people.desks import held_by
from workflows.refusals import AlreadyVoted, GuardsUnmet, NotAllowed

from ...city.rules import LEADERS
from ..actions.giving import asked_item, give_out, own_date, usual_date
from ..flows.look import giver, is_open
from ..forms.drafting import PANELS, GiveForm
from ..models import AnswerDraft
from ..queries.contributions import for_answer
from ..queries.drafts import draft_seen_by, drafters, seen_of, signing_posts
from ..queries.history import history_of


def matter_url(item: CosignatureItem) -> str:
    """Where the matter of a question is read."""
    return reverse(flow_for(item.case.kind).url_name, args=[item.case_id])


def _signing_url(draft: AnswerDraft) -> str:
    """Where the answer is signed: the act of the matter, on the task of the office."""
    item = draft.item
    task = Task.objects.filter(step=item.step_id, status="open").values_list("pk", flat=True)
    found = task.first()
    url = reverse(f"{item.case.kind}:vote", args=[item.case_id])
    return f"{url}?task={found}" if found else ""


@require_GET
def draft_page(request: HttpRequest, case_id: int) -> HttpResponse:
    """What was drafted, by whom, what was said about it, and where it is signed."""
    person, at = person_of(request), timezone.now()
    draft = draft_seen_by(person, case_id, at=at)
    seen = case_page.seen_by(person, draft, at=at)
    context = case_page.case_context(request, draft, seen, person=person, at=at)
    signs = "return_draft" in context["offered"]
    return render(
        request, "coordination/drafting/draft.html",
        {
            **context,
            "answer_draft": draft,
            "own_date": own_date(draft.item),
            "contributions": for_answer(draft.item_id, person, at=at),
            "matter_url": matter_url(draft.item),
            "signing_url": _signing_url(draft) if signs else "",
            "entries": history_of(draft.case),
        },
    )  # fmt: skip


def may_give(item: CosignatureItem, person: User, *, at: datetime) -> bool:
    """Whether a link to have the answer drafted is of use; the act itself asks again."""
    if not is_open(item):
        return False
    posts = signing_posts(item)
    desks = held_by(person.pk, on=local_date(at))
    return any(
        one.function in post.functions and one.unit_id == post.unit
        and post.desk in (None, one.id) and one.scope.covers("")
        for one in desks
        for post in posts
    )  # fmt: skip


class Give(View):
    """Have the answer of the office drafted."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        self.person, self.at = person_of(request), timezone.now()
        key = kwargs["item_id"]
        assert isinstance(key, UUID), "as the address says"
        self.item = asked_item(key, self.person, at=self.at)
        if not is_open(self.item):
            raise AlreadyVoted
        if not may_give(self.item, self.person, at=self.at):
            raise NotAllowed(str(giver.role))
        return super().dispatch(request, *args, **kwargs)

    def get(self, _request: HttpRequest, **_arguments: object) -> HttpResponse:
        first = {"wanted_on": usual_date(self.item, today=local_date(self.at))}
        return self._show(self._form(None, initial=first))

    def post(self, request: HttpRequest, **_arguments: object) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        said = form.cleaned_data
        try:
            outcome = give_out(
                item=self.item, desk=said["desk"], wanted_on=said["wanted_on"], word=said["word"],
                by=self.person, at=self.at, command=said["command"],
            )  # fmt: skip
        except GuardsUnmet as refusal:
            form.show_unmet(refusal)
            return self._show(form, status=422)
        messages.success(request, _("The answer is being drafted. Only your office sees it."))
        return redirect("coordination:draft", outcome.case)

    def _leads(self) -> bool:
        held = held_by(self.person.pk, on=local_date(self.at))
        return any(one.function in LEADERS and one.unit_id == self.item.unit_id for one in held)

    def _form(self, data: object, **options: object) -> GiveForm:
        desks = drafters(self.item.unit_id, on=local_date(self.at))
        return GiveForm(data, desks=desks, **options)  # type: ignore[arg-type] # as Django's form

    def _show(self, form: GiveForm, *, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "item": self.item,
            "own_date": own_date(self.item),
            "matter_url": matter_url(self.item),
            "leads": self._leads(),
        }
        return render(self.request, "coordination/drafting/give.html", context, status=status)


def drafts_section(matter: Matter, person: User, at: datetime) -> str:
    """What was drafted in the person's office, as a section of the matter; "" for all others."""
    rows = seen_of(matter, person, at=at)
    return render_to_string("coordination/drafting/_section.html", {"drafts": rows}) if rows else ""


def _find(person: User, case: int, at: datetime) -> AnswerDraft:
    return draft_seen_by(person, case, at=at)


DRAFT_PAGES = CasePages(
    kind="answer_draft",
    address="entwuerfe",
    panels=PANELS,
    find=_find,
    list_label=gettext_lazy("Drafts of answers"),
    name="answer_draft",
)
