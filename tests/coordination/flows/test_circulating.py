"""One more office in a running round, and an office that is spared (domain 2.3)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from coordination.decisions.models import CirculationEntry, DocumentRequest
from coordination.measures.models import Measure
from tests.coordination.flows.test_lapsing import task_of, unmet
from tests.journeys.driver import Person
from tests.town import Town
from workflows.models import CosignatureItem, Deadline, Notification, Task
from workflows.queries.proof.verification import verify
from workflows.refusals import GuardsUnmet, NotAllowed, Refusal

pytestmark = pytest.mark.django_db

WORD = "Bitte zu den Räumen."
REASON = "Das Amt hat damit nichts zu tun."


def asked(town: Town, **fields: Any) -> Measure:
    return town.in_cosigning(impact_school=True, **fields)


def ask(town: Town, measure: Measure, unit: str, **data: Any) -> None:
    data = {"participation": "cosign", "unit": town.units[unit], **data}
    town.do(measure, "ask_office", "centre-clerk", **data)


def spare(town: Town, measure: Measure, unit: str, *, text: str = REASON) -> None:
    town.do(measure, "spare_office", "centre-clerk", item=str(item(town, measure, unit).pk),
            text=text)  # fmt: skip


def item(town: Town, measure: Measure, unit: str) -> CosignatureItem:
    return CosignatureItem.objects.get(case=measure.case_id, unit=town.units[unit], round=1)


def due(town: Town, measure: Measure, unit: str) -> date:
    return Deadline.objects.get(step=item(town, measure, unit).step_id).due_on


def test_one_more_office_gets_its_full_period_and_holds_the_round(town: Town) -> None:
    """The school is asked on Monday 2 March and is due on Monday 16. Health is asked on Thursday 5:
    ten working days end on Thursday 19.
    """
    measure = asked(town)
    town.now += timedelta(days=3)
    ask(town, measure, "health", text=WORD)
    added = item(town, measure, "health")
    assert (added.reason, added.participation, added.silence) == ("added", "cosign", "deemed_given")
    assert due(town, measure, "health") == date(2026, 3, 19)
    entry = CirculationEntry.objects.get(case=measure.case_id)
    assert (entry.unit_id, entry.words, entry.sent_at) == (town.units["health"], WORD, town.now)
    told = Notification.objects.filter(template="office_asked", channel="in_app")
    assert town.person("youth-head").pk in told.values_list("recipient", flat=True)
    town.do(measure, "vote", "school-head", choice="approved",
            task=task_of(town, measure.case_id, "school-head"))  # fmt: skip
    assert town.state(measure) == "cosigning"
    town.do(measure, "vote", "health-head", choice="approved",
            task=task_of(town, measure.case_id, "health-head"))  # fmt: skip
    assert town.state(measure) == "release"
    assert list(verify()) == []


def test_its_own_date_lies_between_its_period_and_the_end_of_the_round(town: Town) -> None:
    """Ten working days from Monday 2 March end on Monday 16; the round ends with the school's seven
    days more, on Monday 23.
    """
    measure = town.in_cosigning(cost="20000", cover="Produkt 060201")
    town.do(measure, "ask_for_time", "finance-head",
            task=task_of(town, measure.case_id, "finance-head"))  # fmt: skip
    for day, code in (
        ("2026-03-13", "too_early"),
        ("2026-03-24", "too_late"),
        ("x", "date_missing"),
    ):
        with pytest.raises(GuardsUnmet) as refusal:
            ask(town, measure, "health", due_on=day)
        assert unmet(refusal) == [code]
    ask(town, measure, "health", due_on="2026-03-23")
    assert due(town, measure, "health") == date(2026, 3, 23)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"unit": "school"}, "unit_asked"),
        ({"unit": "youth"}, "unit_is_lead"),
        ({"unit": "nobody"}, "unit_missing"),
        ({"unit": "health", "participation": "watch"}, "participation_missing"),
        ({"unit": "health", "text": "x" * 2001}, "too_long"),
    ],
)
def test_who_cannot_be_asked_is_named(town: Town, data: dict[str, Any], code: str) -> None:
    measure = asked(town)
    data = {**data, "unit": town.units.get(data["unit"], 0)}
    with pytest.raises(GuardsUnmet) as refusal:
        town.do(measure, "ask_office", "centre-clerk", **{"participation": "cosign", **data})
    assert unmet(refusal) == [code]
    assert not CirculationEntry.objects.exists()


def test_nobody_is_asked_while_all_clocks_stand_still(town: Town) -> None:
    measure = asked(town)
    town.do(measure, "request_documents", "centre-clerk", text="Der Plan fehlt noch.")
    with pytest.raises(GuardsUnmet) as refusal:
        ask(town, measure, "health")
    assert unmet(refusal) == ["clocks_stopped"]


def test_an_office_that_no_rule_names_is_spared_with_all_that_hangs_on_it(town: Town) -> None:
    measure = asked(town)
    ask(town, measure, "health")
    task = task_of(town, measure.case_id, "health-head")
    town.do(measure, "ask_question", "health-head", text="Warum wir?", task=task)
    town.do(measure, "request_documents", "health-head", text="Der Plan fehlt noch.", task=task)
    town.do(measure, "vote", "school-head", choice="approved",
            task=task_of(town, measure.case_id, "school-head"))  # fmt: skip
    spare(town, measure, "health")
    # Nobody is waited for any more: the round is over.
    assert town.state(measure) == "release"
    assert item(town, measure, "health").status == "void"
    assert DocumentRequest.objects.get().end == "void"
    entry = CirculationEntry.objects.get(case=measure.case_id)
    assert (entry.spared_by_id, entry.spared_because) == (town.person("centre-clerk").pk, REASON)
    told = Notification.objects.filter(template="office_spared", channel="in_app")
    assert {town.person(desk).pk for desk in ("health-head", "youth-head")} <= set(
        told.values_list("recipient", flat=True)
    )
    with pytest.raises(Refusal):
        town.do(measure, "vote", "health-head", choice="approved", task=task)
    assert list(verify()) == []


def test_a_question_of_who_is_spared_needs_no_answer(town: Town) -> None:
    measure = asked(town)
    ask(town, measure, "health")
    town.do(measure, "ask_question", "health-head", text="Warum wir?",
            task=task_of(town, measure.case_id, "health-head"))  # fmt: skip
    spare(town, measure, "health")
    assert not Task.objects.filter(step__key="answer_question", status="open").exists()
    assert town.state(measure) == "cosigning"


def test_whoever_has_to_be_asked_or_has_answered_is_not_spared(town: Town) -> None:
    measure = asked(town, partners=[town.units["finance"]])
    ask(town, measure, "health")
    town.do(measure, "vote", "health-head", choice="approved",
            task=task_of(town, measure.case_id, "health-head"))  # fmt: skip
    for unit, code in (
        ("school", "obligatory"),
        ("finance", "obligatory"),
        ("health", "item_closed"),
    ):
        with pytest.raises(GuardsUnmet) as refusal:
            spare(town, measure, unit)
        assert unmet(refusal) == [code]
    with pytest.raises(NotAllowed):
        town.do(measure, "spare_office", "youth-head", text=REASON,
                item=str(item(town, measure, "school").pk))  # fmt: skip


def test_who_was_spared_can_be_asked_again_and_is_not_asked_by_a_new_text(town: Town) -> None:
    """A material change asks the offices that it touches once more, and nobody who was spared."""
    measure = asked(town)
    ask(town, measure, "health")
    spare(town, measure, "health")
    ask(town, measure, "health", participation="contribute")
    again = item(town, measure, "health")
    assert (again.status, again.participation, again.silence) == (
        "requested", "contribute", "not_affected",
    )  # fmt: skip
    entry = CirculationEntry.objects.get(case=measure.case_id)
    assert (entry.participation, entry.spared_at) == ("contribute", None)
    spare(town, measure, "health")
    town.do(measure, "vote", "school-head", choice="conditional", conditions=["Nur mit Bericht."],
            task=task_of(town, measure.case_id, "school-head"))  # fmt: skip
    town.do(measure, "answer_condition", "youth-head", accept=True, material=True,
            fields={"goal": "Mit Bericht."})  # fmt: skip
    town.do(measure, "resign", "youth-head")
    here = CosignatureItem.objects.filter(case=measure.case_id, round=2)
    # The centre contributes to every measure.
    wanted = {town.units["school"], town.units["centre"]}
    assert set(here.values_list("unit", flat=True)) == wanted
    assert list(verify()) == []


def test_the_secretariat_asks_and_spares_in_the_browser(town: Town) -> None:
    measure = asked(town)
    centre = Person(town, "centre-clerk")
    centre.does("ask_office", measure, unit="health", participation="cosign", words=WORD)
    office = Person(town, "health-head")
    assert office.opens(measure).shows(WORD)
    page = centre.case(measure)
    assert page.shows("vom Sekretariat zusätzlich beteiligt", WORD)
    assert page.text.count("Amt entbinden") == 1
    centre.does("spare_office", measure, about=str(item(town, measure, "health").pk), reason=REASON)
    assert office.case(measure).shows(REASON)


def test_who_was_spared_is_asked_after_all_where_another_office_names_it(town: Town) -> None:
    """2.3: whoever is not responsible names who is, and that office gets a full period."""
    measure = asked(town)
    ask(town, measure, "health", participation="contribute", text=WORD)
    spare(town, measure, "health")
    assert Person(town, "youth-head").case(measure).shows("Entbunden, weil:")
    town.now += timedelta(days=3)
    town.do(measure, "vote", "school-head", choice="not_responsible",
            names_unit=town.units["health"],
            task=task_of(town, measure.case_id, "school-head"))  # fmt: skip
    named = item(town, measure, "health")
    assert (named.status, named.participation, named.silence) == (
        "requested", "cosign", "deemed_given",
    )  # fmt: skip
    assert due(town, measure, "health") == date(2026, 3, 19)
    assert not Person(town, "youth-head").case(measure).shows("Entbunden, weil:")
    assert list(verify()) == []
