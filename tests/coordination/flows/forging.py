"""Rows of bound tables changed by hand, as only the owner of the tables can; all is undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

from django.db import connection, models, transaction

from coordination.measures.models import Measure, TemplateUse
from workflows.models import Case, Deadline
from workflows.queries.proof.bound import Bound, bound_tables

OTHER = {
    "bool": "NOT COALESCE({0}, false)",
    "uuid": "gen_random_uuid()",
    "int": "COALESCE({0}, 0) + 1",
    "numeric": "COALESCE({0}, 0) + 1",
    "varchar": "CASE WHEN {0} = 'x' THEN 'y' ELSE 'x' END",
    "text": "COALESCE({0}, '') || 'x'",
    "date": "COALESCE({0}, '2020-01-01') + 1",
    "timestamp": "COALESCE({0}, '2020-01-01') + interval '1 second'",
    "jsonb": "'{{\"forged\": 1}}'",
    "bytea": "'\\x00'::bytea",
}
"""Another value of each type of column."""


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def copied(row: models.Model) -> models.Model:
    """The same once more, under another key, and in another place where that is its name."""
    added = type(row)._base_manager.get(pk=row.pk)
    if isinstance(row._meta.pk, models.UUIDField):
        added.pk = uuid4()
    else:
        added.pk = (type(row)._base_manager.aggregate(last=models.Max("pk"))["last"] or 0) + 1
    for name in ("event_seq", "position"):
        if hasattr(row, name):
            setattr(added, name, 999)
    if isinstance(added, Deadline):
        added.step = None
    return added


@contextmanager
def by_hand() -> Iterator[Callable[..., None]]:
    """What the owner of the tables can do; all of it is undone."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for model in (*bound_tables, Case):
            cursor.execute(f"ALTER TABLE {model._meta.db_table} DISABLE TRIGGER USER")
        cursor.execute(
            "DO $$ DECLARE c record; BEGIN FOR c IN SELECT conname, conrelid::regclass AS owner"
            " FROM pg_constraint WHERE contype IN ('c', 'u', 'f')"
            " AND connamespace = 'public'::regnamespace ORDER BY contype DESC"
            " LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS %I', c.owner,"
            " c.conname); END LOOP; END $$"
        )
        cursor.execute(
            "DO $$ DECLARE i record; BEGIN FOR i IN SELECT indexrelid::regclass AS name"
            " FROM pg_index WHERE indisunique AND NOT indisprimary"
            " AND indexrelid::regclass::text ~ '^(workflows|coordination)_'"
            " LOOP EXECUTE format('DROP INDEX IF EXISTS %s', i.name); END LOOP; END $$"
        )
        yield cursor.execute
        transaction.set_rollback(True)


def other(field: models.Field) -> str:
    """SQL for another value than the one that a column holds."""
    written = str(field.db_type(connection))
    if written.endswith("[]"):
        return "'{9999}'"
    kind = next(k for k in OTHER if k in written)
    return OTHER[kind].format(f'"{field.column}"')


CASES_OF_THEIR_OWN = {
    "FollowUp": "followup", "Inspection": "inspection", "Target": "target", "Objective": "target",
    "GuestAccess": "guest", "Reading": "target", "PublicEntry": "entry", "Mandate": "mandates",
    "Concept": "concept", "Commission": "concept", "AgencyReport": "concept",
    "DiscussionGroup": "concept", "DiscussionSession": "concept", "Chapter": "concept",
    "Demand": "demand", "SenderWord": "demand",
    "OrderTemplate": "coordination_group", "Order": "order", "GroupMember": "coordination_group",
    "Group": "group_session", "SessionItem": "group_session", "MinutesObj": "group_session",
    "AnswerDraft": "answer_draft", "Contribution": "contribution",
    "OfficePractice": "office_practice", "LeadTime": "office_practice",
    "OfficeCapacity": "coordination_group", "StatutoryWork": "coordination_group",
    "MeasureTemplate": "measure_templates", "TemplateVersion": "measure_templates",
}  # fmt: skip
"""Tables whose rows belong to a case of another kind than a measure, by the start of their name."""


def place(table: Bound, measure: Measure) -> Case:
    """The case in whose trail the rows of a table are bound."""
    if not table.case:
        return Case.objects.get(kind=table.kind)
    if table.model.__name__ == "EarlierReport":
        return Case.objects.get(measure__source="bestand")
    if table.model is TemplateUse:
        return Case.objects.get(measure__begun_from__isnull=False)
    for name, kind in CASES_OF_THEIR_OWN.items():
        if table.model.__name__.startswith(name):
            return Case.objects.get(kind=kind)
    return Case.objects.get(pk=measure.case_id)
