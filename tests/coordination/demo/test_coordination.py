"""What the demo holds of the coordination of integration."""

from collections import Counter

import pytest
import time_machine

from coordination.concept.models import AgencyReport, ChapterComment, Concept
from coordination.concept.queries.concepts import phases_of
from coordination.concept.queries.coverage import matrix_of
from coordination.demo.guests import GUESTS
from coordination.group.models import GroupSession, Order
from coordination.group.queries.agenda import agenda_of
from coordination.group.queries.load import loads
from coordination.group.queries.register import fields_on
from coordination.measures.models import Measure, MeasureTemplate, TemplateUse
from coordination.measures.vocabulary import placeholders
from coordination.targets.models import Target
from coordination.targets.queries.targets import standings_of
from tests.coordination.demo.conftest import AT
from workflows.calendars import local_date
from workflows.models import User
from workflows.queries.people.routes import working_calendar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

TODAY = local_date(AT)


def test_the_group_has_a_gap_a_past_session_and_one_to_come():
    fields = fields_on(TODAY)
    assert [field.name for field in fields if not field.members] == ["Dialog und Religion"]
    past, coming = GroupSession.objects.order_by("held_on")
    assert (past.state, coming.state) == ("approved", "invited")
    assert past.minutes
    points = agenda_of(coming, today=TODAY)
    assert [point.title for point in points[:2]] == [
        "Offene Aufträge",
        "Kommunales Integrationskonzept",
    ]
    assert "Werktage über ihrem Termin" in points[1].note
    assert len(points[0].orders) == Order.objects.open().count() >= 5


def test_orders_are_of_every_kind_one_is_late_and_one_more_than_an_office_can_carry():
    said = Counter(order.kind for order in Order.objects.all())
    assert set(said) == {"", "directive", "request", "agreement", "resolution"}
    late = [order.title for order in Order.objects.all() if order.is_overdue(TODAY)]
    assert late == ["Ansprechperson für Beschwerden in Notunterkünften benennen"]
    marked = Order.objects.get(is_over_load=True)
    assert marked.unit.key == "social_housing"
    (load,) = loads(on=TODAY, now=AT, units=[marked.unit_id])
    assert load.load.room < 0


def test_the_target_is_measured_served_and_has_a_gap():
    target = Target.objects.get()
    standings = standings_of([target])
    assert [len(one.readings) for one in standings] == [3, 3, 1, 0]
    assert [one.is_gap for one in standings] == [False, False, False, True]


def test_the_concept_is_late_with_its_draft_and_one_cell_is_empty_again():
    concept = Concept.objects.get()
    assert concept.case.state == "drafted"
    (late,) = [
        phase
        for phase in phases_of(concept, today=TODAY, calendar=working_calendar())
        if phase.is_current
    ]
    assert late.is_late
    programme = Measure.objects.filter(concepts=concept)
    assert 5 <= programme.count() <= 12
    gaps = matrix_of(programme, concept=concept.pk, is_narrow=True).gaps()
    assert [str(gap) for gap in gaps] == [
        "Gesundheit × Neubürgerinnen und Neubürger EU (Südosteuropa)"
    ]
    assert {group.is_moderated_by_agency for group in concept.groups.all()} == {True, False}


def test_the_agency_reports_by_login_and_one_month_is_late():
    *reports, last = AgencyReport.objects.order_by("month")
    assert len(reports) >= 2
    assert {bool(row.received_on and row.handed_at) for row in reports} == {True}
    assert (last.received_on, last.handed_at) == (None, None)
    assert last.due_on < TODAY


def test_associations_and_the_integration_council_comment_and_one_waits_for_its_answer():
    rows = ChapterComment.objects.order_by("pk")
    assert [(row.organisation, row.outcome) for row in rows] == [
        ("Arbeiterwohlfahrt", "adopted"),
        ("Integrationsrat", "noted"),
        ("Caritasverband", ""),
    ]
    # The chapter was written anew after the first comment.
    chapters = Concept.objects.get().chapters.order_by("position")
    assert [chapter.versions.count() for chapter in chapters] == [1, 2]
    assert Concept.objects.get().comments_until > TODAY


@pytest.mark.parametrize(
    ("desk", "words"),
    [
        ("awo-observer", ["Mittelfristige strategische Planung", "Wohnen, Gesundheit"]),
        ("caritas-observer", ["Die Integration braucht ein Gesicht", "Ihre Stellungnahme"]),
        ("agency-observer", ["Ihr Auftrag: Kommunales Integrationskonzept", "überfällig"]),
    ],
)
def test_guests_find_their_matters_in_their_room(client, desk, words):
    assert desk in GUESTS
    client.force_login(User.objects.get(desks_held__desk__key=desk))
    with time_machine.travel(AT):
        html = client.get("/gast/").content.decode()
    assert [word for word in words if word not in html] == []


def test_offices_keep_templates_and_a_draft_was_begun_with_one():
    rows = MeasureTemplate.objects.order_by("pk").values_list("unit__key", flat=True)
    assert list(rows) == ["integration_centre", "integration_centre", "youth"]
    use = TemplateUse.objects.select_related("measure__case", "version__template").get()
    assert (use.measure.case.state, use.version.template.unit.key) == ("draft", "youth")
    assert placeholders(use.measure.facts) == ["[bitte ergänzen: Stadtteil]"]
