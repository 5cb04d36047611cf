"""A measure under way costs more than was resolved: small and large changes, through the pages."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from coordination.council.models import Paper
from coordination.measures.actions.supplements import settle_supplements
from coordination.measures.models import Measure
from tests.journeys.driver import Person
from tests.journeys.stages import deliberated, state
from tests.situations import REASON, Stage
from tests.town import Town
from workflows.actions.time.clock import take_effects


def test_small_change_is_the_heads_and_a_large_one_goes_to_the_council(town: Town) -> None:
    measure = Stage(town).implementation()
    head, clerk = Person(town, "social-head"), Person(town, "social-clerk")
    head.does("change_plan", measure, cost="21.500", reason=REASON)
    assert head.opens(measure).shows("21.500,00 €", "Kosten oder Ende innerhalb der Grenzen")

    refused = head.does("change_plan", measure, status=422, cost="30.000", reason=REASON)
    assert refused.shows("Mehr als 22.000,00 € brauchen eine Ergänzungsvorlage.")
    clerk.does("supplement", measure)
    supplement = Measure.objects.get(supplements=measure)
    assert clerk.case(measure).shows("Ergänzungsvorlage:", supplement.reference)
    assert clerk.act(measure, "supplement").status == 409

    sections = clerk.get(f"/massnahmen/{supplement.case_id}/bearbeiten/")
    sections.follow("/bearbeiten/kosten/").fill_in(cost="30.000", cover="Haushalt 2027")
    head.does("submit", supplement)
    Person(town, "centre-clerk").does("pass_check", supplement)
    for desk in ("finance-head", "school-head"):
        Person(town, desk).does("vote", supplement, choice="approved")
    Person(town, "division_4-deputy_mayor").does("release", supplement)
    Person(town, "division_3-integration_deputy").does("release", supplement)
    Person(town, "mayor-mayor").does("sign", supplement)
    assert Paper.objects.get(case=supplement.case_id).reference.endswith("/1")
    deliberated(town, supplement)
    assert head.opens(supplement).leads_to("/beginnen/") is None
    Person(town, "finance-head").does("confirm_funds", supplement)

    town.now += timedelta(days=7)
    take_effects(at=town.now)
    settle_supplements(at=town.now)
    assert (state(measure), state(supplement)) == ("implementation", "incorporated")
    measure.refresh_from_db()
    assert measure.cost == Decimal(30000)
    page = head.opens(measure)
    assert page.shows("30.000,00 €", "Ergänzung übernommen", "Durch eine Ergänzung geändert")
