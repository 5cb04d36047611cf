"""What comes after the editorial deadline, and rules of which another Land knows nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coordination.council.models import ChainWaiver, Consultation, CouncilRule, Meeting
from coordination.measures.models import Measure
from tests.coordination.flows.objecting import by_council
from tests.situations import COUNCIL_OFFICE, REASON, Stage
from tests.town import found
from workflows.calendars import local_date
from workflows.refusals import GuardsUnmet

MAYOR = "mayor-mayor"

pytestmark = pytest.mark.django_db


def signable(days: int, *, is_urgent: bool) -> tuple[Stage, Measure, list[dict[str, object]]]:
    """Its only session is in so many days and takes no papers since yesterday."""
    stage = Stage(found(), fields={"is_urgent": is_urgent})
    measure = stage.final_signature()
    body = Consultation.objects.get(case=measure.case_id, role="decision").organization
    meeting = Meeting.objects.create(
        organization=body, starts_at=stage.town.now + timedelta(days=days),
        closes_on=local_date(stage.town.now) - timedelta(days=1),
    )  # fmt: skip
    station = {"organization": body.pk, "role": "decision", "meeting": meeting.pk}
    return stage, measure, [station]


@pytest.mark.parametrize(
    ("days", "urgency", "reason", "code", "words"),
    [
        (9, "usual", REASON, "chain_deadline_passed", "wählen Sie"),
        (9, "urgent", "", "chain_integration_first chain_late", "auf die Tagesordnung"),
        (2, "urgent", "", "chain_integration_first chain_late", "S. 5"),
        (-2, "urgent", REASON, "chain_deadline_passed", "wählen Sie"),
        (9, "urgent", REASON, "", ""),
        (2, "urgent", REASON, "", ""),
    ],
)
def test_48_1_only_what_is_urgent_comes_late_and_with_a_reason(
    days: int, urgency: str, reason: str, code: str, words: str
) -> None:
    stage, measure, chain = signable(days, is_urgent=urgency == "urgent")
    stage.do(measure, "plan_consultations", COUNCIL_OFFICE, chain=chain, text=reason)
    if code:
        with pytest.raises(GuardsUnmet) as refusal:
            stage.do(measure, "sign", MAYOR)
        assert " ".join(sorted(item.code for item in refusal.value.unmet)) == code
        assert words in refusal.value.text
        return
    stage.do(measure, "sign", MAYOR)
    assert stage.town.state(measure) == "deliberation"
    kept = ChainWaiver.objects.filter(case=measure.case_id).order_by("demand")
    assert [row.demand for row in kept] == ["chain_integration_first", "chain_late"]
    # It leaves with the signature, for its day has passed.
    assert ("record_result", COUNCIL_OFFICE) in stage.town.open_tasks(measure)
    # Why it came late stays with what was signed.
    stage.do(measure, "plan_consultations", COUNCIL_OFFICE, chain=chain, text=REASON)
    assert kept.filter(demand="chain_late").exists()


def overrule(subject: str) -> None:
    rows = CouncilRule.objects.filter(subject=subject)
    day = rows.earliest("valid_from").valid_from
    CouncilRule.objects.create(
        subject=subject, flag=False, valid_from=day, norm="Anderes Land", origin="local"
    )


def test_54_2_where_no_rule_knows_it_nothing_is_called_unlawful() -> None:
    stage, measure = by_council()
    overrule("legal_objection")
    with pytest.raises(GuardsUnmet) as refusal:
        stage.do(measure, "object_as_unlawful", MAYOR, text=REASON)
    assert [item.code for item in refusal.value.unmet] == ["no_legal_objection"]


def test_60_where_no_rule_asks_for_it_nobody_approves_afterwards() -> None:
    stage = Stage(found())
    measure = stage.deliberation()
    overrule("urgent_approval")
    words = ("why_not_organ", "why_not_committee", "harm")
    stage.do(measure, "decide_urgently", MAYOR, **dict.fromkeys(words, REASON))
    stage.do(measure, "countersign", "council-observer")
    assert stage.town.state(measure) == "resolved"
    assert not Consultation.objects.filter(case=measure.case_id, result="").exists()
    assert ("record_approval", COUNCIL_OFFICE) not in stage.town.open_tasks(measure)
