"""The mandate to lead integration: its truth table, its life, and what hangs on it (M9)."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from coordination.city.models import FieldOfAction
from coordination.mandates.actions import ask_who_leads, change, end_with_the_office
from coordination.mandates.models import Mandate, MandateTransition
from coordination.mandates.queries import lead_on
from coordination.mandates.rules import why_barred
from coordination.measures.models import Measure
from tests.mandates import end_mandate
from tests.situations import Stage
from tests.town import Town
from workflows.actions import people as organisation
from workflows.actions.people import return_left_work
from workflows.actions.time.clock import take_effects
from workflows.models import Deadline, DeskHolder, Event, Notification, Task, User
from workflows.queries.people.leaving import hanging_on
from workflows.queries.proof.verification import verify
from workflows.refusals import GuardsUnmet, NotAllowed

pytestmark = pytest.mark.django_db

BGI, MAYOR, GENERAL = "division_3-integration_deputy", "mayor-mayor", "division_1-general_deputy"
ORGANISATION, CENTRE = "organisation-organisation", "centre-head"
TABLE = Path(__file__).parents[2] / "tables" / "mandates.csv"
FIRST, LAST = date(2026, 3, 10), date(2026, 6, 30)
DAYS = {
    "before": FIRST - timedelta(days=1), "first": FIRST, "within": date(2026, 4, 1),
    "last": LAST, "after": LAST + timedelta(days=1),
}  # fmt: skip


def record(town: Town, by: str | None, **fields: Any) -> int:
    """A mandate of the deputy mayor of division 3, unless the fields say otherwise."""
    said = {
        "person": town.person(BGI).pk, "basis": "resolution", "reference": "16-0815",
        "basis_on": date(2026, 2, 1), "valid_from": date(2026, 3, 2),
        "valid_until": date(2026, 12, 31), "matters": "Integration und Asyl", **fields,
    }  # fmt: skip
    who = town.person(by).pk if by else None
    facts = change("record_mandate", by=who, at=town.now, command=uuid4(), **said).facts
    return int(facts["mandate"])


def end(town: Town, last: date, *, by: str = MAYOR) -> None:
    mandate = Mandate.objects.not_over(on=town.now.date()).get()
    change("end_mandate", by=town.person(by).pk, at=town.now, text="Der Geschäftskreis ist neu.",
           mandate=mandate.pk, last_day=last)  # fmt: skip


def forget(town: Town) -> None:
    """As if the town had never recorded a mandate."""
    Deadline.objects.filter(case__kind="mandates").delete()
    Mandate.objects.all().delete()


def lead(town: Town, **fields: Any) -> Measure:
    """A measure of the social office, released by its own deputy mayor: integration is next."""
    return Stage(town).release_second(**fields)


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8") as file:
        lines = (line for line in file if not line.startswith("#"))
        return list(csv.DictReader(lines, delimiter=";", strict=True))


@pytest.mark.parametrize("row", rows(), ids=lambda row: "-".join(row.values()))
def test_who_releases_for_integration_as_the_table_says(town: Town, row: dict[str, str]) -> None:
    forget(town)
    mine, other = FieldOfAction.objects.order_by("pk")[:2]
    covered = {"all": [], "one": [mine.pk], "none": [other.pk]}[row["covers"]]
    if "transition" in row["mandate"]:
        MandateTransition.objects.create(since=date(2026, 3, 1))
    whose = row["mandate"].partition("+")[2] or row["mandate"]
    if whose in ("mine", "another"):
        person = town.person("division_4-deputy_mayor")
        DeskHolder.objects.create(
            desk_id=town.desks[BGI], person=person, valid_from=date(2026, 1, 1)
        )
        named = town.person(BGI) if whose == "mine" else person
        record(town, MAYOR, person=named.pk, valid_from=FIRST, valid_until=LAST,
               fields_of_action=covered)  # fmt: skip
    found = lead_on(DAYS[row["day"]])
    standing = found.standing(person=town.person(BGI).pk, fields=[mine.pk])
    said = "may" if why_barred(found, standing) == "" else standing.value
    assert said == row["answer"]


def test_without_a_mandate_the_release_is_403_and_the_mayor_releases(town: Town) -> None:
    end_mandate(town)
    measure = lead(town)
    with pytest.raises(NotAllowed) as refusal:
        town.do(measure, "release", BGI)
    assert "Mandat" in refusal.value.text
    assert town.open_tasks(measure) == [("release", GENERAL), ("release", MAYOR)]
    assert "kein gültiges Mandat" in page(town, "social-head", "measure", measure.case_id)
    town.do(measure, "release", GENERAL)
    assert town.state(measure) == "final_signature"
    assert not list(verify())


def test_waiting_releases_go_to_the_mayor_when_the_mandate_ends(town: Town) -> None:
    measure = lead(town)
    assert town.open_tasks(measure) == [("release", BGI)]
    end(town, town.now.date())
    return_left_work(at=town.now)
    assert town.open_tasks(measure) == [("release", BGI)]
    town.now += timedelta(days=1)
    take_effects(at=town.now)
    assert return_left_work(at=town.now) == 1
    assert town.open_tasks(measure) == [("release", GENERAL), ("release", MAYOR)]
    # A second tick finds nothing to do.
    assert return_left_work(at=town.now) == 0


def test_a_release_under_both_desks_without_a_mandate_is_the_divisions_only(town: Town) -> None:
    end_mandate(town)
    measure = town.in_release()
    town.do(measure, "release", "division_3-deputy_mayor")
    assert town.state(measure) == "release"
    assert town.open_tasks(measure) == [("release", GENERAL), ("release", MAYOR)]


def test_rejecting_for_integration_needs_the_mandate_too(town: Town) -> None:
    measure = lead(town)
    end_mandate(town)
    with pytest.raises(NotAllowed):
        town.do(measure, "reject", BGI, text="Das passt nicht zum Konzept.")


def test_what_was_done_under_a_mandate_that_ended_stays_and_is_marked(town: Town) -> None:
    measure = lead(town)
    town.do(measure, "release", BGI)
    mandate = Mandate.objects.get()
    event = Event.objects.get(case=measure.case_id, action="release", data__mandate=mandate.pk)
    assert event.actor == town.person(BGI)
    assert "inzwischen beendeten Mandat" not in page(
        town, "social-head", "measure", measure.case_id
    )
    end_mandate(town)
    assert town.state(measure) == "final_signature"
    assert "inzwischen beendeten Mandat" in page(town, "social-head", "measure", measure.case_id)


def test_a_city_of_before_goes_on_visibly_until_it_has_recorded_one(town: Town) -> None:
    forget(town)
    MandateTransition.objects.create(since=date(2026, 3, 1))
    assert ask_who_leads(at=town.now)
    assert not ask_who_leads(at=town.now)
    measure = lead(town)
    assert "noch kein Mandat erfasst" in page(town, "social-head", "measure", measure.case_id)
    assert "noch kein Mandat erfasst" in start_page(town, "youth-clerk")
    town.do(measure, "release", BGI)
    assert Event.objects.filter(case=measure.case_id, data__mandate=0).count() == 1
    assert "ohne erfasstes Mandat" in page(town, "social-head", "measure", measure.case_id)
    task = Task.objects.get(step__key="record_mandate", desk__key=MAYOR)
    assert task.due_at is not None
    record(town, MAYOR)
    assert set(Task.objects.filter(step=task.step_id).values_list("status", flat=True)) == {
        "done", "void",
    }  # fmt: skip
    # From the first mandate on the rule is strict for ever.
    end_mandate(town)
    with pytest.raises(NotAllowed):
        town.do(lead(town, title="Zweite Maßnahme"), "release", BGI)


def test_both_are_warned_six_weeks_before_the_end_and_the_mayor_is_asked(town: Town) -> None:
    record(town, MAYOR, valid_until=date(2026, 6, 30))
    Notification.objects.all().delete()
    take_effects(at=datetime(2026, 5, 19, 9, tzinfo=UTC))
    assert not Notification.objects.filter(template="mandate_ends").exists()
    take_effects(at=datetime(2026, 5, 20, 9, tzinfo=UTC))
    told = Notification.objects.filter(template="mandate_ends", channel="in_app")
    assert set(told.values_list("recipient", flat=True)) == {
        town.person(desk).pk for desk in (BGI, MAYOR, GENERAL)
    }  # fmt: skip
    task = Task.objects.filter(step__key="record_mandate", desk__key=MAYOR).get()
    assert task.due_at == datetime(2026, 6, 30, 22, tzinfo=UTC)
    town.now = datetime(2026, 5, 20, 9, tzinfo=UTC)
    record(town, ORGANISATION, valid_from=date(2026, 7, 1), valid_until=date(2027, 6, 30))
    take_effects(at=datetime(2026, 7, 1, 9, tzinfo=UTC))
    assert not Notification.objects.filter(template="mandate_over").exists()
    assert lead_on(date(2026, 7, 1)).mandate == Mandate.objects.latest("pk")
    assert not list(verify())


def test_a_mandate_ends_with_the_desk_of_whoever_leads(town: Town) -> None:
    record(town, MAYOR)
    measure = lead(town)
    assert end_with_the_office(at=town.now) == 0
    holding = DeskHolder.objects.filter(desk_id=town.desks[BGI], person=town.person(BGI))
    holding.update(valid_until=town.now.date())
    assert end_with_the_office(at=town.now) == 0
    gone, town.now = town.person(BGI), town.now + timedelta(days=1)
    assert end_with_the_office(at=town.now) == 1
    assert lead_on(town.now.date()).mandate is None
    assert "hat niemand ein gültiges Mandat" in start_page(town, "youth-clerk")
    told = Notification.objects.filter(template="mandate_over", channel="in_app")
    assert told.filter(recipient=town.person(MAYOR)).exists()
    assert Task.objects.filter(step__key="record_mandate", desk__key=MAYOR).exists()
    return_left_work(at=town.now)
    assert town.open_tasks(measure) == [("release", MAYOR)]
    assert Mandate.objects.latest("pk").person == gone
    assert end_with_the_office(at=town.now) == 0
    # Only what this test did past the acts is found: the desk's holder.
    assert {finding.row.partition(":")[0] for finding in verify()} == {"deskholder"}


def test_a_mandate_given_ahead_begins_with_the_desk(town: Town) -> None:
    """Whoever comes next year is not yet at the desk, and that ends nothing."""
    person = town.person("division_4-deputy_mayor")
    DeskHolder.objects.create(desk_id=town.desks[BGI], person=person, valid_from=date(2026, 5, 1))
    record(town, MAYOR, person=person.pk, valid_from=date(2026, 5, 1))
    assert end_with_the_office(at=town.now) == 0
    assert lead_on(date(2026, 5, 1)).mandate is not None


@pytest.mark.parametrize("by", [CENTRE, "centre-clerk", BGI, "youth-head", "council-observer"])
def test_nobody_but_mayor_and_organisation_office_records_or_ends_one(town: Town, by: str) -> None:
    with pytest.raises(NotAllowed):
        record(town, by)
    with pytest.raises(NotAllowed):
        end(town, town.now.date(), by=by)


def test_nobody_gives_a_mandate_to_themselves(town: Town) -> None:
    town_deputy = town.person(GENERAL)
    DeskHolder.objects.create(
        desk_id=town.desks[BGI], person=town_deputy, valid_from=date(2026, 1, 1)
    )
    with pytest.raises(NotAllowed) as refusal:
        record(town, GENERAL, person=town_deputy.pk)
    assert "selbst" in refusal.value.text
    for desk in (ORGANISATION, CENTRE):
        # Neither office leads integration: whoever does holds the desk for it.
        with pytest.raises(GuardsUnmet) as unmet:
            record(town, MAYOR, person=town.person(desk).pk)
        assert [item.field for item in unmet.value.unmet] == ["person"]


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({"valid_until": date(2026, 3, 1)}, {"order"}),
        ({"valid_until": date(2034, 3, 3)}, {"too_long"}),
        ({"valid_from": date(2026, 2, 1), "valid_until": date(2026, 2, 28)},
         {"over", "replaces_past"}),
        ({"valid_from": date(2024, 12, 1)}, {"before_last"}),
        ({"valid_from": date(2026, 3, 1)}, {"replaces_past"}),
        ({"basis_on": date(2026, 3, 3)}, {"future"}),
        ({"basis": "telephone", "reference": " ", "matters": ""}, {"invalid", "missing"}),
        ({"fields_of_action": [0]}, {"invalid"}),
    ],
)  # fmt: skip
def test_what_cannot_be_recorded(town: Town, fields: dict[str, Any], codes: set[str]) -> None:
    with pytest.raises(GuardsUnmet) as refusal:
        record(town, MAYOR, **fields)
    assert {unmet.code for unmet in refusal.value.unmet} == codes


def test_the_next_mandate_ends_the_one_before_on_the_day_before(town: Town) -> None:
    record(town, MAYOR, valid_from=date(2026, 4, 1), valid_until=date(2027, 3, 31))
    second, first = Mandate.objects.all()
    assert (first.last_day, first.valid_until) == (date(2026, 3, 31), date(2032, 12, 31))
    assert (second.valid_from, second.last_day) == (date(2026, 4, 1), date(2027, 3, 31))
    assert lead_on(date(2026, 3, 31)).mandate == first
    assert lead_on(date(2026, 4, 1)).mandate == second


def test_a_changed_mandate_is_found_by_the_verifier(town: Town) -> None:
    assert not list(verify())
    Mandate.objects.update(last_day=date(2031, 1, 1))
    assert [finding.row.partition(":")[0] for finding in verify()] == ["mandate"]


def start_page(town: Town, desk: str) -> str:
    return _get(town, town.person(desk), reverse("workflows:inbox"))


def page(town: Town, desk: str, name: str, *args: object) -> str:
    return _get(town, town.person(desk), reverse(f"coordination:{name}", args=args))


def _get(town: Town, person: User, url: str) -> str:
    with time_machine.travel(town.now, tick=False):
        client = Client()
        client.force_login(person)
        answer = client.get(url)
        assert answer.status_code == 200
        return answer.content.decode()


def test_mayor_is_asked_when_who_leads_has_left_the_city(town: Town) -> None:
    leaver = town.person(BGI)
    assert not ask_who_leads(at=town.now)
    ties = {tie.what: tie.count for tie in hanging_on(leaver.pk, on=town.now.date()).lines()}
    assert ties == {"Mandat für die Leitung der Integration": 1}
    organisation.let_leave(person=leaver.pk, successors={}, heir=None, by=None, at=town.now)
    assert end_with_the_office(at=town.now) == 1
    ask_who_leads(at=town.now)
    assert Task.objects.filter(step__key="record_mandate", desk__key=MAYOR, closed_at=None).exists()
