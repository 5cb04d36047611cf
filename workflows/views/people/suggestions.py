"""Names that fit what somebody types; what they may not name is not suggested."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ...calendars import local_date
from ...enums import UnitKind
from ...forms.acting.pages import person_of
from ...forms.naming import desk_names, fitting_rows, unit_names
from ...models import Unit, User
from ...queries.people.accounts import accounts, colleagues_of, find_person, works_outside
from ...queries.people.desk_pages import open_desks
from ...queries.people.office import belongs_to_office
from ...refusals import NotAllowed
from ...spelling import sought

MOST = 12
"""So many are suggested; whoever does not find it types more."""

Names = Sequence[tuple[str, str]]


@require_safe
def suggest(request: HttpRequest, what: str) -> JsonResponse:
    """Keys and names that fit `?q=`: units for everybody, desks for the organisation office,
    people for whoever may name them; 404 for anything else.
    """
    if what not in _WAYS:
        raise Http404
    words = sought(request.GET.get("q", ""))[:100]
    names = _WAYS[what](request, words, local_date(timezone.now())) if words else ()
    return JsonResponse({"names": list(names[:MOST])})


def _units(request: HttpRequest, words: str, today: date) -> Names:
    kinds = [kind for kind in request.GET.getlist("kind") if kind in UnitKind.values]
    rows = Unit.objects.in_force(on=today).order_by("sort_key", "pk")
    rows = rows.filter(kind__in=kinds) if kinds else rows
    return [(str(row.pk), unit_names(row)[0]) for row in fitting_rows(rows, words, unit_names)]


def _desks(request: HttpRequest, words: str, today: date) -> Names:
    if not belongs_to_office(person_of(request), at=timezone.now()):
        raise NotAllowed(str(_("organisation office")))
    found = fitting_rows(open_desks(), words, desk_names)
    return [(str(row.pk), desk_names(row)[0]) for row in found]


def _people(request: HttpRequest, words: str, today: date) -> Names:
    """People of partners name each other, not the staff of the city."""
    person: User = person_of(request)
    outside = works_outside(person.pk, on=today)
    among = colleagues_of(person.pk, on=today) if outside else accounts()
    found = find_person(words, among=among)
    return [(str(one.pk), f"{one} ({one.email})") for one in found]


_WAYS: Mapping[str, Callable[[HttpRequest, str, date], Names]] = {
    "einheiten": _units,
    "stellen": _desks,
    "personen": _people,
}
