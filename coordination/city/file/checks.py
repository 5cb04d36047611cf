"""Whether the entries of a city file fit together: references, cycles, duplicates, posts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext_lazy as _

from workflows.enums import DeskFunction, SignatureMark, UnitKind

from ..enums import OrganizationType
from . import schema
from .problems import Formatted, Problem, Text

# Without these posts a measure would wait for nobody somewhere on its way.
NEEDED_ONCE = (DeskFunction.MAYOR, DeskFunction.INTEGRATION_DEPUTY)
NEEDED = (
    DeskFunction.GENERAL_DEPUTY,
    DeskFunction.COUNCIL_SECRETARY,
    DeskFunction.BOARD_SECRETARY,
    DeskFunction.ORGANISATION,
)
_MAY_REPRESENT = (
    DeskFunction.GENERAL_DEPUTY,
    DeskFunction.DEPUTY_MAYOR,
    DeskFunction.INTEGRATION_DEPUTY,
)
_MAY_LEAD = (UnitKind.OFFICE, UnitKind.STAFF_UNIT, UnitKind.DISTRICT)


def check_city(city: schema.City) -> list[Problem]:
    """Everything that does not fit together, in the order of the file."""
    return [
        *_units(city),
        *_desks(city),
        *_posts(city),
        *_accounts(city),
        *_catalogues(city),
        *_bodies(city),
        *_council_rules(city),
        *_routes(city),
    ]


def _units(city: schema.City) -> Iterator[Problem]:
    keys = {unit.key for unit in city.units}
    yield from _twice(_("Unit"), (unit.key for unit in city.units))
    yield from _twice(_("Function"), (unit.function for unit in city.units if unit.function))
    for unit in city.units:
        if unit.parent and unit.parent not in keys:
            yield _problem(_("Unit"), unit.key, _("The parent “%(name)s” is unknown."), unit.parent)
        yield from _head(unit)
    parents = {unit.key: unit.parent for unit in city.units}
    for key in _in_cycles(parents):
        yield _problem(_("Unit"), key, _("The unit lies below itself."))


def _head(unit: schema.UnitEntry) -> Iterator[Problem]:
    functions = {desk.function for desk in unit.desks}
    leads = functions & {DeskFunction.HEAD, DeskFunction.ORGANISATION}
    if unit.kind in _MAY_LEAD and not leads:
        yield _problem(_("Unit"), unit.key, _("It needs a desk with the function “head”."))
    if unit.kind == UnitKind.DIVISION and DeskFunction.DEPUTY_MAYOR not in functions:
        yield _problem(_("Unit"), unit.key, _("It needs a desk with the function “deputy_mayor”."))


def _desks(city: schema.City) -> Iterator[Problem]:
    keys = {desk.key for desk in city.desks()}
    emails = {account.email for account in city.accounts}
    yield from _twice(_("Desk"), (desk.key for desk in city.desks()))
    for desk in city.desks():
        if desk.superior and desk.superior not in keys:
            text = _("The superior desk “%(name)s” is unknown.")
            yield _problem(_("Desk"), desk.key, text, desk.superior)
        for holder in desk.holders:
            if holder not in emails:
                text = _("The holder “%(name)s” has no account.")
                yield _problem(_("Desk"), desk.key, text, holder)
        yield from _mark(desk)
        if not desk.superior and desk.function not in (DeskFunction.MAYOR, DeskFunction.OBSERVER):
            yield _problem(_("Desk"), desk.key, _("It needs a superior desk."))
    superiors = {desk.key: desk.superior for desk in city.desks()}
    for key in _in_cycles(superiors):
        yield _problem(_("Desk"), key, _("The desk is its own superior."))


def _mark(desk: schema.DeskEntry) -> Iterator[Problem]:
    if desk.signs == SignatureMark.IN_REPRESENTATION and desk.function not in _MAY_REPRESENT:
        text = _("Only the mayor's representatives sign “iv” (i. V.).")
        yield _problem(_("Desk"), desk.key, text)


def _posts(city: schema.City) -> Iterator[Problem]:
    held = Counter(desk.function for desk in city.desks())
    for function in NEEDED_ONCE:
        if held[function] != 1:
            text = _("There must be exactly one desk with the function “%(name)s”.")
            yield Problem(_("Desks"), Formatted(text, {"name": function.value}))
    for function in NEEDED:
        if not held[function]:
            text = _("There is no desk with the function “%(name)s”.")
            yield Problem(_("Desks"), Formatted(text, {"name": function.value}))


def _accounts(city: schema.City) -> Iterator[Problem]:
    yield from _twice(_("Account"), (account.email.casefold() for account in city.accounts))
    for account in city.accounts:
        if account.email.count("@") != 1 or "." not in account.email.partition("@")[2]:
            yield _problem(_("Account"), account.email, _("This is no e-mail address."))


def _catalogues(city: schema.City) -> Iterator[Problem]:
    yield from _twice(_("District"), (district.key for district in city.districts))
    yield from _twice(_("Field of action"), (term.key for term in city.fields_of_action))
    yield from _twice(_("Target group"), (term.key for term in city.target_groups))
    units = {unit.key for unit in city.units if unit.kind == UnitKind.DISTRICT}
    bodies = {b.key for b in city.bodies if b.kind == OrganizationType.DISTRICT_COUNCIL}
    for district in city.districts:
        if district.unit not in units:
            text = _("“%(name)s” is no unit of the kind “district”.")
            yield _problem(_("District"), district.key, text, district.unit)
        if district.body not in bodies:
            text = _("“%(name)s” is no body of the kind “district_council”.")
            yield _problem(_("District"), district.key, text, district.body)


def _bodies(city: schema.City) -> Iterator[Problem]:
    yield from _twice(_("Body"), (body.key for body in city.bodies))
    fixed = {b.key for b in city.bodies if isinstance(b.sessions, schema.FixedSessions)}
    accounts = {account.email.casefold() for account in city.accounts}
    for body in city.bodies:
        if isinstance(body.sessions, schema.DependentSessions):
            if body.sessions.before not in fixed:
                text = _("“%(name)s” is no body with sessions on fixed dates.")
                yield _problem(_("Body"), body.key, text, body.sessions.before)
            if body.sessions.from_days < body.sessions.to_days:
                text = _("“from_days” must not be smaller than “to_days”: both count back.")
                yield _problem(_("Body"), body.key, text)
        yield from _seats(body, accounts)


def _seats(body: schema.Body, accounts: set[str]) -> Iterator[Problem]:
    for seats in body.seats:
        if seats.person and seats.person.casefold() not in accounts:
            text = _("“%(name)s” is no account of this file.")
            yield _problem(_("Seats of the body"), body.key, text, seats.person)
    if sum(seats.count for seats in body.seats if seats.voting) > body.members:
        text = _("There are more seats with a vote than members.")
        yield _problem(_("Seats of the body"), body.key, text)


def _council_rules(city: schema.City) -> Iterator[Problem]:
    bodies = {body.key for body in city.bodies}
    for rule in city.council_rules:
        if rule.body and rule.body not in bodies:
            text = _("“%(name)s” is no body of this file.")
            yield _problem(_("Rule of the council"), rule.subject, text, rule.body)


def _routes(city: schema.City) -> Iterator[Problem]:
    functions = {unit.function for unit in city.units} | {schema.DISTRICT}
    yield from _twice(_("Route"), (route.kind for route in city.routes))
    for route in city.routes:
        yield from _twice(
            _("Rule of the route"), (f"{r.when} → {r.function}" for r in route.cosign_rules)
        )
        yield from _twice(_("Period of the route"), (step for step, _period in route.periods))
        yield from _twice(_("Threshold of the route"), (key for key, _sum in route.thresholds))
        if not route.ladder:
            yield _problem(_("Route"), route.kind, _("Nobody is told of what is late: “ladder”."))
        for rule in route.cosign_rules:
            if rule.function not in functions:
                text = _("No unit has the function “%(name)s”.")
                yield _problem(_("Rule of the route"), rule.when, text, rule.function)


def _problem(what: Text, key: str, text: Text, name: str = "") -> Problem:
    place = Formatted(_("%(what)s “%(key)s”"), {"what": what, "key": key})
    return Problem(place, Formatted(text, {"name": name}))


def _twice(what: Text, keys: Iterable[str]) -> Iterator[Problem]:
    for key, count in Counter(keys).items():
        if count > 1 and key:
            yield _problem(what, key, _("It stands in the file more than once."))


def _in_cycles(above: Mapping[str, str]) -> list[str]:
    """The keys from which the way up comes back to the key itself."""
    found = []
    for start in above:
        seen: set[str] = set()
        here = above[start]
        while here and here in above and here not in seen and here != start:
            seen.add(here)
            here = above[here]
        if here == start:
            found.append(start)
    return found
