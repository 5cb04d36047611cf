"""Private pages stay in no cache: not in the browser, not in a proxy, not on a shared machine."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control


class NoStore:
    """Marks what was made with the help of a session (`Cache-Control: no-store`)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.session.accessed and not request.session.is_empty():
            # A view's own idea of caching does not hold for what a person sees only logged in.
            del response.headers["Cache-Control"]
            patch_cache_control(response, private=True, no_store=True)
        return response
