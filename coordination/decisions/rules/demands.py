"""Which bodies have to deal with a matter besides the one that decides (domain 2.4)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from workflows.refusals import Unmet

from ...city.enums import OrganizationType
from ...council.enums import ConsultationRole as Role
from ...council.enums import DecisionPath
from ...council.models import Consultation, Organization
from ...council.queries import Rules, rules_on
from ...council.vocabulary import First
from ...council.vocabulary import RuleSubject as Rule
from .subjects import DecisionSubject

INTEGRATION = "chain_integration_first"
YOUTH = "chain_youth_missing"
DISTRICT = "chain_district_missing"
SUM = "chain_sum_missing"


@dataclass(frozen=True, slots=True)
class Demand:
    """One of `bodies` deals with the matter before it is decided, or decides itself.

    `is_first`: before all others. `may_be_waived`: a reason is enough not to keep it.
    """

    code: str
    bodies: tuple[Organization, ...]
    text: str
    is_first: bool = False
    may_be_waived: bool = False

    def is_met(self, stations: Sequence[Consultation]) -> bool:
        """Whether a chain keeps it; taking note of what is decided does not count."""
        wanted = {body.pk for body in self.bodies}
        heard = [row.organization_id for row in stations if row.role != Role.INFORMATION]
        return bool(heard) and (heard[0] in wanted if self.is_first else bool(wanted & {*heard}))

    def unmet(self) -> Unmet:
        """What is said where a chain does not keep it."""
        return Unmet(self.code, self.text % {"body": self.bodies[0].name}, "chain")


def demands_of(subject: DecisionSubject, *, on: date) -> list[Demand]:
    """What the rules of a day demand of the chain of a matter; one statement for the bodies.

    A city without such a body is not asked for it. Sums count on the way to the council
    (GO NRW § 59).
    """
    if subject.decision_path == DecisionPath.CURRENT_ADMINISTRATION:
        return []
    return demands_among(subject, rules_on(on), bodies_on(on))


def bodies_on(day: date) -> list[Organization]:
    """The bodies of a day with their districts, in the order of their keys; one statement."""
    return list(Organization.objects.in_force(on=day).select_related("district").order_by("key"))


def demands_among(
    subject: DecisionSubject, rules: Rules, bodies: Sequence[Organization]
) -> list[Demand]:
    """The same from what was read before for many matters; no statement."""
    if subject.decision_path == DecisionPath.CURRENT_ADMINISTRATION:
        return []
    return [
        *_integration(rules, bodies),
        *_youth(subject, rules, bodies),
        *_district(subject, rules, bodies),
        *_sums(subject, rules, bodies),
    ]


def demand_problems(
    stations: Sequence[Consultation], demands: Iterable[Demand], *, waived: Collection[str]
) -> Iterator[Unmet]:
    """The demands that a whole chain, with what has a result already, does not keep."""
    for demand in demands:
        is_waived = demand.may_be_waived and demand.code in waived
        if not is_waived and not demand.is_met(stations):
            yield demand.unmet()


def _of(bodies: Iterable[Organization], kind: str) -> tuple[Organization, ...]:
    return tuple(body for body in bodies if body.type == kind)


def _integration(rules: Rules, bodies: Sequence[Organization]) -> Iterator[Demand]:
    """The integration council comes first: always, or as a rule (local; GO NRW § 27)."""
    word = rules.word(Rule.INTEGRATION_FIRST)
    found = _of(bodies, OrganizationType.INTEGRATION_COUNCIL)
    if not found or word not in (First.HARD, First.SOFT):
        return
    text = _("“%(body)s” has to deal with it first.")
    if word == First.SOFT:
        text = _("“%(body)s” deals with it first, unless there is a reason why it does not.")
    yield Demand(INTEGRATION, found, text, is_first=True, may_be_waived=word == First.SOFT)


def _youth(
    subject: DecisionSubject, rules: Rules, bodies: Sequence[Organization]
) -> Iterator[Demand]:
    found = _of(bodies, OrganizationType.YOUTH_COMMITTEE)
    if found and "minors" in subject.impacts() and rules.says(Rule.YOUTH_TAKES_PART):
        text = _("It concerns the young: “%(body)s” must be heard (SGB VIII § 71 Abs. 3).")
        yield Demand(YOUTH, found, text)


def _district(
    subject: DecisionSubject, rules: Rules, bodies: Sequence[Organization]
) -> Iterator[Demand]:
    """What is limited to one district is a matter of its council too (GO NRW § 37)."""
    if not rules.says(Rule.DISTRICT_TAKES_PART):
        return
    keys = subject.district_keys()
    found = tuple(b for b in bodies if b.district is not None and b.district.key in keys)
    if len(keys) == 1 and found:
        text = _("It is limited to one district: “%(body)s” must deal with it (GO NRW § 37).")
        yield Demand(DISTRICT, found, text)


def _sums(
    subject: DecisionSubject, rules: Rules, bodies: Sequence[Organization]
) -> Iterator[Demand]:
    """Bodies that deliberate because of the cost, by their rules (GO NRW § 59; local)."""
    if subject.decision_path != DecisionPath.COUNCIL:
        return
    subjects = [Rule.DELIBERATES_FROM]
    if "contract" in subject.impacts():
        subjects.insert(0, Rule.PROCUREMENT_FROM)
    text = _("At this cost “%(body)s” must deliberate before the council.")
    for rule in subjects:
        for body in bodies:
            limit = rules.amount(rule, body)
            if limit is not None and subject.total_cost >= limit:
                yield Demand(SUM, (body,), text)
