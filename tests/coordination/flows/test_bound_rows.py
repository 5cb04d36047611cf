"""What people signed or recorded is bound to its event: no column changes by hand unseen."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import zip_longest
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection, models

from coordination.board.actions import change as change_board
from coordination.board.actions import take_stock as take_board_stock
from coordination.board.models import BoardItem
from coordination.council.actions.calendar import take_stock as take_council_stock
from coordination.council.models import Consultation, Organization
from coordination.decisions.actions.papers import file_papers
from coordination.inspection.actions.granting import grant
from coordination.measures.actions import measures
from coordination.measures.models import Measure
from tests.coordination.concept.concepts import comment, drafted
from tests.coordination.council.calendar import keep
from tests.coordination.demands.demands import notified
from tests.coordination.drafting.contributions import requested
from tests.coordination.drafting.drafts import four_eyes, handed_in
from tests.coordination.flows.forging import by_hand, copied, other, place, undone
from tests.coordination.flows.hurrying import decide, request
from tests.coordination.flows.templating import begun, kept
from tests.coordination.followup.items import in_situation
from tests.coordination.guests.people import invited, partner
from tests.coordination.importers.stocks import FIRST, taken
from tests.coordination.letter.everything import coordinate
from tests.coordination.publishing.entries import do, released
from tests.coordination.targets.targets import measured as value
from tests.coordination.targets.targets import resolved
from tests.rows import remembered
from tests.situations import COUNCIL_OFFICE, REASON, Stage
from tests.town import Town, found
from tests.workflows.queries.verification.by_hand import rechain
from workflows.actions import people as organisation
from workflows.actions.acting.acts import Request, act
from workflows.actions.inbox.notes import add_note
from workflows.models import Case, Obligation, Task
from workflows.queries.people.routes import working_calendar
from workflows.queries.proof.bound import CASE, Bound, bound_tables
from workflows.queries.proof.damage import Damage
from workflows.queries.proof.verification import verify, verify_case

pytestmark = pytest.mark.django_db

UNBOUND = {
    "the trail itself": "Event EventText Seal SealedHead Command",
    "work under way": "StepRun Task CaseAudience KeptForm Watch Resubmission Visit FollowUpNote"
    " SavedView ViewUse BulkRun BulkItem NoteVisit",
    "messages": "Notification Notice Reminder DeliveryChoice FeedToken Webhook WebhookCall",
    "accounts and their logins": "User Attempt",
    "lists without a deed of their own": (
        "FieldOfAction TargetGroup District Organization Meeting PaperNumber"
    ),
    "the public and its mails": "PublicMail PublicSubscription InspectionLook GuestLook",
    "what council systems say, and what is published of ours": (
        "CouncilSource CouncilImport CouncilOddity CouncilConflict SourceObject SourceOrganization"
        " SourceMeeting SourceItem SourcePaper SourceConsultation Excerpt"
        " OparlRelease PublicObject PublicationState"
    ),
    "the machine": (
        "Hold Heartbeat StoredFile MeasureImport ImportProblem LightFacts DemoSeed"
        " MandateTransition"
    ),
}
"""What no event binds, typed from docs/operations.md; everything else is bound."""


@remembered
def signed() -> Measure:
    """A measure with everything that can be recorded of one, in a town where much was done."""
    town = found()
    stage = Stage(town)
    measure = stage.draft()
    _agreed(stage, measure)
    _decided(town, measure)
    _objected(stage, measure)
    _under_way(stage, measure)
    in_situation(town, "open:drafted")
    _completed(stage, measure)
    _opened_to_a_member(town, measure)
    _measured(town)
    _announced(town, measure)
    _conceived(town)
    _organise(town)
    _keep_council_and_board(town)
    coordinate(town)
    notified(town)
    taken(town, FIRST, at=town.now)
    begun(town, kept(town))
    return measure


def _agreed(stage: Stage, measure: Measure) -> None:
    """With an attachment, a question and a condition that was taken in."""
    town, case, head = stage.town, measure.case_id, "social-head"
    file = {"sha256": "0" * 64, "name": "plan.txt", "size": 4, "media_type": "text/plain"}
    version = Case.objects.values_list("version", flat=True).get(pk=case)
    measures.perform(
        case, "add_attachment", by=town.person(head), at=town.now, command=uuid4(),
        version=version, data={**file, "title": "Plan"},
    )  # fmt: skip
    town.do(measure, "submit", head)
    town.do(measure, "pass_check", "centre-clerk")
    stage._conditions(measure, "Nur mit Bericht.")
    handed_in(town, measure)
    requested(town, measure)
    _ask_the_lead(town, measure, head)
    town.do(measure, "answer_condition", head, accept=True, material=False, text=REASON)
    town.do(measure, "vote", "school-head", choice="approved", over=REASON)
    town.do(measure, "resign", head)
    for desk in ("division_4-deputy_mayor", "division_3-integration_deputy"):
        town.do(measure, "release", desk)


def _decided(town: Town, measure: Measure) -> None:
    """Planned, signed, handed over, begun as an urgent decision, amended by the council."""
    case = measure.case_id
    decision = Consultation.objects.get(case=case, role="decision")
    alone = {
        "organization": decision.organization_id, "role": "decision",
        "meeting": decision.meeting_id,
    }  # fmt: skip
    # That the integration council is not first is waived, for a reason.
    town.do(measure, "plan_consultations", COUNCIL_OFFICE, chain=[alone], text=REASON)
    town.do(measure, "sign", "mayor-mayor")
    file_papers(at=town.now, seconds=9)
    act(Request(case=case, name="hand_over_paper", by=None, at=town.now), system=True)
    words = ("why_not_organ", "why_not_committee", "harm")
    town.do(measure, "decide_urgently", "mayor-mayor", **dict.fromkeys(words, REASON))
    town.decide(measure, "amended", resolution_text="Nur nachmittags.")


def _objected(stage: Stage, measure: Measure) -> None:
    town = stage.town
    town.do(measure, "object_as_unlawful", "mayor-mayor", text=REASON)
    stage.after_session(measure)
    changed = {"result": "amended", "resolution_text": "Nur montags."}
    town.do(measure, "decide_objection", COUNCIL_OFFICE, **changed)


def _under_way(stage: Stage, measure: Measure) -> None:
    """Begun on a provisional result, reported on, and put to rest."""
    town = stage.town
    town.do(measure, "adapt_plan", "social-clerk", text=REASON)
    town.do(measure, "confirm_funds", "finance-head")
    person = town.person("social-clerk").pk
    town.do(measure, "accept_provisional", "mayor-mayor", text=REASON)
    town.do(measure, "start_implementation", "social-head", responsible=person)
    stage._report(measure, is_final=False)
    until = working_calendar().add_working_days(town.now.date(), 40).isoformat()
    town.do(measure, "pause", "division_3-integration_deputy", text=REASON, until=until)


def _ask_the_lead(town: Town, measure: Measure, head: str) -> None:
    """An office asks, and asks for what is missing; the lead answers both, and asks for urgency."""
    asked = Task.objects.get(case=measure.case_id, desk__key="school-head")
    town.do(measure, "ask_question", "school-head", task=asked.pk, text="Welche Räume?")
    town.do(measure, "answer_question", head, text="Drei.")
    town.do(measure, "request_documents", "school-head", task=asked.pk, text=REASON)
    town.do(measure, "provide_documents", head, text="Der Plan liegt bei.")
    request(town, measure, by=head)
    decide(town, measure, accept=False)
    one = {"unit": town.units["health"], "participation": "inform"}
    town.do(measure, "ask_office", "centre-clerk", text=REASON, **one)


def _measured(town: Town) -> None:
    """A target of the council whose first objective has a value."""
    value(town, resolved(town).objectives.get(position=1), "150", "2026-02-28")


def _conceived(town: Town) -> None:
    """A concept that the agency works on, with a comment on its chapter and a programme."""
    concept = drafted(town)
    comment(town, concept, concept.chapters.get())
    partner(town, "institute")
    invited(town, "institute")
    unit, chapter = town.units["institute"], concept.chapters.get().pk
    town.do(concept.case_id, "name_agency", "centre-clerk", unit=unit)
    town.do(
        concept.case_id, "invite_to_comment", "centre-clerk", unit=unit, chapters=[f"{chapter}"]
    )


def _completed(stage: Stage, measure: Measure) -> None:
    """It goes on, is completed and evaluated."""
    stage.do(measure, "resume", "social-head")
    for stone in measure.milestones.all():
        stage.do(measure, "drop_milestone", "social-head", milestone=stone.pk, text=REASON)
    for owed in Obligation.objects.filter(case=measure.case_id):
        stage.do(measure, "fulfil_obligation", "social-head", obligation=str(owed.pk), text=REASON)
    stage._report(measure, is_final=True)
    for task in stage._tasks(measure, "release_report"):
        stage.do(measure, "release_report", "social-head", task=task.pk)
    stage.do(measure, "propose_completion", "social-head")
    stage.do(measure, "confirm_completion", "division_3-integration_deputy")
    rows = [{"name": "Plätze", "target": "40", "actual": "38"}]
    stage.do(measure, "draft_evaluation", "centre-clerk", indicators=rows, text=REASON)


def _opened_to_a_member(town: Town, measure: Measure) -> None:
    """A member of the council may read its file; the office has written a note."""
    add_note(
        measure.case_id, text="Bitte anrufen.", desk=town.desks["social-head"], for_office=True,
        by=town.person("social-head"), at=town.now, command=uuid4(),
    )  # fmt: skip
    grant(
        matter=measure, person=town.person("council-observer"), reason=REASON, at=town.now,
        until=town.now.date() + timedelta(days=9), by=town.person(COUNCIL_OFFICE),
    )  # fmt: skip


def _announced(town: Town, measure: Measure) -> None:
    """Everybody reads of it, and new words wait."""
    shown = released(town, measure)
    do(town, shown, "revise_entry", title="Anders", participation="none")


def _organise(town: Town) -> None:
    four_eyes(town)
    by, today = town.person("organisation-organisation").pk, town.now.date()
    days = {date(today.year + 1, 12, 24): "Heiligabend"}
    organisation.add_days_off(days=days, by=by, at=town.now)
    organisation.add_substitution(
        represented=town.person("social-head").pk, deputy=town.person("social-clerk").pk,
        starts_on=today, ends_on=today + timedelta(days=3), by=by, at=town.now,
    )  # fmt: skip


def _keep_council_and_board(town: Town) -> None:
    """A rule, a size and a seat beside those that were there; an agenda with its result."""
    take_council_stock(at=town.now)
    take_board_stock(at=town.now)
    today, council = town.now.date(), Organization.objects.get(key="council").pk
    day = f"{today + timedelta(days=1)}"
    rule = {"subject": "objection_period", "amount": "5", "unit": "days", "norm": "GeschO § 27"}
    keep(town, "add_rule", **rule, valid_from=day)
    keep(town, "set_members", body=council, members=61, start_date=day)
    keep(town, "add_seat", body=council, role="Vorsitz", voting_right=True, start_date=day)
    office = {"by": town.person("board_office-board_secretary").pk, "at": town.now, "text": REASON}
    change_board(
        "add_recurring", title="Verschiedenes", is_discussed=True, valid_from=day, **office
    )
    change_board("add_board_item", day=f"{today}", title="Haushalt", is_discussed=True, **office)
    change_board("close_agenda", day=f"{today}", **office)
    for item in BoardItem.objects.all():
        change_board("record_item", item=item.pk, outcome="noted", **office)
    change_board("record_minutes", day=f"{today}", minutes="12/26", **office)


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
    """One column of each bound table at a time: one row changed, and the verifier names it."""
    measure = signed()
    assert list(verify()) == []
    tables = list(bound_tables.values())
    cases = [place(table, measure) for table in tables]
    rows = [own(table, case.pk).first() for table, case in zip(tables, cases, strict=True)]
    assert [t.model.__name__ for t, row in zip(tables, rows, strict=True) if row is None] == []
    lists = [sorted({*columns(table)} - {*table.related}) for table in tables]
    unseen = []
    with by_hand() as execute:
        for names in zip_longest(*lists):
            forged = [one for one in zip(tables, cases, rows, names, strict=True) if one[3]]
            with undone():
                for table, _case, row, name in forged:
                    field = table.model._meta.get_field(name.removesuffix("_id"))
                    change = f'"{field.column}" = {other(field)}'
                    execute(
                        f"UPDATE {table.model._meta.db_table} SET {change} WHERE id = %s", [row.pk]
                    )
                named = {c: [f.row for f in verify_case(c)] for c in {one[1] for one in forged}}
            unseen += [
                f"{table.model.__name__}.{name}"
                for table, case, row, name in forged
                if not any(table.name_of(row) in one for one in named[case])
            ]
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
    with by_hand() as execute:
        for table in bound_tables.values():
            case, name = place(table, measure), table.model._meta.db_table
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
    for name in ("partners", "fields_of_action", "target_groups", "districts", "serves"):
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
