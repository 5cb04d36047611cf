"""Pages that say no: why, what is the case now, what was typed, and the way back."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from workflows.refusals import GuardsUnmet, NotAllowed, NotLoggedIn, Refusal

from .typed import typed_by


def refusal_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page of a refusal with its status; for htmx it takes the place of the whole page."""
    if isinstance(refusal, NotLoggedIn):
        if request.method == "GET":
            return redirect_to_login(request.get_full_path())
        return login_needed(request)
    context: dict[str, Any] = {
        "what": refusal.text,
        "state": str(getattr(refusal, "state", "")),
        "kept": typed_by(request) if request.method == "POST" else [],
        "back_url": way_back(request),
    }
    if isinstance(refusal, NotAllowed):
        context["roles"] = [refusal.role] if refusal.role else []
    if isinstance(refusal, GuardsUnmet):
        context["guards"] = refusal.unmet
    response = render(request, f"{refusal.status}.html", context, status=refusal.status)
    return whole_page(request, response)


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
        response.headers["HX-Reswap"] = "innerHTML show:window:top"
    return response
