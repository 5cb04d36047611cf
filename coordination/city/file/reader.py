"""From a TOML file to a city, with every fault noted on the way."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from workflows.calendars import Period, PeriodUnit, Rung
from workflows.enums import DeskFunction, Participation, SignatureMark, SilenceEffect, UnitKind
from workflows.spelling import one_line

from . import schema
from .checks import check_city
from .council import read_council_rule
from .problems import CityFileError, Formatted, Problem
from .sessions import read_body, read_weekly
from .tables import Table
from .toml import read_toml


def read_city(content: bytes) -> schema.City:
    """The city that a file describes.

    Raises CityFileError with all its problems: first whether it is TOML at all, then every value
    and every reference at once.
    """
    problems: list[Problem] = []
    city = _city(Table(read_toml(content), _("The file"), problems))
    problems += check_city(city)
    if problems:
        raise CityFileError(problems)
    return city


def _city(file: Table) -> schema.City:
    about = file.table("city", _("Section city"))
    city = schema.City(
        name=about.text("name"),
        state=about.text("state", longest=2),
        valid_from=about.date("valid_from"),
        days_off=tuple(_day_off(entry) for entry in file.tables("days_off", _("Day off"))),
        executive_board=read_weekly(file.table("executive_board", _("Section executive_board"))),
        editorial_deadline=_period(
            file.table("editorial_deadline", _("Section editorial_deadline"))
        ),
        units=tuple(_unit(entry) for entry in file.tables("units", _("Unit"))),
        accounts=_accounts(file),
        districts=tuple(_district(entry) for entry in file.tables("districts", _("District"))),
        fields_of_action=tuple(
            _term(entry) for entry in file.tables("fields_of_action", _("Field of action"))
        ),
        target_groups=tuple(
            _term(entry) for entry in file.tables("target_groups", _("Target group"))
        ),
        bodies=tuple(read_body(entry) for entry in file.tables("bodies", _("Body"))),
        council_rules=tuple(
            read_council_rule(entry)
            for entry in file.tables("council_rules", _("Rule of the council"))
        ),
        routes=tuple(_route(entry) for entry in file.tables("routes", _("Route"))),
    )
    about.finish()
    file.finish()
    return city


def _day_off(entry: Table) -> schema.DayOffRule:
    name, is_holiday = entry.text("name", longest=100), entry.yes("public_holiday")
    if entry.has("easter"):
        easter = entry.integer("easter", low=-90, high=200)
        rule = schema.DayOffRule(name, easter=easter, is_public_holiday=is_holiday)
    else:
        month = entry.integer("month", low=1, high=12)
        day = entry.integer("day", low=1, high=31)
        rule = schema.DayOffRule(name, month=month, day=day, is_public_holiday=is_holiday)
    entry.finish()
    return rule


def _unit(entry: Table) -> schema.UnitEntry:
    key = entry.key("key")
    unit = schema.UnitEntry(
        key=key,
        name=entry.text("name"),
        short_name=entry.text("short_name", longest=60),
        kind=entry.choice("kind", UnitKind, instead=UnitKind.PARTNER),
        function=entry.key("function", default=""),
        parent=entry.text("parent", default=""),
        desks=tuple(
            _desk(key, desk)
            for desk in entry.tables("desks", Formatted(_("Desk of “%(unit)s”"), {"unit": key}))
        ),
    )
    entry.finish()
    return unit


def _desk(unit: str, entry: Table) -> schema.DeskEntry:
    function = entry.choice("function", DeskFunction, instead=DeskFunction.OBSERVER)
    usual = schema.USUAL_MARK.get(function, SignatureMark.BY_ORDER)
    desk = schema.DeskEntry(
        key=entry.key("key", default=f"{unit}-{function.value}"),
        unit=unit,
        function=function,
        name=entry.text("name"),
        superior=entry.text("superior", default=""),
        signs=entry.choice("signs", SignatureMark, instead=usual, default=usual),
        holders=entry.texts("holders"),
    )
    entry.finish()
    return desk


def _accounts(file: Table) -> tuple[schema.Account, ...]:
    found = []
    accounts = file.table("accounts", _("Section accounts"))
    for email in accounts.names():
        names = accounts.texts(email)
        if len(names) != 2 or not all(names):  # noqa: PLR2004 (given and family name)
            accounts.note(_("“%(key)s” needs a given and a family name."), key=email)
            names = ("?", "?")
        found.append(schema.Account(one_line(email), *names))
    return tuple(found)


def _district(entry: Table) -> schema.District:
    district = schema.District(
        key=entry.key("key"),
        name=entry.text("name", longest=120),
        unit=entry.text("unit"),
        body=entry.text("body"),
    )
    entry.finish()
    return district


def _term(entry: Table) -> schema.Term:
    term = schema.Term(
        key=entry.key("key"),
        name=entry.text("name", longest=120),
        mandatory=entry.yes("mandatory"),
    )
    entry.finish()
    return term


def _route(entry: Table) -> schema.RouteEntry:
    rules = entry.tables("cosign_rules", _("Rule of the route"))
    periods = entry.tables("periods", _("Period of the route"))
    thresholds = entry.tables("thresholds", _("Threshold of the route"))
    route = schema.RouteEntry(
        kind=entry.key("kind"),
        valid_from=entry.date("valid_from"),
        note=entry.text("note", longest=400, default=""),
        cosign_rules=tuple(_rule(rule) for rule in rules),
        periods=tuple((period.key("step"), _period(period)) for period in periods),
        thresholds=tuple(_threshold(threshold) for threshold in thresholds),
        ladder=tuple(_rung(rung) for rung in entry.tables("ladder", _("Level of the route"))),
    )
    entry.finish()
    return route


def _rule(entry: Table) -> schema.CosignEntry:
    rule = schema.CosignEntry(
        when=entry.key("when"),
        function=entry.key("function"),
        participation=entry.choice("participation", Participation, instead=Participation.INFORM),
        silence=entry.choice("silence", SilenceEffect, instead=SilenceEffect.NONE),
        may_extend=entry.yes("may_extend"),
    )
    entry.finish()
    return rule


def _rung(entry: Table) -> Rung:
    rung = Rung(
        level=entry.text("level", longest=8),
        offset=entry.integer("offset", low=-250, high=250),
        recipients=entry.texts("recipients"),
        minimum=entry.integer("minimum", low=0, high=250, default=0),
    )
    entry.finish()
    return rung


def _period(entry: Table) -> Period:
    amount = entry.integer("amount", low=1, high=1000)
    unit = entry.choice("unit", PeriodUnit, instead=PeriodUnit.WORKING_DAYS)
    entry.finish()
    return Period(amount, unit)


def _threshold(entry: Table) -> tuple[str, Decimal]:
    found = entry.key("key"), Decimal(entry.integer("amount", low=0, high=10**12 - 1))
    entry.finish()
    return found
