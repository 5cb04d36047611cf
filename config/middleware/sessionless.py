"""Public interfaces know nobody: no cookie comes in, none goes out, a cache may keep the answer."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


class Sessionless:
    """Takes cookies out of requests below WITHOUT_SESSION, and what would speak of them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(settings.WITHOUT_SESSION):
            return self.get_response(request)
        request.COOKIES.clear()
        request.META.pop("HTTP_COOKIE", None)
        response = self.get_response(request)
        # It was made without any, so it varies with none.
        del response.headers["Vary"]
        response.cookies.clear()
        return response
