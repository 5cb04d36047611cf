"""Cleans what comes in, in one place and before anything reads it."""

import codecs
from collections.abc import Callable, Iterable
from http import HTTPStatus
from urllib.parse import urlsplit

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict, UnreadablePostError

# No key of a keyboard makes them, no page shows them and the database takes no NUL. A break of a
# line or page, as word processors have it, stays a break.
_INVISIBLE = dict.fromkeys([*range(9), *range(0x0E, 0x20), 0x7F]) | {0x0B: "\n", 0x0C: "\n"}
_ADDRESSES = ("HTTP_REFERER", "HTTP_HX_CURRENT_URL")


class CleanEntrance:
    """Takes control characters out of every parameter, typed text, file name and cookie.

    An address of where somebody came from that is none is left out: it only serves the way back.
    A path with such characters, and a form in another encoding than UTF-8, are refused (400).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info != _cleaned(request.path_info):
            raise BadRequest("control characters in the path")
        if not _is_utf_8(request.encoding):
            raise BadRequest("a form in another encoding than UTF-8")
        for name in _ADDRESSES:
            if not _is_address(request.META.get(name, "")):
                del request.META[name]
        for name in [name for name, value in request.COOKIES.items() if value != _cleaned(value)]:
            del request.COOKIES[name]
        if _is_dirty(request.GET):
            request.GET = _clean(request.GET)  # type: ignore[assignment]  # the same type
        try:
            self._clean_form(request)
        except UnreadablePostError:
            # Whoever sent it has gone before the end; nobody reads the answer.
            return HttpResponse(status=HTTPStatus.BAD_REQUEST)
        return self.get_response(request)

    @staticmethod
    def _clean_form(request: HttpRequest) -> None:
        if request.method != "POST":
            return
        if _is_dirty(request.POST):
            request.POST = _clean(request.POST)  # type: ignore[assignment]  # the same type
        for _field, files in request.FILES.lists():
            for file in files:
                file.name = _cleaned(file.name or "") or "-"


def _cleaned(text: str) -> str:
    return text.translate(_INVISIBLE)


def _is_dirty(sent: QueryDict) -> bool:
    return any(text != _cleaned(text) for text in _texts(sent.lists()))


def _texts(lists: Iterable[tuple[str, list[str]]]) -> Iterable[str]:
    for name, values in lists:
        yield name
        yield from values


def _clean(sent: QueryDict) -> QueryDict:
    clean = QueryDict(mutable=True)
    for name, values in sent.lists():
        for value in values:
            clean.appendlist(_cleaned(name), _cleaned(value))
    clean._mutable = False  # noqa: SLF001 - as Django makes them
    return clean


def _is_utf_8(encoding: str | None) -> bool:
    return encoding is None or codecs.lookup(encoding).name == "utf-8"


def _is_address(text: str) -> bool:
    try:
        urlsplit(text).port  # noqa: B018 - reading it is the question
    except ValueError:
        return False
    return text == _cleaned(text)
