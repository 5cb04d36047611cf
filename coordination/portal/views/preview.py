"""What everybody would read if an entry were released now; for who sees the entry."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from workflows.forms.acting.pages import person_of

from ...publishing.enums import Topic
from ...publishing.flows.words import said_by
from ...publishing.queries.entries import entry_seen_by
from ...publishing.queries.sources import source_of
from ..queries.shelves import SHELVES, as_it_would_be
from .frame import show
from .pieces import around


@require_GET
def preview(request: HttpRequest, case_id: int) -> HttpResponse:
    """The public page with the words as they are written and the facts as they stand."""
    at = timezone.now()
    entry = entry_seen_by(person_of(request), case_id, at=at)
    topic = Topic(entry.topic)
    if topic not in SHELVES:
        raise Http404
    words = {**source_of(topic).facts(entry.matter_id), **said_by(entry)}
    item = as_it_would_be(entry, words, at=at)
    context = {**around(topic, item, at=at), "preview_of": entry.case_id}
    return show(request, f"{topic.value}.html", context)
