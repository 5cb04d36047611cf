"""Following by mail: asking, confirming, ending."""

from __future__ import annotations

from http import HTTPStatus

from allauth.core import ratelimit
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from ..actions import subscriptions
from ..forms.subscribing import SubscribeForm
from ..queries.items import item_key, public_item
from .frame import public, show

# Without a session there is nothing that a foreign page could abuse: an address gets one question
# in an hour at most, and nothing else before it has answered.
no_session = csrf_exempt


@no_session
@public
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """Ask for an address; `eintrag` names the entry, without it all of them are followed."""
    reference = request.GET.get("eintrag", "")
    item = public_item(reference) if reference else None
    key = item_key(reference) if reference else None
    if reference and key is None:
        raise Http404
    form = SubscribeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if ratelimit.consume(request, action="public_subscribe"):
            subscriptions.subscribe(email=form.cleaned_data["email"], item=key, at=timezone.now())
            return redirect("portal:asked")
        form.add_error(None, _("Too many requests in a short time. Please try again later."))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return show(request, "subscribe.html", {"form": form, "item": item}, status=status)


@public
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """The mail is on its way, whether or not the address follows already."""
    return show(request, "asked.html", {})


@no_session
@public
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_page(request: HttpRequest, token: str) -> HttpResponse:
    """A click in the mail only shows the button: programs that look at links confirm nothing."""
    if request.method == "POST":
        row = subscriptions.confirm(token, at=timezone.now())
        return show(request, "confirmed.html", {"is_done": row is not None})
    return show(request, "confirm.html", {})


@no_session
@public
@require_http_methods(["GET", "HEAD", "POST"])
def end_page(request: HttpRequest, token: str) -> HttpResponse:
    """The same for the end; mail programs end it by one POST (RFC 8058)."""
    if request.method == "POST":
        subscriptions.end(token)
        return show(request, "ended.html", {})
    return show(request, "end.html", {"is_there": subscriptions.found_by(token) is not None})
