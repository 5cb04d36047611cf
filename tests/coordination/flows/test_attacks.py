"""What somebody would try who knows the ids: others' tasks, one's own text, a role of yesterday."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from coordination.implementing.models import Milestone
from coordination.measures.actions import measures
from coordination.measures.models import Measure
from coordination.measures.views.editing import proposing_units
from tests.roles import cast, stand_in
from tests.situations import REASON, Stage
from tests.town import Town
from workflows.actions.acting.acts import Request, act
from workflows.models import (
    Case,
    CosignatureItem,
    DeskHolder,
    Event,
    Question,
    Substitution,
    Task,
    User,
    Vote,
)
from workflows.refusals import (
    GuardsUnmet,
    Invisible,
    NotAllowed,
    NotLoggedIn,
    Refusal,
    TaskClosed,
    WrongState,
)

pytestmark = pytest.mark.django_db

BGI = "division_3-integration_deputy"


def task_at(measure: Measure, desk: str) -> Task:
    return Task.objects.get(case=measure.case_id, desk__key=desk, status="open")


def send(town: Town, measure: Measure, name: str, person: User | None, **more: Any) -> None:
    version = Case.objects.values_list("version", flat=True).get(pk=measure.case_id)
    by = person and person.pk
    act(Request(measure.case_id, name, by, town.now, command=uuid4(), version=version, **more))


def codes(refusal: pytest.ExceptionInfo[GuardsUnmet]) -> list[str]:
    return sorted(item.code for item in refusal.value.unmet)


# --- ids of something else ------------------------------------------------------------------


def test_a_task_of_another_case_does_not_exist(town: Town, stage: Stage) -> None:
    mine, other = stage.asked(), stage.asked(title="Etwas anderes")
    task = task_at(other, "school-head")
    with pytest.raises(Invisible):
        town.do(mine, "vote", "school-head", task=task.pk, choice="approved")
    assert Vote.objects.count() == 0
    # The same desk with its own task may.
    town.do(other, "vote", "school-head", task=task.pk, choice="approved")


def test_a_task_of_another_desk_is_not_mine(town: Town, stage: Stage) -> None:
    measure = stage.asked()
    task = task_at(measure, "finance-head")
    with pytest.raises(NotAllowed):
        town.do(measure, "vote", "school-head", task=task.pk, choice="approved")
    with pytest.raises(NotAllowed):
        town.do(measure, "claim", "school-head", task=task.pk)


def test_a_vote_counts_for_the_unit_of_the_task_whatever_item_is_named(
    town: Town, stage: Stage
) -> None:
    measure = stage.asked()
    centre = CosignatureItem.objects.get(unit=town.units["centre"])
    task = task_at(measure, "school-head")
    # The centre only contributes and may take note; a co-signing office must say yes or no.
    with pytest.raises(GuardsUnmet) as refusal:
        town.do(
            measure, "vote", "school-head",
            task=task.pk, item=str(centre.pk), choice="noted", text="Gelesen.",
        )  # fmt: skip
    assert codes(refusal) == ["choice_missing"]
    town.do(measure, "vote", "school-head", task=task.pk, item=str(centre.pk), choice="approved")
    assert Vote.objects.get().item.unit_id == town.units["school"]


def test_nobody_asks_in_the_name_of_another_office(town: Town, stage: Stage) -> None:
    measure = stage.asked()
    item = CosignatureItem.objects.get(unit=town.units["finance"])
    for more in ({"task": task_at(measure, "finance-head").pk}, {"item": str(item.pk)}):
        with pytest.raises(NotAllowed):
            town.do(measure, "ask_question", "school-head", text="Warum?", **more)
    assert Question.objects.count() == 0


def test_nobody_changes_the_answer_of_another_office(town: Town, stage: Stage) -> None:
    measure = stage.asked()
    town.do(measure, "vote", "finance-head", choice="approved")
    vote = Vote.objects.get()
    with pytest.raises(NotAllowed):
        town.do(
            measure, "change_vote", "school-head",
            item=str(vote.item_id), replaces=str(vote.pk), choice="refused", text=REASON,
        )  # fmt: skip


def test_a_milestone_other_than_that_of_the_task_is_refused(town: Town, stage: Stage) -> None:
    measure = stage.implementation()
    first, second = Milestone.objects.filter(measure=measure)
    task = Task.objects.get(case=measure.case_id, step__subject=f"milestone:{first.pk}")
    with pytest.raises(GuardsUnmet) as refusal:
        town.do(
            measure, "complete_milestone", "social-clerk",
            task=task.pk, milestone=second.pk, text=REASON,
        )  # fmt: skip
    assert codes(refusal) == ["milestone_closed"]
    assert not Milestone.objects.filter(done_at__isnull=False).exists()


def test_a_named_unit_must_be_an_office_in_force(town: Town, stage: Stage) -> None:
    measure = stage.asked()
    for unit in (town.units["council"], 10**12, "x", None, True):
        with pytest.raises(GuardsUnmet) as refusal:
            town.do(measure, "vote", "school-head", choice="not_responsible", names_unit=unit)
        assert codes(refusal) == ["unit_missing"]


@pytest.mark.parametrize(
    "name",
    ["state", "case", "scene", "__init__", "__class__", "on_enter", "load_subject", "steps", ""],
)
def test_what_is_no_act_is_a_conflict(town: Town, stage: Stage, name: str) -> None:
    with pytest.raises(WrongState):
        town.do(stage.check(), name, "social-head")


@pytest.mark.parametrize(
    "name", ["complete_cosigning", "open_clarification", "lapse_decline", "ask_to_resign"]
)
def test_no_person_does_what_the_system_does(town: Town, stage: Stage, name: str) -> None:
    measure = stage.cosigning()
    for desk in ("social-head", "centre-head", "mayor-mayor", "finance-head"):
        with pytest.raises(NotAllowed):
            town.do(measure, name, desk, subject="condition:x")


def test_without_a_person_there_is_no_act(town: Town, stage: Stage) -> None:
    with pytest.raises(NotLoggedIn):
        send(town, stage.check(), "pass_check", None)


def test_the_clock_may_not_do_what_persons_do(town: Town, stage: Stage) -> None:
    measure = stage.check()
    with pytest.raises(NotAllowed):
        act(Request(measure.case_id, "pass_check", None, town.now, version=2), system=True)


# --- four eyes ------------------------------------------------------------------------------


def test_neither_author_nor_last_editor_releases(town: Town, stage: Stage) -> None:
    stage.author = BGI
    by_author = stage.release_second()
    with pytest.raises(NotAllowed):
        town.do(by_author, "release", BGI)

    # The deputy mayor of the division edits what the office wrote, as the head's deputy.
    stage.author = "social-clerk"
    stand_in(town.person("social-head"), town.person("division_4-deputy_mayor"), town)
    measure = stage.draft(title="Etwas anderes")
    town.do(measure, "edit", "division_4-deputy_mayor", facts="Von oben.")
    measure = _on_to_release(town, measure)
    with pytest.raises(NotAllowed):
        town.do(measure, "release", "division_4-deputy_mayor")


def _on_to_release(town: Town, measure: Measure) -> Measure:
    town.do(measure, "submit", "social-head")
    town.do(measure, "pass_check", "centre-clerk")
    town.vote_all(measure)
    assert town.state(measure) == "release"
    return measure


def test_the_deputy_of_the_author_does_not_release_nor_the_author_as_deputy(
    town: Town, stage: Stage
) -> None:
    people = cast(town)
    stage.author = "division_3-integration_deputy"
    measure = stage.release_second()
    send_as = people["deputy_of_bgi"]
    with pytest.raises(NotAllowed):
        send(town, measure, "release", send_as)

    stage.author = "health-clerk"
    other = stage.release_second(title="Etwas anderes")
    stand_in(people["bgi"], people["author"], town)
    with pytest.raises(NotAllowed):
        send(town, other, "release", people["author"])
    send(town, other, "release", people["deputy_of_bgi"])
    event = Event.objects.get(case=other.case_id, action="release", on_behalf_of=people["bgi"])
    assert (event.actor, town.state(other)) == (people["deputy_of_bgi"], "final_signature")


def test_who_stands_in_for_the_author_does_not_release_in_their_own_right(
    town: Town, stage: Stage
) -> None:
    """Also as a later deputy; the next day, when the substitution is over, they may."""
    stage.author = "health-clerk"
    measure = stage.release_second()
    row = stand_in(town.person("health-clerk"), town.person(BGI), town)
    Substitution.objects.filter(pk=row.pk).update(rank=2, steps=["cosign"])
    with pytest.raises(NotAllowed) as refusal:
        town.do(measure, "release", BGI)
    assert refusal.value.reason.startswith("Wer die Verfasserin oder den Verfasser vertritt")
    Substitution.objects.filter(pk=row.pk).update(revoked_at=town.now)
    town.do(measure, "release", BGI)
    assert town.state(measure) == "final_signature"


def test_nobody_releases_what_a_deputy_wrote_in_their_name(town: Town, stage: Stage) -> None:
    stage.author = "social-clerk"
    mayor_of_division = "division_4-deputy_mayor"
    measure = stage.draft()
    writer = cast(town)["nobody"]
    DeskHolder.objects.create(
        desk_id=town.desks["social-head"], person=town.person(mayor_of_division),
        valid_from=town.now.date(),
    )  # fmt: skip
    row = stand_in(town.person(mayor_of_division), writer, town)
    send(town, measure, "edit", writer, data={"facts": "Im Namen der Leitung."})
    assert Event.objects.get(case=measure.case_id, action="edit").on_behalf_of == town.person(
        mayor_of_division
    )
    Substitution.objects.filter(pk=row.pk).update(revoked_at=town.now)
    measure = _on_to_release(town, measure)
    with pytest.raises(NotAllowed) as refusal:
        town.do(measure, "release", mayor_of_division)
    assert "Vier-Augen-Prinzip" in refusal.value.reason


@pytest.mark.parametrize("desk", ["mayor-mayor", "division_1-general_deputy"])
def test_where_four_eyes_bars_the_mayor_or_the_general_deputy_releases(
    town: Town, stage: Stage, desk: str
) -> None:
    stage.author = BGI
    measure = stage.release_second()
    assert town.open_tasks(measure) == [
        ("release", "division_1-general_deputy"),
        ("release", "mayor-mayor"),
    ]
    town.do(measure, "release", desk)
    assert (town.state(measure), town.open_tasks(measure)[0][0]) == (
        "final_signature",
        "final_signature",
    )
    statuses = Task.objects.filter(case=measure.case_id, step__key="release").values_list(
        "desk__key", "status"
    )
    other = {"mayor-mayor", "division_1-general_deputy"} - {desk}
    assert dict(statuses) == {
        "division_4-deputy_mayor": "done",
        BGI: "void",
        desk: "done",
        other.pop(): "void",
    }


def test_the_author_does_not_co_sign(town: Town, stage: Stage) -> None:
    stage.author = "school-head"
    measure = stage.asked()
    with pytest.raises(NotAllowed) as refusal:
        town.do(measure, "vote", "school-head", choice="approved")
    assert "Vier-Augen-Prinzip" in refusal.value.reason
    town.do(measure, "vote", "school-cosigner", choice="approved")


def test_a_second_capacity_without_objection_is_taken(town: Town, stage: Stage) -> None:
    """Whoever stands in for two holders of a desk acts for the one who did not write."""
    writer, other, deputy = (
        User.objects.create_user(email=f"{name}@town.example", given_name="A", family_name="B")
        for name in ("writer", "other", "both")
    )
    for person in (writer, other):
        DeskHolder.objects.create(
            desk_id=town.desks["school-head"], person=person, valid_from=town.now.date()
        )
        stand_in(person, deputy, town)
    measure = stage.asked()
    Case.objects.filter(pk=measure.case_id).update(opened_by=writer)
    send(town, measure, "vote", deputy, data={"choice": "approved"})
    assert Vote.objects.get().on_behalf_of == other


# --- roles of yesterday ---------------------------------------------------------------------


def refused_as(town: Town, measure: Measure, person: User) -> type[Refusal] | None:
    try:
        send(town, measure, "pass_check", person)
    except Refusal as refusal:
        return type(refusal)
    return None


@pytest.mark.parametrize(
    "change",
    [
        {"ends_on": timedelta(days=-1), "starts_on": timedelta(days=-5)},
        {"starts_on": timedelta(days=1)},
        {"revoked_at": timedelta(0)},
    ],
    ids=["over", "to come", "revoked"],
)
def test_a_substitution_out_of_force_gives_nothing(
    town: Town, stage: Stage, change: Mapping[str, timedelta]
) -> None:
    measure, deputy = stage.check(), cast(town)["nobody"]
    row = stand_in(town.person("centre-head"), deputy, town)
    for name, offset in change.items():
        moment = town.now + offset
        setattr(row, name, moment if name == "revoked_at" else moment.date())
    row.save()
    assert refused_as(town, measure, deputy) is Invisible
    Substitution.objects.all().delete()
    stand_in(town.person("centre-head"), deputy, town)
    assert refused_as(town, measure, deputy) is None


def test_there_are_no_chains_of_substitutions(town: Town, stage: Stage) -> None:
    measure, people = stage.check(), cast(town)
    stand_in(town.person("centre-head"), people["nobody"], town)
    stand_in(people["nobody"], people["former_head"], town)
    assert refused_as(town, measure, people["former_head"]) is Invisible


def test_a_role_that_was_taken_away_is_gone_at_once(town: Town, stage: Stage) -> None:
    measure, clerk = stage.check(), town.person("centre-clerk")
    held = DeskHolder.objects.filter(person=clerk)
    held.update(valid_until=town.now.date() - timedelta(days=1))
    assert refused_as(town, measure, clerk) is Invisible
    # On the last day the appointment still holds.
    held.update(valid_until=town.now.date())
    assert refused_as(town, measure, clerk) is None


def test_a_closed_task_is_told_only_to_its_desk(town: Town, stage: Stage) -> None:
    measure = stage.asked()
    task = task_at(measure, "school-head")
    town.do(measure, "vote", "school-head", task=task.pk, choice="approved")
    with pytest.raises(TaskClosed):
        town.do(measure, "give_back", "school-head", task=task.pk)
    with pytest.raises(NotAllowed):
        town.do(measure, "give_back", "finance-head", task=task.pk)
    # One's own closed task opens no other act.
    with pytest.raises(NotAllowed):
        town.do(measure, "resign", "school-head", task=task.pk)


def test_a_limited_deputy_proposes_nothing_in_the_name_of_the_absent(
    town: Town, stage: Stage
) -> None:
    nobody = cast(town)["nobody"]
    row = stand_in(town.person("youth-clerk"), nobody, town)
    assert proposing_units(nobody, at=town.now) == [town.units["youth"]]
    Substitution.objects.filter(pk=row.pk).update(steps=["cosign"])
    assert proposing_units(nobody, at=town.now) == []
    with pytest.raises(NotAllowed) as refusal:
        measures.propose(fields={**town.fields, "title": "Neu"}, by=nobody, at=town.now)
    assert refusal.value.status == 403
