"""Requests for missing documents stop clocks, once each, and never for ever (domain 2.3)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from coordination.decisions.models import DocumentRequest
from coordination.measures.models import Measure
from tests.coordination.flows.test_lapsing import midnight, task_of, unmet
from tests.journeys.driver import Person
from tests.town import Town
from workflows.actions.time.clock import take_effects
from workflows.models import Deadline, DeadlineEntry, Notification, Task, Vote
from workflows.queries.proof.verification import verify
from workflows.refusals import GuardsUnmet, NotAllowed

pytestmark = pytest.mark.django_db

MISSING = "Der Raumplan der Schulen fehlt."


def asked(town: Town, **fields: Any) -> Measure:
    return town.in_cosigning(impact_school=True, impact_health=True, **fields)


def clock(town: Town, measure: Measure, unit: str) -> tuple[str, date]:
    row = Deadline.objects.get(
        step__cosignature__unit=town.units[unit], case=measure.case_id,
        status__in=["running", "paused"],
    )  # fmt: skip
    return row.status, row.due_on


def request(town: Town, measure: Measure, desk: str, **more: Any) -> DocumentRequest:
    """An office on its own task, or the secretariat as such."""
    task = None if desk.startswith("centre") else task_of(town, measure.case_id, desk)
    town.do(measure, "request_documents", desk, task=task, text=MISSING, **more)
    return DocumentRequest.objects.order_by("-asked_at", "-pk")[0]


def provide(town: Town, measure: Measure, row: DocumentRequest) -> None:
    task = Task.objects.get(step__subject=f"documents:{row.pk}", desk=town.desks["youth-head"])
    town.do(measure, "provide_documents", "youth-head", task=task.pk, text="Liegt nun bei.")


def test_two_overlapping_requests_stop_the_clock_of_an_office_once(town: Town) -> None:
    """Asked on Monday 2 March, due on Monday 16. The school asks on Wednesday 4, with eight working
    days left; the centre on Thursday 5. The school is answered on Friday 6, the centre on Monday
    9: eight working days from then end on Thursday 19. Health had seven days: Wednesday 18.
    """
    measure = asked(town)
    town.now += timedelta(days=2)
    school = request(town, measure, "school-head")
    assert clock(town, measure, "school") == ("paused", date(2026, 3, 16))
    assert clock(town, measure, "health") == ("running", date(2026, 3, 16))
    town.now += timedelta(days=1)
    centre = request(town, measure, "centre-clerk")
    assert clock(town, measure, "health")[0] == "paused"
    assert DeadlineEntry.objects.filter(change="paused").count() == 3
    town.now += timedelta(days=1)
    provide(town, measure, school)
    assert clock(town, measure, "school")[0] == "paused"
    town.now += timedelta(days=3)
    provide(town, measure, centre)
    assert clock(town, measure, "school") == ("running", date(2026, 3, 19))
    assert clock(town, measure, "health") == ("running", date(2026, 3, 18))
    assert take_effects(at=midnight(17)).done == 0
    take_effects(at=midnight(20))
    assert Vote.objects.filter(choice="deemed_given").count() == 2
    told = Notification.objects.filter(template="documents_ended", channel="in_app")
    assert sorted(told.values_list("recipient", flat=True)) == sorted(
        [town.person("school-head").pk, town.person("centre-clerk").pk]
    )
    assert list(verify()) == []


def test_without_an_answer_the_clock_goes_on_after_the_longest_time(town: Town) -> None:
    """Asked on Monday 2 March: fifteen working days end on Monday 23; ten are left from then."""
    measure = asked(town)
    row = request(town, measure, "school-head")
    assert row.limit_on == date(2026, 3, 23)
    take_effects(at=midnight(23))
    assert clock(town, measure, "school")[0] == "paused"
    take_effects(at=midnight(24))
    row.refresh_from_db()
    assert (row.end, row.ended_by, row.answer) == ("over", None, "")
    assert clock(town, measure, "school")[0] == "running"
    assert not Task.objects.filter(case=measure.case_id, step__key="provide_documents",
                                   status="open").exists()  # fmt: skip
    assert list(verify()) == []


def test_an_office_asks_once_per_round_unless_the_deputy_mayor_allows_more(town: Town) -> None:
    measure = asked(town)
    row = request(town, measure, "school-head")
    for by, code in (("school-head", "requested"), ("health-head", "no_request")):
        name = "request_documents" if code == "requested" else "withdraw_request"
        with pytest.raises(GuardsUnmet) as refusal:
            town.do(measure, name, by, text=MISSING, documents=str(row.pk),
                    task=task_of(town, measure.case_id, by))  # fmt: skip
        assert unmet(refusal) == [code]
    town.do(measure, "withdraw_request", "school-head", documents=str(row.pk),
            task=task_of(town, measure.case_id, "school-head"))  # fmt: skip
    assert clock(town, measure, "school") == ("running", date(2026, 3, 16))
    with pytest.raises(GuardsUnmet) as refusal:
        request(town, measure, "school-head")
    assert unmet(refusal) == ["once"]
    with pytest.raises(NotAllowed):
        town.do(measure, "allow_request", "youth-head", unit=town.units["school"])
    with pytest.raises(GuardsUnmet):
        town.do(measure, "allow_request", "division_3-deputy_mayor", unit=town.units["health"])
    town.do(measure, "allow_request", "division_3-deputy_mayor", unit=town.units["school"])
    request(town, measure, "school-head")
    assert clock(town, measure, "school")[0] == "paused"


def test_a_question_stops_nothing_and_an_answer_needs_no_documents(town: Town) -> None:
    measure = asked(town)
    town.do(measure, "ask_question", "school-head", text="Welche Räume?",
            task=task_of(town, measure.case_id, "school-head"))  # fmt: skip
    assert clock(town, measure, "school")[0] == "running"
    own = request(town, measure, "school-head")
    whole = request(town, measure, "centre-clerk")
    town.do(measure, "vote", "school-head", choice="approved",
            task=task_of(town, measure.case_id, "school-head"))  # fmt: skip
    own.refresh_from_db()
    assert own.end == "void"
    # The round is complete: nothing of it stays open, no clock and no longest time.
    town.do(measure, "vote", "health-head", choice="approved",
            task=task_of(town, measure.case_id, "health-head"))  # fmt: skip
    whole.refresh_from_db()
    assert (town.state(measure), whole.end) == ("release", "void")
    live = Deadline.objects.filter(case=measure.case_id, status__in=["running", "paused"])
    assert set(live.values_list("kind", flat=True)) == {"release"}
    assert list(verify()) == []


def test_the_cross_section_office_asks_for_time_only_while_its_clock_runs(town: Town) -> None:
    measure = town.in_cosigning(cost="20000", cover="Produkt 060201")
    request(town, measure, "finance-head")
    with pytest.raises(GuardsUnmet) as refusal:
        town.do(measure, "ask_for_time", "finance-head",
                task=task_of(town, measure.case_id, "finance-head"))  # fmt: skip
    assert unmet(refusal) == ["paused"]


def test_an_office_asks_and_the_lead_provides_in_the_browser(town: Town) -> None:
    measure = asked(town)
    school = Person(town, "school-head")
    page = school.does("request_documents", measure, reason=MISSING)
    assert page.shows("Die Frist steht still")
    head = Person(town, "youth-head")
    page = head.opens(measure)
    assert page.shows(MISSING, "Die Frist dieses Amtes steht still", "23.03.2026")
    page.do("provide_documents", text="Liegt nun bei den Anlagen.")
    assert school.case(measure).shows("Liegt nun bei den Anlagen.")
    assert clock(town, measure, "school") == ("running", date(2026, 3, 16))


def test_the_lead_reads_that_an_office_has_not_opened_its_request(town: Town) -> None:
    measure, words = town.in_cosigning(impact_school=True), "noch nicht geöffnet"
    lead = Person(town, "youth-head")
    assert lead.case(measure).text.count(words) == 2
    Person(town, "school-cosigner").case(measure)
    assert lead.case(measure).text.count(words) == 1


def test_an_office_that_is_named_while_all_clocks_stand_still_has_its_time_afterwards(
    town: Town,
) -> None:
    """Named on Monday 2 March while the centre waits; answered on Wednesday 4: ten working days
    end on Wednesday 18.
    """
    measure = town.in_cosigning(impact_school=True)
    centre = request(town, measure, "centre-clerk")
    town.do(measure, "vote", "school-head", choice="not_responsible",
            names_unit=town.units["health"],
            task=task_of(town, measure.case_id, "school-head"))  # fmt: skip
    assert clock(town, measure, "health") == ("paused", date(2026, 3, 16))
    assert Task.objects.get(case=measure.case_id, desk=town.desks["health-head"]).due_at is None
    town.now += timedelta(days=2)
    provide(town, measure, centre)
    assert clock(town, measure, "health") == ("running", date(2026, 3, 18))
    assert list(verify()) == []
