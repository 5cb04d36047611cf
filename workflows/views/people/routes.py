"""Routes: the versions of each kind, one from near, and a new one."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from ...calendars import Period, local_date
from ...enums import Participation, SilenceEffect
from ...forms.people.routes import RouteForm
from ...forms.people.rungs import told_in_words, when_in_words
from ...machine import UnknownKindError, flow_for, registered_flows
from ...models import CosignRule, RouteVersion, Unit
from ...queries.people.route_words import KnownWords, known_words, last_version
from ...queries.people.routes import (
    cosign_rules_of,
    ladder_of,
    periods_of,
    route_in_force,
    thresholds_of,
)
from .pages import DeedPage, office, section


@require_safe
def routes(request: HttpRequest) -> HttpResponse:
    """Each kind of matter with its versions, the one in force marked."""
    _person, at = office(request)
    on, by_kind = local_date(at), defaultdict(list)
    for version in RouteVersion.objects.order_by("-number"):
        by_kind[version.kind].append(version)
    kinds = [
        (
            flow.kind,
            str(flow.label),
            by_kind[flow.kind],
            next((one for one in by_kind[flow.kind] if one.valid_from <= on), None),
        )
        for flow in registered_flows()
        if flow.kind in by_kind
    ]
    return section(request, "routes", {"kinds": kinds}, current="routes")


@require_safe
def route(request: HttpRequest, route_id: int) -> HttpResponse:
    """One version: periods, sums and rules in words."""
    _person, at = office(request)
    found = get_object_or_404(RouteVersion, pk=route_id)
    words = _words(found.kind)
    in_force = route_in_force(found.kind, on=local_date(at))
    units = _units(words, at=at)
    context = {
        "route": found,
        "label": str(flow_for(found.kind).label),
        "is_in_force": in_force is not None and in_force.pk == found.pk,
        "is_planned": found.valid_from > local_date(at),
        "periods": [
            (words.periods.get(step, step), period)
            for step, period in sorted(periods_of(found.pk).items())
            if step not in words.retired_periods
        ],
        "thresholds": [
            (words.thresholds.get(key, key), amount)
            for key, amount in sorted(thresholds_of(found.pk).items())
            if key not in words.retired_thresholds
        ],
        "rules": [_rule_in_words(rule, words, units) for rule in cosign_rules_of(found.pk)],
        "ladder": [
            (rung.level, when_in_words(rung.offset), rung.minimum, told_in_words(rung))
            for rung in ladder_of(found.pk)
        ],
        "cases": found.cases.filter(closed_at=None).count(),
    }
    return section(request, "route", context, current="routes")


def _rule_in_words(
    rule: CosignRule, words: KnownWords, units: dict[str, str]
) -> tuple[str, str, str, str, bool]:
    return (
        str(words.predicates.get(rule.predicate, rule.predicate)),
        units.get(rule.unit_function, rule.unit_function),
        str(Participation(rule.participation).label),
        str(SilenceEffect(rule.silence).label),
        rule.may_extend,
    )


def _words(kind: str) -> KnownWords:
    try:
        return known_words(kind)
    except UnknownKindError:
        raise Http404 from None


def _units(words: KnownWords, *, at: datetime) -> dict[str, str]:
    """Units by their function keys, and what the kind itself calls a unit."""
    named = Unit.objects.in_force(on=local_date(at)).exclude(function="")
    placeholders = {key: str(name) for key, name in words.unit_functions.items()}
    return {**placeholders, **dict(named.values_list("function", "name"))}


class NewRoute(DeedPage):
    """Publishes a new version, filled in with the last one."""

    url_name = "new_route"
    address = "organisation/laufwege/<slug:kind>/neu/"
    deed = "publish_route"
    form_class = RouteForm
    template_name = "workflows/people/route_form.html"
    title = gettext_lazy("New version of the route")
    submit_label = gettext_lazy("Publish version")
    checks = True
    lead = gettext_lazy(
        "A version is never changed once it is published; running matters keep theirs."
    )
    done_message = gettext_lazy("The new version is published.")

    def find(self) -> None:
        self.words = _words(self.kwargs["kind"])
        self.last = last_version(self.kwargs["kind"])
        if self.last is None:
            raise Http404

    def fixed(self) -> dict[str, object]:
        return {"kind": self.kwargs["kind"]}

    def get_initial(self) -> dict[str, object]:
        return {"valid_from": local_date(self.at)}

    def get_form_kwargs(self) -> dict[str, object]:
        key = self.last.pk if self.last else None
        words = self.words
        periods: dict[str, Period] = {
            step: period
            for step, period in sorted(periods_of(key).items())
            if step not in words.retired_periods
        }
        return {
            "words": words,
            "functions": _units(self.words, at=self.at),
            "rules": cosign_rules_of(key),
            "periods": periods,
            "thresholds": {
                name: amount
                for name, amount in sorted(thresholds_of(key).items())
                if name not in words.retired_thresholds
            },
            "ladder": ladder_of(key),
        }

    def back(self) -> tuple[str, str]:
        return str(gettext_lazy("Routes")), reverse("workflows:routes")
