"""The way of a measure says how far it has come."""

from __future__ import annotations

import pytest

from config.components.process_map import process_map as drawn
from coordination.decisions.enums import MeasureState as S
from coordination.measures.flows.measure import MeasureFlow
from coordination.measures.queries.deeds import DEEDS
from coordination.measures.queries.process import WAY, Outlook, process_map
from coordination.measures.queries.timeline import timeline_of
from tests.town import Town
from workflows.models import Case
from workflows.queries.people.routes import working_calendar

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (S.COMPLETED, "9 von 9 Schritten erledigt."),
        (S.IMPLEMENTATION, "7 von 9 Schritten erledigt. Jetzt: Umsetzung."),
    ],
)
def test_of_a_completed_measure_every_step_is_done(town: Town, state: S, sentence: str) -> None:
    measure = town.propose()
    Case.objects.filter(pk=measure.case_id).update(state=state, version=2)
    measure.case.refresh_from_db()
    outlook = Outlook(None, {}, working_calendar(), [], town.now.date())
    found = process_map(measure, [], outlook)
    assert len([node for node in found.nodes if node["key"] in WAY]) == len(WAY)
    assert str(drawn(found.nodes, found.edges)["sentence"]).startswith(sentence)


def test_every_act_of_a_measure_has_words_for_what_was_done() -> None:
    """The trail says what was done, not what one can do."""
    named = {name for name in MeasureFlow.act_names() if not name.startswith("dispatch")}
    assert named - set(DEEDS) == set()


def test_a_result_is_not_said_twice(town: Town) -> None:
    """It once read “Ergebnis festhalten: abgelehnt → abgelehnt”."""
    measure = town.in_deliberation()
    town.decide(measure, "rejected")
    titles = [entry.title for entry in timeline_of(measure.case, seen_before=99, units={})]
    assert "Ergebnis: abgelehnt" in titles
    assert titles[-1] == "Entwurf angelegt"
    assert [title for title in titles if "→ abgelehnt" in title] == []
