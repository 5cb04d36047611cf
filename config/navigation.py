"""The main navigation: what stands in it, in which order, and for whom."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from coordination.group.rules.instructing import reads_load
from workflows.calendars import local_date
from workflows.enums import DeskFunction
from workflows.models import User
from workflows.queries.people.desks import HeldDesk, held_under
from workflows.queries.people.known import known_to
from workflows.queries.people.office import keeps_organisation
from workflows.queries.time.oversight import escalation_readers, overseers

from .guests import is_guest

INSPECTING = frozenset(
    {
        DeskFunction.COUNCIL_SECRETARY,
        DeskFunction.MAYOR,
        DeskFunction.GENERAL_DEPUTY,
        DeskFunction.OBSERVER,
    }
)
"""Who grants inspections of files, and who may be let in."""

Label = str | Promise


def everybody(request: HttpRequest) -> bool:
    """Whoever is logged in."""
    return request.user.is_authenticated


@dataclass(frozen=True, slots=True)
class Item:
    """One entry. `shown_to` only saves a useless click; the page itself asks the policy again.

    It is the present one below `also` as well: pages that are reached through it. What stands
    `behind` lies behind the button “More”, so that the others have one line on a desk.
    """

    label: Label
    url_name: str
    shown_to: Callable[[HttpRequest], bool] = everybody
    also: tuple[str, ...] = ()
    behind: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it is shown to one person on one page."""

    label: Label
    url: str
    current: bool
    behind: bool = False


def organisation_office(request: HttpRequest) -> bool:
    """Whoever keeps units, desks and accounts."""
    return keeps_organisation(_desks(request))


def reads_escalations(request: HttpRequest) -> bool:
    """The executive board and its office."""
    return escalation_readers.reach(_desks(request)) is not None


def inspects(request: HttpRequest) -> bool:
    """Whoever grants inspections of files, and the members of the council."""
    return any(desk.function in INSPECTING for desk in _desks(request))


def observes(request: HttpRequest) -> bool:
    """The standing observers; whether the rules open anything today the page asks."""
    return any(
        desk.unit_function in ("audit", "equality", "staff_council")
        and desk.function in (DeskFunction.HEAD, DeskFunction.CLERK)
        for desk in _desks(request)
    )


def keeps_guests(request: HttpRequest) -> bool:
    """Whoever invites guests, and who sees what they have read."""
    return any(
        desk.function == DeskFunction.ORGANISATION
        or desk.unit_function in ("integration_centre", "data_protection")
        for desk in _desks(request)
    )


def deals_with_matters(request: HttpRequest) -> bool:
    """Whoever has more to do here than to keep the organisation."""
    desks = _desks(request)
    return not desks or any(desk.function != DeskFunction.ORGANISATION for desk in desks)


def works_inside(request: HttpRequest) -> bool:
    """Whoever does more than to read, and keeps more than the organisation."""
    readers = {DeskFunction.OBSERVER, DeskFunction.ORGANISATION}
    return any(desk.function not in readers for desk in _desks(request))


def sees_load(request: HttpRequest) -> bool:
    """Whoever gives orders or keeps the figures of the offices."""
    return reads_load(_desks(request))


def oversees(request: HttpRequest) -> bool:
    """Whoever leads a unit, and the executive board."""
    return overseers.reach(_desks(request)) is not None


def _desks(request: HttpRequest) -> Sequence[HeldDesk]:
    """The desks of whoever asks, read once for all entries and pages."""
    known: Sequence[HeldDesk] | None = getattr(request, _KNOWN, None)
    if known is None:
        user = request.user
        today = local_date(timezone.now())  # noqa: TID251 - the edge
        known = ()
        if isinstance(user, User):
            known = held_under(known_to(user, today=today), user.pk)
        setattr(request, _KNOWN, known)
    return known


_KNOWN = "_desks_of_navigation"


NAVIGATION: tuple[Item, ...] = (
    Item(_("Inbox"), "workflows:inbox"),
    Item(_("Measures"), "coordination:measures"),
    Item(_("Targets"), "coordination:targets"),
    Item(_("Coming matters"), "coordination:coming"),
    Item(_("Concepts"), "coordination:concepts"),
    Item(_("Demands"), "coordination:demands", deals_with_matters),
    Item(_("Orders"), "coordination:orders", works_inside),
    Item(_("Follow-up of the council"), "coordination:followups"),
    Item(_("Sessions"), "coordination:sessions", also=("coordination:bodies",)),
    Item(_("Deadlines"), "workflows:deadlines"),
    Item(_("Organisation"), "workflows:organisation", organisation_office),
    Item(_("Guests"), "coordination:guests", keeps_guests, behind=True),
    Item(_("Coordination group"), "coordination:group", works_inside, behind=True),
    Item(_("Load of the offices"), "coordination:load", sees_load, behind=True),
    Item(_("Lead of integration"), "coordination:mandates", behind=True),
    Item(_("What lies where"), "workflows:stuck", oversees, behind=True),
    Item(
        pgettext_lazy("navigation", "Executive board"),
        "coordination:board",
        reads_escalations,
        behind=True,
    ),
    Item(_("Escalations"), "workflows:escalations", reads_escalations, behind=True),
    Item(_("Inspection of files"), "coordination:inspections", inspects, behind=True),
    Item(_("Substitution"), "workflows:my_substitution", behind=True),
    Item(_("Observed measures"), "coordination:observed", observes, behind=True),
)


GUESTS: tuple[Item, ...] = (Item(_("Overview"), "guests:room"),)
"""All that there is for guests."""


def visible_items(request: HttpRequest, items: Iterable[Item] | None = None) -> list[Entry]:
    """What this person sees; the longest address that begins the path is the present one."""
    shown = (GUESTS if is_guest(request) else NAVIGATION) if items is None else items
    found = [(item, reverse(item.url_name)) for item in shown if item.shown_to(request)]
    here = [
        (len(under), url)
        for item, url in found
        for under in (url, *map(reverse, item.also))
        if _begins(request.path, under)
    ]
    _length, present = max(here, default=(0, ""))
    return [Entry(item.label, url, url == present, item.behind) for item, url in found]


def _begins(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
