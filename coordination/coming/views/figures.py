"""How early it was announced what was decided: figures, each a link to exactly its list."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET
from django_stubs_ext import StrOrPromise

from workflows.calendars import local_date
from workflows.forms.acting.pages import person_of

from ...measures.queries.reach import reach_of
from ..queries.figures import Decided, Period, periods

LISTS: Mapping[str, tuple[StrOrPromise, Callable[[Decided], bool]]] = {
    "oeffentlich": (_("Decided in public"), lambda row: row.is_open),
    "oeffentlich-rechtzeitig": (
        _("Announced in public at least 28 days before"), lambda row: row.is_announced_in_time
    ),
    "alle": (_("All decided matters"), lambda _row: True),
    "intern-rechtzeitig": (
        _("Submitted at least 28 days before"), lambda row: row.is_known_in_time
    ),
}  # fmt: skip
"""The lists behind the numbers, by their names in the address."""


@require_GET
def announced(request: HttpRequest) -> HttpResponse:
    """The last quarters; `?quartal=` and `?liste=` show the matters behind one number."""
    at = timezone.now()
    matters = reach_of(person_of(request), at=at).walked()
    found = periods(matters, today=local_date(at))
    chosen = next((one for one in found if one.quarter.key == request.GET.get("quartal")), None)
    name = request.GET.get("liste", "")
    context: dict[str, object] = {"periods": found}
    if chosen is not None and name in LISTS:
        context |= {"chosen": chosen, "title": LISTS[name][0], "rows": _rows(chosen, name)}
    return render(request, "coordination/coming/announced.html", context)


def _rows(period: Period, name: str) -> list[Decided]:
    return [row for row in period.rows if LISTS[name][1](row)]
