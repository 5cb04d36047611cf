"""Contributions, for the two offices alone: asking, the page, their lines in the matter."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.http import require_GET

from workflows.calendars import local_date
from workflows.definitions import Post
from workflows.forms.acting import case_page
from workflows.forms.acting.pages import person_of
from workflows.forms.acting.panels import CasePages, Matter
from workflows.models import CosignatureItem, User
from workflows.queries.people.desks import held_by
from workflows.refusals import AlreadyVoted, GuardsUnmet, NotAllowed

from ..actions.asking import ask_for_contribution, usual_day
from ..actions.giving import asked_item
from ..enums import ContributionState
from ..flows.contribution_look import is_wanted, requester
from ..flows.look import is_open
from ..forms.contributions import CONTRIBUTION_PANELS, AskForm
from ..models import Contribution
from ..queries.contributions import (
    answering_posts,
    contribution_seen_by,
    own_limit,
    posts_for,
    seen_contributions,
)
from ..queries.history import CONTRIBUTION_DEEDS, history_of
from .drafts import matter_url


def _holds(person: User, posts: list[Post], *, at: datetime) -> bool:
    """Whether the person holds or stands in for one of these desks; the act itself asks again."""
    desks = held_by(person.pk, on=local_date(at))
    return any(
        one.function in post.functions and one.unit_id == post.unit
        and post.desk in (None, one.id) and one.scope.covers("")
        for one in desks
        for post in posts
    )  # fmt: skip


@require_GET
def contribution_page(request: HttpRequest, case_id: int) -> HttpResponse:
    """What was asked, until when, what was contributed and said about it."""
    person, at = person_of(request), timezone.now()
    row = contribution_seen_by(person, case_id, at=at)
    seen = case_page.seen_by(person, row, at=at)
    context = case_page.case_context(request, row, seen, person=person, at=at)
    asks_further = _may_ask_further(row) and _holds(person, answering_posts(row), at=at)
    return render(
        request, "coordination/drafting/contribution.html",
        {
            **context,
            "contribution": row,
            "matter_url": matter_url(row.item),
            "asks_further": asks_further,
            "further": [
                one for one in seen_contributions(_Of(row), person, at=at)
                if one.parent_id == row.pk
            ],
            "entries": history_of(row.case, CONTRIBUTION_DEEDS),
        },
    )  # fmt: skip


class _Of:
    """The matter of a request, as lists of its contributions want it."""

    def __init__(self, row: Contribution) -> None:
        self.case = row.item.case


def _may_ask_further(row: Contribution) -> bool:
    is_asked = row.case.state == ContributionState.ASKED
    return row.parent_id is None and is_asked and is_wanted(row)


class Ask(View):
    """Ask another office for a contribution to the answer of one's own."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        self.person, self.at = person_of(request), timezone.now()
        self.find(kwargs)
        if not _holds(self.person, posts_for(self.item, self.parent), at=self.at):
            raise NotAllowed(str(requester.role))
        return super().dispatch(request, *args, **kwargs)

    def find(self, kwargs: dict[str, object]) -> None:
        """The question that the office has to answer; 404, or 409 once it is answered."""
        key = kwargs["item_id"]
        assert isinstance(key, UUID), "as the address says"
        self.parent: Contribution | None = None
        self.item: CosignatureItem = asked_item(key, self.person, at=self.at)
        if not is_open(self.item):
            raise AlreadyVoted

    def get(self, _request: HttpRequest, **_arguments: object) -> HttpResponse:
        first = {"wanted_on": usual_day(self.item, self.parent, today=local_date(self.at))}
        return self._show(self._form(None, initial=first))

    def post(self, request: HttpRequest, **_arguments: object) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        said = form.cleaned_data
        try:
            outcome = ask_for_contribution(
                item=self.item, parent=self.parent, unit=said["unit"], question=said["question"],
                wanted_on=said["wanted_on"], by=self.person, at=self.at, command=said["command"],
            )  # fmt: skip
        except GuardsUnmet as refusal:
            form.show_unmet(refusal)
            return self._show(form, status=422)
        messages.success(request, _("The office is asked. Only your two offices see it."))
        return redirect("coordination:contribution", outcome.case)

    def _form(self, data: object, **options: object) -> AskForm:
        return AskForm(data, today=local_date(self.at), **options)  # type: ignore[arg-type] # as Django's form

    def _show(self, form: AskForm, *, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "item": self.item,
            "parent": self.parent,
            "limit": own_limit(self.item, self.parent),
            "matter_url": matter_url(self.item),
        }
        return render(self.request, "coordination/drafting/ask.html", context, status=status)


class AskFurther(Ask):
    """The same for an office that was asked for a contribution: once, not deeper."""

    def find(self, kwargs: dict[str, object]) -> None:
        case = kwargs["case_id"]
        assert isinstance(case, int), "as the address says"
        self.parent = contribution_seen_by(self.person, case, at=self.at)
        self.item = self.parent.item
        if not _may_ask_further(self.parent):
            raise AlreadyVoted


def contributions_section(matter: Matter, person: User, at: datetime) -> str:
    """What the person's office asked for or is asked for, as a section; "" for all others."""
    rows = seen_contributions(matter, person, at=at)
    if not rows:
        return ""
    return render_to_string(
        "coordination/drafting/_contributions_section.html", {"contributions": rows}
    )


def _find(person: User, case: int, at: datetime) -> Contribution:
    return contribution_seen_by(person, case, at=at)


CONTRIBUTION_PAGES = CasePages(
    kind="contribution",
    address="beitraege",
    panels=CONTRIBUTION_PANELS,
    find=_find,
    list_label=gettext_lazy("Contributions to answers"),
    name="contribution",
)
