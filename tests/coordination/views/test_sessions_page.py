"""The page that says when a measure reaches which body, and what a wished session would cost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from coordination.council.models import Consultation, Meeting
from coordination.decisions.flows.planning import NEXT_STEPS
from coordination.measures.models import Measure
from tests.journeys.driver import Page, Person
from tests.situations import COUNCIL_OFFICE, Stage
from tests.statements import statements
from workflows.calendars import local_date

pytestmark = pytest.mark.django_db

MOST = 20


def page_of(stage: Stage, measure: Measure, who: str, **asked: str) -> Page:
    address = reverse("coordination:measure_sessions", args=[measure.case_id])
    return Person(stage.town, who).get(address, asked)


def council_days() -> list[Meeting]:
    return list(Meeting.objects.filter(organization__key="council").order_by("starts_at"))


def test_earliest_way_is_said_and_drawn(stage: Stage) -> None:
    page = page_of(stage, stage.check(), stage.head)
    assert page.status == 200
    assert "Dafür muss der Schritt „Mitzeichnung“ spätestens am" in page.text
    assert "Sitzung am" in page.text
    assert page.html.count('class="ff-plan__session"') == 2
    # What is done is not planned again: no bar for the check.
    assert page.html.count('class="ff-plan__step"') == 5


def test_wish_that_is_not_reached_names_what_to_cut(stage: Stage) -> None:
    measure = stage.check()
    first = local_date(council_days()[0].starts_at)
    page = page_of(stage, measure, stage.head, wish=first.isoformat())
    assert "ist auf dem regulären Weg nicht erreichbar" in page.text
    assert "Ohne vorherige Beratung im Integrationsrat" in page.text
    assert "Als Nachtrag zur Tagesordnung" in page.text
    assert "Auf dem regulären Weg ist die früheste Sitzung am" in page.text


@pytest.mark.parametrize("wish", ["", "gestern", "2026-02-30", "1999-01-01", "\0"])
def test_wish_that_is_no_session_shows_the_earliest(stage: Stage, wish: str) -> None:
    page = page_of(stage, stage.check(), stage.head, wish=wish)
    assert page.status == 200
    assert "Dafür muss der Schritt" in page.text


def test_council_office_takes_the_plan_over_as_chain(stage: Stage) -> None:
    measure = stage.final_signature()
    page = page_of(stage, measure, COUNCIL_OFFICE)
    form = next(one for one in page.reader.forms if "beratungsfolge-planen" in one.action)
    sent = Person(stage.town, COUNCIL_OFFICE).post(form.action, form.shown())
    assert sent.status == 200
    assert "Die Beratungsfolge ist gespeichert." in sent.text
    rows = Consultation.objects.filter(case=measure.case_id).order_by("position")
    assert [(row.organization.key, row.role) for row in rows] == [
        ("integration", "preliminary"), ("council", "decision"),
    ]  # fmt: skip
    assert all(row.meeting for row in rows)


def test_who_may_not_plan_gets_no_button(stage: Stage) -> None:
    page = page_of(stage, stage.release(), "finance-head")
    assert page.status == 200
    assert "beratungsfolge-planen" not in page.html


def test_chain_that_cannot_be_kept_is_said_so(stage: Stage) -> None:
    measure = stage.check()
    chain = [
        {"organization": one.organization_id, "role": role, "meeting": one.pk}
        for one, role in (
            (Meeting.objects.filter(organization__key="integration").earliest("starts_at"),
             "preliminary"),
            (council_days()[0], "decision"),
        )
    ]  # fmt: skip
    stage.do(measure, "plan_consultations", stage.head, chain=chain)
    stage.town.now = stage.town.now + timedelta(days=14)
    page = page_of(stage, measure, stage.head)
    assert "Die geplante Beratungsfolge ist nicht mehr zu halten" in page.text


def test_signed_measure_has_nothing_to_plan(stage: Stage) -> None:
    measure = stage.bring("deliberation")
    assert stage.town.state(measure) not in NEXT_STEPS
    page = page_of(stage, measure, COUNCIL_OFFICE)
    assert "Hier ist nichts zu planen" in page.text


def test_page_asks_little(stage: Stage) -> None:
    address = reverse("coordination:measure_sessions", args=[stage.check().case_id])
    head = Person(stage.town, stage.head)
    head.get(address)
    with statements() as asked:
        head.get(address, {"wish": local_date(council_days()[0].starts_at).isoformat()})
    assert asked.sent <= MOST
