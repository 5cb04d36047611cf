"""`verify` finds every kind of damage to events, texts and cases, and nothing else."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from tests.kinds import AT, opened, sent
from tests.workflows.queries.verification.by_hand import by_hand, found, insert_copy
from workflows.actions.acting.acts import Request, act
from workflows.actions.proof.erasure import erase_text
from workflows.actions.proof.sealing import seal
from workflows.models import Case, Event
from workflows.queries.proof.bound import bound_tables
from workflows.queries.proof.damage import Damage, Finding
from workflows.queries.proof.digests import digest_of
from workflows.queries.proof.verification import verify

pytestmark = pytest.mark.django_db


def test_sound_trails_have_no_findings(cases):
    seal(at=AT)
    assert found() == []


def test_event_edited(cases):
    with by_hand() as execute:
        execute(
            "UPDATE workflows_event SET action = 'reject' WHERE case_id = %s AND seq = 2",
            [cases[1]],
        )
    assert found() == [Finding(Damage.EDITED, cases[1], 2)]


@pytest.mark.parametrize(
    "change",
    [
        "actor_id = NULL",
        "on_behalf_of_id = actor_id",
        "at = at + interval '1 microsecond'",
        "data = '{\"copies\": 3}'",
        "legal_basis = ''",
        "desk_id = NULL",
        "version = 7",
        "caused_by = 1",
        "source = 'check'",
        "target = 'done'",
        "form = 1",
        "rows = '{}'",
        "text_digest = decode(repeat('ab', 32), 'hex')",
        "previous = decode(repeat('ab', 32), 'hex')",
        "digest = decode(repeat('ab', 32), 'hex')",
    ],
)
def test_each_column_of_an_event_is_covered(cases, change):
    with by_hand() as execute:
        execute(f"UPDATE workflows_event SET {change} WHERE case_id = %s AND seq = 2", [cases[1]])
    assert found() == [Finding(Damage.EDITED, cases[1], 2)]


def test_event_edited_with_a_new_digest_is_found_by_its_successor(cases):
    with by_hand() as execute:
        event = Event.objects.get(case=cases[1], seq=2)
        event.action = "reject"
        execute(
            "UPDATE workflows_event SET action = 'reject', digest = %s WHERE id = %s",
            [digest_of(event), event.pk],
        )
    assert found() == [Finding(Damage.EDITED, cases[1], 2)]


def test_event_deleted(cases):
    with by_hand() as execute:
        event = Event.objects.get(case=cases[1], seq=2)
        execute("DELETE FROM workflows_eventtext WHERE event_id = %s", [event.pk])
        execute("DELETE FROM workflows_event WHERE id = %s", [event.pk])
    assert found() == [Finding(Damage.DELETED, cases[1], 2)]


def test_first_event_deleted(cases):
    with by_hand() as execute:
        execute("DELETE FROM workflows_event WHERE case_id = %s AND seq = 1", [cases[1]])
    assert found() == [Finding(Damage.DELETED, cases[1], 1)]


def test_event_deleted_and_the_rest_renumbered(cases):
    with by_hand() as execute:
        event = Event.objects.get(case=cases[1], seq=2)
        execute("DELETE FROM workflows_eventtext WHERE event_id = %s", [event.pk])
        execute("DELETE FROM workflows_event WHERE id = %s", [event.pk])
        for seq in (3, 4):
            execute(
                "UPDATE workflows_event SET seq = seq - 1 WHERE case_id = %s AND seq = %s",
                [cases[1], seq],
            )
    assert found() == [Finding(Damage.DELETED, cases[1], 2)]


def test_event_inserted_in_the_middle(cases):
    with by_hand() as execute:
        before = Event.objects.get(case=cases[1], seq=2).digest
        insert_copy(execute, cases[1], 3, of=2, previous=before, shift=True)
    assert found() == [Finding(Damage.INSERTED, cases[1], 3)]


def test_event_inserted_without_a_fitting_link(cases):
    with by_hand() as execute:
        insert_copy(execute, cases[1], 3, of=2, previous=b"x" * 32, shift=True)
    assert found() == [Finding(Damage.INSERTED, cases[1], 3)]


def test_event_inserted_at_the_end(cases):
    with by_hand() as execute:
        last = Event.objects.get(case=cases[1], seq=4).digest
        insert_copy(execute, cases[1], 5, of=2, previous=last)
    assert found() == [Finding(Damage.INSERTED, cases[1], 5)]


def test_events_reordered(cases):
    with by_hand() as execute:
        for old, new in ((2, 99), (3, 2), (99, 3)):
            execute(
                "UPDATE workflows_event SET seq = %s WHERE case_id = %s AND seq = %s",
                [new, cases[1], old],
            )
    assert found() == [Finding(Damage.REORDERED, cases[1], 2)]


def test_last_event_deleted_and_the_case_knows(cases):
    with by_hand() as execute:
        execute("DELETE FROM workflows_event WHERE case_id = %s AND seq = 4", [cases[1]])
    assert found() == [Finding(Damage.END_MISSING, cases[1], 4)]


def test_all_events_of_a_case_deleted(cases):
    with by_hand() as execute:
        execute(
            "DELETE FROM workflows_eventtext WHERE event_id IN"
            " (SELECT id FROM workflows_event WHERE case_id = %s)",
            [cases[1]],
        )
        execute("DELETE FROM workflows_event WHERE case_id = %s", [cases[1]])
    assert found() == [Finding(Damage.END_MISSING, cases[1], 1)]


def test_head_of_a_case_altered(cases):
    with by_hand() as execute:
        execute("UPDATE workflows_case SET head = %s WHERE id = %s", [b"x" * 32, cases[1]])
    assert found() == [Finding(Damage.HEAD_ALTERED, cases[1], 4)]


@pytest.mark.parametrize(
    "change", ["state = 'check'", "version = 9", "state_since = opened_at - interval '1 day'"]
)
def test_state_of_a_case_altered(cases, change):
    with by_hand() as execute:
        execute(f"UPDATE workflows_case SET {change} WHERE id = %s", [cases[1]])
    assert found() == [Finding(Damage.STATE_ALTERED, cases[1], 4)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE workflows_eventtext SET text = 'Please wait.' WHERE event_id = %s",
        "UPDATE workflows_eventtext SET salt = decode(repeat('ab', 16), 'hex') WHERE event_id = %s",
        "DELETE FROM workflows_eventtext WHERE event_id = %s",
        "UPDATE workflows_eventtext SET text = 'Gone', erased_at = now() WHERE event_id = %s",
    ],
)
def test_text_altered(cases, statement):
    with by_hand() as execute:
        execute(statement, [Event.objects.get(case=cases[1], seq=2).pk])
    assert found() == [Finding(Damage.TEXT_ALTERED, cases[1], 2)]


def test_text_added_to_an_event_without_one(cases):
    with by_hand() as execute:
        execute(
            "INSERT INTO workflows_eventtext (event_id, salt, text) VALUES (%s, %s, 'Agreed.')",
            [Event.objects.get(case=cases[1], seq=1).pk, b"x" * 16],
        )
    assert found() == [Finding(Damage.TEXT_ALTERED, cases[1], 1)]


def test_text_erased_without_an_event(cases):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE workflows_eventtext SET text = '', erased_at = now() WHERE event_id = %s",
            [Event.objects.get(case=cases[1], seq=2).pk],
        )
    assert found() == [Finding(Damage.TEXT_ERASED, cases[1], 2)]


def test_text_erased_with_its_event_leaves_the_trail_sound(cases, office):
    seal(at=AT)
    erase_text(case=cases[1], seq=2, reason="Art. 17 GDPR, request", by=office.organiser.pk, at=AT)
    assert found() == []


def test_each_damaged_case_is_named_once_and_the_others_not(cases):
    with by_hand() as execute:
        execute(
            "UPDATE workflows_event SET action = 'x' WHERE case_id = ANY(%s) AND seq > 1",
            [[cases[0], cases[2]]],
        )
    assert found() == [
        Finding(Damage.EDITED, cases[0], 2),
        Finding(Damage.EDITED, cases[2], 2),
    ]


TABLES = sum(bool(table.case) for table in bound_tables.values())


def test_number_of_statements_does_not_grow_with_the_cases(office, django_assert_num_queries):
    for _ in range(2):
        sent(office)
    with django_assert_num_queries(7 + TABLES):
        assert found() == []
    for _ in range(6):
        sent(office)
    with django_assert_num_queries(7 + TABLES):
        assert found() == []


def test_progress_counts_the_cases(cases):
    seen = []
    assert list(verify(progress=seen.append)) == []
    assert seen == [1, 2, 3]


def test_triggers_refuse_what_the_tests_above_had_to_force(cases):
    statements = [
        "UPDATE workflows_event SET action = 'x'",
        "DELETE FROM workflows_event",
        "TRUNCATE workflows_event CASCADE",
        "DELETE FROM workflows_eventtext",
        "UPDATE workflows_eventtext SET text = 'x'",
        "UPDATE workflows_seal SET cases = 0",
        "DELETE FROM workflows_sealedhead",
        "UPDATE workflows_case SET state = 'x'",
        "UPDATE workflows_case SET seq = seq - 1",
    ]
    seal(at=AT)
    for statement in statements:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Case.objects.filter(seq=4).count() == 3


def test_a_case_that_only_stays_where_it_is_replays(office):
    case = opened(office).case
    act(Request(case, "edit", office.clerk.pk, AT, command=uuid4(), data={"title": "New"}))
    act(Request(case, "jot", office.clerk.pk, AT, command=uuid4(), data={"a": 1}))
    assert found() == []
