"""Routes: a whole new version of the rules of one kind of case; running cases keep their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...actions.acting.lasting import LastingLook
from ...calendars import Period, PeriodError
from ...enums import Participation, Recipient, SilenceEffect
from ...machine import UnknownKindError, act, flow_for
from ...machine.entry import Entry
from ...models import CosignRule, RoutePeriod, RouteRung, RouteThreshold, RouteVersion, Unit
from ...queries.people.route_words import KnownWords, known_words
from ...queries.people.routes import ladder_of
from ...refusals import Unmet
from ...untyped import Json
from .base import OrganisationWork

_HIGHEST = Decimal(10) ** 12
_FARTHEST = 250
"""Working days: about a year."""


def can_publish(look: LastingLook) -> Iterable[Unmet]:
    """A known kind, a day neither over nor before the last version's, rules that can be kept."""
    entry = look.entry
    kind = entry.text("kind", longest=40)
    day = entry.day("valid_from")
    entry.text("note", longest=400, needed=False)
    if not _is_known(kind):
        if kind:
            entry.note("unknown", _("There is no such kind of matter."), "kind")
        return entry.unmet
    if day and day < look.call.today and look.call.actor.person is not None:
        text = _("The first day lies in the past. Please choose today or a later day.")
        entry.note("past", text, "valid_from")
    last = RouteVersion.objects.filter(kind=kind).order_by("-number").first()
    if day and last and day < last.valid_from:
        text = _("A later version is already planned from %(day)s. Please choose a later day.")
        entry.note("too_early", text % {"day": f"{last.valid_from:%d.%m.%Y}"}, "valid_from")
    known = known_words(kind)
    _check_rules(entry, known)
    _check_periods(entry, known)
    _check_thresholds(entry, known)
    _check_ladder(entry)
    return entry.unmet


@act(gettext_lazy("publish route"), guards=[can_publish])
def publish_route(work: OrganisationWork) -> None:
    entry = work.look.entry
    ladder = _ladder(entry)
    row = publish_version(
        work, entry["kind"], entry["valid_from"], entry["note"], rules=entry["cosign_rules"],
        periods=entry["periods"], thresholds=entry["thresholds"], ladder=ladder,
    )  # fmt: skip
    work.note(
        route=row.pk,
        kind=row.kind,
        number=row.number,
        valid_from=str(row.valid_from),
        cosign_rules=entry["cosign_rules"],
        periods=entry["periods"],
        thresholds=entry["thresholds"],
        ladder=ladder,
    )


def _ladder(entry: Entry) -> Sequence[Json]:
    """The rungs given; else those of the last version."""
    if entry.given("ladder") is not None:
        return entry.table("ladder")
    return _last_ladder(entry)


def _last_ladder(entry: Entry) -> Sequence[Json]:
    last = RouteVersion.objects.filter(kind=entry["kind"]).order_by("-number").first()
    return [asdict(rung) for rung in ladder_of(last.pk)] if last else []


def publish_version(
    work: OrganisationWork,
    kind: str,
    valid_from: date,
    note: str,
    *,
    rules: Iterable[Json],
    periods: Iterable[Json],
    thresholds: Iterable[Json],
    ladder: Iterable[Json] = (),
) -> RouteVersion:
    """Write a version whose parts have been checked."""
    numbers = RouteVersion.objects.filter(kind=kind).order_by("-number")
    number = (numbers.values_list("number", flat=True).first() or 0) + 1
    route = RouteVersion(kind=kind, number=number, valid_from=valid_from, note=note)
    work.store(route)
    work.store_new(
        CosignRule(
            route=route,
            predicate=rule["predicate"],
            unit_function=rule["unit_function"],
            participation=rule["participation"],
            silence=rule["silence"],
            may_extend=rule.get("may_extend", False),
        )
        for rule in rules
    )
    work.store_new(
        RoutePeriod(route=route, step=row["step"], amount=row["amount"], unit=row["unit"])
        for row in periods
    )
    work.store_new(
        RouteThreshold(route=route, key=row["key"], amount=Decimal(row["amount"]))
        for row in thresholds
    )
    work.store_new(_rungs(route, ladder))
    return route


def _rungs(route: RouteVersion, ladder: Iterable[Json]) -> Iterator[RouteRung]:
    for position, rung in enumerate(ladder):
        yield RouteRung(
            route=route,
            position=position,
            level=rung["level"],
            offset=rung["offset"],
            minimum=rung["minimum"],
            recipients=list(rung["recipients"]),
        )


def _is_known(kind: str) -> bool:
    try:
        flow_for(kind)
    except UnknownKindError:
        return False
    return True


def _check_rules(entry: Entry, known: KnownWords) -> None:
    functions = set(Unit.objects.exclude(function="").values_list("function", flat=True))
    seen = set[tuple[str, str]]()
    for index, row in enumerate(entry.table("cosign_rules")):
        part = Entry(row)
        predicate = part.text("predicate", longest=60)
        function = part.text("unit_function", longest=60)
        part.choice("participation", Participation)
        part.choice("silence", SilenceEffect)
        if predicate and known.is_strange(predicate, known.predicates):
            part.note("unknown", _("There is no such condition."), "predicate")
        if function not in functions and known.is_strange(function, known.unit_functions):
            part.note("unknown", _("No unit has this function key."), "unit_function")
        if (predicate, function) in seen:
            part.note("twice", _("This rule stands in the list more than once."), "predicate")
        seen.add((predicate, function))
        entry.take(part, f"cosign_rules.{index}.")


def _check_periods(entry: Entry, known: KnownWords) -> None:
    seen = set[str]()
    for index, row in enumerate(entry.table("periods")):
        part = Entry(row)
        step = part.text("step", longest=60)
        if step and not known.is_first and step not in known.periods:
            part.note("unknown", _("There is no such step."), "step")
        if step in seen:
            part.note("twice", _("This step stands in the list more than once."), "step")
        seen.add(step)
        try:
            Period(row.get("amount", 0), row.get("unit", ""))
        except PeriodError as error:
            part.note("invalid", str(error), "amount")
        entry.take(part, f"periods.{index}.")
    for step in sorted(known.needed_periods - seen):
        text = _("The step “%(step)s” needs a period.") % {"step": known.periods[step]}
        entry.note("missing", text, "periods")


def _check_thresholds(entry: Entry, known: KnownWords) -> None:
    seen = set[str]()
    for index, row in enumerate(entry.table("thresholds")):
        part = Entry(row)
        key = part.text("key", longest=60)
        if key and known.is_strange(key, known.thresholds):
            part.note("unknown", _("There is no such threshold."), "key")
        if key in seen:
            part.note("twice", _("This threshold stands in the list more than once."), "key")
        seen.add(key)
        if not _is_sum(row.get("amount")):
            text = _("Please enter a sum of money from 0 to 999,999,999,999.99 €.")
            part.note("invalid", text, "amount")
        entry.take(part, f"thresholds.{index}.")
    for key in sorted(known.needed_thresholds - seen):
        text = _("The threshold “%(key)s” needs a sum.") % {"key": known.thresholds[key]}
        entry.note("missing", text, "thresholds")


def _check_ladder(entry: Entry) -> None:
    """Each level once, from the first day to the last, and nobody is left out.

    A ladder may change, and never goes: what is late would speak to nobody.
    """
    if entry.given("ladder") is None:
        return
    if not entry.given("ladder") and _last_ladder(entry):
        text = _("Somebody must be told of what is late: please enter at least one level.")
        entry.note("missing", text, "ladder")
    seen, last = set[str](), -_FARTHEST - 1
    for index, row in enumerate(entry.table("ladder")):
        part = Entry(row)
        level = part.text("level", longest=8)
        if level in seen:
            part.note("twice", _("This level stands in the list more than once."), "level")
        seen.add(level)
        last = _check_rung(part, row, last)
        entry.take(part, f"ladder.{index}.")


def _check_rung(part: Entry, row: Json, last: int) -> int:
    offset, minimum = row.get("offset"), row.get("minimum", 0)
    if not isinstance(offset, int) or abs(offset) > _FARTHEST:
        text = _("Please enter a number of working days from -250 to 250.")
        part.note("invalid", text, "offset")
        offset = last
    elif offset <= last:
        text = _("Each level must come later than the one before it.")
        part.note("order", text, "offset")
    if not isinstance(minimum, int) or not 0 <= minimum <= _FARTHEST:
        part.note("invalid", _("Please enter a number of working days from 0 to 250."), "minimum")
    recipients = row.get("recipients") or []
    if not recipients or not set(recipients) <= set(Recipient.values):
        part.note("unknown", _("Please choose who is told."), "recipients")
    return offset


def _is_sum(value: object) -> bool:
    try:
        amount = Decimal(str(value))
        return 0 <= amount < _HIGHEST and amount == round(amount, 2)
    except InvalidOperation:
        return False
