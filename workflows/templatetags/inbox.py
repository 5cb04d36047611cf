"""Links that carry on the task and the place in the inbox from page to page."""

from __future__ import annotations

from django.http import HttpRequest
from django.template import Context, Library
from django.urls import reverse

from ..forms.places import inbox_url, place_in, task_in, with_place

register = Library()


@register.simple_tag(takes_context=True)
def act_url(context: Context, name: str, *args: object, task: object = None) -> str:
    """The address of a page of this case, with the task (another one if named) and the place."""
    request: HttpRequest = context["request"]
    return with_place(reverse(name, args=args), place_in(request), task or task_in(request))


@register.simple_tag(takes_context=True)
def inbox_link(context: Context) -> str:
    """The inbox at the place from which this page was opened."""
    return inbox_url(place_in(context["request"]))
