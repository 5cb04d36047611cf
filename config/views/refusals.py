"""Pages that say no: why, what is the case now, what was typed, and the way back."""

from typing import Any, Final

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from workflows.models import User
from workflows.queries.acting.standing import Standing, standing
from workflows.refusals import Busy, Conflict, GuardsUnmet, NotAllowed, NotLoggedIn, Refusal

from .typed import typed_by, typed_fields

RETRY_AFTER_SECONDS: Final = 5


def refusal_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page of a refusal with its status; for htmx it takes the place of the whole page."""
    if wants_json(request):
        return _headed(refusal, JsonResponse(_as_json(refusal), status=refusal.status))
    if isinstance(refusal, NotLoggedIn):
        if request.method == "GET":
            return redirect_to_login(request.get_full_path())
        return login_needed(request)
    context: dict[str, Any] = {
        "what": refusal.text,
        "kept": typed_by(request) if request.method == "POST" else [],
        "back_url": way_back(request),
    }
    if isinstance(refusal, Conflict):
        found = _standing(request)
        context |= {"state": found.state if found else refusal.state, "standing": found}
    if isinstance(refusal, NotAllowed):
        # The role stands in a list of its own; a reason says more than that.
        context |= {"roles": [refusal.role] if refusal.role else [], "what": refusal.reason}
    if isinstance(refusal, GuardsUnmet):
        context["guards"] = refusal.unmet
    if isinstance(refusal, Busy):
        context["again"] = typed_fields(request)
    response = render(request, f"{refusal.status}.html", context, status=refusal.status)
    return whole_page(request, _headed(refusal, response))


def wants_json(request: HttpRequest) -> bool:
    """Whether a program asks, not a person."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _as_json(refusal: Refusal) -> dict[str, object]:
    told: dict[str, Any] = {"refusal": type(refusal).__name__, "text": refusal.text}
    if isinstance(refusal, NotAllowed):
        told["role"] = refusal.role
    if isinstance(refusal, Conflict):
        told |= {"state": refusal.state, "version": refusal.version}
    if isinstance(refusal, GuardsUnmet):
        told["unmet"] = [
            {"code": item.code, "text": str(item.text), "field": item.field}
            for item in refusal.unmet
        ]
    return told


def _headed(refusal: Refusal, response: HttpResponse) -> HttpResponse:
    if isinstance(refusal, Busy):
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _standing(request: HttpRequest) -> Standing | None:
    """Where the case of the request stands by now: named by the view, else by the address."""
    named = getattr(request, "kept_case", None)
    if named is None and request.resolver_match is not None:
        named = request.resolver_match.kwargs.get("case_id")
    if not isinstance(named, int) or not isinstance(request.user, User):
        return None
    return standing(named, user=request.user, at=timezone.now())


def login_needed(request: HttpRequest) -> HttpResponse:
    """401: the login ended while a form was open; shows what was typed."""
    back = way_back(request)
    url = f"{reverse('account_login')}?{urlencode({'next': back})}"
    context = {"kept": typed_by(request), "login_url": url}
    return whole_page(request, render(request, "401.html", context, status=401))


def way_back(request: HttpRequest) -> str:
    """The page that the person came from, if it is one of ours; else the start page."""
    referer = request.headers.get("Referer", "")
    inside = url_has_allowed_host_and_scheme(
        referer, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return referer if inside else "/"


def whole_page(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Tells htmx to exchange the page, not the part that asked."""
    if request.headers.get("HX-Request"):
        response.headers["HX-Retarget"] = "body"
        response.headers["HX-Reselect"] = "unset"
        response.headers["HX-Reswap"] = "innerHTML show:window:top"
    return response
