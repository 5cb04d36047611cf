"""Guests see their room, their account and what everybody sees; all the rest does not exist."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from coordination.guests.actions.inviting import note_case
from coordination.guests.queries.accesses import access_of
from workflows.forms.acting.pages import person_of
from workflows.refusals import Invisible

from ..attempts import note_refusal
from ..guests import is_guest
from ..views.refusals import refusal_page

START = "workflows:inbox"
ROOMS = ("guests:", "portal:", "account_", "mfa_", "demo_")
PAGES = frozenset(
    {
        "own_account", "choose_theme", "imprint", "privacy", "accessibility", "report_barrier",
        "barrier_reported", "healthz", "readyz", "workflows:seals", "workflows:seals_text",
        "workflows:delivery",  # which mails they get, as each mail says
    }
)  # fmt: skip
"""A page is shut to guests until it is named here."""

SHARED = frozenset(
    {
        "coordination:demand", "coordination:demand_new", "demand:confirm_fulfilled",
        "demand:dispute", "demand:withdraw_demand",
    }
)  # fmt: skip
"""Pages of the house that have a view of their own for whoever asked the city for something."""


class GuestsOnly:
    """404 for a guest wherever nothing was made for guests; the start page is their room.

    A shared page needs an access that is granted today; what is read there is recorded too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        match = request.resolver_match
        if match is None or match.view_name != "coordination:demand" or not is_guest(request):
            return response
        if response.status_code == HTTPStatus.OK:
            person, at = person_of(request), timezone.now()  # noqa: TID251 - the edge
            note_case(access_of(person, at=at), match.kwargs["case_id"], at=at)
        return response

    def process_view(
        self, request: HttpRequest, _view: Callable[..., object], _given: object, _named: object
    ) -> HttpResponse | None:
        """None where the page may be shown."""
        if not is_guest(request):
            return None
        match = request.resolver_match
        name = (match.view_name or "") if match is not None else ""
        if name == START and request.method == "GET":
            return redirect("guests:room")
        if name in PAGES or name.startswith(ROOMS):
            return None
        refusal = Invisible()
        if name in SHARED:
            try:
                access_of(person_of(request), at=timezone.now())  # noqa: TID251 - the edge
            except Invisible as shut:
                refusal = shut
            else:
                return None
        note_refusal(request, refusal)
        return refusal_page(request, refusal)
