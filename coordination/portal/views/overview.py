"""What there is to read for everybody: the overview, and the catalogue for machines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from ...publishing.enums import Topic
from ..exports.catalogue import Dataset, File, catalogue
from ..queries.items import newest, stock_of_items
from ..queries.shelves import Stock, changed_last, stock
from .frame import public, show
from .pieces import ROOMS

FOLLOWUP, PROGRESS = "followup", "progress"
_POLITICS, _SOCIETY = "GOVE", "SOCI"
"""Themes of the European list: government and public sector; population and society."""


@dataclass(frozen=True, slots=True)
class Public:
    """A public list: its addresses are `portal:<name>s`, `_feed` and `_table`."""

    name: str
    title: Promise
    lead: Promise
    has_feed: bool = True

    @property
    def url(self) -> str:
        """The address of the list."""
        return reverse(f"portal:{self.name}{'s' if self.has_feed else ''}")


LISTS: Mapping[str, Public] = {
    **{topic: Public(room.name, room.title, room.lead) for topic, room in ROOMS.items()},
    PROGRESS: Public(
        "progress",
        gettext_lazy("Progress"),
        gettext_lazy("How far the measures are, by field of action and by target group."),
        has_feed=False,
    ),
    Topic.PLAN: Public(
        "plan",
        gettext_lazy("Coming matters"),
        gettext_lazy("What the city is planning, and when it comes before which body."),
    ),
    FOLLOWUP: Public(
        "followup",
        gettext_lazy("Follow-up of the council"),
        gettext_lazy("What the council and its bodies asked for, and what has become of it."),
    ),
}


@public
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Every list with how much it holds, and what has changed last."""
    held = _held()
    context = {
        "lists": [(one, held[key].count if key in held else 0) for key, one in LISTS.items()],
        "changed": changed_last(),
        "items": newest()[:5],
        "has_catalogue": bool(settings.PUBLIC_LICENSE),
    }
    return show(request, "start.html", context)


@public
@require_safe
def catalogue_file(request: HttpRequest) -> HttpResponse:
    """The lists that hold something, by DCAT-AP.de; 404 as long as no licence is set."""
    if not settings.PUBLIC_LICENSE:
        raise Http404
    title = _("%(city)s: what the council decided") % {"city": settings.CITY_NAME}
    description = _(
        "Targets, concept, measures and demands of integration, coming matters and the follow-up"
        " of the council, released entry by entry."
    )
    content = catalogue(title=title, description=description, datasets=_datasets())
    return HttpResponse(content, content_type="application/rdf+xml; charset=utf-8")


def _held() -> dict[str, Stock]:
    """How much each list holds; progress is counted from the measures."""
    held = dict(stock())
    items = stock_of_items()
    if items is not None:
        held[FOLLOWUP] = Stock(*items)
    if Topic.MEASURE in held:
        held[PROGRESS] = held[Topic.MEASURE]
    return held


def _datasets() -> Iterator[Dataset]:
    held = _held()
    for key, one in LISTS.items():
        if key in held:
            yield Dataset(
                page=one.url,
                title=str(one.title),
                description=str(one.lead),
                keywords=[_("integration"), _("municipal politics")],
                themes=[_POLITICS, _SOCIETY],
                changed_at=held[key].changed_at,
                files=list(_files(one)),
            )


def _files(one: Public) -> Iterator[File]:
    yield File(
        _("%(list)s as CSV") % {"list": one.title}, "CSV", reverse(f"portal:{one.name}_table")
    )
    if one.name == ROOMS[Topic.TARGET].name:
        yield File(_("Measured values as CSV"), "CSV", reverse("portal:readings"))
    if one.has_feed:
        title = _("%(list)s as Atom") % {"list": one.title}
        yield File(title, "Atom", reverse(f"portal:{one.name}_feed"))
