"""Entering the demo as one of its roles by a click: nowhere but in the demo, on this machine."""

import ipaddress

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coordination.demo.queries import Role, is_demo, roles, short_list, with_something
from workflows.calendars import local_date
from workflows.forms.inbox.places import inbox_url
from workflows.forms.inbox.start import Opened, purposes_of
from workflows.models import Case, User
from workflows.queries.inbox import Place, View, counts
from workflows.queries.people.desks import held_by
from workflows.queries.time.oversight import overseers

from ..guests import is_guest


def lets_in(request: HttpRequest) -> bool:
    """Whether the demo's settings, its marker and a caller on this very machine come together."""
    return bool(settings.DEMO) and _is_loopback(request) and is_demo()


def _is_loopback(request: HttpRequest) -> bool:
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR") or "0.0.0.0").is_loopback  # noqa: S104 - no address at all, and no loopback
    except ValueError:
        return False


def roles_on_offer(request: HttpRequest) -> dict[str, list[Role]]:
    """The short list in the order of the process, all others who see something, and the rest;
    none where nobody is let in.
    """
    if not lets_in(request):
        return {}
    everybody = roles(on=timezone.localdate())
    short = short_list(everybody)
    others = [role for role in everybody if role not in short]
    busy = with_something(others)
    return {"short": short, "others": busy, "rest": [role for role in others if role not in busy]}


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose_role(request: HttpRequest) -> HttpResponse:
    """The roles to choose from; a click logs in as that person. 404 outside of the demo."""
    if not lets_in(request):
        raise Http404
    if request.method != "POST":
        return render(request, "demo/roles.html")
    wanted = request.POST.get("person", "")
    everybody = roles(on=timezone.localdate())
    role = next((role for role in everybody if str(role.person.pk) == wanted), None)
    if role is None:
        raise Http404
    login(request, role.person, backend=settings.AUTHENTICATION_BACKENDS[0])
    name = role.person.get_full_name()
    messages.success(request, _("You are now logged in as “%(name)s”.") % {"name": name})
    return redirect(_first_page(request, role.person))


def _first_page(request: HttpRequest, person: User) -> str:
    """Where this person has something to do or to see; what waits for them comes first."""
    if is_guest(request):
        return settings.LOGIN_REDIRECT_URL
    at = timezone.now()
    desks = held_by(person.pk, on=local_date(at))
    counts_now = counts(person=person.pk, desks=desks, at=at)
    views = (View.TODO, View.DEPUTY)
    view = next((view for view in views if counts_now.views[view]), None)
    if view is not None:
        return inbox_url(Place(view=view) if view != View.TODO else None)
    if overseers.reach(desks) or purposes_of(Opened(person, desks, at, counts_now)):
        return inbox_url()
    sees = Case.objects.visible_to(person, at=at).exists()
    return reverse("coordination:measures") if sees else settings.LOGIN_REDIRECT_URL
