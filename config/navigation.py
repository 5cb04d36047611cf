"""The main navigation: what stands in it, in which order, and for whom."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workflows.models import User
from workflows.queries.organisation.office import belongs_to_office

Label = str | Promise


def everybody(request: HttpRequest) -> bool:
    """Whoever is logged in."""
    return request.user.is_authenticated


@dataclass(frozen=True, slots=True)
class Item:
    """One entry. `shown_to` only saves a useless click; the page itself asks the policy again."""

    label: Label
    url_name: str
    shown_to: Callable[[HttpRequest], bool] = everybody


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it is shown to one person on one page."""

    label: Label
    url: str
    current: bool


def organisation_office(request: HttpRequest) -> bool:
    """Whoever keeps units, desks and accounts."""
    user = request.user
    return isinstance(user, User) and belongs_to_office(user, at=timezone.now())  # noqa: TID251 - the edge


NAVIGATION: tuple[Item, ...] = (
    Item(_("Inbox"), "workflows:inbox"),
    Item(_("Measures"), "coordination:measures"),
    Item(_("My substitution"), "workflows:my_substitution"),
    Item(_("Organisation"), "workflows:organisation", organisation_office),
)


def visible_items(request: HttpRequest, items: Iterable[Item] | None = None) -> list[Entry]:
    """What this person sees; the longest address that begins the path is the present one."""
    shown = NAVIGATION if items is None else items
    found = [(item.label, reverse(item.url_name)) for item in shown if item.shown_to(request)]
    here = [url for _label, url in found if _begins(request.path, url)]
    present = max(here, key=len, default="")
    return [Entry(label, url, url == present) for label, url in found]


def _begins(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
