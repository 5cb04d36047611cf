"""What the demo holds after ten months were replayed."""

from collections import Counter
from datetime import timedelta

import pytest

from coordination.board.models import BoardSession
from coordination.board.queries import agenda_of, next_day
from coordination.coming.queries.figures import periods
from coordination.council.enums import Edition
from coordination.council.models import (
    Objection,
    Paper,
    UrgentDecision,
)
from coordination.decisions.actions.papers import pdf_of
from coordination.decisions.enums import MeasureState as S
from coordination.decisions.models import UrgencyRequest
from coordination.decisions.queries.exchange import out_since
from coordination.demands.models import Demand
from coordination.demands.queries.demands import open_numbers
from coordination.demo.models import DemoSeed
from coordination.followup.models import FollowUp
from coordination.implementing.queries.lights import light_days, with_light
from coordination.mandates.queries import lead_on
from coordination.measures.models import Measure
from coordination.measures.queries.audience import REASONS
from coordination.portal.queries.plans import page_of, public_plans
from coordination.portal.queries.progress import progress
from coordination.publishing.models import PublicEntry
from tests.coordination.demo.conftest import AT
from workflows.calendars import local_date
from workflows.models import (
    Case,
    CaseAudience,
    Deadline,
    DeadlineEntry,
    Event,
    Notice,
    Notification,
    Obligation,
    Reminder,
    Seal,
    Substitution,
    Task,
    Vote,
)
from workflows.queries.people.routes import working_calendar
from workflows.queries.proof.verification import verify

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

TODAY = local_date(AT)


def state_of(title):
    """The states of the measures whose titles begin so, the oldest first."""
    rows = Measure.objects.filter(title__startswith=title).order_by("case__opened_at")
    return list(rows.values_list("case__state", flat=True))


def test_every_state_is_reached():
    reached = set(Measure.objects.values_list("case__state", flat=True))
    # A veto period lasts three days; no session of the calendar has to lie in them.
    assert reached == set(S) - {
        S.DISCARDED, S.VETO_PERIOD, S.REVOKED, S.EVALUATED, S.DISCONTINUED, S.INCORPORATED,
    }  # fmt: skip


def test_integration_is_led_and_releases_say_under_which_mandate():
    mandate = lead_on(TODAY).mandate
    assert (mandate.desk.key, mandate.basis) == ("division_3-integration_deputy", "order")
    releases = Event.objects.filter(action="release", data__has_key="mandate")
    assert set(releases.values_list("data__mandate", flat=True)) == {mandate.pk}


def test_board_has_an_agenda_with_a_late_item_and_last_weeks_minutes():
    coming = next_day(TODAY)
    items = {item.title: item for item in agenda_of(coming)}
    last = coming - timedelta(days=7)
    assert next(iter(items)) == f"Niederschrift der Sitzung vom {last:%d.%m.%Y}"
    assert [item.case.state for item in items.values() if item.case] == [S.EXECUTIVE_BOARD]
    assert [title for title, item in items.items() if item.late_reason] == [
        "Unterbringung in den Weihnachtsferien"
    ]
    assert BoardSession.objects.get(held_on=last).minutes
    assert {item.outcome for item in agenda_of(last)} <= {"noted", "postponed"}


def test_signed_papers_have_their_pdf():
    paper = Paper.objects.filter(case__closed_at=None).latest("pk")
    pdf = pdf_of(paper, Edition.HOUSE)
    assert (pdf.content[:5], pdf.name.startswith(f"DS-{paper.reference}")) == (b"%PDF-", True)


def test_an_urgent_decision_waits_for_its_approval():
    decision = UrgentDecision.objects.get()
    assert decision.decided_on is not None
    assert (decision.approval.role, decision.approval.result) == ("approval", "")
    assert decision.case.state == S.RESOLVED
    assert decision.case.title.endswith("Sprachmittler-Pool Gesundheit")


def test_a_paper_is_in_the_council_system_and_its_excerpt_is_overdue():
    out = out_since(today=TODAY)
    (title,) = {one.consultation.case.title for one in out}
    assert title.endswith("Sprachmittler-Pool Bildung")
    first = out[0]
    assert (first.due_on < TODAY, first.is_provisional) == (True, True)
    asked = Task.objects.filter(step__key="excerpt", closed_at=None)
    assert {task.desk.key for task in asked} == {"council_office-council_secretary"}


def test_members_hold_up_the_decision_of_a_committee():
    objection = Objection.objects.get()
    assert (objection.kind, objection.outcome) == ("veto", "")
    assert state_of("Rucksack") == [S.EXECUTION_BARRED]


def test_every_measure_of_the_catalogue_is_there_and_one_was_taken_up_again():
    told = Measure.objects.exclude(source="Bestand").filter(begun_from=None)
    assert told.count() == 31
    again = Measure.objects.get(predecessor__isnull=False)
    assert again.title == again.predecessor.title
    assert state_of("Erstberatung EHAP") == [S.WITHDRAWN, S.DRAFT]


def test_every_colour_of_the_traffic_light_is_there():
    days = light_days(working_calendar(), TODAY)
    lights = Counter(measure.light for measure in with_light(Measure.objects.all(), days))
    assert {light for light in lights if light} == {"green", "yellow", "red", "grey"}


def test_red_comes_from_the_money_and_from_a_late_milestone():
    days = light_days(working_calendar(), TODAY)
    red = with_light(Measure.objects.all(), days).filter(light="red").order_by("title")
    assert [measure.title for measure in red] == [
        "Integration Point Ausbildung und Arbeit für Geflüchtete",
        "Taskforce Problemimmobilien",
    ]


def test_the_public_reads_announcements_and_one_was_withdrawn():
    entries = PublicEntry.objects.filter(topic="plan").order_by("pk")
    said = Counter(entry.publication for entry in entries)
    assert (said["gone"], said["public"] >= 5, set(said)) == (1, True, {"gone", "public"})
    taking_part = {entry.released["participation"] for entry in entries}
    assert taking_part == {"planned", "none"}
    waiting = Task.objects.filter(step__key="release_entry", status="open")
    assert [task.case_id for task in waiting] == [entries.last().case_id]
    coming = public_plans(today=TODAY)
    assert [plan.reference for plan in page_of(coming, 0, 50, today=TODAY) if plan.ahead]
    announced = periods(Measure.objects.all(), today=TODAY)
    assert any(period.in_public.part for period in announced)
    others = Counter(PublicEntry.objects.exclude(topic="plan").values_list("topic", flat=True))
    assert set(others) == {"target", "concept", "measure", "demand"}
    assert sum(line.measures for line in progress()[0].lines) >= others["measure"]


def test_the_council_is_reported_to():
    items = FollowUp.objects.order_by("pk")
    told = {item.kind: item for item in items if item.consultation_id is None}
    assert {kind: item.state for kind, item in told.items()} == {
        "mandate": "closed", "motion": "delayed", "inquiry": "open", "suggestion": "continuous",
    }  # fmt: skip
    late = [item.kind for item in items if item.next_report_on and item.next_report_on < TODAY]
    assert late == ["inquiry"]
    assert [item.kind for item in items if item.publication == "public"] == ["motion"]
    assert sum(item.consultation_id is not None for item in items) > 5


def test_associations_ask_dispute_and_are_answered():
    found = {
        row.title.split()[0]: (row.state, row.sender.key, row.is_open)
        for row in Demand.objects.select_related("sender")
    }
    assert found == {
        "Mittelfristige": ("examining", "awo", True),
        "Strategie": ("settled", "awo", False),
        "Die": ("confirmed", "caritas", False),
        "Externe": ("in_measure", "diakonie", True),
        "Vertiefende": ("examining", "caritas", True),
    }
    oldest = Demand.objects.earliest("open_since")
    assert open_numbers(TODAY) == (3, oldest.days_open(TODAY))
    assert [word.word for word in oldest.sayings.all()] == ["disputed"]
    # As in the letter: declared 224 days before they wrote again, and as old as the declaration.
    again = Demand.objects.get(repeats=oldest)
    assert (again.dated_on - oldest.dated_on).days == 224
    assert again.open_since == oldest.open_since


def test_work_is_overdue_in_several_places():
    late = Task.objects.filter(status="open", due_at__lt=AT).values_list("step__key", flat=True)
    assert {"check", "cosign", "milestone"} <= set(late)


def test_a_dissent_waits_for_the_common_superior():
    case = Case.objects.get(state=S.CLARIFICATION)
    refusal = Vote.objects.get(item__case=case, is_current=True, choice="refused")
    assert refusal.item.unit.key == "youth"
    desks = Task.objects.filter(case=case, status="open").values_list("desk__key", flat=True)
    assert list(desks) == ["division_3-deputy_mayor"]


def test_a_second_round_asks_only_the_office_whose_condition_was_taken_over():
    case = Case.objects.get(measure__title="Dialogarbeit Rheinhausen")
    assert (case.state, case.round) == (S.COSIGNING, 2)
    tasks = Task.objects.filter(case=case, status="open", step__key="cosign")
    assert {task.desk.unit.key for task in tasks.select_related("desk__unit")} == {"public_order"}
    assert Obligation.objects.filter(case=case).count() == 1


def test_equality_is_asked_about_every_measure_but_its_own():
    asked = Measure.objects.filter(case__cosignatures__isnull=False).distinct()
    without = asked.exclude(case__cosignatures__unit__key="equality")
    assert asked.count() > 20
    assert set(without.values_list("lead__key", flat=True)) <= {"equality"}


def test_a_substitution_is_running_and_another_is_over():
    running = Substitution.objects.in_force(on=TODAY)
    assert [str(row.represented) for row in running] == ["Amtsleiter Jugendamt"]
    assert Substitution.objects.filter(ends_on__lt=TODAY).count() == 1


def test_a_deputy_has_acted_and_is_named_as_such():
    represented = Event.objects.exclude(on_behalf_of=None).select_related("actor", "on_behalf_of")
    assert {(str(event.actor), str(event.on_behalf_of)) for event in represented} == {
        ("Beigeordnete Dezernat II", "Beigeordnete Dezernat IV")
    }


def test_papers_are_numbered_without_gaps():
    years = {}
    for reference in Paper.objects.order_by("dated", "id").values_list("reference", flat=True):
        year, number = reference.split("-")
        years.setdefault(year, []).append(int(number))
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in years.values())


def test_everything_lies_in_the_ten_months():
    moments = Event.objects.order_by("at").values_list("at", flat=True)
    assert moments.first() >= AT - timedelta(days=305)
    assert moments.last() <= AT


def test_each_trail_goes_forward_in_time():
    for case in Case.objects.all():
        moments = list(Event.objects.filter(case=case).order_by("seq").values_list("at", flat=True))
        assert moments == sorted(moments)


def test_people_act_on_working_days_in_office_hours():
    calendar = working_calendar()
    by_people = Event.objects.exclude(actor=None).values_list("at", flat=True)
    assert [at for at in by_people if not calendar.is_working_day(local_date(at))] == []
    assert [at for at in by_people if not 6 <= at.hour <= 17] == []


def test_trail_is_sound():
    assert [str(finding) for finding in verify()] == []


def test_each_day_was_sealed():
    assert Seal.objects.count() == 305


def test_no_mail_went_out_and_no_message_waits():
    mails = Notification.objects.filter(channel="mail")
    assert mails.filter(sent_at__isnull=False).count() == 0
    assert Notification.objects.filter(sent_at=None, dropped_at=None).count() == 0
    assert Notification.objects.exclude(error="").count() == 0
    assert Notice.objects.filter(created_at__gt=AT).count() == 0


def test_old_notices_were_read():
    unread = Notice.objects.filter(read_at=None)
    assert unread.filter(created_at__lt=AT - timedelta(days=11)).count() == 0
    assert unread.count() > 0


def test_the_deputy_of_the_youth_office_has_its_work():
    represented = Substitution.objects.in_force(on=TODAY).get()
    assert str(represented.deputy) == "Amtsleiterin Amt für Schulische Bildung"
    waiting = Task.objects.filter(status="open", desk__key="youth-head")
    assert waiting.count() > 0


def test_no_deadline_with_an_effect_was_missed():
    missed = Deadline.objects.filter(status="running", due_at__lte=AT).exclude(effect="")
    assert missed.count() == 0


def test_every_open_case_waits_for_somebody():
    waiting = set(Task.objects.filter(status="open").values_list("case", flat=True))
    closed = {S.REJECTED, S.WITHDRAWN}
    idle = [
        (measure.title, measure.case.state)
        for measure in Measure.objects.exclude(case__state__in=closed).select_related("case")
        if measure.case_id not in waiting and measure.case.state != S.VETO_PERIOD
    ]
    assert idle == []


def test_marker_names_the_moment():
    assert DemoSeed.objects.get().seeded_at == AT


def test_a_measure_rests_and_its_deadlines_with_it():
    case = Case.objects.get(state=S.PAUSED)
    paused = Deadline.objects.filter(case=case, status="paused")
    assert {row.kind for row in paused} >= {"milestone"}
    assert Task.objects.filter(case=case, status="open").values_list("step__key").get() == (
        "resume",
    )
    changes = DeadlineEntry.objects.filter(deadline__case=case).values_list("change", flat=True)
    assert set(changes) == {"paused"}


def test_a_cross_section_office_has_more_time():
    (entry,) = DeadlineEntry.objects.filter(change="extended")
    assert (entry.due_after - entry.due_before).days >= 7
    assert entry.deadline.case.measure.title == "Straßenpaten in Ankommensquartieren"


def test_silence_has_answered_and_nobody_signed_for_it():
    silent = Vote.objects.filter(cast_by=None)
    assert "deemed_given" in set(silent.values_list("choice", flat=True))
    assert silent.exclude(desk=None).count() == 0
    lapsed = Event.objects.filter(action="lapse_vote")
    assert lapsed.count() == silent.count()
    assert lapsed.exclude(actor=None).count() == 0


def test_late_work_has_climbed_to_the_board():
    levels = set(Reminder.objects.values_list("level", flat=True))
    assert levels == {"E-2", "E-1", "E0", "E1", "E2", "E3", "E4"}
    assert Reminder.objects.filter(fired_at__gt=AT).count() == 0
    calendar = working_calendar()
    days = {local_date(at) for at in Reminder.objects.values_list("fired_at", flat=True)}
    assert [day for day in days if not calendar.is_working_day(day)] == []


def test_each_reason_to_see_a_measure_has_its_words():
    rows = CaseAudience.objects.filter(case__kind="measure")
    reasons = set(rows.values_list("reason", flat=True))
    assert {"escalation", "council"} <= reasons <= set(REASONS)


def test_one_urgency_is_accepted_and_one_waits_for_its_decision():
    rows = UrgencyRequest.objects.order_by("end")
    waiting, accepted = rows
    assert (waiting.end, accepted.end) == ("", "accepted")
    task = Task.objects.get(step__key="urgency", status="open")
    assert task.case_id == waiting.case_id
    assert task.desk.function == "deputy_mayor"
    state = Case.objects.values_list("state", flat=True)
    assert (state.get(pk=waiting.case_id), state.get(pk=accepted.case_id)) == (S.CHECK, S.COSIGNING)
    clocks = Deadline.objects.filter(case=accepted.case_id, kind="cosigning", status="running")
    assert {(row.amount, row.unit) for row in clocks} <= {(3, "working_days"), (1, "weeks")}
    assert clocks.exists()
