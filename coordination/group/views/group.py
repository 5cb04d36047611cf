"""The coordination group and the load of the offices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from workflows.calendars import local_date
from workflows.forms.acting import case_page
from workflows.forms.acting.pages import person_of
from workflows.forms.acting.panels import CasePages
from workflows.models import Case, User
from workflows.queries.people.desks import held_by
from workflows.queries.time.stuck import GROUP
from workflows.refusals import Invisible, NotAllowed

from ..flows.register import figures
from ..forms.register import PANELS
from ..models import StatutoryWork
from ..queries.load import loads
from ..queries.register import KIND, fields_on, members_on, templates_on
from ..rules.instructing import reads_load


@dataclass
class Group:
    """The group, as pages of cases want it."""

    case: Case


def _find(_person: User, case: int, _at: datetime) -> Group:
    found = Case.objects.filter(pk=case, kind=KIND).first()
    if found is None:
        raise Invisible
    return Group(found)


def _what_to_do(request: HttpRequest, person: User, at: datetime) -> dict[str, object]:
    """The acts that this person has on the group; nothing before it has its case."""
    found = Case.objects.filter(kind=KIND).first()
    if found is None:
        return {}
    group = Group(found)
    seen = case_page.seen_by(person, group, at=at)
    return case_page.case_context(request, group, seen, person=person, at=at)


@require_safe
def group_page(request: HttpRequest) -> HttpResponse:
    """Who is in the group for which field of action; fields without anybody are flagged."""
    person, at = person_of(request), timezone.now()
    today = local_date(at)
    fields = fields_on(today)
    context = {
        **_what_to_do(request, person, at),
        "members": members_on(today),
        "fields": fields,
        "gaps": [field.name for field in fields if not field.members],
        "templates": templates_on(today),
    }
    return render(request, "coordination/group/group.html", context)


@require_safe
def load_page(request: HttpRequest) -> HttpResponse:
    """What each office carries and can carry; for whoever gives orders or keeps the figures."""
    person, at = person_of(request), timezone.now()
    today = local_date(at)
    if not reads_load(held_by(person.pk, on=today)):
        raise NotAllowed(str(figures.role))
    found = loads(on=today, now=at)
    statutory = StatutoryWork.objects.in_force(on=today).select_related("unit")
    context = {
        **_what_to_do(request, person, at),
        "loads": found,
        "small": [one.name for one in found if not one.is_shown],
        "statutory": list(statutory.order_by("unit__sort_key", "pk")),
        "fewest": GROUP,
    }
    return render(request, "coordination/group/load.html", context)


@require_safe
def group_case(request: HttpRequest, case_id: int) -> HttpResponse:
    """Where the acts on the group lead back to."""
    _find(person_of(request), case_id, timezone.now())
    return redirect("coordination:group")


GROUP_PAGES = CasePages(
    kind=KIND,
    address="koordinierungsgruppe",
    panels=PANELS,
    find=_find,
    is_found=False,
    list_url="coordination:group",
    list_label=_("Coordination group"),
    name="group",
)
