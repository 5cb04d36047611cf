"""For every cell of the role table the judge says what is typed, and the offers say the same.

That `act()` says it too is asked in `test_role_table`.
"""

from dataclasses import replace

import pytest

from coordination.measures.flows.measure import MeasureFlow
from tests.coordination.flows.test_role_table import OF_CENTRE, Theatre, lift_curtain
from tests.situations import SITUATIONS
from tests.town import Town
from workflows.machine import ON_EVERY_TASK, Allowed, Refused, judge
from workflows.machine.judge import unmet_of
from workflows.models import Case
from workflows.queries.acting.offers import Situation, situation
from workflows.refusals import GuardsUnmet, Refusal

pytestmark = pytest.mark.django_db


def judged(seen: Situation, name: str) -> str:
    """What the judge makes of an empty form, in the words of the table."""
    look = seen.look.about(replace(seen.look.call, name=name))
    verdict = judge(seen.flow, look, digest=bytes)
    if not isinstance(verdict, Refused):
        return "ok"
    if isinstance(verdict.refusal, GuardsUnmet):
        return f"422 {' '.join(sorted({item.code for item in verdict.refusal.unmet}))}"
    return str(verdict.refusal.status)


def offered(seen: Situation, name: str) -> tuple[bool, str, list[str]]:
    """Whether a page offers the act, what it says against the person, what it says is missing."""
    offer = seen.offer(name)
    if offer is None:
        return False, "", []
    return True, offer.objection, sorted(item.code for item in offer.unmet)


def permitted(seen: Situation, name: str) -> tuple[bool, str, list[str]]:
    """The same as the judge says it about the act that the page would send."""
    offer = seen.offer(name)
    verdict = seen.permit(name, offer.task if offer else None)
    if isinstance(verdict, Refused):
        return bool(verdict.objection), verdict.objection, []
    return True, "", _codes(verdict)


def _codes(verdict: Allowed) -> list[str]:
    codes = []
    for guard in verdict.line.act.guards:
        one = replace(verdict.line, act=replace(verdict.line.act, guards=(guard,)))
        transition = type(verdict.transition)(
            verdict.transition.func, verdict.transition.source, custom={"line": one}
        )
        try:
            codes += [item.code for item in unmet_of(Allowed(transition, verdict.look))]
        except Refusal:
            continue
    return sorted(codes)


def compare(theatre: Theatre) -> None:
    case, wrong = Case.objects.get(pk=theatre.measure.case_id), []
    for role, person in theatre.people.items():
        seen = situation(case, person=person.pk, at=theatre.town.now, subject=theatre.measure)
        for name in theatre.names_for(role):
            if name in theatre.table.acts:
                typed = theatre.expected(name, role).partition(":")[0]
                said = judged(seen, name)
                if said != typed:
                    wrong.append(f"{role} {name}: the judge says {said}, not {typed}")
            is_shown = role in theatre.sees and case.state not in MeasureFlow.gone
            if (
                is_shown
                and name not in ON_EVERY_TASK
                and offered(seen, name) != permitted(seen, name)
            ):
                wrong.append(f"{role} {name}: {offered(seen, name)}, not {permitted(seen, name)}")
    assert wrong == []


@pytest.mark.parametrize("situation_name", SITUATIONS)
def test_offers_and_judge_say_what_is_typed(town: Town, situation_name: str) -> None:
    compare(lift_curtain(town, situation_name, led_by="office"))


@pytest.mark.parametrize("situation_name", OF_CENTRE)
def test_offers_and_judge_say_what_is_typed_where_the_centre_leads(
    town: Town, situation_name: str
) -> None:
    compare(lift_curtain(town, situation_name, led_by="centre"))
