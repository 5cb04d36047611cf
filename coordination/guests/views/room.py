"""The guests' room: what they are invited to, and what became of what they said."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from workflows.actions.acting.acts import Outcome, Request, act
from workflows.calendars import local_date
from workflows.forms.acting.acts import ActForm
from workflows.forms.acting.pages import ActPage, person_of
from workflows.models import Case, User
from workflows.refusals import Conflict, Invisible

from ...demands.queries.demands import demands_of_sender
from ...measures.views.attachments import handed_out
from ..actions.inviting import note_look
from ..enums import Read
from ..forms.room import GuestCommentForm
from ..models import GuestAccess
from ..queries.accesses import access_of, last_of, of_a_partner
from ..queries.reading import (
    Invited,
    InvitedTo,
    chapter_for,
    commissions_of,
    concept_for,
    invitations_of,
    next_report,
    version_for,
    works,
)


def guest_of(request: HttpRequest) -> tuple[User, GuestAccess, datetime]:
    """Who asks, their access, now; Invisible (404) for everybody without one."""
    person, at = person_of(request), timezone.now()
    return person, access_of(person, at=at), at


@require_safe
def room(request: HttpRequest) -> HttpResponse:
    """The overview. Whoever's access is over learns only that, and whom to ask."""
    person, at = person_of(request), timezone.now()
    try:
        access = access_of(person, at=at)
    except Invisible:
        return _closed(request, person)
    note_look(access, at=at, what=Read.ROOM)
    today = local_date(at)
    context = {
        "access": access,
        "demands": [
            (demand, demand.days_open(today))
            for demand in demands_of_sender(access.unit_id, viewer=person, at=at)
        ],
        "invitations": invitations_of(access.unit, today=today),
        "commissions": [
            {"row": row, "next": next_report(row) if works(row) else None}
            for row in commissions_of(access.unit)
        ],
        "today": today,
        "now": at,
    }
    return render(request, "coordination/guests/room.html", context)


def _closed(request: HttpRequest, person: User) -> HttpResponse:
    if not of_a_partner(person):
        raise Invisible
    return render(request, "coordination/guests/closed.html", {"access": last_of(person)})


@require_safe
def concept_page(request: HttpRequest, case_id: int) -> HttpResponse:
    """The chapters of a concept to which this organisation was invited."""
    _person, access, at = guest_of(request)
    found = concept_for(access.unit, case_id, today=local_date(at))
    note_look(access, at=at, what=Read.CONCEPT, name=found.concept.title)
    context = {"access": access, "found": found, "now": at}
    return render(request, "coordination/guests/concept.html", context)


@require_safe
def chapter_file(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """A version of a chapter as a download; the look is recorded with its name."""
    _person, access, at = guest_of(request)
    version = version_for(access.unit, pk, number, today=local_date(at))
    back = reverse("guests:chapter", args=[pk])
    response = handed_out(request, version.stored, back_url=back)
    note_look(access, at=at, what=Read.FILE, name=version.stored.name)
    return response


class GuestPage(ActPage):
    """An act of a guest: their access first, then what the address names; 404 for the rest."""

    template_name: ClassVar[str] = "coordination/guests/act.html"
    goes_on = False
    access: GuestAccess

    def find_case(self) -> Case:
        self.access = access_of(self.person, at=self.at)
        return self.find()

    def find(self) -> Case:
        """The case that the address names; Invisible if this guest does not see it."""
        raise NotImplementedError

    def data(self, form: ActForm) -> dict[str, object]:
        """What the act is told beside the form."""
        return form.act_data()

    def perform(self, form: ActForm) -> Outcome:
        return act(
            Request(
                self.case.pk, form.act_name, self.person.pk, self.at,
                command=form.cleaned_data["command"], data=self.data(form), text=form.act_text(),
            )
        )  # fmt: skip

    def message(self, form: ActForm, outcome: Outcome) -> str:  # noqa: ARG002 - the hook's names
        return str(self.done_message)

    def get_context(self) -> dict[str, object]:
        return {"access": self.access}


class ChapterPage(GuestPage):
    """A chapter: its file, what was said and what became of it, and the form to comment."""

    form_class: ClassVar[type[ActForm]] = GuestCommentForm
    template_name = "coordination/guests/chapter.html"
    title = gettext_lazy("Comment on a chapter")
    submit_label = gettext_lazy("Send the comment")
    done_message = gettext_lazy("The comment is there. You find here what becomes of it.")
    found: InvitedTo
    invited: Invited

    def find(self) -> Case:
        today = local_date(self.at)
        self.found, self.invited = chapter_for(self.access.unit, self.kwargs["pk"], today=today)
        return self.found.concept.case

    def get(self, *args: object, **kwargs: object) -> HttpResponse:
        note_look(self.access, at=self.at, what=Read.CHAPTER, name=self.invited.chapter.title)
        return super().get(*args, **kwargs)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return super().post(request, *args, **kwargs)
        except Conflict as refusal:
            # The draft has gone on meanwhile: what was typed stays on the page.
            form = self._form(request)
            text = _(
                "Comments are no longer taken: the draft has gone on. Your text is kept below."
            )
            form.add_error(None, text)
            return self.show(form, status=refusal.status)

    def data(self, form: ActForm) -> dict[str, object]:
        return {**form.act_data(), "chapter": self.invited.chapter.pk}

    def get_context(self) -> dict[str, object]:
        return {**super().get_context(), "found": self.found, "invited": self.invited}

    def success_url(self, outcome: Outcome) -> str:  # noqa: ARG002 - the hook's name
        return f"{self.request.path}#gesagt"
