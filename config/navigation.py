"""The main navigation: what stands in it, in which order, and for whom."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workflows.calendars import local_date
from workflows.models import User
from workflows.queries.people.desks import HeldDesk, held_by
from workflows.queries.people.office import keeps_organisation
from workflows.queries.time.oversight import escalation_readers, overseers

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
    return keeps_organisation(_desks(request))


def reads_escalations(request: HttpRequest) -> bool:
    """The executive board and its office."""
    return escalation_readers.reach(_desks(request)) is not None


def oversees(request: HttpRequest) -> bool:
    """Whoever leads a unit, and the executive board."""
    return overseers.reach(_desks(request)) is not None


def _desks(request: HttpRequest) -> list[HeldDesk]:
    """The desks of whoever asks, read once for all entries."""
    known: list[HeldDesk] | None = getattr(request, _KNOWN, None)
    if known is None:
        user = request.user
        today = local_date(timezone.now())  # noqa: TID251 - the edge
        known = held_by(user.pk, on=today) if isinstance(user, User) else []
        setattr(request, _KNOWN, known)
    return known


_KNOWN = "_desks_of_navigation"


NAVIGATION: tuple[Item, ...] = (
    Item(_("Inbox"), "workflows:inbox"),
    Item(_("Measures"), "coordination:measures"),
    Item(_("My deadlines"), "workflows:deadlines"),
    Item(_("Escalations"), "workflows:escalations", reads_escalations),
    Item(_("What lies where"), "workflows:stuck", oversees),
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
