"""Inviting guests, and what whoever keeps the accesses sees of them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.http import require_GET

from workflows.calendars import local_date
from workflows.definitions import Post
from workflows.forms.acting import case_page
from workflows.forms.acting.pages import person_of
from workflows.forms.acting.panels import CasePages
from workflows.models import User
from workflows.queries.people.desks import held_by
from workflows.refusals import GuardsUnmet, NotAllowed

from ...city.rules import SECRETARIAT
from ..actions.inviting import invite
from ..flows.flow import OFFICE, READERS, inviting
from ..forms.inviting import PANELS, InviteForm
from ..models import GuestAccess
from ..queries.accesses import access_seen_by, accesses_seen_by, looks_of

USUAL = timedelta(days=182)


def _is_one_of(person: User, posts: tuple[Post, ...], *, at: datetime) -> bool:
    """Whether a page is of use; the acts ask again. It needs a whole deputy."""
    return any(
        desk.function in post.functions
        and post.unit_function in ("", desk.unit_function)
        and desk.scope.covers("")
        for desk in held_by(person.pk, on=local_date(at))
        for post in posts
    )


@require_GET
def access_list(request: HttpRequest) -> HttpResponse:
    """Who of outside has an access, until when, and when they last read something."""
    person, at = person_of(request), timezone.now()
    if not _is_one_of(person, READERS, at=at):
        raise NotAllowed(_("integration centre, organisation office, data protection"))
    context = {
        "accesses": accesses_seen_by(person, at=at),
        "may_invite": _is_one_of(person, (SECRETARIAT, OFFICE), at=at),
        "now": at,
        "today": local_date(at),
    }
    return render(request, "coordination/guests/list.html", context)


@require_GET
def access_page(request: HttpRequest, case_id: int) -> HttpResponse:
    """One access with every look that was taken."""
    person, at = person_of(request), timezone.now()
    access = access_seen_by(person, case_id, at=at)
    seen = case_page.seen_by(person, access, at=at)
    context = {
        **case_page.case_context(request, access, seen, person=person, at=at),
        "access": access,
        "looks": looks_of(access),
        "days": settings.RETENTION_DAYS["guest_looks"],
        "today": local_date(at),
    }
    return render(request, "coordination/guests/access.html", context)


class Invite(View):
    """Invite a person of an association or the agency."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        self.person, self.at = person_of(request), timezone.now()
        if not _is_one_of(self.person, (SECRETARIAT, OFFICE), at=self.at):
            raise NotAllowed(str(inviting.role))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 - Django calls it so
        today = local_date(self.at)
        return self._show(InviteForm(on=today, initial={"until": today + USUAL}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = InviteForm(request.POST, on=local_date(self.at))
        if not form.is_valid():
            return self._show(form, status=422)
        said = form.cleaned_data
        names = ("unit", "email", "given_name", "family_name", "until", "purpose", "command")
        try:
            outcome = invite(by=self.person, at=self.at, **{name: said[name] for name in names})
        except GuardsUnmet as refusal:
            form.show_unmet(refusal)
            return self._show(form, status=422)
        messages.success(request, _("The invitation is on its way. The access ends by itself."))
        return redirect("coordination:guest", outcome.case)

    def _show(self, form: InviteForm, *, status: int = 200) -> HttpResponse:
        days = settings.PASSWORD_RESET_TIMEOUT // 86_400
        context = {"form": form, "days": days}
        return render(self.request, "coordination/guests/new.html", context, status=status)


def _find(person: User, case: int, at: datetime) -> GuestAccess:
    return access_seen_by(person, case, at=at)


GUEST_PAGES = CasePages(
    kind="guest",
    address="gaeste",
    panels=PANELS,
    find=_find,
    list_url="coordination:guests",
    list_label=gettext_lazy("Guests"),
    name="access",
)
