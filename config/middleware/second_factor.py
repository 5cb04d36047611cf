"""Whose function needs a second factor sets one up before anything else."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.calendars import local_date

from ..second_factor import has_second_factor, needs_second_factor

SETTLED = "second_factor_settled"
"""In the session of a login: nothing is missing, so that nobody asks at each page."""

_OPEN = ("account_", "mfa_", "own_account", "choose_theme", "imprint", "privacy", "accessibility",
         "report_barrier", "barrier_reported", "healthz", "readyz")  # fmt: skip


class SecondFactorRequired:
    """Leads to the page of the second factor until there is one; asked once in each login."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Callable[..., object], _given: object, _named: object
    ) -> HttpResponse | None:
        """None where the page may be shown."""
        match = request.resolver_match
        if not settings.SECOND_FACTOR_FOR or not request.user.is_authenticated:
            return None
        if match is None or (match.view_name or "").startswith(_OPEN):
            return None
        if request.session.get(SETTLED):
            return None
        today = local_date(timezone.now())  # noqa: TID251 - the edge
        person = request.user.pk
        if has_second_factor(person) or not needs_second_factor(person, on=today):
            request.session[SETTLED] = True
            return None
        messages.warning(
            request,
            _(
                "Your function needs a second factor. Please set one up; after that all pages are"
                " open to you."
            ),
        )
        return redirect("mfa_index")
