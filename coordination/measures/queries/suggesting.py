"""Which offices might be asked about a measure as well: hints for the secretariat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflows.enums import Access, Participation, VoteChoice
from workflows.models import CosignatureItem, Unit
from workflows.queries.people.routes import cosign_rules_of

from ...city.rules import OUTSIDE
from ...decisions.rules.asking import Suggestion
from ...decisions.rules.predicates import with_function
from ..models import Measure, TemplateUse
from .template_texts import OFFICES

LATEST = 50
"""So many earlier measures are looked at, the latest first."""

MOST = 8

_SAYS_NOTHING = (VoteChoice.NOT_AFFECTED, VoteChoice.NOT_RESPONSIBLE)


def suggested(
    measure: Measure, expected: Mapping[str, Sequence[str]], *, on: date
) -> list[Suggestion]:
    """Offices by the template with which it began, by the fields of action, then those of earlier
    measures of the same fields.

    `expected` are the impacts that are likely in a field of action, by its key. Each office once,
    the lead never; who has to be asked anyway is for whoever calls to leave out.
    """
    found: dict[int, str] = {}
    for unit, why in (
        *_by_template(measure), *_by_field(measure, expected, on=on), *_by_earlier(measure)
    ):  # fmt: skip
        found.setdefault(unit, why)
    found.pop(measure.lead_id, None)
    inside = Unit.objects.in_force(on=on).exclude(kind__in=OUTSIDE).filter(pk__in=found)
    known = set(inside.values_list("pk", flat=True))
    return [Suggestion(unit, why) for unit, why in found.items() if unit in known][:MOST]


def _by_template(measure: Measure) -> Iterator[tuple[int, str]]:
    """Whom the lead's template calls usual; which one it was is the lead's own."""
    use = TemplateUse.objects.filter(measure=measure).select_related("version").first()
    named = use.version.content.get(OFFICES) or [] if use else []
    for unit in Unit.objects.filter(pk__in=named).order_by("sort_key") if named else ():
        yield unit.successor_id or unit.pk, _("usual for measures of this kind")


def _by_field(
    measure: Measure, expected: Mapping[str, Sequence[str]], *, on: date
) -> Iterator[tuple[int, str]]:
    ticked = measure.impacts()
    rules = cosign_rules_of(measure.case.route_id)
    for field in measure.fields_of_action.order_by("position", "name"):
        likely = {f"impact_{name}" for name in expected.get(field.key, ()) if name not in ticked}
        keys = {rule.unit_function for rule in rules if rule.predicate in likely}
        for unit in with_function(keys, on=on) if keys else ():
            why = _("field of action “%(field)s”") % {"field": field.name}
            yield unit.successor_id or unit.pk, why


def _by_earlier(measure: Measure) -> Iterator[tuple[int, str]]:
    """Who has said something about the latest measures that have a field of action in common."""
    fields = measure.field_ids()
    if not fields:
        return
    same = Measure.objects.filter(fields_of_action__in=fields, case__access=Access.NORMAL)
    latest = same.exclude(pk=measure.pk).order_by("-case").values_list("case", flat=True)
    items = CosignatureItem.objects.filter(
        case__in=list(latest.distinct()[:LATEST]),
        participation=Participation.COSIGN,
        votes__is_current=True,
        votes__cast_by__isnull=False,
    ).exclude(votes__choice__in=_SAYS_NOTHING)
    rows = items.values_list("unit").annotate(times=Count("case", distinct=True))
    for unit, times in rows.order_by("-times", "unit")[: 2 * MOST]:
        text = ngettext(
            "co-signed %(times)s earlier measure of these fields of action",
            "co-signed %(times)s earlier measures of these fields of action",
            times,
        )
        yield unit, text % {"times": times}
