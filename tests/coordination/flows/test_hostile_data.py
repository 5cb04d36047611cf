"""Whatever a form holds, an act is done or refused: never another error, never half a change."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coordination.council.models import Consultation, Meeting
from coordination.implementing.models import Milestone
from coordination.measures.actions.measures import propose
from coordination.measures.models import Measure
from tests.roles import cast
from tests.situations import REASON, Stage
from tests.tables_of_acts import ActTable
from tests.town import Town
from workflows.actions.acting.acts import Request, act
from workflows.models import (
    Case,
    Condition,
    CosignatureItem,
    Event,
    Obligation,
    Task,
    Unit,
    User,
    Vote,
)
from workflows.queries.proof.replay import replayed
from workflows.refusals import Refusal

pytestmark = pytest.mark.django_db

EXAMPLES = int(os.environ.get("HOSTILE_EXAMPLES", "10"))
"""Per act and situation; a few hundred by hand."""
OFFICE = ActTable("measure_acts.csv")

JUNK: list[Any] = [
    None, True, False, 0, -1, 1, 7.5, 10**12, 10**30, -(2**63), "", " ", "x", "0", "-1", "1e400",
    "NaN", "sNaN", "Infinity", "-0", "\u0661", "1_000", "9" * 5000, "x" * 5000, "\x00", "a\x00b",
    "\ud800", "\u202e<script>", "2026-02-30", "0001-01-01", "9999-12-31", "2026-01-01T00:00",
    [], [None], [[]], [{}], [1, "x"], ["\x00"], [True], {}, {"x": 1}, {"id": []}, {"\x00": "\x00"},
    str(uuid4()), "item:" + str(uuid4()), "approved", "conditional", "refused", "noted",
    "not_affected", "not_responsible", "deemed_given", "accepted", "amended", "rejected",
    "postponed", "dropped", "release", "revision", "council", "committee", "restricted", "green",
]  # fmt: skip


def forms(town: Town, measure: Measure) -> Mapping[str, dict[str, Any]]:
    """A form of each act as a person would fill it, from which the hostile ones are made."""
    return {**forms_until_the_signature(town, measure), **forms_after_it(town, measure)}


def forms_until_the_signature(town: Town, measure: Measure) -> dict[str, dict[str, Any]]:
    session = {"date": "2026-03-01", "protocol": "VV 9"}
    item = CosignatureItem.objects.filter(case=measure.case_id, unit__key="finance").last()
    vote = Vote.objects.filter(item=item, is_current=True).first()
    body = Meeting.objects.filter(organization__key="council")[0]
    chain = {"organization": body.organization_id, "role": "decision", "meeting": body.pk}
    ballot = {"choice": "conditional", "conditions": ["Nur montags."], "names_unit": ""}
    named = {"item": str(item and item.pk), "replaces": str(vote and vote.pk)}
    fields = {**town.fields, "lead": town.units["social"], "partners": [], "districts": []}
    numbers = {"annual_cost": "5.00", "revenue": "1", "starts_on": "2026-09-01"}
    flags = {"impact_school": True, "is_urgent": False, "access": "normal", "cost_type": "both"}
    file = {"sha256": "a" * 64, "name": "a.pdf", "title": "A", "media_type": "x/y", "size": 3}
    return {
        "edit": {**fields, **numbers, **flags, "ends_on": "2026-10-01"},
        "add_attachment": {**file, "attachment": None, "is_public": True},
        "remove_attachment": {"attachment": 1},
        "vote": ballot,
        "change_vote": {**ballot, **named},
        "ask_question": {"item": named["item"]},
        "object_to_change": {"item": named["item"]},
        "answer_condition": {"accept": True, "material": True, "fields": {"facts": "Neu."}},
        "resign": {"affected": [town.units["school"]]},
        "clarify": {"outcome": "release"},
        "find_current_administration": {"is_current": False, "path": "council"},
        "board_approves": session,
        "board_dissents": session,
        "mayor_decides": {"outcome": "final_signature"},
        "plan_consultations": {"chain": [{**chain, "is_public": True}]},
    }


def forms_after_it(town: Town, measure: Measure) -> dict[str, dict[str, Any]]:
    stone = Milestone.objects.filter(measure=measure).first()
    obligation = Obligation.objects.filter(case=measure.case_id).first()
    votes = {"yes": 9, "no": 1, "abstentions": 0, "invalid": 0, "biased": 0, "present": 12}
    report = {
        "period_start": "2026-01-01", "done": "Ja", "next_steps": "Mehr", "risks": "Keine",
        "spent": "1", "forecast": "2", "light": "green", "light_reason": "So", "is_final": True,
    }  # fmt: skip
    return {
        "record_result": {
            "result": "accepted",
            **votes,
            "result_text": "A",
            "resolution_text": "B",
        },
        "adapt_plan": {"fields": {"goal": "Neu.", "milestones": town.fields["milestones"]}},
        "start_implementation": {"responsible": town.person("social-clerk").pk},
        "complete_milestone": {"milestone": stone and stone.pk, "late_reason": "Ferien"},
        "drop_milestone": {"milestone": stone and stone.pk},
        "fulfil_obligation": {"obligation": str(obligation and obligation.pk)},
        "draft_report": report,
        "claim": {"instead_of": None},
        "hand_over": {"to": town.person("social-clerk").pk},
    }


def foreign_ids(stranger: Measure) -> list[Any]:
    """Keys that exist, but of another measure, of other tables, of the outside."""
    case = stranger.case_id
    rows: list[Any] = [
        *CosignatureItem.objects.filter(case=case),
        *Vote.objects.filter(item__case=case),
        *Condition.objects.filter(case=case),
        *Task.objects.filter(case=case)[:3],
        *Milestone.objects.filter(measure=stranger),
        *Consultation.objects.filter(case=case),
        *Unit.objects.filter(key__in=["council", "legal"]),
        User.objects.get(email="nobody@town.example"),
    ]
    return [row.pk if isinstance(row.pk, int) else str(row.pk) for row in rows]


def replaced_in(form: Mapping[str, Any], junk: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """The form with some of its values replaced, left out or joined by others."""
    values = {name: st.just(value) | st.just(value) | junk for name, value in form.items()}
    inner = {
        name: st.fixed_dictionaries({key: st.just(old) | junk for key, old in value.items()})
        for name, value in form.items()
        if isinstance(value, dict) and value
    }
    lists = {
        name: st.lists(st.fixed_dictionaries({k: st.just(v) | junk for k, v in value[0].items()}))
        for name, value in form.items()
        if isinstance(value, list) and value and isinstance(value[0], dict)
    }
    whole = st.fixed_dictionaries({**values, **inner, **lists})
    lacking = st.fixed_dictionaries({}, optional=values)
    return whole | lacking | st.dictionaries(st.sampled_from([*form, "item", "x"]), junk)


SCENES = [
    "draft", "draft:asked", "check", "cosigning", "cosigning:changed", "clarification", "release",
    "executive_board", "executive_board:dissent", "final_signature", "deliberation", "resolved",
    "implementation", "implementation:proposed",
]  # fmt: skip


QUIET = settings(
    max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=[*HealthCheck]
)
TEXTS = st.sampled_from(["", REASON, "\x00", "x" * 20000, "\udfff"])


@pytest.mark.parametrize("situation", SCENES)
def test_hostile_data_is_refused_or_harmless(town: Town, situation: str) -> None:
    people, stage = cast(town), Stage(town)
    stranger = stage.cosigning()
    stage.fields = {"title": "Etwas anderes"}
    measure = stage.bring(situation)
    junk = st.sampled_from([*JUNK, *foreign_ids(stranger)])
    filled = forms(town, measure)
    for name, role in doers(situation):
        tasks = [None, *tasks_of(measure, people[role])]
        data = replaced_in(filled.get(name, {}), junk)
        attack(town, measure, name, people[role], data, st.sampled_from(tasks))


def attack(
    town: Town,
    measure: Measure,
    name: str,
    person: User,
    forms_: st.SearchStrategy[dict[str, Any]],
    tasks: st.SearchStrategy[Any],
) -> None:
    version = Case.objects.get(pk=measure.case_id).version

    @QUIET
    @given(forms_, TEXTS, tasks, st.sampled_from([version, version, version, None, 0]))
    def send(data: dict[str, Any], text: str, task: Any, version: int | None) -> None:
        request = Request(
            measure.case_id, name, person.pk, town.now, command=uuid4(),
            version=version, task=task, data=data, text=text,
        )  # fmt: skip
        assert_done_or_refused(request)

    send()


def doers(situation: str) -> Iterator[tuple[str, str]]:
    """Every act that somebody may do in a situation, with one who may; and acts on tasks."""
    for name in sorted(OFFICE.acts):
        for row in OFFICE.rows_in(name, situation):
            roles = sorted(row.roles - {"system"})
            if roles:
                yield name, roles[-1]
                break
    yield from (("claim", "clerk"), ("hand_over", "clerk"), ("give_back", "ki_head"))


def tasks_of(measure: Measure, person: User) -> list[Any]:
    """Tasks of the person's desks in this case, also closed ones."""
    mine = Task.objects.filter(case=measure.case_id, desk__holders__person=person)
    return list(mine.values_list("pk", flat=True)[:4])


def assert_done_or_refused(request: Request) -> None:
    point = transaction.savepoint()
    before = Event.objects.filter(case=request.case).count()
    try:
        act(request)
        connection.check_constraints()
    except Refusal:
        assert Event.objects.filter(case=request.case).count() == before
    else:
        events = Event.objects.filter(case=request.case).order_by("seq")
        assert replayed(events).fits(Case.objects.get(pk=request.case))
    finally:
        transaction.savepoint_rollback(point)


def test_hostile_fields_make_no_measure(town: Town) -> None:
    stage = Stage(town)
    measure = stage.draft()
    form = forms(town, measure)["edit"]
    junk = st.sampled_from([*JUNK, town.units["council"], measure.pk])
    clerk = town.person("social-clerk")

    @settings(QUIET, max_examples=EXAMPLES * 10)
    @given(replaced_in(form, junk))
    def send(fields: dict[str, Any]) -> None:
        point = transaction.savepoint()
        count = Case.objects.count()
        try:
            propose(fields=fields, by=clerk, at=town.now, command=uuid4())
            connection.check_constraints()
        except Refusal:
            assert Case.objects.count() == count
        finally:
            transaction.savepoint_rollback(point)

    send()
