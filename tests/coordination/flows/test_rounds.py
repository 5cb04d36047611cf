"""Rounds of co-signature: nothing that is still open gets lost between them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from coordination.city.models import District
from coordination.measures.models import Measure
from tests.situations import REASON, Stage
from tests.town import Town
from workflows.actions.time.clock import take_effects
from workflows.models import (
    Case,
    Condition,
    CosignatureItem,
    CosignRule,
    Obligation,
    StepRun,
    Task,
    Vote,
)
from workflows.refusals import GuardsUnmet

pytestmark = pytest.mark.django_db


def conditional(town: Town, measure: Measure, *texts: str, by: str = "finance-head") -> None:
    town.do(measure, "vote", by, choice="conditional", conditions=list(texts))


MATERIAL = {"accept": True, "material": True, "fields": {"facts": "Anders als zuvor."}}


def answer(town: Town, measure: Measure, condition_text: str, **data: Any) -> None:
    condition = Condition.objects.get(case=measure.case_id, text=condition_text)
    task = Task.objects.get(
        step__subject=f"condition:{condition.pk}", desk__key="social-head", status="open"
    )
    town.do(measure, "answer_condition", "social-head", task=task.pk, **data)


def change(town: Town, measure: Measure, unit: str, by: str, **data: Any) -> None:
    vote = Vote.objects.get(item__unit=town.units[unit], is_current=True)
    item = CosignatureItem.objects.filter(unit=town.units[unit]).latest("round")
    town.do(measure, "change_vote", by, item=str(item.pk), replaces=str(vote.pk), **data)


def items(measure: Measure) -> list[tuple[int, str, str]]:
    rows = CosignatureItem.objects.filter(case=measure.case_id).order_by("round", "unit__key")
    return list(rows.values_list("round", "unit__key", "status"))


def test_a_contribution_still_open_is_asked_for_again_in_the_next_round(
    town: Town, stage: Stage
) -> None:
    measure = stage.asked()
    conditional(town, measure, "Nur ein Jahr.")
    answer(town, measure, "Nur ein Jahr.", **MATERIAL)
    town.do(measure, "vote", "school-head", choice="approved")
    town.do(measure, "resign", "social-head")
    assert items(measure) == [
        (1, "centre", "void"), (1, "finance", "answered"), (1, "school", "answered"),
        (2, "centre", "requested"), (2, "finance", "requested"), (2, "school", "answered"),
    ]  # fmt: skip
    town.do(measure, "vote", "centre-head", choice="noted", text="Wir unterstützen das.")
    town.do(measure, "vote", "finance-head", choice="approved")
    assert town.state(measure) == "release"
    assert not StepRun.objects.filter(case=measure.case_id, key="cosign", closed_at=None).exists()


def test_signing_again_waits_for_whoever_was_asked_again(town: Town, stage: Stage) -> None:
    measure = stage.cosigning_changed()
    item = CosignatureItem.objects.get(unit=town.units["school"])
    town.do(measure, "object_to_change", "school-head", item=str(item.pk), text=REASON)
    with pytest.raises(GuardsUnmet) as refusal:
        town.do(measure, "resign", "social-head")
    assert [unmet.code for unmet in refusal.value.unmet] == ["round_open"]
    town.do(measure, "vote", "school-head", choice="approved")
    town.do(measure, "resign", "social-head")
    assert town.state(measure) == "release"


def test_signing_again_waits_for_conditions_set_in_the_meantime(town: Town, stage: Stage) -> None:
    measure = stage.cosigning_changed()
    change(
        town, measure, "school", "school-head", choice="conditional", conditions=["Nur montags."]
    )
    with pytest.raises(GuardsUnmet):
        town.do(measure, "resign", "social-head")
    answer(town, measure, "Nur montags.", **MATERIAL)
    town.do(measure, "resign", "social-head")
    assert (town.state(measure), Case.objects.get(pk=measure.case_id).round) == ("cosigning", 2)
    assert ("cosign", "school-head") in town.open_tasks(measure)


def test_an_accepted_condition_stays_when_the_office_changes_its_answer(
    town: Town, stage: Stage
) -> None:
    """The text was changed for it: the head signs that and the promise is kept."""
    measure = stage.asked()
    conditional(town, measure, "Nur ein Jahr.", "Mit Bericht.")
    answer(town, measure, "Nur ein Jahr.", accept=True, material=False, fields={"goal": "Neu."})
    change(town, measure, "finance", "finance-head", choice="approved")
    assert dict(Condition.objects.values_list("text", "status")) == {
        "Nur ein Jahr.": "accepted",
        "Mit Bericht.": "void",
    }
    assert Obligation.objects.get().text == "Nur ein Jahr."
    town.do(measure, "vote", "school-head", choice="approved")
    assert ("resign", "social-head") in town.open_tasks(measure)
    town.do(measure, "resign", "social-head")
    assert town.state(measure) == "release"


def test_a_refusal_ends_the_other_conditions_of_the_office(town: Town, stage: Stage) -> None:
    measure = stage.asked()
    conditional(town, measure, "Nur ein Jahr.", "Mit Bericht.")
    town.do(measure, "vote", "school-head", choice="approved")
    answer(town, measure, "Nur ein Jahr.", accept=False, text="Das reicht nicht aus.")
    town.do(measure, "turn_into_refusal", "finance-head", text=REASON)
    assert dict(Condition.objects.values_list("text", "status")) == {
        "Nur ein Jahr.": "refused",
        "Mit Bericht.": "void",
    }
    assert town.open_tasks(measure) == [("clarification", "mayor-mayor")]


def test_an_objection_drops_the_open_conditions_of_the_office(town: Town, stage: Stage) -> None:
    measure = stage.asked()
    conditional(town, measure, "Mit Bericht.")
    answer(town, measure, "Mit Bericht.", accept=True, material=False)
    conditional(town, measure, "Nur montags.", by="school-head")
    item = CosignatureItem.objects.get(unit=town.units["school"])
    town.do(measure, "object_to_change", "school-cosigner", item=str(item.pk), text=REASON)
    assert Condition.objects.get(text="Nur montags.").status == "void"
    town.do(measure, "vote", "school-head", choice="not_affected")
    assert [votes.choice for votes in Vote.objects.filter(is_current=True).order_by("cast_at")] == [
        "conditional",
        "not_affected",
    ]
    assert ("resign", "social-head") in town.open_tasks(measure)


def test_a_carried_vote_can_be_changed_in_the_later_round(town: Town, stage: Stage) -> None:
    measure = stage.asked()
    conditional(town, measure, "Nur ein Jahr.")
    answer(town, measure, "Nur ein Jahr.", **MATERIAL)
    town.do(measure, "vote", "school-head", choice="approved")
    town.do(measure, "resign", "social-head")
    change(town, measure, "school", "school-cosigner", choice="refused", text=REASON)
    town.do(measure, "vote", "finance-head", choice="approved")
    assert town.state(measure) == "clarification"
    # Round 1 keeps what was answered then.
    first, second = Vote.objects.filter(item__unit=town.units["school"]).order_by("item__round")
    assert (first.choice, second.choice, second.replaces) == ("approved", "refused", first)


def test_a_unit_named_by_an_office_that_is_not_responsible_is_asked_in_full(
    town: Town, stage: Stage
) -> None:
    measure = stage.asked()
    legal = town.units["legal"]
    town.do(measure, "vote", "school-head", choice="not_responsible", names_unit=legal)
    assert ("cosign", "legal-head") in town.open_tasks(measure)
    town.do(measure, "vote", "finance-head", choice="approved")
    assert town.state(measure) == "cosigning"
    town.do(measure, "vote", "legal-head", choice="approved")
    assert town.state(measure) == "release"
    assert Vote.objects.get(choice="not_responsible").names_unit_id == legal


def test_whoever_a_co_signing_office_names_has_to_co_sign(town: Town, stage: Stage) -> None:
    """The centre only contributes and passes on to legal, legal to health; school must sign."""
    measure = stage.asked()
    legal, health = town.units["legal"], town.units["health"]
    for desk, named in (("centre-head", legal), ("legal-head", health), ("school-head", legal)):
        town.do(measure, "vote", desk, choice="not_responsible", names_unit=named)
    town.do(measure, "vote", "finance-head", choice="approved")
    assert town.state(measure) == "cosigning"
    item = CosignatureItem.objects.get(case=measure.case_id, unit=legal)
    assert (item.participation, item.status, item.silence) == (
        "cosign", "requested", "deemed_given",
    )  # fmt: skip
    town.do(measure, "vote", "legal-head", choice="approved")
    assert town.state(measure) == "release"


# --- what an accepted condition changes in who is asked ----------------------------------------


def must_speak_above_the_limit(measure: Measure) -> None:
    """The rule of the domain of which the town knows only the limit (2.3)."""
    CosignRule.objects.create(
        route=measure.case.route, predicate="cost_above_silence", unit_function="finance",
        participation="cosign", silence="none", may_extend=True,
    )  # fmt: skip


def asked(measure: Measure) -> set[tuple[str, str, str]]:
    rows = CosignatureItem.objects.filter(case=measure.case_id, status="requested")
    return set(rows.values_list("unit__key", "participation", "silence"))


@pytest.mark.parametrize(
    ("fields", "fresh"),
    [
        ({"facts": "Neu."}, set()),
        ({"impact_health": True}, {("health", "cosign", "deemed_given")}),
        ({"partners": ["legal"]}, {("legal", "cosign", "deemed_given")}),
        ({"districts": ["north"]}, {("north", "cosign", "deemed_given")}),
        ({"impact_health": True, "impact_school": False}, {("health", "cosign", "deemed_given")}),
        # Above the limit the silence of the treasury means nothing: its open answer is asked anew.
        ({"cost": "60000"}, {("finance", "cosign", "none")}),
    ],
)
def test_2_3_condition_that_touches_others_asks_them_at_once(
    town: Town, stage: Stage, fields: dict[str, Any], fresh: set[tuple[str, str, str]]
) -> None:
    measure = stage.check()
    must_speak_above_the_limit(measure)
    town.do(measure, "pass_check", stage.checker)
    before = asked(measure)
    conditions = ["Nur so."]
    town.do(measure, "vote", "school-head", choice="conditional", conditions=conditions)
    named = {"partners": lambda key: town.units[key], "districts": district}
    given = {
        name: [named[name](key) for key in value] if name in named else value
        for name, value in fields.items()
    }
    answer(town, measure, "Nur so.", accept=True, material=True, fields=given)
    school = {row for row in before if row[0] == "school"}
    replaced = {row for row in before if row[0] in {unit for unit, *_ in fresh}}
    assert asked(measure) == (before - school - replaced) | fresh
    open_steps = Task.objects.filter(case=measure.case_id, status="open", step__key="cosign")
    assert open_steps.values("step").distinct().count() == len(asked(measure))


def district(key: str) -> int:
    return District.objects.get(key=key).pk


def test_2_3_treasury_that_was_silent_is_asked_again_above_the_limit(
    town: Town, stage: Stage
) -> None:
    """What nobody said cannot stand for a sum at which silence means nothing."""
    measure = stage.check()
    must_speak_above_the_limit(measure)
    town.do(measure, "pass_check", stage.checker)
    town.do(measure, "vote", "school-head", choice="conditional", conditions=["Nur so."])
    town.now += timedelta(days=30)
    take_effects(at=town.now)
    assert CosignatureItem.objects.get(unit=town.units["finance"]).status == "answered"
    answer(town, measure, "Nur so.", accept=True, material=True, fields={"cost": "60000"})
    assert asked(measure) == {("finance", "cosign", "none")}
    town.do(measure, "vote", "finance-head", choice="approved")
    town.do(measure, "resign", "social-head")
    assert town.state(measure) == "cosigning"
