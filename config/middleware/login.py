"""Every page asks for a login unless its view says otherwise (`login_not_required`)."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django_htmx.http import HttpResponseClientRedirect

from ..views.refusals import login_needed


class LoginRequired(LoginRequiredMiddleware):
    """A page leads to the login and back; a form shows what was typed, so that nothing is lost."""

    # The stubs know only Django's own answer, a redirection.
    def handle_no_permission(  # type: ignore[override] # see above
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponse:
        if request.headers.get("HX-Request"):
            current = urlsplit(request.headers.get("HX-Current-URL", "/"))
            back = redirect_to_login(current.path or "/", self.get_login_url(view_func))
            return HttpResponseClientRedirect(back.url)
        if request.method == "POST":
            return login_needed(request)
        return redirect_to_login(request.get_full_path(), self.get_login_url(view_func))
