"""Damage as the owner of the tables can do it, and what `verify` finds of it."""

from contextlib import contextmanager

from django.db import connection

from workflows.models import Event
from workflows.queries.proof.digests import digest_of
from workflows.queries.proof.verification import verify

TABLES = ("event", "eventtext", "case", "seal", "sealedhead")


@contextmanager
def by_hand():
    """What the owner of the tables can do who switches the triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE workflows_{table} DISABLE TRIGGER USER")
        yield cursor.execute
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE workflows_{table} ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def found():
    return list(verify())


def insert_copy(execute, case, seq, *, of, previous=None, shift=False):
    """Insert a well-made event at `seq`; `shift` first moves the later ones by one."""
    if shift:
        execute(
            "UPDATE workflows_event SET seq = seq + 1000 WHERE case_id = %s AND seq >= %s",
            [case, seq],
        )
        execute(
            "UPDATE workflows_event SET seq = seq - 999 WHERE case_id = %s AND seq > 1000", [case]
        )
    event = Event.objects.get(case=case, seq=of)
    event.pk, event.seq, event.action, event.text_digest = None, seq, "forged", None
    if previous is not None:
        event.previous = previous
    event.digest = digest_of(event)
    event.save()


def rechain(execute, case, first):
    """Do what a forger does who knows the form: new digests from an event to the end."""
    events = list(Event.objects.filter(case=case).order_by("seq"))
    for before, event in zip([None, *events], events, strict=False):
        if event.seq < first:
            continue
        event.previous = before.digest if before else bytes(32)
        event.digest = digest_of(event)
        execute(
            "UPDATE workflows_event SET previous = %s, digest = %s WHERE id = %s",
            [event.previous, event.digest, event.pk],
        )
    execute("UPDATE workflows_case SET head = %s WHERE id = %s", [events[-1].digest, case])


def drop_references(execute):
    """The owner may drop what the database keeps together."""
    execute(
        "DO $$ DECLARE c record; BEGIN FOR c IN SELECT conname, conrelid::regclass AS owner"
        " FROM pg_constraint WHERE contype = 'f' AND confrelid = 'workflows_case'::regclass"
        " LOOP EXECUTE format('ALTER TABLE %%s DROP CONSTRAINT %%I', c.owner, c.conname);"
        " END LOOP; END $$",
        [],
    )
