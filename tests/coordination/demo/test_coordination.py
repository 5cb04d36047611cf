"""What the demo holds of the coordination of integration."""

from collections import Counter

import pytest

from coordination.concept.models import AgencyReport, Concept
from coordination.concept.queries.concepts import phases_of
from coordination.concept.queries.coverage import matrix_of
from coordination.group.models import GroupSession, Order
from coordination.group.queries.agenda import agenda_of
from coordination.group.queries.load import loads
from coordination.group.queries.register import fields_on
from coordination.measures.models import Measure
from coordination.targets.models import Target
from coordination.targets.queries.targets import standings_of
from tests.coordination.demo.conftest import AT
from workflows.calendars import local_date
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


def test_the_concept_is_late_in_participation_with_one_empty_cell():
    concept = Concept.objects.get()
    assert concept.case.state == "participation"
    (late,) = [
        phase
        for phase in phases_of(concept, today=TODAY, calendar=working_calendar())
        if phase.is_current
    ]
    assert late.is_late
    programme = Measure.objects.filter(concepts=concept)
    gaps = matrix_of(programme, concept=concept.pk, is_narrow=True).gaps()
    assert [str(gap) for gap in gaps] == [
        "Gesundheit × Neubürgerinnen und Neubürger EU (Südosteuropa)"
    ]
    reports = AgencyReport.objects.filter(commission__concept=concept)
    assert reports.filter(received_on__isnull=False).count() >= 2
    assert {group.is_moderated_by_agency for group in concept.groups.all()} == {True, False}
