"""The frame of every page for the public: issue by issue more pages stand in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

NAVIGATION = (
    (_("Overview"), "portal:start"),
    (_("Targets"), "portal:targets"),
    (_("Concept"), "portal:concepts"),
    (_("Measures"), "portal:measures"),
    (_("Progress"), "portal:progress"),
    (_("Demands"), "portal:demands"),
    (_("Coming matters"), "portal:plans"),
    (_("Follow-up of the council"), "portal:followups"),
)
"""What stands in the navigation of the public pages, with the names of the addresses."""

KEPT_FOR = 60
"""Seconds for which a page may be kept by whoever asked; a publication that ends is soon gone."""


def public(view: Page[P]) -> Page[P]:
    """A page that everybody may read: no session, no cookie, kept for a moment at most."""

    @wraps(view)
    def page(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if request.method in ("GET", "HEAD") and response.status_code < 400:  # noqa: PLR2004 - the codes of HTTP
            patch_cache_control(response, public=True, max_age=KEPT_FOR)
        return response

    return login_not_required(page)  # type: ignore[return-value]  # the same view, marked


def show(
    request: HttpRequest, template: str, context: Mapping[str, object], *, status: int = 200
) -> HttpResponse:
    """A page in the frame. The template gets this context alone: nothing of who asks."""
    links = settings.PUBLIC_LINKS
    frame = {
        "navigation": [
            (label, reverse(name), request.path == reverse(name)) for label, name in NAVIGATION
        ],
        "city_name": settings.CITY_NAME,
        "links": {
            name: links.get(name) or reverse(name)
            for name in ("imprint", "privacy", "accessibility")
        },
        "barrier_url": reverse("report_barrier"),
        "demo": settings.DEMO,
        "path": request.path,
    }
    text = render_to_string(f"coordination/portal/{template}", {**frame, **context})
    return HttpResponse(text, status=status)
