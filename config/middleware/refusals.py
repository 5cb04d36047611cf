"""Turns the refusals of the engine into pages, all in one place."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from workflows.refusals import Refusal

from ..attempts import note_refusal
from ..views.refusals import refusal_page


class Refusals:
    """Views let a `Refusal` pass, unless they show the form again themselves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page of the refusal; any other exception goes on."""
        if not isinstance(exception, Refusal):
            return None
        note_refusal(request, exception)
        return refusal_page(request, exception)
