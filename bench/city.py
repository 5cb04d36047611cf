"""A large city around a small one: desks, people and cases with their trails, made by statements.

Its numbers are those of a city of half a million: 240 desks in 80 offices, 2,000 people who hold
them (a tenth of the year somebody is away and has a deputy), 100,000 cases of the past years.
"""

from __future__ import annotations

import psycopg
from django.utils import timezone

OFFICES, DESKS, PEOPLE, CASES = 80, 240, 2_000, 100_000
FIRST = 1_000_000
"""All keys begin here, far from those of the small town."""


def grow(connection: psycopg.Connection) -> None:
    """Put the large city into a database that holds a small one; `connection` is a superuser's."""
    connection.execute("SET session_replication_role = replica")  # the keys are right by making
    values = {
        "first": FIRST, "offices": OFFICES, "desks": DESKS, "people": PEOPLE, "cases": CASES,
        "now": timezone.now(),
    }  # fmt: skip
    for statement in (
        _UNITS, _DESKS, _PEOPLE, _HOLDERS, _ABSENCES, _CASES, _STEPS, _TASKS, _EVENTS, _AUDIENCE
    ):  # fmt: skip
        connection.execute(statement, values)
    connection.execute("VACUUM (ANALYZE)")


_UNITS = """
INSERT INTO workflows_unit (id, key, name, short_name, kind, function, valid_from, ancestors,
                            sort_key)
SELECT %(first)s + n, 'city-' || n, 'Amt für Aufgabe ' || n, 'Amt ' || n, 'office', '',
       '2020-01-01', '{}', 'amt ' || n
  FROM generate_series(0, %(offices)s - 1) n
"""
# A head, who is above the two others; the heads are above nobody else's.
_DESKS = """
INSERT INTO workflows_desk (id, key, name, unit_id, function, signs, superior_id)
SELECT %(first)s + n, 'city-' || n, 'Stelle ' || n, %(first)s + n / 3,
       CASE WHEN n %% 3 = 0 THEN 'head' ELSE 'clerk' END, 'ia',
       CASE WHEN n %% 3 > 0 THEN %(first)s + n / 3 * 3 END
  FROM generate_series(0, %(desks)s - 1) n
"""
_PEOPLE = """
INSERT INTO workflows_user (id, password, is_superuser, email, given_name, family_name, language,
                            sort_key, created_at)
SELECT %(first)s + n, '!', false, 'person' || n || '@stadt.example', 'Vorname',
       'Nachname ' || n, 'de',
       'nachname ' || n, %(now)s
  FROM generate_series(0, %(people)s - 1) n
"""
_HOLDERS = """
INSERT INTO workflows_deskholder (desk_id, person_id, valid_from)
SELECT %(first)s + n %% %(desks)s, %(first)s + n, '2020-01-01'
  FROM generate_series(0, %(people)s - 1) n
"""
_ABSENCES = """
INSERT INTO workflows_substitution (represented_id, deputy_id, rank, starts_on, ends_on, steps,
                                    entered_at)
SELECT %(first)s + n, %(first)s + n + 1, 1, '2020-01-01', '2099-12-31', '{}', %(now)s
  FROM generate_series(0, %(people)s - 1, 10) n
"""
_CASES = """
INSERT INTO workflows_case (id, kind, state, title, version, round, access, opened_by_id, opened_at,
                            state_since, closed_at, seq, head)
SELECT %(first)s + n, 'errand', CASE WHEN n %% 5 = 0 THEN 'check' ELSE 'done' END,
       'Vorgang ' || n, 2, 0, 'normal', %(first)s + n %% %(people)s,
       %(now)s - n %% 1500 * interval '1 day', %(now)s - n %% 1500 * interval '1 day',
       CASE WHEN n %% 5 > 0 THEN %(now)s END, 2, '\\x00'
  FROM generate_series(0, %(cases)s - 1) n
"""
_STEPS = """
INSERT INTO workflows_steprun (id, case_id, key, state, round, mode, subject, opened_at, closed_at,
                               outcome)
SELECT uuidv7(), id, 'check', 'check', 0, 'all', '', opened_at, closed_at,
       CASE WHEN closed_at IS NULL THEN '' ELSE 'answer' END
  FROM workflows_case WHERE id >= %(first)s AND id < 10 * %(first)s
"""
_TASKS = """
INSERT INTO workflows_task (id, step_id, case_id, desk_id, addressed_to_id, position, status,
                            opened_at, closed_at, closed_by_id, outcome)
SELECT uuidv7(), s.id, s.case_id, d.desk, d.desk, 0,
       CASE WHEN s.closed_at IS NULL THEN 'open' ELSE 'done' END, s.opened_at, s.closed_at,
       CASE WHEN s.closed_at IS NOT NULL THEN %(first)s + s.case_id %% %(people)s END, s.outcome
  FROM workflows_steprun s
 CROSS JOIN LATERAL (SELECT %(first)s + s.case_id %% %(desks)s AS desk) d
 WHERE s.case_id >= %(first)s AND s.case_id < 10 * %(first)s
"""
_EVENTS = """
INSERT INTO workflows_event (case_id, seq, action, source, target, actor_id, desk_id, at, version,
                             legal_basis, data, form, previous, digest)
SELECT c.id, e.seq, e.action, '', e.target, c.opened_by_id, %(first)s + c.id %% %(desks)s,
       c.opened_at, e.seq, '', '{}', 1, sha256(c.id::text::bytea), sha256(e.seq::text::bytea)
  FROM workflows_case c
 CROSS JOIN (VALUES (1, 'open', 'draft'), (2, 'send', 'check')) e(seq, action, target)
 WHERE c.id >= %(first)s AND c.id < 10 * %(first)s
"""
_AUDIENCE = """
INSERT INTO workflows_caseaudience (case_id, desk_id, reason)
SELECT t.case_id, d.desk, 'task' FROM workflows_task t
 CROSS JOIN LATERAL (VALUES (t.desk_id), (%(first)s + (t.desk_id - %(first)s) / 3 * 3)) d(desk)
 WHERE t.case_id >= %(first)s AND t.case_id < 10 * %(first)s
    ON CONFLICT (case_id, desk_id) DO NOTHING
"""
