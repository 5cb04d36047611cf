"""What a person keeps of a case for themselves, on its page."""

from __future__ import annotations

from django.http import HttpRequest
from django.template import Context, Library
from django.urls import reverse
from django.utils import timezone

from ..forms.inbox.places import ON_CASE, place_in, task_in, with_place
from ..models import Case, User
from ..queries.inbox.personal import kept_of

register = Library()


@register.inclusion_tag("workflows/personal_tools.html", takes_context=True)
def personal_tools(context: Context, case: Case, task: object = None) -> dict[str, object]:
    """Resubmission and watching of a case; `task` is the one at hand."""
    request: HttpRequest = context["request"]
    person = request.user
    assert isinstance(person, User)
    url = reverse("workflows:resubmission", args=[case.pk])
    place = place_in(request)
    return {
        "case": case,
        "kept": kept_of(case.pk, person=person.pk, at=timezone.now()),  # noqa: TID251 - a part of a page
        "resubmit_url": with_place(url, place, task or task_in(request), back=ON_CASE),
        "place": place.query() if place else "",
        "csrf_token": context.get("csrf_token"),
        "request": request,
    }
