"""Targets, concepts, measures and demands for the public: list, entry, Atom, CSV."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from workflows.calendars import local_date
from workflows.queries.time.stuck import GROUP

from ...publishing.enums import Topic
from ..exports.tables import TABLES, progress_table, reading_table
from ..forms.narrowing import MeasureFilterForm, SearchForm
from ..queries.pieces import Piece, PublicConcept, PublicDemand
from ..queries.progress import progress
from ..queries.shelves import ending_of_piece, found_by, newest, page_of, piece, pieces
from .files import handed_file
from .frame import public, show
from .published import FeedEntry, atom, ended, page_asked, table


@dataclass(frozen=True, slots=True)
class Room:
    """How a list is called; its addresses are `portal:<name>s`, `_feed` and `_table`."""

    name: str
    file: str
    title: Promise
    lead: Promise
    form: Callable[..., SearchForm] = SearchForm


ROOMS: Mapping[Topic, Room] = {
    Topic.TARGET: Room(
        "target",
        "ziele",
        gettext_lazy("Targets of the council"),
        gettext_lazy(
            "What the council wants to have reached, by when, and what has been measured since."
        ),
    ),
    Topic.CONCEPT: Room(
        "concept",
        "konzepte",
        gettext_lazy("Integration concept"),
        gettext_lazy("How the city means to integrate, how far the work is, and its programme."),
    ),
    Topic.MEASURE: Room(
        "measure",
        "massnahmen",
        gettext_lazy("Measures"),
        gettext_lazy("What has been decided, who does it and how far it is."),
        MeasureFilterForm,
    ),
    Topic.DEMAND: Room(
        "demand",
        "forderungen",
        gettext_lazy("Demands of the associations"),
        gettext_lazy("What associations asked for, since when, and what the city answered."),
    ),
}


@public
@require_safe
def piece_list(request: HttpRequest, topic: Topic) -> HttpResponse:
    """The released entries, the last changed first."""
    room = ROOMS[topic]
    form = room.form(request.GET)
    form.is_valid()
    found = found_by(topic, text=form.cleaned_data.get("q") or "", narrowed=form.narrowed)
    page, query = page_asked(request, found.count())
    context = {
        "form": form,
        "room": room,
        "items": page_of(topic, found, max(page.start_index() - 1, 0), page.end_index()),
        "page": page,
        "query": query,
        **_addresses(room),
    }
    return show(request, "pieces.html", context)


@public
@require_safe
def piece_page(request: HttpRequest, topic: Topic, reference: str) -> HttpResponse:
    """One entry; 410 or 503 where its publication has ended so, else 404."""
    item = piece(topic, reference)
    if item is None:
        return ended(request, ending_of_piece(topic, reference))
    return show(request, f"{topic.value}.html", around(topic, item, at=timezone.now()))


@public
@require_safe
def chapter_file(request: HttpRequest, reference: str, number: int) -> HttpResponseBase:
    """A chapter as it was released; 410 or 503 where the entry has ended so, else 404."""
    item = piece(Topic.CONCEPT, reference)
    if not isinstance(item, PublicConcept):
        return ended(request, ending_of_piece(Topic.CONCEPT, reference))
    found = next((one for one in item.files if one.number == number and one.sha256), None)
    if found is None:
        raise Http404
    return handed_file(request, found.sha256, found.name, found.media_type)


def around(topic: Topic, item: Piece, *, at: datetime) -> dict[str, object]:
    """An entry with what its page shows around it."""
    today = local_date(at)
    return {
        "item": item,
        "room": ROOMS[topic],
        "today": today,
        "owed": item.days_open(today) if isinstance(item, PublicDemand) else None,
        **_addresses(ROOMS[topic]),
    }


@public
@require_safe
def piece_feed(request: HttpRequest, topic: Topic) -> HttpResponse:
    """The last changed entries as Atom."""
    room = ROOMS[topic]
    return atom(
        request,
        title=f"{settings.CITY_NAME}: {room.title}",
        path=_addresses(room)["list_url"],
        entries=[
            FeedEntry(
                f"{item.title} ({item.standing})", item.url,
                "\n\n".join(filter(None, [item.line, item.summary])),
                item.published_at, item.renewed_at,
            )
            for item in newest(topic)
        ],
    )  # fmt: skip


@public
@require_safe
def piece_table(request: HttpRequest, topic: Topic) -> HttpResponse:
    """All released entries as CSV."""
    rows = pieces(topic, found_by(topic))
    return table(TABLES[topic](rows, local_date(timezone.now())), ROOMS[topic].file)


@public
@require_safe
def readings(request: HttpRequest) -> HttpResponse:
    """All measured values of the released targets as CSV."""
    rows = pieces(Topic.TARGET, found_by(Topic.TARGET))
    return table(reading_table(rows, local_date(timezone.now())), "messwerte")


@public
@require_safe
def progress_page(request: HttpRequest) -> HttpResponse:
    """How far the released measures are, by field of action and by target group."""
    return show(request, "progress.html", {"tables": progress(), "fewest": GROUP})


@public
@require_safe
def progress_csv(request: HttpRequest) -> HttpResponse:
    """The same as CSV."""
    return table(progress_table(progress()), "fortschritt")


def _addresses(room: Room) -> dict[str, str]:
    parts = {"list_url": "s", "feed_url": "_feed", "table_url": "_table"}
    return {name: reverse(f"portal:{room.name}{end}") for name, end in parts.items()}
