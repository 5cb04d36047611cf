"""The public OParl endpoint: system, bodies, lists and objects, as they lie there."""

from __future__ import annotations

import json
import math
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.urls import path, re_path
from django.utils.translation import gettext as _

from ..models import PublicObject
from ..queries.lists import MOST, Asked, page_of
from ..vocabulary import INNER, LISTS, SLUGS, list_url
from . import files
from .answers import error, public, told

_MOMENTS = ("created_since", "created_until", "modified_since", "modified_until")
_FURTHEST = 10**9


class BadQueryError(Exception):
    """A parameter cannot be understood; says which."""


@public
def system(request: HttpRequest) -> HttpResponse:
    """Where everything begins."""
    return _object(request, "System", "1")


@public
def one(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """An object; one that was withdrawn says so and nothing else (status 200, OParl 2.8)."""
    return _object(request, SLUGS.get(slug, ""), key)


@public
def many(request: HttpRequest, name: str) -> HttpResponse:
    """A page of a list."""
    kind = LISTS.get(name)
    if kind is None:
        return error(404, _("There is nothing under this address."))
    try:
        asked = _asked(kind, request.GET)
        is_bare = _flag(request.GET, "omit_internal")
    except BadQueryError as problem:
        text = _("The parameter “%(name)s” cannot be understood.")
        return error(400, text % {"name": str(problem)})
    found = page_of(asked)
    pages = max(1, math.ceil(found.total / asked.limit))
    contents = [_bare(text) for text in found.contents] if is_bare else found.contents
    pagination = {
        "totalElements": found.total, "elementsPerPage": asked.limit, "currentPage": asked.page,
        "totalPages": pages,
    }  # fmt: skip
    links = _links(name, request.GET, asked, pages, last=found.last)
    text = (
        f'{{"data":[{",".join(contents)}],"pagination":{json.dumps(pagination)},'
        f'"links":{json.dumps(links)}}}'
    )
    return told(request, text, found.latest)


@public
def nothing(request: HttpRequest) -> HttpResponseBase:
    """Whatever else is asked for."""
    return error(404, _("There is nothing under this address."))


def _object(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    row = PublicObject.objects.filter(kind=kind, key=key).first()
    if row is None:
        return error(404, _("There is nothing under this address."))
    try:
        is_bare = _flag(request.GET, "omit_internal")
    except BadQueryError:
        is_bare = False
    return told(request, _bare(row.content) if is_bare else row.content, row.modified)


def _bare(text: str) -> str:
    """An object without the objects inside of it."""
    content = {name: value for name, value in json.loads(text).items() if name not in INNER
               or isinstance(value, str)}  # fmt: skip
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _asked(kind: str, query: QueryDict) -> Asked:
    moments = {name: _moment(query, name) for name in _MOMENTS}
    limit = min(_number(query, "limit", MOST), MOST)
    after = _number(query, "after", 0) if "after" in query else None
    return Asked(kind, limit, _number(query, "page", 1), after, **moments)


def _number(query: QueryDict, name: str, usual: int) -> int:
    text = query.get(name, "")
    if not text:
        return usual
    if not text.isascii() or not text.isdecimal() or len(text) > 18 or int(text) == 0:  # noqa: PLR2004 - a bigint
        raise BadQueryError(name)
    return int(text) if name == "after" else min(int(text), _FURTHEST)


def _moment(query: QueryDict, name: str) -> datetime | None:
    text = query.get(name, "").strip()
    if not text:
        return None
    try:
        # A plus that was not coded arrives as a blank.
        found = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError as problem:
        raise BadQueryError(name) from problem
    if found.tzinfo is None or not 1 < found.year < 9999:  # noqa: PLR2004 - the ends of time
        raise BadQueryError(name)
    return found


def _flag(query: QueryDict, name: str) -> bool:
    text = query.get(name, "false").strip().lower()
    if text not in {"true", "false", "1", "0", ""}:
        raise BadQueryError(name)
    return text in {"true", "1"}


def _links(name: str, query: QueryDict, asked: Asked, pages: int, *, last: int) -> dict[str, str]:
    """The other pages, with the same filters; the next one also says after which row it begins."""
    kept = {key: query[key] for key in (*_MOMENTS, "limit", "omit_internal") if query.get(key)}

    def link(page: int, **more: int) -> str:
        values = {**kept, **({"page": page} if page > 1 else {}), **more}
        return list_url(name) + (f"?{urlencode(values)}" if values else "")

    links = {"first": link(1), "self": link(asked.page), "last": link(pages)}
    if asked.page > 1:
        links["prev"] = link(min(asked.page - 1, pages))
    if asked.page < pages and last:
        links["next"] = link(asked.page + 1, after=last)
    return links


urlpatterns = [
    path("", system, name="oparl"),
    path("file/<str:key>/content", files.content, name="oparl_file"),
    path("file/<str:key>/download", files.download, name="oparl_download"),
    path("<slug:slug>/<str:key>", one, name="oparl_object"),
    path("<slug:name>", many, name="oparl_list"),
    re_path(r"^.*$", nothing, name="oparl_nothing"),
]
