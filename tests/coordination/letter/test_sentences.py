"""What the letter asks for: one test for each row of domain.md 3, in its order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse

from coordination.city.models import District, FieldOfAction
from coordination.concept.queries.balance import groups_of, quarters_of
from coordination.concept.queries.concepts import concept_seen_by, phases_of
from coordination.concept.queries.coverage import matrix_of
from coordination.concept.queries.programme import in_district, programme_of
from coordination.council.models import CouncilRule, Paper
from coordination.council.planning import cuts_for
from coordination.council.planning.sessions import SessionCalendar
from coordination.demands.models import Demand
from coordination.demands.queries.demands import open_numbers
from coordination.group.actions.register import change
from coordination.group.queries.agenda import agenda_of
from coordination.group.queries.register import fields_on
from coordination.imports.enums import RowFate
from coordination.mandates.queries import lead_on
from coordination.measures.models import Measure
from tests.coordination.concept import concepts
from tests.coordination.concept.concepts import do as do_concept
from tests.coordination.council.test_planning import COUNCIL, PLANNER, START, sessions
from tests.coordination.demands.demands import (
    EVIDENT,
    answer,
    assign,
    association,
    bring_on,
    codes,
    read_in,
    recorded,
    register,
)
from tests.coordination.demands.demands import do as do_demand
from tests.coordination.demands.demands import draft as draft_answer
from tests.coordination.flows.hurrying import hurry
from tests.coordination.flows.test_preparing import in_check
from tests.coordination.guests.people import let_in
from tests.coordination.letter.orders import BGI, HEAD, KI, brought_to, do, draft
from tests.coordination.letter.test_sessions import planned
from tests.coordination.targets import targets
from tests.coordination.targets.targets import SECRETARY, midnight
from tests.mandates import end_mandate
from tests.situations import Stage
from tests.town import Town
from workflows.actions.time.clock import take_effects
from workflows.actions.time.ladder import climb
from workflows.models import Deadline, Notification, Task
from workflows.queries.people.routes import working_calendar
from workflows.queries.proof.verification import verify
from workflows.refusals import GuardsUnmet, NotAllowed

pytestmark = pytest.mark.django_db

KI_CLERK = "centre-clerk"


def rule(subject: str, on: date) -> None:
    """The city has a rule from a day on."""
    CouncilRule.objects.create(
        subject=subject, flag=True, valid_from=on, origin="local", norm="Ratsbeschluss"
    )


def test_public_declaration_of_1_december_2015_is_still_owed(town: Town) -> None:
    """Öffentliche Erklärung 01.12.2015, „nach wie vor uneingelöst“: 224 days on 12.07.2016."""
    aid = association(town)
    rows = [
        ("1", "Mittelfristige strategische Planung", "Eine Planung für alle Lebensbereiche."),
        ("2", "Kommunaler Masterplan", "Ein Masterplan, der die Gemengelage nicht ausblendet."),
    ]
    head = "nr;art;titel;forderung;absender;vom;weg;fundstelle\n"
    lines = [f"{number};Forderung;{title};{words};aid;01.12.2015;Erklärung;Öffentliche Erklärung\n"
             for number, title, words in rows]  # fmt: skip
    for fate in (RowFate.CREATED, RowFate.UNCHANGED):
        assert read_in(town, head + "".join(lines)) == [fate, fate]
    letter = date(2016, 7, 12)
    owed = Demand.objects.of_sender(aid)
    assert [demand.days_open(letter) for demand in owed] == [224, 224]
    assert open_numbers(letter) == (2, 224)
    (first, _second) = owed.order_by("pk")
    bring_on(town, first, "declined")
    # A refusal ends nothing; only the sender can.
    assert open_numbers(letter) == (2, 224)
    do_demand(town, first, "report_fulfilled", HEAD)
    do_demand(town, first, "record_confirmation", KI, **EVIDENT)
    assert open_numbers(letter) == (1, 224)
    assert first.days_open(date(2030, 1, 1)) == (town.now.date() - date(2015, 12, 1)).days


def test_strategic_planning_for_all_areas_of_life_of_old_and_new_citizens(town: Town) -> None:
    """„mittelfristige strategische Planung … alle Lebensbereiche“: no obligatory cell is empty."""
    concept = concepts.in_participation(town)
    concepts.heard(town, concept)
    found = concepts.chapter(town, concept)
    empty = "Bildung × EU/Südosteuropa"
    concepts.covered(town, concept, found, without=empty)
    with pytest.raises(GuardsUnmet) as error:
        do_concept(town, concept, "present_draft", concepts.CLERK)
    assert codes(error) == ["cell_empty"]
    assert [empty in str(item.text) for item in error.value.unmet] == [True]
    # A measure of the programme fills it as well.
    group = concepts.groups()[2]
    field = FieldOfAction.objects.get(name="Bildung")
    measure = town.propose(fields_of_action=[field.pk], target_groups=[group.pk])
    do_concept(town, concept, "set_programme", KI_CLERK, measures=measure.reference)
    do_concept(town, concept, "present_draft", concepts.CLERK)
    assert targets.state(concept) == "drafted"
    assert list(verify()) == []


def test_not_for_ever_in_crisis_mode(town: Town) -> None:
    """Nicht im „Krisenmodus“ verharren: the share of urgent decisions, quarter by quarter."""
    measure = town.in_deliberation(is_urgent=True, title="Eilig")
    words = dict.fromkeys(("why_not_organ", "why_not_committee", "harm"), "Sonst droht Schaden.")
    town.do(measure, "decide_urgently", "mayor-mayor", **words)
    task = Task.objects.get(
        case=measure.case_id, status="open", step__key="countersign", desk__key=SECRETARY
    )
    town.do(
        measure, "countersign", SECRETARY, task=task.pk, member="Ratsmitglied A",
        decided_on=town.now.date().isoformat(),
    )  # fmt: skip
    hastened = in_check(town, title="In kurzer Frist")
    hurry(town, hastened)
    town.do(hastened, "pass_check", "centre-clerk")
    regular = town.in_deliberation(title="In Ruhe")
    town.decide(regular)
    found = {one.name: one for one in quarters_of(today=town.now.date())}
    assert (found["1/2026"].urgent, found["1/2026"].decisions, found["1/2026"].share) == (1, 1, 100)
    assert sum(one.decisions for one in found.values()) == 2
    assert found["1/2026"].shortened == 1


def test_communal_master_plan_with_the_social_situation_of_each_district(town: Town) -> None:
    """Kommunaler Masterplan: every measure names its place, and the programme shows it by it."""
    rule("measure_names_place", town.now.date())
    concept = concepts.commissioned(town)
    measure = town.propose(cost="12000", cover="Landesmittel", title="Nur im Norden")
    north = District.objects.get(key="north")
    other = District.objects.create(key="south", name="Süd")
    with pytest.raises(GuardsUnmet) as error:
        town.do(measure, "submit", "youth-head")
    assert codes(error) == ["place_missing"]
    town.do(measure, "edit", "youth-clerk", districts=[north.pk])
    do_concept(town, concept, "set_programme", KI_CLERK, measures=measure.reference)
    rows = Measure.objects.filter(concepts=concept.pk)
    line = programme_of(in_district(rows, north))[0]
    assert (line.priority, line.cost, line.funding, line.place) == (
        "hoch", 12000, "Landesmittel", "Nord",
    )  # fmt: skip
    assert programme_of(in_district(rows, other)) == []
    town.do(measure, "submit", "youth-head")
    assert town.state(measure) == "check"


def test_coordination_group_for_all_relevant_fields_of_action(town: Town) -> None:
    """Koordinierungsgruppe „Integration und Asyl“: members per field, meetings, orders, minutes."""
    session = planned(town)
    order = brought_to(town, "issued")
    (first, *_others) = agenda_of(session, today=town.now.date())
    assert list(first.orders) == [order]
    gaps = {field.name for field in fields_on(town.now.date()) if not field.members}
    covered = FieldOfAction.objects.earliest("pk").name
    assert gaps == set(FieldOfAction.objects.values_list("name", flat=True)) - {covered}


def test_institutions_are_overloaded_and_the_centre_has_schooling_at_the_same_time(
    town: Town,
) -> None:
    """Institutionen stark überlastet; KI gleichzeitig Beschulung: too much is confirmed."""
    by, day = town.person("organisation-organisation").pk, town.now.date()
    centre = town.units["centre"]
    change("set_capacity", by=by, at=town.now, unit=centre, items=5, valid_from=day)
    order = draft(town, by="division_3-deputy_mayor", unit=centre)
    change("add_statutory", by=by, at=town.now, unit=centre, items=5, valid_from=date(2026, 1, 1),
           title="Beschulung minderjähriger Flüchtlinge", norm="SchulG NRW § 34")  # fmt: skip
    with pytest.raises(GuardsUnmet) as refusal:
        do(town, order, "issue_order", BGI)
    assert [unmet.code for unmet in refusal.value.unmet] == ["over_load"]
    do(town, order, "issue_order", BGI, despite_load=True)


def test_the_centre_is_a_staff_unit_that_may_instruct_nobody(town: Town) -> None:
    """„niemandem gegenüber weisungsberechtigt“: KI drafts; BGI with a mandate directs."""
    order = draft(town, by=KI)
    with pytest.raises(NotAllowed):
        do(town, order, "issue_order", KI)
    do(town, order, "issue_order", BGI)
    assert (order.kind, order.right) == ("directive", "mandate")
    do(town, order, "accept_order", HEAD)


def test_for_years_a_concept_is_tried_and_associations_doubt(town: Town) -> None:
    """Seit Jahren wird versucht, …: due on 16 March, nobody goes on; the board hears of it."""
    concept = concepts.prompted(town)
    deadline = Deadline.objects.get(case=concept.case_id, kind="concept_phase", status="running")
    assert deadline.due_on == date(2026, 3, 16)
    for day in (17, 19, 23, 30):
        climb(at=midnight(2026, 3, day) + timedelta(hours=9))
    told = Notification.objects.filter(template="deadline_escalated", case=concept.case_id)
    people = set(told.values_list("recipient", flat=True))
    assert town.person("division_3-deputy_mayor").pk in people
    assert town.person("mayor-mayor").pk in people
    town.now = midnight(2026, 3, 30)
    seen = concept_seen_by(town.person(concepts.CLERK), concept.case_id, at=town.now)
    first = phases_of(seen, today=date(2026, 3, 30), calendar=working_calendar())[0]
    assert (first.days, first.late) == (28, 10)


def test_integration_is_not_only_flight_and_asylum(town: Town) -> None:
    """Nur noch Flucht und Asyl: a group that must not be left out and has nothing is red."""
    old, asylum, south_east = concepts.groups()
    town.propose(target_groups=[asylum.pk], cost="1000", cover="Haushalt")
    town.propose(target_groups=[asylum.pk, old.pk], title="Zweite")
    lines = {
        line.group.pk: line for line in groups_of(Measure.objects.all(), today=town.now.date())
    }
    assert (lines[asylum.pk].measures, lines[asylum.pk].cost) == (2, 1000)
    assert [lines[g.pk].is_missing for g in (old, asylum, south_east)] == [False, False, True]
    matrix = matrix_of(Measure.objects.all(), is_narrow=True)
    assert {str(cell) for cell in matrix.gaps()} >= {"Sprache × EU/Südosteuropa"}


def test_common_strategy_lets_all_go_in_the_same_direction(town: Town) -> None:
    """Abgestimmte Strategie: target → objective → measure, from the day of the city's rule on."""
    found = targets.resolved(town)
    today = town.now.date()
    rule("measure_serves_objective", today + timedelta(days=1))
    early = town.propose(title="Vor dem Stichtag")
    town.do(early, "submit", "youth-head")
    town.now += timedelta(days=1)
    late = town.propose(title="Nach dem Stichtag")
    with pytest.raises(GuardsUnmet) as error:
        town.do(late, "submit", "youth-head")
    assert codes(error) == ["objective_missing"]
    town.do(late, "edit", "youth-clerk", serves=[found.objectives.get(position=1).pk])
    town.do(late, "submit", "youth-head")
    assert list(found.objectives.get(position=1).measures.values_list("pk", flat=True)) == [late.pk]
    assert list(verify()) == []


def test_proposal_1_agency_works_as_with_the_social_reports(db: None) -> None:
    """Vorschlag 1: it sees its own commission, goes on with its groups, is reminded when late."""
    guests = let_in()
    town, own = guests.town, guests.commissions["institute"]
    client = guests.browser("institute")
    with guests.now():
        page = client.get(reverse("guests:commission", args=[own.pk]))
        other = reverse("guests:commission", args=[guests.commissions["rival"].pk])
        assert (page.status_code, client.get(other).status_code) == (200, 404)
    group = own.concept.groups.get(is_moderated_by_agency=True)
    assert group.title in page.content.decode()
    # March's report: the fifth working day of April, after Easter.
    assert own.reports.get().due_on == date(2026, 4, 9)
    late = Notification.objects.filter(template="deadline_overdue", case=own.concept.case_id)
    climb(at=midnight(2026, 4, 9) + timedelta(hours=9))
    assert not late.exists()
    climb(at=midnight(2026, 4, 10) + timedelta(hours=9))
    assert town.person(KI_CLERK).pk in late.values_list("recipient", flat=True)
    # The agency itself hears of it first, and it alone.
    take_effects(at=midnight(2026, 4, 10))
    told = Notification.objects.filter(template="report_overdue", channel="in_app")
    mine = told.filter(case=own.concept.case_id)
    assert {row.recipient for row in mine} == {town.person("institute")}
    assert list(verify()) == []


def test_proposal_2_integration_has_a_face_in_the_direct_order_of_the_mayor(town: Town) -> None:
    """Vorschlag 2: mandate record; without a valid one the approval of the deputy mayor is 403."""
    mandate = lead_on(town.now.date()).mandate
    assert mandate is not None
    assert (mandate.person, mandate.basis) == (town.person(BGI), "order")
    measure = Stage(town).release_second()
    end_mandate(town)
    with pytest.raises(NotAllowed):
        town.do(measure, "release", BGI)


def test_proposal_3_council_debates_and_resolves_a_target_with_its_time_frame(town: Town) -> None:
    """Vorschlag 3: as soon as possible, by the same stages as a measure; then the target runs."""
    wish = PLANNER.session_on(date(2016, 9, 26))
    earliest = PLANNER.earliest(START)
    assert wish is not None
    assert earliest is not None
    assert cuts_for(PLANNER, wish, START) is not None
    assert earliest.decides.held_on == date(2016, 11, 24)
    found = targets.target(town)
    town.do(found.case_id, "submit", "youth-head")
    town.do(found.case_id, "pass_check", "centre-clerk")
    # The responsible office co-signs beside the lead.
    town.do(found.case_id, "vote", "school-head", choice="approved")
    town.do(found.case_id, "release", "division_3-deputy_mayor")
    town.do(
        found.case_id, "board_approves", "board_office-board_secretary",
        date=town.now.date().isoformat(), protocol="VV 9/2026",
    )  # fmt: skip
    town.do(found.case_id, "sign", "mayor-mayor")
    paper = Paper.objects.get(case=found.case_id)
    printed = paper.text["printed"]["sections"]
    assert [section["title"] for section in printed][2:] == [
        "Zeitrahmen",
        "Teilziel 1",
        "Teilziel 2",
    ]
    town.decide(found)

    found.refresh_from_db()
    assert targets.state(found) == "implementation"
    assert (found.resolved_by, found.paper) == ("Body council", str(paper))
    assert found.resolved_on is not None
    rows = Task.objects.filter(case=found.case_id, status="open")
    asked = set(rows.values_list("step__key", "desk__key"))
    assert asked >= {("objective_reading", f"{office}-clerk") for office in ("youth", "school")}
    assert list(verify()) == []


def test_work_starts_right_after_the_summer_holidays(town: Town) -> None:
    """Unmittelbar nach den Sommerferien: a deadline of the project, and nobody meets before."""
    found = PLANNER.calendar.after_summer(date(2016, 7, 12))
    assert found is not None
    holidays, day = found
    assert (holidays.first, holidays.last, day) == (date(2016, 7, 11), date(2016, 8, 23), START)
    in_summer = sessions(COUNCIL, "2016-08-15", "2016-08-23", "2016-09-26")
    planner = replace(PLANNER, sessions=SessionCalendar(in_summer), before=())
    way = planner.earliest(date(2016, 5, 2))
    assert way is not None
    assert way.decides.held_on == date(2016, 9, 26)
    concept = concepts.prompted(town)
    do_concept(town, concept, "edit", concepts.CLERK, starts_on="2026-09-02")
    started = Deadline.objects.get(case=concept.case_id, kind="concept_start", status="running")
    assert started.due_on == date(2026, 9, 2)


def test_the_associations_are_ready_to_speak_with_the_mayor(town: Town) -> None:
    """Erörterung mit dem OB: a kind of its own with appointment and result; the answer is due."""
    wish = recorded(town, kind="talk", title="Vertiefende Erörterung")
    register(town, wish)
    assign(town, wish)
    assert wish.answer_due_on == date(2026, 4, 15)
    do_demand(town, wish, "begin_examination", "social-clerk")
    with pytest.raises(GuardsUnmet) as refusal:
        draft_answer(town, wish)
    assert [unmet.code for unmet in refusal.value.unmet] == ["appointment_missing"]
    do_demand(town, wish, "set_appointment", "social-clerk", meets_on="2026-03-10",
              meets_from="14:30", meets_where="Rathaus")  # fmt: skip
    answer(town, wish)
    town.now += timedelta(days=9)
    do_demand(town, wish, "record_result", KI, result="Ein Termin je Quartal.")
    do_demand(town, wish, "report_fulfilled", HEAD)
    do_demand(town, wish, "record_confirmation", KI, **EVIDENT)
    assert (wish.state, wish.result) == ("confirmed", "Ein Termin je Quartal.")
