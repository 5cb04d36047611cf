"""One draft of the demo city waits for its signature, one is being written, each asks another."""

from __future__ import annotations

import pytest

from coordination.demo.drafting import let_clerks_draft
from coordination.drafting.models import AnswerDraft, Contribution
from tests.town import Town

pytestmark = pytest.mark.django_db


def test_one_draft_waits_and_another_is_being_written(town: Town) -> None:
    town.in_cosigning(impact_school=True, impact_health=True)
    let_clerks_draft(at=town.now)
    states = AnswerDraft.objects.order_by("pk").values_list("case__state", flat=True)
    assert list(states) == ["submitted", "drafting"]
    asked = Contribution.objects.order_by("pk").values_list("unit__key", "case__state")
    assert list(asked) == [("finance", "given"), ("finance", "asked")]
