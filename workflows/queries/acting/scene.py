"""Everything an act has to know, read in one statement after the case was locked."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_datetime

from ... import wire
from ...definitions import EVERYTHING, Capacity, Scope
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
from ...models.presence import ACTS_AS
from ...wire import GENERIC_PLANS
from ..people.desks import vacant_below

# Scalar sub-selects: one snapshot, taken after the lock was granted, and one round trip.
_SCENE = f"""
WITH held AS (
  SELECT d.id AS desk, d.function, d.unit_id AS unit, u.function AS unit_function, u.ancestors,
         d.signs, r.person_id AS holder, r.person_id <> %(person)s AS is_deputy, r.kinds, r.besides
    FROM ({ACTS_AS}) r
    JOIN workflows_desk d ON d.id = r.desk_id AND d.closed_on IS NULL
    JOIN workflows_unit u ON u.id = d.unit_id
)
SELECT
  EXISTS (SELECT 1 FROM workflows_caseaudience a JOIN held ON held.desk = a.desk_id
           WHERE a.case_id = %(case)s),
  (SELECT json_agg(held ORDER BY is_deputy, desk, holder) FROM held),
  (SELECT json_build_object('by', c.by_id, 'digest', encode(c.payload_digest, 'hex'),
                            'result', c.result)
     FROM workflows_command c WHERE c.id = %(command)s),
  (SELECT json_agg(json_build_array(t.id, t.step_id, s.key, s.subject, s.mode, t.desk_id,
                     t.addressed_to_id, t.position, t.status, t.claimed_by_id, s.state, t.due_at))
     FROM workflows_task t JOIN workflows_steprun s ON s.id = t.step_id
    WHERE t.case_id = %(case)s AND t.status IN ('open', 'waiting')),
  (SELECT json_agg(json_build_array(i.id, i.unit_id, i.step_id, i.participation, i.status,
                     i.silence, i.reason, i.carried_from_id IS NOT NULL, v.id,
                     COALESCE(v.choice, ''), COALESCE(i.carried_from_id, i.id)))
     FROM workflows_cosignatureitem i
     LEFT JOIN workflows_vote v ON v.item_id = COALESCE(i.carried_from_id, i.id) AND v.is_current
    WHERE i.case_id = %(case)s
      AND i.round = (SELECT round FROM workflows_case WHERE id = %(case)s)),
  (SELECT json_agg(json_build_array(k.id, k.vote_id, k.unit_id, k.status, k.material, v.item_id,
                     k.settled_at IS NOT NULL))
     FROM workflows_condition k JOIN workflows_vote v ON v.id = k.vote_id
    WHERE k.case_id = %(case)s
      AND k.round = (SELECT round FROM workflows_case WHERE id = %(case)s)),
  (SELECT json_agg(e.on_behalf_of_id) FROM workflows_event e
    WHERE e.case_id = %(case)s AND e.on_behalf_of_id IS NOT NULL AND (e.seq = 1 OR e.seq = (
      SELECT max(w.seq) FROM workflows_event w
       WHERE w.case_id = %(case)s AND w.action = ANY(%(writing)s::text[])))),
  (SELECT json_agg(DISTINCT s.represented_id) FROM workflows_substitution s
    WHERE s.deputy_id = %(person)s AND s.revoked_at IS NULL
      AND s.starts_on <= %(today)s AND s.ends_on >= %(today)s)
"""  # noqa: S608 - put together from constants


_FIELDS = tuple(field.attname for field in Case._meta.concrete_fields)  # noqa: SLF001 - documented
_COLUMNS = ", ".join(str(field.column) for field in Case._meta.concrete_fields)  # noqa: SLF001
_LOCK = (
    f"SELECT {GENERIC_PLANS}, {_COLUMNS} FROM workflows_case WHERE id = %(case)s FOR NO KEY UPDATE"  # noqa: S608
)


def lock_and_read(
    *, case: int, person: int | None, command: UUID | None, today: date
) -> tuple[Case, Scene]:
    """Lock a case, wait for it if need be, and read its scene; raises Case.DoesNotExist.

    Two statements in one round trip: the second begins after the lock was granted and so sees
    what the one before us has committed, votes included.
    """
    locked, (scene,) = wire.send(
        [
            (_LOCK, {"case": case}),
            (_SCENE, _parameters(case, person, command, today)),
        ]
    )
    if not locked:
        raise Case.DoesNotExist
    return Case.from_db("default", _FIELDS, locked[0][1:]), _scene(scene, today)


def read_scene(*, case: int, person: int | None, command: UUID | None, today: date) -> Scene:
    """The scene of a case for one person; one statement, whatever the number of offices."""
    ((scene,),) = wire.send([(_SCENE, _parameters(case, person, command, today))])
    return _scene(scene, today)


def _parameters(case: int, person: int | None, command: UUID | None, today: date) -> dict[str, Any]:
    writing = _writing_acts(registered_flows())
    return {
        "case": case, "person": person or 0, "command": command, "today": today, "writing": writing
    }  # fmt: skip


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


def _scene(row: tuple[Any, ...], today: date) -> Scene:
    sees, held, earlier, tasks, items, conditions, in_names_of, stands_in_for = row
    capacities = tuple(_capacity(row) for row in held or ())
    return Scene(
        sees=sees,
        capacities=capacities,
        command=earlier
        and CommandView(earlier["by"], bytes.fromhex(earlier["digest"]), earlier["result"]),
        tasks=[_task(row) for row in tasks or ()],
        items=[_item(row) for row in items or ()],
        conditions=[_condition(row) for row in conditions or ()],
        in_names_of=frozenset(in_names_of or ()),
        stands_in_for=frozenset(stands_in_for or ()),
        stand_ins=cache(lambda: vacant_below(capacities, on=today)),
    )


def _capacity(row: dict[str, Any]) -> Capacity:
    ancestors = tuple(row.pop("ancestors"))
    scope = Scope(frozenset(row.pop("kinds")), frozenset(row.pop("besides")))
    return Capacity(**row, ancestors=ancestors, scope=scope if row["is_deputy"] else EVERYTHING)


def _task(row: list[Any]) -> TaskView:
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


def _item(row: list[Any]) -> ItemView:
    pk, unit, step, participation, status, silence, reason, carried, vote, choice, origin = row
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
    )


def _condition(row: list[Any]) -> ConditionView:
    pk, vote, unit, status, material, item, is_settled = row
    return ConditionView(
        UUID(pk), UUID(vote), unit, status, material, UUID(item), is_settled=is_settled
    )
