"""Light or dark: follows the device unless the person chose."""

from typing import Final

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

THEMES: Final = frozenset({"light", "dark"})
_KEY: Final = "theme"


def chosen_theme(request: HttpRequest) -> str:
    """light, dark, or empty for what the device says."""
    theme = request.session.get(_KEY, "")
    return theme if theme in THEMES else ""


@login_not_required
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Keeps the choice in the session and goes back to the page."""
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        request.session[_KEY] = theme
    else:
        request.session.pop(_KEY, None)
    back = request.POST.get("next", "")
    inside = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(back if inside else "/")
