"""A city with any number of open tasks, made by a few statements.

Person A finds 25 free tasks at the desk, whatever the size; person B finds 25,000 at five desks
where there are 100,000 or more, else 25. The rest lies at 200 other desks, a fifth in hand. As
many tasks are done; every case has its trail, so the tables around are as full as in earnest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import psycopg
from django.utils import timezone

from bench.databases import clone, superuser, using
from workflows.models import Desk, DeskHolder, Substitution, Unit, User

OTHERS = 200
TABLES = (
    "workflows_case", "workflows_steprun", "workflows_task", "workflows_event",
    "workflows_caseaudience",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class City:
    """A database with its two people."""

    database: str
    size: int
    few: User
    many: User
    many_see: int


def build(size: int) -> City:
    """Make the database `bench_inbox_<size>`."""
    name = f"bench_inbox_{size}"
    clone(name)
    many_see = 25_000 if size >= 100_000 else 25
    with using(name):
        few, many, desks = _organisation()
    params = {
        "size": size, "done": size // 2, "few": desks[0], "many": desks[1:6], "others": desks[7:],
        "now": timezone.now(), "few_every": size // 25, "many_every": size // many_see,
        "person": many.pk,
    }  # fmt: skip
    with superuser(name) as connection:
        _load(connection, params)
    return City(name, size, few, many, many_see)


def _organisation() -> tuple[User, User, list[int]]:
    """A and B with their desks, somebody absent whom B represents, and 200 other desks."""
    since = date(2020, 1, 1)
    people = [
        User(email=f"person{n}@stadt.example", given_name="Vorname", family_name=f"Nachname {n}",
             password="!", sort_key=f"nachname {n:04}")
        for n in range(3 + OTHERS)
    ]  # fmt: skip
    people = User.objects.bulk_create(people)
    units = Unit.objects.bulk_create(
        Unit(key=f"unit-{n}", name=f"Amt für Aufgabe {n}", short_name=f"Amt {n}", kind="office",
             valid_from=since, sort_key=f"amt {n:04}")
        for n in range(60)
    )  # fmt: skip
    desks = Desk.objects.bulk_create(
        Desk(unit=units[n % 60], key=f"desk-{n}", name=f"Leitung {n}", function="head")
        for n in range(7 + OTHERS)
    )
    holders = [people[0], *[people[1]] * 5, *people[2:]]
    DeskHolder.objects.bulk_create(
        DeskHolder(desk=desk, person=holder, valid_from=since)
        for desk, holder in zip(desks, holders, strict=True)
    )
    Substitution.objects.create(
        represented=people[2], deputy=people[1], starts_on=since, ends_on=date(2099, 12, 31),
        entered_at="2020-01-01T00:00Z",
    )  # fmt: skip
    return people[0], people[1], [desk.pk for desk in desks]


def _load(connection: psycopg.Connection, params: dict[str, Any]) -> None:
    connection.execute("SET session_replication_role = replica")  # the keys are right by making
    connection.execute("SET maintenance_work_mem = '512MB'")
    indexes = connection.execute(
        "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i"
        " WHERE i.indrelid = ANY(%s::text[]::regclass[]) AND NOT i.indisunique",
        [list(TABLES)],
    ).fetchall()
    for name, _definition in indexes:
        connection.execute(f"DROP INDEX {name}")
    for statement in (_CASES, _STEPS, _TASKS, _EVENTS, _AUDIENCE):
        connection.execute(statement, params)
    for _name, definition in indexes:
        connection.execute(definition)
    for table in TABLES:
        connection.execute(f"VACUUM (ANALYZE) {table}")


# Two open tasks to a case; the cases of what is done come after those of what is open.
_CASES = """
INSERT INTO workflows_case (kind, state, title, version, round, access, opened_by_id, edited_by_id,
                            opened_at, state_since, closed_at, seq, head)
SELECT 'measure', 'cosigning',
       'M-2026-' || lpad(c::text, 6, '0') || ' ' || (ARRAY['Sprachkurse in Familienzentren',
         'Lotsen im Stadtteil', 'Dolmetschpool für Kitas und Schulen', 'Wohnberatung',
         'Übergang von der Schule in den Beruf', 'Begegnungscafé'])[c %% 6 + 1],
       2, 1, 'normal', %(person)s + 1 + c %% 200, NULL,
       %(now)s - (c %% 300 + 60) * interval '1 day', %(now)s - (c %% 60) * interval '1 day',
       NULL, 2, '\\x00'
  FROM generate_series(1, (%(size)s + %(done)s) / 2) c
"""
_STEPS = """
INSERT INTO workflows_steprun (id, case_id, key, state, round, mode, subject, opened_at, closed_at,
                               outcome)
SELECT uuidv7(), (n + 1) / 2, 'cosign', 'cosigning', 1, 'any', 'item:' || n,
       %(now)s - ((n + 1) / 2 %% 60) * interval '1 day',
       CASE WHEN n > %(size)s THEN %(now)s - (n %% 30) * interval '1 day' END,
       CASE WHEN n > %(size)s THEN 'vote' ELSE '' END
  FROM generate_series(1, %(size)s + %(done)s) n
"""
_TASKS = """
INSERT INTO workflows_task (id, step_id, case_id, desk_id, addressed_to_id, position, status,
                            opened_at, claimed_by_id, claimed_at, due_at, closed_at, closed_by_id,
                            outcome)
SELECT uuidv7(), s.id, s.case_id, d.desk, d.desk, 0, s.status, s.opened_at, h.person_id,
       CASE WHEN h.person_id IS NOT NULL THEN s.opened_at + interval '1 hour' END,
       CASE WHEN s.n %% 20 > 0
            THEN date_trunc('day', %(now)s) + (s.n * 7919 %% 120 - 30) * interval '1 day' END,
       s.closed_at, CASE WHEN s.closed_at IS NOT NULL THEN %(person)s + 1 + s.n %% 200 END,
       s.outcome
  FROM (SELECT r.*, substr(r.subject, 6)::bigint AS n,
               CASE WHEN r.closed_at IS NULL THEN 'open' ELSE 'done' END AS status
          FROM workflows_steprun r) s
 CROSS JOIN LATERAL (SELECT CASE
         WHEN s.n %% %(few_every)s = 0 AND s.status = 'open' THEN %(few)s
         WHEN s.n %% %(many_every)s = 1 AND s.status = 'open'
           THEN (%(many)s::bigint[])[s.n / %(many_every)s %% 5 + 1]
         ELSE (%(others)s::bigint[])[s.n * 31 %% 200 + 1] END AS desk) d
  LEFT JOIN workflows_deskholder h ON h.desk_id = d.desk AND s.status = 'open'
   AND d.desk = ANY(%(others)s::bigint[]) AND s.n %% 5 = 0
"""
_EVENTS = """
INSERT INTO workflows_event (case_id, seq, action, source, target, actor_id, desk_id, at, version,
                             legal_basis, data, form, previous, digest)
SELECT c.id, e.seq, e.action, '', e.target, c.opened_by_id, (%(others)s::bigint[])[c.id %% 200 + 1],
       e.at, e.seq, '', '{}', 1, sha256(c.id::text::bytea), sha256(e.at::text::bytea)
  FROM workflows_case c
 CROSS JOIN LATERAL (VALUES (1, 'open', 'draft', c.opened_at),
                            (2, 'pass_check', 'cosigning', c.state_since))
       e(seq, action, target, at)
"""
_AUDIENCE = """
INSERT INTO workflows_caseaudience (case_id, desk_id, reason)
SELECT case_id, desk_id, 'task' FROM workflows_task
    ON CONFLICT (case_id, desk_id) DO NOTHING
"""
