"""Who has to deal with a matter besides the body that decides, typed from domain 2.4."""

from __future__ import annotations

import csv
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from coordination.city.models import District
from coordination.council.models import (
    ChainWaiver,
    Consultation,
    CouncilRule,
    Meeting,
    Organization,
)
from coordination.decisions.rules.demands import demand_problems, demands_of
from coordination.measures.models import Measure
from tests.situations import REASON
from tests.town import FOUNDED, Town
from workflows.calendars import local_date
from workflows.refusals import GuardsUnmet

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).parents[2] / "tables" / "demands_on_chains.csv"
OFFICE = "council_office-council_secretary"


def rows() -> list[list[str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=";"))[1:]


def chain_of(keys: str) -> list[Consultation]:
    """The bodies in their order, the last decides; with a star one only takes note."""
    bodies = {body.key: body for body in Organization.objects.all()}
    return [
        Consultation(
            organization=bodies[key.rstrip("*")],
            role="information" if key.endswith("*") else "preliminary",
        )
        for key in keys.split()
    ]


def test_each_chain_lacks_what_the_table_says(town: Town) -> None:
    measure = town.propose("youth-clerk")
    days = {
        word: FOUNDED + timedelta(days=number)
        for number, word in enumerate(("soft", "hard", "none"))
    }
    for word, day in days.items():
        CouncilRule.objects.create(
            subject="integration_first", words=[word], valid_from=day, valid_until=day,
            norm="Hauptsatzung", origin="local",
        )  # fmt: skip
    found = []
    for path, minors, district, cost, integration, chain, waived, _problems in rows():
        measure.decision_path, measure.impact_minors = path, bool(minors)
        measure.cost = Decimal(cost)
        measure.districts.set(District.objects.all() if district else [])
        demands = demands_of(measure, on=days[integration])
        codes = {demand.code for demand in demands} if waived else set()
        unmet = demand_problems(chain_of(chain), demands, waived=codes)
        found.append(" ".join(item.code for item in unmet))
    assert found == [row[-1] for row in rows()]


def entry(station: Consultation) -> dict[str, Any]:
    return {
        "organization": station.organization_id, "role": station.role,
        "meeting": station.meeting_id,
    }  # fmt: skip


def decision_of(measure: Measure) -> Consultation:
    rows = Consultation.objects.filter(case=measure.case_id, role="decision", result="")
    return rows.select_related("meeting").latest("position")


def test_the_reason_for_another_order_is_kept_and_shown(town: Town) -> None:
    measure = town.in_final_signature()
    chain = [entry(decision_of(measure))]
    town.do(measure, "plan_consultations", OFFICE, chain=chain, text="zu kurz")
    with pytest.raises(GuardsUnmet) as refused:
        town.do(measure, "sign", "mayor-mayor")
    assert [unmet.code for unmet in refused.value.unmet] == ["chain_integration_first"]
    town.do(measure, "plan_consultations", OFFICE, chain=chain, text=REASON)
    (waiver,) = ChainWaiver.objects.filter(case=measure.case_id)
    assert (waiver.demand, waiver.reason) == ("chain_integration_first", REASON)
    assert waiver.given_by == town.person(OFFICE)
    client = Client()
    client.force_login(town.person("mayor-mayor"))
    for page in ("measure:sign", "coordination:measure"):
        assert REASON in client.get(reverse(page, args=[measure.case_id])).content.decode()
    town.do(measure, "sign", "mayor-mayor")
    assert town.state(measure) == "deliberation"


def test_a_reason_that_is_not_needed_any_more_goes(town: Town) -> None:
    measure = town.in_final_signature()
    whole = [entry(row) for row in Consultation.objects.filter(case=measure.case_id)]
    town.do(measure, "plan_consultations", OFFICE, chain=whole[1:], text=REASON)
    town.do(measure, "plan_consultations", OFFICE, chain=whole)
    assert not ChainWaiver.objects.filter(case=measure.case_id).exists()


def test_who_must_be_heard_stays_in_the_chain_after_the_signature(town: Town) -> None:
    measure = town.in_deliberation()
    decision = decision_of(measure)
    with pytest.raises(GuardsUnmet) as refused:
        town.do(measure, "plan_consultations", OFFICE, chain=[entry(decision)])
    assert [unmet.code for unmet in refused.value.unmet] == ["chain_integration_first"]
    # What has dealt with it already has dealt with it.
    first = Consultation.objects.filter(case=measure.case_id).exclude(pk=decision.pk).get()
    assert first.meeting is not None
    town.now = first.meeting.starts_at
    town.do(measure, "record_result", OFFICE, result="accepted")
    later = Meeting.objects.filter(
        organization=decision.organization_id, starts_at__gt=decision.meeting.starts_at
    ).order_by("starts_at")[0]
    town.do(
        measure, "plan_consultations", OFFICE,
        chain=[{**entry(decision), "meeting": later.pk}],
    )  # fmt: skip
    assert local_date(later.starts_at) == local_date(decision_of(measure).meeting.starts_at)


def test_proposed_chain_names_everybody_who_must_deal_with_it(town: Town) -> None:
    measure = town.in_final_signature(impact_minors=True, cost="120000", cover="Etat")
    stations = Consultation.objects.filter(case=measure.case_id).order_by("position")
    assert [(row.organization.key, row.role) for row in stations] == [
        ("integration", "preliminary"),
        ("youth_committee", "preliminary"),
        ("main", "preliminary"),
        ("council", "decision"),
    ]
