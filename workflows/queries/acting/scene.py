"""Everything an act has to know, read in one statement after the case was locked."""

from __future__ import annotations

from datetime import date
from functools import cache
from uuid import UUID

from django.utils.dateparse import parse_datetime

from ... import wire
from ...definitions import Capacity
from ...machine import (
    CaseFlow,
    CommandView,
    ConditionView,
    ItemView,
    Scene,
    TaskView,
    line_of,
    registered_flows,
)
from ...models import Case
from ...untyped import SqlParams, SqlRow
from ...wire import GENERIC_PLANS
from ...wire.known import VERSION, Known
from ..people.capacities import standing_of, statements_of, take_standing
from ..people.desks import in_place_of, vacant_below

WROTE = "text_changed"
"""What an event notes whose act need not change the text, and did."""

# Scalar sub-selects: one snapshot, taken after the lock was granted, and one round trip.
# Items and conditions come in the order in which they were made.
_SCENE = f"""
SELECT {VERSION},
  ARRAY(SELECT a.desk_id FROM workflows_caseaudience a WHERE a.case_id = %(case)s),
  (SELECT json_build_object('by', c.by_id, 'digest', encode(c.payload_digest, 'hex'),
                            'result', c.result)
     FROM workflows_command c WHERE c.id = %(command)s),
  (SELECT json_agg(json_build_array(t.id, t.step_id, s.key, s.subject, s.mode, t.desk_id,
                     t.addressed_to_id, t.position, t.status, t.claimed_by_id, s.state, t.due_at))
     FROM workflows_task t JOIN workflows_steprun s ON s.id = t.step_id
    WHERE t.case_id = %(case)s AND t.status IN ('open', 'waiting')),
  (SELECT json_agg(json_build_array(i.id, i.unit_id, i.step_id, i.participation, i.status,
                     i.silence, i.reason, i.carried_from_id IS NOT NULL, v.id,
                     COALESCE(v.choice, ''), COALESCE(i.carried_from_id, i.id),
                     v.desk_id) ORDER BY i.id)
     FROM workflows_cosignatureitem i
     LEFT JOIN workflows_vote v ON v.item_id = COALESCE(i.carried_from_id, i.id) AND v.is_current
    WHERE i.case_id = %(case)s
      AND i.round = (SELECT round FROM workflows_case WHERE id = %(case)s)),
  (SELECT json_agg(json_build_array(k.id, k.vote_id, k.unit_id, k.status, k.material, v.item_id,
                     k.settled_at IS NOT NULL) ORDER BY k.id)
     FROM workflows_condition k JOIN workflows_vote v ON v.id = k.vote_id
    WHERE k.case_id = %(case)s
      AND k.round = (SELECT round FROM workflows_case WHERE id = %(case)s)),
  (SELECT json_agg(e.on_behalf_of_id) FROM workflows_event e
    WHERE e.case_id = %(case)s AND e.on_behalf_of_id IS NOT NULL AND (e.seq = 1 OR e.seq = (
      SELECT max(w.seq) FROM workflows_event w
       WHERE w.case_id = %(case)s
         AND (w.action = ANY(%(writing)s::text[]) OR w.data ? '{WROTE}')))),
  (SELECT d.unit_id FROM workflows_event e JOIN workflows_desk d ON d.id = e.desk_id
    WHERE e.case_id = %(case)s AND e.seq = 1)
"""  # noqa: S608 - put together from constants


_FIELDS = tuple(field.attname for field in Case._meta.concrete_fields)  # noqa: SLF001 - documented
_COLUMNS = ", ".join(str(field.column) for field in Case._meta.concrete_fields)  # noqa: SLF001 - Django documents it
_LOCK = (
    f"SELECT {GENERIC_PLANS}, {_COLUMNS} FROM workflows_case WHERE id = %(case)s FOR NO KEY UPDATE"  # noqa: S608 - names of ours
)


def lock_and_read(
    *, case: int, person: int | None, command: UUID | None, today: date
) -> tuple[Case, Scene]:
    """Lock a case, wait for it if need be, and read its scene; raises Case.DoesNotExist.

    Statements of one round trip: the second begins after the lock was granted and so sees what
    the one before us has committed, votes included.
    """
    locked, (scene,), *standing = wire.send([
        (_LOCK, {"case": case}),
        (_SCENE, _parameters(case, command)),
        *statements_of(person, today=today),
    ])  # fmt: skip
    if not locked:
        raise Case.DoesNotExist
    case_read = Case.from_db("default", _FIELDS, locked[0][1:])
    return case_read, _scene(scene, person, standing, today)


def read_scene(*, case: int, person: int | None, command: UUID | None, today: date) -> Scene:
    """The scene of a case for one person in one round trip, whatever the number of offices."""
    (scene,), *standing = wire.send([
        (_SCENE, _parameters(case, command)), *statements_of(person, today=today)
    ])  # fmt: skip
    return _scene(scene, person, standing, today)


_BEGINNING = f"""
SELECT {GENERIC_PLANS}, nextval('workflows_case_id_seq'), {VERSION},
       (SELECT r.id FROM workflows_routeversion r
         WHERE r.kind = %(kind)s AND r.valid_from <= %(today)s ORDER BY r.number DESC LIMIT 1)
"""  # noqa: S608 - names of ours


def first_scene(*, kind: str, person: int | None, today: date) -> tuple[int, int | None, Scene]:
    """The key, the route and the scene of a case that is about to begin; nothing is written.

    The route is the newest version of its kind that is valid today, if there is one.
    """
    ((_, case, version, route),), *standing = wire.send([
        (_BEGINNING, {"kind": kind, "today": today}), *statements_of(person, today=today)
    ])  # fmt: skip
    row = (version, (), None, None, None, None, None, None)
    return case, route, _scene(row, person, standing, today)


def _parameters(case: int, command: UUID | None) -> SqlParams:
    return {"case": case, "command": command, "writing": _writing_acts(registered_flows())}


@cache
def _writing_acts(flows: tuple[type[CaseFlow], ...]) -> list[str]:
    """The acts of all processes that change the text of a case."""
    return sorted({
        transition.slug
        for flow in flows
        for name in flow.act_names()
        for transition in flow.declared(name)
        if line_of(transition).act.changes_text
    })  # fmt: skip


def _scene(row: SqlRow, person: int | None, standing: list[wire.Rows], today: date) -> Scene:
    version, audience, earlier, tasks, items, conditions, in_names_of, opened_in = row
    known = Known(version or "", today)
    for answer in standing:
        take_standing(answer, today=today)
    mine = standing_of(person, known=known)
    live = [_task(row) for row in tasks or ()]

    @cache
    def stand_ins() -> tuple[Capacity, ...]:
        passed_on = [(t.desk, t.addressed_to) for t in live if t.desk != t.addressed_to]
        return (
            *vacant_below(mine.capacities, person=person, known=known),
            *in_place_of(mine.capacities, passed_on, known=known),
        )

    return Scene(
        sees=any(capacity.desk in audience for capacity in mine.capacities),
        capacities=mine.capacities,
        command=earlier
        and CommandView(earlier["by"], bytes.fromhex(earlier["digest"]), earlier["result"]),
        tasks=live,
        items=[_item(row) for row in items or ()],
        conditions=[_condition(row) for row in conditions or ()],
        in_names_of=frozenset(in_names_of or ()),
        opened_in=opened_in,
        stands_in_for=mine.stands_in_for,
        stand_ins=stand_ins,
        known=known,
    )


def _task(row: SqlRow) -> TaskView:
    pk, step, key, subject, mode, desk, meant, position, status, claimed_by, state, due = row
    due_at = parse_datetime(due) if due else None
    return TaskView(
        UUID(pk),
        UUID(step),
        key,
        subject,
        mode,
        desk,
        meant,
        position,
        status,
        claimed_by,
        state,
        due_at,
    )


def _item(row: SqlRow) -> ItemView:
    pk, unit, step, participation, status, silence, reason, carried, vote, choice, *of_vote = row
    origin, desk = of_vote
    return ItemView(
        UUID(pk),
        unit,
        step and UUID(step),
        participation,
        status,
        silence,
        reason,
        carried,
        vote and UUID(vote),
        choice,
        UUID(origin),
        desk,
    )


def _condition(row: SqlRow) -> ConditionView:
    pk, vote, unit, status, material, item, is_settled = row
    return ConditionView(
        UUID(pk), UUID(vote), unit, status, material, UUID(item), is_settled=is_settled
    )
