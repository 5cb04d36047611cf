"""The search over all that one sees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import NoReverseMatch
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ...forms.acting.pages import person_of
from ...forms.acting.panels import registered_pages
from ...forms.inbox.addresses import address_of
from ...machine import UnknownKindError, flow_for
from ...queries.finding.hits import CAP, Hits, find
from ...queries.finding.rows import BEGIN, END, FoundRow, found_rows, marked
from ...queries.finding.words import Question, question_of, taken_apart

ROWS_PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Line:
    """A row with its address and the words for its kind; what is sought is marked."""

    row: FoundRow
    url: str
    kind: str
    title: SafeString
    excerpt: SafeString


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What the address asks for (`?q=`), of one kind (`&kind=`), one page of it (`&page=`)."""
    person, at = person_of(request), timezone.now()
    asked = taken_apart(request.GET.get("q", ""))
    context: dict[str, object] = {"q": asked.text, "fault": asked.fault, "most": CAP}
    if asked.fault is None:
        question = question_of(asked, person, at=at)
        context |= _found(request, question)
    return render(request, "workflows/finding/search.html", context)


def _found(request: HttpRequest, question: Question) -> dict[str, object]:
    if question.fault is not None:
        return {"fault": question.fault}
    kinds = dict(_kinds())
    hits = find(question, kinds)
    wanted = request.GET.get("kind", "")
    wanted = wanted if wanted in hits.counts else ""
    chosen = hits.of(wanted)
    page = Paginator(chosen, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    rows = found_rows(question, list(page.object_list)) if chosen else []
    counts = hits.counts
    return {
        "page": page,
        "kind": wanted,
        "near": hits.near,
        "count": len(chosen),
        "more": any(counts[kind] > CAP for kind in ([wanted] if wanted else counts)),
        "tabs": list(_tabs(hits, kinds, question.typed.text, wanted)),
        "lines": [_line(row, kinds, question) for row in rows],
    }


def _kinds() -> Iterator[tuple[str, str]]:
    """The kinds that have a page for each case, with what people call them."""
    for pages in registered_pages():
        try:
            flow = flow_for(pages.kind)
            address_of(flow.url_name, 1)
        except (UnknownKindError, NoReverseMatch):
            continue
        if pages.is_found:
            yield pages.kind, str(pages.list_label or flow.label)


def _tabs(
    hits: Hits, kinds: Mapping[str, str], text: str, wanted: str
) -> Iterator[dict[str, object]]:
    counts = hits.counts
    if counts:
        every = QueryDict(mutable=True)
        every["q"] = text
        yield {"label": _("All kinds"), "url": f"?{every.urlencode()}", "current": not wanted}
    for kind, label in kinds.items():
        if kind in counts:
            query = QueryDict(mutable=True)
            query["q"], query["kind"] = text, kind
            count = f"{counts[kind]}" if counts[kind] <= CAP else f"{CAP}+"
            yield {
                "label": label, "url": f"?{query.urlencode()}", "count": count,
                "current": kind == wanted,
            }  # fmt: skip


def _line(row: FoundRow, kinds: Mapping[str, str], question: Question) -> Line:
    return Line(
        row,
        address_of(flow_for(row.kind).url_name, row.id),
        str(flow_for(row.kind).label),
        _marked(row.title, marked(row.title, question)),
        _quoted(row.excerpt),
    )


def _marked(text: str, places: Mapping[int, int]) -> SafeString:
    """The text with these parts of it marked; what overlaps is marked once."""
    pieces: list[SafeString] = []
    done = 0
    for begin in sorted(places):
        end = places[begin]
        if end <= done:
            continue
        first = max(begin, done)
        pieces.append(format_html("{}<mark>{}</mark>", text[done:first], text[first:end]))
        done = end
    return format_html("{}{}", format_html_join("", "{}", ((one,) for one in pieces)), text[done:])


def _quoted(excerpt: str) -> SafeString:
    """An excerpt with its words marked."""
    first, *rest = excerpt.split(BEGIN)
    parts: Sequence[tuple[str, str]] = [
        (word, after) for word, _end, after in (piece.partition(END) for piece in rest)
    ]
    return format_html("{}{}", first, format_html_join("", "<mark>{}</mark>{}", parts))
