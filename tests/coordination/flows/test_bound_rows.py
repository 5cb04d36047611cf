"""What people signed or recorded is bound to its event: no column changes by hand unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from coordination.measures.actions import measures
from coordination.measures.models import Measure
from tests.rows import remembered
from tests.situations import REASON, Stage
from tests.town import Town, found
from tests.workflows.queries.verification.by_hand import rechain
from workflows.actions import people as organisation
from workflows.models import Case, Deadline, Task
from workflows.queries.people.case import organisation_case
from workflows.queries.people.routes import working_calendar
from workflows.queries.proof.bound import CASE, Bound, bound_tables
from workflows.queries.proof.damage import Damage
from workflows.queries.proof.verification import verify, verify_case

pytestmark = pytest.mark.django_db

UNBOUND = {
    "the trail itself": "Event EventText Seal SealedHead Command",
    "work under way": "StepRun Task CaseAudience KeptForm Watch Resubmission Visit",
    "messages": "Notification Notice Reminder DeliveryChoice FeedToken Webhook WebhookCall",
    "accounts and their logins": "User Attempt",
    "lists without a deed of their own": (
        "FieldOfAction TargetGroup District Organization Meeting PaperNumber"
    ),
    "the machine": ("Hold Heartbeat StoredFile MeasureImport ImportProblem LightFacts DemoSeed"),
}
"""What no event binds, typed from docs/operations.md; everything else is bound."""

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
    "array": "'{{forged}}'",
}
"""Another value of each type of column."""


@remembered
def signed() -> Measure:
    """A measure with everything that can be recorded of one, in a town where much was done."""
    town = found()
    stage, head = Stage(town), "social-head"
    measure = stage.draft()
    case = measure.case_id
    file = {"sha256": "0" * 64, "name": "plan.txt", "size": 4, "media_type": "text/plain"}
    version = Case.objects.values_list("version", flat=True).get(pk=case)
    measures.perform(
        case, "add_attachment", by=town.person(head), at=town.now, command=uuid4(),
        version=version, data={**file, "title": "Plan"},
    )  # fmt: skip
    town.do(measure, "submit", head)
    town.do(measure, "pass_check", "centre-clerk")
    stage._conditions(measure, "Nur mit Bericht.")
    asked = Task.objects.get(case=case, desk__key="school-head")
    town.do(measure, "ask_question", "school-head", task=asked.pk, text="Welche Räume?")
    town.do(measure, "answer_question", head, text="Drei.")
    town.do(measure, "answer_condition", head, accept=True, material=False, text=REASON)
    town.do(measure, "vote", "school-head", choice="approved")
    town.do(measure, "resign", head)
    for desk in ("division_4-deputy_mayor", "division_3-integration_deputy"):
        town.do(measure, "release", desk)
    town.do(measure, "sign", "mayor-mayor")
    town.decide(measure, "amended", resolution_text="Nur nachmittags.")
    town.do(measure, "adapt_plan", "social-clerk", text=REASON)
    town.do(measure, "confirm_funds", "finance-head")
    person = town.person("social-clerk").pk
    town.do(measure, "start_implementation", head, responsible=person)
    stage._report(measure, is_final=False)
    until = working_calendar().add_working_days(town.now.date(), 40).isoformat()
    town.do(measure, "pause", "division_3-integration_deputy", text=REASON, until=until)
    _organise(town)
    return measure


def _organise(town: Town) -> None:
    by, today = town.person("organisation-organisation").pk, town.now.date()
    days = {date(today.year + 1, 12, 24): "Heiligabend"}
    organisation.add_days_off(days=days, by=by, at=town.now)
    organisation.add_substitution(
        represented=town.person("social-head").pk, deputy=town.person("social-clerk").pk,
        starts_on=today, ends_on=today + timedelta(days=3), by=by, at=town.now,
    )  # fmt: skip


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
    kind = "array" if written.endswith("[]") else next(k for k in OTHER if k in written)
    return OTHER[kind].format(f'"{field.column}"')


def columns(table: Bound) -> list[str]:
    return [name for part in table.parts.values() for name in part]


def own(table: Bound, case: int) -> models.QuerySet:
    rows = table.model._base_manager.order_by("pk")
    return rows.filter(**{table.case: case}) if table.case else rows


def test_every_table_is_bound_or_named_as_not_bound() -> None:
    unbound = {name for names in UNBOUND.values() for name in names.split()}
    all_of_them = {
        model.__name__
        for app in ("workflows", "coordination")
        for model in apps.get_app_config(app).get_models()
        if not model._meta.proxy
    }
    bound = {model.__name__ for model in bound_tables}
    assert {*unbound, *bound, "Case"} == all_of_them
    assert not unbound & bound


@pytest.mark.parametrize("model", bound_tables, ids=lambda model: model.__name__)
def test_every_column_is_bound_or_named_as_free(model: type[models.Model]) -> None:
    """A new column is a new part of its own, or old digests would no longer fit; or it is free."""
    table = bound_tables[model]
    found = {field.attname for field in model._meta.concrete_fields if not field.primary_key}
    parts = [name for name in columns(table) if name not in table.related]
    assert sorted(parts) == sorted(found - table.free)
    assert table.free <= found


def test_no_column_changes_by_hand_unseen() -> None:
    """For each column of each bound table: one row changed, and the verifier names it."""
    measure = signed()
    measured, unseen = Case.objects.get(pk=measure.case_id), []
    assert list(verify()) == []
    house = Case.objects.get(pk=organisation_case())
    with by_hand() as execute:
        for table in bound_tables.values():
            case = measured if table.case else house
            row = own(table, case.pk).first()
            assert row is not None, f"nothing was written to {table.model.__name__}"
            rows = table.model._meta.db_table
            for name in set(columns(table)) - set(table.related):
                field = table.model._meta.get_field(name.removesuffix("_id"))
                with undone():
                    change = f'"{field.column}" = {other(field)}'
                    execute(f"UPDATE {rows} SET {change} WHERE id = %s", [row.pk])
                    if not any(table.name_of(row) in f.row for f in verify_case(case)):
                        unseen.append(f"{table.model.__name__}.{name}")
    assert unseen == []


def test_no_column_of_the_case_changes_by_hand_unseen() -> None:
    case = Case.objects.get(pk=signed().case_id)
    with by_hand() as execute:
        for name in CASE:
            field = Case._meta.get_field(name.removesuffix("_id"))
            with undone():
                execute(
                    f"UPDATE workflows_case SET {field.column} = {other(field)} WHERE id = %s",
                    [case.pk],
                )
                found = list(verify_case(Case.objects.get(pk=case.pk)))
                assert [(f.damage, f.row) for f in found] == [(Damage.ROW_ALTERED, "case")], name


def test_no_row_is_deleted_or_added_by_hand_unseen() -> None:
    measure = signed()
    measured, house = Case.objects.get(pk=measure.case_id), Case.objects.get(pk=organisation_case())
    with by_hand() as execute:
        for table in bound_tables.values():
            case, name = measured if table.case else house, table.model._meta.db_table
            row = own(table, case.pk).first()
            assert row is not None
            with undone():
                execute(f"DELETE FROM {name} WHERE id = %s", [row.pk])
                found = {f.damage for f in verify_case(case) if table.name_of(row) in f.row}
                assert found == {Damage.ROW_MISSING}, name
            with undone():
                added = copied(row)
                added.save(force_insert=True)
                found = {f.damage for f in verify_case(case) if f.row}
                assert Damage.ROW_INSERTED in found, name


def test_links_of_a_measure_do_not_change_by_hand_unseen() -> None:
    measure = signed()
    case = Case.objects.get(pk=measure.case_id)
    for name in ("partners", "fields_of_action", "target_groups", "districts"):
        with undone():
            links = getattr(measure, name)
            links.set(links.model.objects.exclude(pk__in=links.all())[:1])
            found = [(f.damage, f.row) for f in verify_case(case)]
            assert found == [(Damage.ROW_ALTERED, f"measure:{measure.pk}/{name}")]


def test_rows_of_before_stay_valid_and_new_ones_are_bound() -> None:
    """A case whose first events bind nothing: its old rows are taken as they are."""
    town = found()
    measure = Stage(town).release()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE workflows_event DISABLE TRIGGER USER")
        cursor.execute("UPDATE workflows_event SET form = 1, rows = NULL")
        rechain(cursor.execute, measure.case_id, 1)
        cursor.execute("ALTER TABLE workflows_event ENABLE TRIGGER USER")
    case = Case.objects.get(pk=measure.case_id)
    assert list(verify_case(case)) == []
    town.do(measure, "release", "division_4-deputy_mayor")
    case.refresh_from_db()
    assert list(verify_case(case)) == []
    Case.objects.filter(pk=case.pk).update(access="restricted")
    found_then = [(f.damage, f.row) for f in verify_case(Case.objects.get(pk=case.pk))]
    assert found_then == [(Damage.ROW_ALTERED, "case")]
