"""Every own act of a concept × role × state against the table typed from the domain."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import transaction

from coordination.concept.enums import PHASES
from coordination.concept.flows.flow import COMING_ABOUT, STANDING, ConceptFlow
from coordination.concept.models import Chapter, Concept
from tests.coordination.concept import concepts as stage
from tests.coordination.concept.concepts import BGI, CENTRE, CLERK, HEAD, SECRETARY, do
from tests.coordination.flows.theatre import told
from tests.coordination.guests.people import invited, partner
from tests.tables_of_acts import ActTable
from tests.town import Town
from workflows.actions.acting.acts import Request, act
from workflows.actions.time.clock import take_effects
from workflows.machine import Refused, judge
from workflows.queries.acting.offers import Situation, situation
from workflows.refusals import Refusal

pytestmark = pytest.mark.django_db

TABLE = ActTable("concept_acts.csv")
REASON = "Das ist gut begründet."
MAYOR = "mayor-mayor"
ROLES = {
    "clerk": CLERK, "head": HEAD, "ki_clerk": CENTRE, "ki_head": "centre-head", "bgi": BGI,
    "mayor": MAYOR, "secretary": SECRETARY, "agency": "institute", "guest": "caritas",
    "other": "school-head",
}  # fmt: skip
WITHIN = {"clerk", "head", "ki_clerk", "ki_head", "bgi", "mayor"}
WORKING = {*WITHIN, "agency"}
EVERYBODY = {*WORKING, "secretary", "other"}
SEES = {
    "draft": WITHIN, "target_set": WITHIN, "award": WITHIN, "commissioned": WORKING,
    "survey": WORKING, "participation": WORKING, "drafted": EVERYBODY | {"guest"},
    "terminated": WORKING, "resting": WORKING, "deferred": WORKING,
    "implementation": EVERYBODY - {"agency"}, "renewal_due": EVERYBODY - {"agency"},
}  # fmt: skip
"""Typed: the lead, the KI and who decides; the agency once it is named; the house and the council
what is presented; an association what it was invited to.
"""


def in_state(town: Town, name: str) -> Concept:
    """A concept in a state, with its agency and an association where there are some."""
    if name == "draft":
        return stage.prompted(town)
    if name == "target_set":
        concept = stage.prompted(town)
        do(town, concept, "set_target", CLERK, target=stage.resolved(town).pk)
        return concept
    if name == "award":
        return stage.in_award(town)
    partner(town, "institute")
    invited(town, "institute")
    if name in ("implementation", "renewal_due"):
        return _adopted(town, is_old=name == "renewal_due")
    concept = stage.commissioned(town)
    do(town, concept, "name_agency", CENTRE, unit=town.units["institute"])
    _work_on(town, concept, name)
    return concept


def _adopted(town: Town, *, is_old: bool) -> Concept:
    concept = stage.adopted(town)
    if is_old:
        town.now = town.now.replace(year=town.now.year + 3, month=12)
        take_effects(at=town.now)
    return concept


def _work_on(town: Town, concept: Concept, name: str) -> None:
    if name == "terminated":
        do(town, concept, "terminate_commission", BGI, text=REASON)
    if name in ("commissioned", "terminated"):
        return
    do(town, concept, "begin_survey", CLERK)
    if name == "survey":
        return
    do(town, concept, "begin_participation", CLERK)
    stage.heard(town, concept)
    stage.covered(town, concept, stage.chapter(town, concept))
    if name == "drafted":
        _present(town, concept)
    elif name == "deferred":
        do(town, concept, "defer_concept", MAYOR, text=REASON)
    elif name == "resting":
        do(town, concept, "rest_concept", BGI, text=REASON, until="2026-06-01")


def _present(town: Town, concept: Concept) -> None:
    partner(town, "caritas")
    invited(town, "caritas")
    do(town, concept, "present_draft", CLERK)
    chapter = Chapter.objects.get(concept=concept)
    do(
        town, concept, "invite_to_comment", CENTRE, unit=town.units["caritas"],
        chapters=[str(chapter.pk)],
    )  # fmt: skip


def expected(name: str, state: str, role: str) -> str:
    if role not in SEES[state]:
        return "404"
    rows = TABLE.rows_in(name, state)
    for row in rows:
        if role in row.roles:
            empty = row.empty
            if (name, role) == ("comment_on_chapter", "guest"):
                # Its people speak for their own association.
                empty = empty.replace(" organisation_missing", "")
            return empty if empty == "ok" else f"422 {empty}"
    return "409" if any(role in row.late for row in rows) else "403"


def said(concept: Concept, name: str, met: Situation) -> str:
    """What the judge says to an empty form on the present version."""
    call = replace(met.look.call, name=name, version=concept.case.version)
    verdict = judge(ConceptFlow, met.look.about(call), digest=bytes)
    return told(verdict.refusal) if isinstance(verdict, Refused) else "ok"


def done(town: Town, concept: Concept, name: str, role: str) -> str:
    """The same of the act itself."""
    person, version = town.person(ROLES[role]).pk, concept.case.version
    point = transaction.savepoint()
    try:
        act(Request(concept.case_id, name, person, town.now, version=version))
    except Refusal as refusal:
        return told(refusal)
    finally:
        transaction.savepoint_rollback(point)
    return "ok"


@pytest.mark.parametrize("state", SEES)
def test_every_role_gets_what_the_table_says(town: Town, state: str) -> None:
    concept = in_state(town, state)
    concept.case.refresh_from_db()
    assert concept.case.state == state
    roles = {role: desk for role, desk in ROLES.items() if desk in town.emails}
    met = {
        role: situation(concept.case, person=town.person(desk).pk, at=town.now)
        for role, desk in roles.items()
    }
    cells = [(name, role) for name in sorted(TABLE.acts) for role in roles]
    wanted = {(name, role): expected(name, state, role) for name, role in cells}
    assert {(name, role): said(concept, name, met[role]) for name, role in cells} == wanted
    # What is offered is what is allowed, and of what is allowed each is done as well.
    for role, sight in met.items():
        if role not in SEES[state]:
            continue
        offered = {one.name for one in sight.offers if not one.objection} & TABLE.acts
        allowed = {
            name for name in TABLE.acts if wanted[name, role][:3] not in ("403", "404", "409")
        }
        assert offered == allowed, role
    tried = {wanted[cell]: cell for cell in cells}
    some = [*tried.values(), *(cell for cell in cells if wanted[cell] == "ok")]
    assert {cell: done(town, concept, *cell) for cell in some} == {c: wanted[c] for c in some}


def test_the_table_names_every_own_act_and_where_it_leads() -> None:
    own = {
        line.act.name: line
        for found in (COMING_ABOUT, STANDING)
        for at in found.states.values()
        for line in at.acts
    }
    shared = {
        "plan_consultations", "withdraw", "object_to_resolution", "object_as_unlawful",
        "objection_over",
    }  # fmt: skip
    by_itself = {"come_into_force", "remind_of_renewal", "fall_due", "remind_agency"}
    assert set(own) - shared - by_itself == set(TABLE.acts)
    back = {"go_on_with_concept", "take_up_concept"}
    for name in TABLE.acts:
        typed = {target for row in TABLE.rows if row.act == name for target in row.targets}
        targets = {str(state) for state in PHASES} if name in back else typed - {"="}
        assert {str(one) for one in own[name].targets} == targets, name
