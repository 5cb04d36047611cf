"""Links that carry on the task and the place in the inbox from page to page."""

from __future__ import annotations

from uuid import uuid4

from django.http import HttpRequest
from django.template import Context, Library
from django.urls import reverse

from ..forms.inbox.places import ON_CASE, inbox_url, place_in, with_place

register = Library()


@register.simple_tag(takes_context=True)
def asking_url(context: Context, name: str, task: object) -> str:
    """The page that asks before this task changes hands, and then leads back to this case."""
    request: HttpRequest = context["request"]
    return with_place(reverse(name, args=[task]), place_in(request), back=ON_CASE)


@register.simple_tag(takes_context=True)
def place_query(context: Context) -> str:
    """The place in the inbox from which this page was opened, for a hidden field."""
    place = place_in(context["request"])
    return place.query() if place else ""


@register.simple_tag
def new_command() -> str:
    """The id of a command that a form on this page may send; once is enough."""
    return str(uuid4())


@register.simple_tag(takes_context=True)
def inbox_link(context: Context) -> str:
    """The inbox at the place from which this page was opened."""
    return inbox_url(place_in(context["request"]))
