"""The rules of the council: those of the Land, and those of the city from its file."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ...city.file import City, Problem
from ...city.file.problems import Formatted
from ...city.file.schema import CouncilRuleEntry
from ...council.actions.law import load_law
from ...council.models import CouncilRule, Organization
from ...council.rules.values import value_problems
from ...council.vocabulary import RuleOrigin, RuleSubject, RuleUnit


def unfit_rules(city: City) -> Iterator[Problem]:
    """Rules of the file that the council does not know, or whose value does not fit."""
    for rule in city.council_rules:
        value = {"amount": rule.amount, "unit": rule.unit, "flag": rule.flag, "words": rule.words}
        for unmet in value_problems(rule.subject, **value):  # type: ignore[arg-type] # as the file gives them
            what = {"what": _("Rule of the council"), "key": rule.subject}
            yield Problem(Formatted(_("%(what)s “%(key)s”"), what), unmet.text)

    if city.editorial_deadline.unit.value not in RuleUnit.values:
        text = _("The deadline is counted in working days, days, weeks or months.")
        yield Problem(_("Section editorial_deadline"), text)


def load_rules(city: City) -> None:
    """Store the rules of the Land and the city's own, each only where there are none yet.

    Afterwards the council office keeps them: what the file says does not undo what it has done, and
    what a later release ships it adopts itself.
    """
    load_law(settings.LAND)
    if CouncilRule.objects.filter(origin=RuleOrigin.LOCAL).exists():
        return
    bodies = dict(Organization.objects.values_list("key", "pk"))
    CouncilRule.objects.bulk_create([
        *(_row(rule, bodies.get(rule.body)) for rule in city.council_rules),
        *_closing(city),
        *_immediate(city, bodies),
    ])  # fmt: skip


def _row(rule: CouncilRuleEntry, body: int | None) -> CouncilRule:
    return CouncilRule(
        subject=rule.subject,
        organization_id=body,
        body_type=rule.body_type,
        amount=rule.amount,
        unit=rule.unit,
        flag=rule.flag,
        words=list(rule.words) or None,
        valid_from=rule.valid_from,
        valid_until=rule.valid_until,
        norm=rule.norm,
        source=rule.source,
        origin=RuleOrigin.LOCAL,
    )


def _closing(city: City) -> Iterator[CouncilRule]:
    """The editorial deadline, by which the sessions of the file are planned."""
    if any(rule.subject == RuleSubject.SUBMISSION_PERIOD for rule in city.council_rules):
        return
    period = city.editorial_deadline
    yield CouncilRule(
        subject=RuleSubject.SUBMISSION_PERIOD,
        amount=period.amount,
        unit=RuleUnit(period.unit.value),
        valid_from=city.valid_from,
        norm=str(_("Rules of procedure")),
        origin=RuleOrigin.LOCAL,
    )


def _immediate(city: City, bodies: dict[str, int]) -> Iterator[CouncilRule]:
    """Committees whose decisions are executed at once (GO NRW § 57 Abs. 4)."""
    for body in city.bodies:
        rule = body.executes_at_once
        if rule is not None:
            yield CouncilRule(
                subject=RuleSubject.OBJECTION_WAITS,
                organization_id=bodies[body.key],
                flag=False,
                valid_from=rule.valid_from,
                valid_until=rule.valid_until,
                norm=rule.basis,
                origin=RuleOrigin.LOCAL,
            )
