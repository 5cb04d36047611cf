"""What of a city file the database lacks, and what this installation cannot do with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from workflows.models import Desk, DeskHolder, RouteVersion, Unit, User

from ..file import City, Problem
from ..file.problems import Formatted, Text


def unfit_entries(city: City, *, predicates: Iterable[str]) -> list[Problem]:
    """What fits together in the file but not with this installation."""
    return [*_land(city), *_names(city), *_predicates(city, set(predicates))]


def lacking_entries(city: City) -> list[Problem]:
    """Entries of the organisation that the file has and the database has not."""
    units = _keys(Unit.objects.values_list("key", flat=True))
    desks = _keys(Desk.objects.values_list("key", flat=True))
    people = _keys(email.casefold() for email in User.objects.values_list("email", flat=True))
    routes = _keys(RouteVersion.objects.values_list("kind", flat=True))
    held = {
        (key, email.casefold())
        for key, email in DeskHolder.objects.values_list("desk__key", "person__email")
    }
    return [
        *(_lacks(_("Unit"), unit.key) for unit in city.units if unit.key not in units),
        *(_lacks(_("Desk"), desk.key) for desk in city.desks() if desk.key not in desks),
        *(
            _lacks(_("Account"), account.email)
            for account in city.accounts
            if account.email.casefold() not in people
        ),
        *(
            _lacks(_("Holder"), f"{holder} ({desk.key})")
            for desk in city.desks()
            for holder in desk.holders
            if (desk.key, holder.casefold()) not in held
        ),
        *(_lacks(_("Route"), route.kind) for route in city.routes if route.kind not in routes),
    ]


def _land(city: City) -> Iterator[Problem]:
    if city.state != settings.LAND:
        text = Formatted(
            _("“%(state)s” is not the Land of this installation (%(land)s)."),
            {"state": city.state, "land": settings.LAND},
        )
        yield Problem(_("Section city"), text)


def _names(city: City) -> Iterator[Problem]:
    for account in city.accounts:
        person = User(
            email=account.email,
            given_name=account.given_name,
            family_name=account.family_name,
        )
        try:
            person.clean_fields(exclude=["password"])
        except ValidationError as error:
            for message in error.messages:
                yield Problem(_named(_("Account"), account.email), message)


def _predicates(city: City, known: set[str]) -> Iterator[Problem]:
    for route in city.routes:
        for rule in route.cosign_rules:
            if rule.when not in known:
                place = _named(_("Rule of the route"), rule.when)
                yield Problem(place, _("There is no such condition."))


def _lacks(what: Text, key: str) -> Problem:
    text = _(
        "The city is already set up without it. Please add it on the pages of the organisation."
    )
    return Problem(_named(what, key), text)


def _named(what: Text, key: str) -> Formatted:
    return Formatted(_("%(what)s “%(key)s”"), {"what": what, "key": key})


def _keys(rows: Iterable[str]) -> set[str]:
    return set(rows)
