"""What members of the council see of a measure, and from which day on, on every way out."""

from __future__ import annotations

import csv
from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from coordination.council.models import Consultation, Meeting, Paper
from coordination.decisions.actions.attachments import attach
from coordination.decisions.jobs import show_what_was_sent
from coordination.measures.forms.registry import PANELS
from coordination.measures.models import Measure
from tests.journeys.driver import Person
from tests.situations import COUNCIL_OFFICE, REASON, Stage
from tests.tables_of_acts import TABLES
from tests.town import Town
from workflows.actions.inbox.watches import tell_watchers, watch
from workflows.actions.telling.feeds import new_feed
from workflows.actions.time.clock import take_effects
from workflows.calendars import BERLIN
from workflows.models import Case, Event, Notification, Question, Task
from workflows.refusals import GuardsUnmet

pytestmark = pytest.mark.django_db

OBSERVER = "council-observer"
INSIDE = "Kranichflug"
"""Stands in all that is said inside the administration."""
TAKEN_OVER = "Nur mit Jahresbericht."
"""A condition that the lead accepts: part of the paper, without who asked for it."""


def dispatches() -> list[list[str]]:
    with (TABLES / "dispatch.csv").open(encoding="utf-8", newline="") as file:
        lines = [line for line in file if not line.startswith("#")]
    return list(csv.reader(lines, delimiter=";"))[1:]


def signed(stage: Stage, session: str, **more: Any) -> Measure:
    """A signed paper whose only station is the council's session of that day."""
    measure = stage.final_signature(**more)
    meeting = Meeting.objects.filter(organization__key="council").order_by("-starts_at")[0]
    meeting.starts_at = datetime.combine(datetime.fromisoformat(session), time(15), BERLIN)
    meeting.save()
    chain = [{"organization": meeting.organization_id, "role": "decision", "meeting": meeting.pk}]
    stage.do(measure, "plan_consultations", COUNCIL_OFFICE, chain=chain, text=REASON)
    stage.do(measure, "sign", "mayor-mayor")
    return measure


def sees(town: Town, measure: Measure) -> bool:
    observer = town.person(OBSERVER)
    return Case.objects.visible_to(observer, at=town.now).filter(pk=measure.case_id).exists()


@pytest.mark.parametrize(("session", "recorded", "sight"), dispatches())
def test_47_members_see_the_paper_from_the_day_of_the_dispatch(
    stage: Stage, session: str, recorded: str, sight: str
) -> None:
    town = stage.town
    if recorded:
        Meeting.objects.update(dispatched_on=recorded)
    measure = signed(stage, session)
    begins = datetime.combine(datetime.fromisoformat(sight), time(), BERLIN)
    town.now = begins - timedelta(minutes=1)
    take_effects(at=town.now)
    assert not sees(town, measure)
    town.now = begins
    take_effects(at=town.now)
    assert sees(town, measure)


@pytest.mark.parametrize("public", [True, False])
def test_47_recorded_dispatch_shows_the_paper_at_once_public_or_not(
    stage: Stage, *, public: bool
) -> None:
    town = stage.town
    measure = signed(stage, "2026-06-16", council_public=public)
    signed_on = town.now.date()
    for day, code in (
        ("", "dispatch_missing"),
        (signed_on + timedelta(days=1), "dispatch_future"),
        (signed_on - timedelta(days=1), "dispatch_before_signature"),
    ):
        with pytest.raises(GuardsUnmet) as refusal:
            stage.do(measure, "record_dispatch", COUNCIL_OFFICE, sent_on=str(day))
        assert [unmet.code for unmet in refusal.value.unmet] == [code]
    town.now += timedelta(days=1)
    assert not sees(town, measure)
    stage.do(measure, "record_dispatch", COUNCIL_OFFICE, sent_on=str(signed_on))
    assert sees(town, measure)
    town.now += timedelta(days=90)
    assert take_effects(at=town.now).failed == 0


def test_47_dispatch_imported_or_recorded_at_another_paper_shows_the_waiting_ones(
    stage: Stage,
) -> None:
    """The day belongs to the session: each paper of it is seen, none of another one."""
    town = stage.town
    first, second = signed(stage, "2026-06-16"), signed(stage, "2026-06-17", title="B")
    other = signed(stage, "2026-06-18", title="C")
    meeting = Meeting.objects.get(consultations__case=first.case_id)
    Consultation.objects.filter(case=second.case_id).update(meeting=meeting)
    assert show_what_was_sent(at=town.now) == ""
    stage.do(first, "record_dispatch", COUNCIL_OFFICE, sent_on=str(town.now.date()))
    assert show_what_was_sent(at=town.now) == "1 papers shown to the council"
    assert [sees(town, one) for one in (first, second, other)] == [True, True, False]
    assert show_what_was_sent(at=town.now) == ""
    event = Event.objects.filter(case=second.case_id).latest("seq")
    assert (event.action, event.actor_id) == ("dispatch_paper", None)
    town.now += timedelta(days=90)
    assert take_effects(at=town.now).failed == 0


def test_47_withdrawn_before_the_dispatch_no_member_sees_it(stage: Stage) -> None:
    town = stage.town
    measure = signed(stage, "2026-06-16")
    stage.do(measure, "withdraw", "mayor-mayor", text=REASON)
    town.now += timedelta(days=90)
    effects = take_effects(at=town.now)
    assert (effects.done, effects.failed, sees(town, measure)) == (0, 0, False)


def worked_on(stage: Stage) -> Measure:
    """At work; everywhere inside the administration somebody has said the word."""
    town = stage.town
    stone = {"id": None, "title": "Träger ausgewählt", "due_on": "2026-06-10"}
    measure = stage.draft(milestones=[stone])
    attach(
        measure.case_id, SimpleUploadedFile("plan.txt", b"Anlage der Vorlage"), name="plan.txt",
        media_type="text/plain", title="Lageplan", is_public=True, replaces=None,
        by=town.person(stage.clerk), at=town.now, command=uuid4(),
    )  # fmt: skip
    stage.do(measure, "submit", stage.head)
    stage.do(measure, "pass_check", stage.checker)
    task = Task.objects.get(case=measure.case_id, desk__key="school-head")
    stage.do(measure, "ask_question", "school-head", task=task.pk, text=f"{INSIDE}?")
    stage.do(measure, "answer_question", stage.head, text=f"{INSIDE}!")
    stage.do(measure, "vote", "finance-head", choice="conditional", conditions=[TAKEN_OVER])
    stage.do(measure, "answer_condition", stage.head, accept=True, material=False, text=INSIDE)
    stage.do(measure, "vote", "school-head", choice="approved", text=INSIDE)
    stage.do(measure, "resign", stage.head, text=INSIDE)
    stage.do(measure, "release", "division_4-deputy_mayor", text=INSIDE)
    stage.do(measure, "release", "division_3-integration_deputy", text=INSIDE)
    stage.do(measure, "sign", "mayor-mayor")
    town.decide(measure)
    stage.do(measure, "confirm_funds", "finance-head")
    person = town.person(stage.clerk).pk
    stage.do(measure, "start_implementation", stage.head, responsible=person)
    return measure


def test_members_see_paper_chain_results_and_released_reports_and_nothing_else(
    stage: Stage,
) -> None:
    town = stage.town
    measure = worked_on(stage)
    stage._report(measure, is_final=False)
    page = Person(town, OBSERVER).case(measure)
    for words in ("DS 26-0001", "Sprachkurse in Familienzentren", "Body council", "Lageplan"):
        assert words in page.html
    assert "Träger gefunden." not in page.html  # not released yet
    (task,) = Task.objects.filter(case=measure.case_id, step__key="release_report", status="open")
    stage.do(measure, "release_report", stage.head, task=task.pk)
    page = Person(town, OBSERVER).case(measure)
    assert "Träger gefunden." in page.html
    assert page.shows("Übernommene Maßgaben", TAKEN_OVER)
    assert not page.shows("Unit finance")
    names = [str(town.person(desk)) for desk in (stage.head, stage.clerk, "finance-head")]
    assert [word for word in (INSIDE, *names, "Mitzeichnung") if word in page.html] == []
    inside = Person(town, stage.head).case(measure)
    assert all(word in inside.html for word in (INSIDE, "Mitzeichnung", *names))


def test_nothing_of_the_inside_leaves_the_house_to_a_member_of_the_council(stage: Stage) -> None:
    town = stage.town
    measure = worked_on(stage)
    case, observer = measure.case_id, Person(town, OBSERVER)
    assert Question.objects.filter(case=case).exists()
    soon = f"/fristen/vorschau/?bis={town.now + timedelta(days=90):%d.%m.%Y}"
    pages = [
        "/", "/massnahmen/", "/massnahmen/?print=1", "/massnahmen/?overdue=on",
        "/massnahmen/export/", "/fristen/", "/fristen/monat/",
        soon, "/beobachtet/", "/benachrichtigungen/", "/stand/",
        "/eskalationen/", "/eskalationen.csv", f"/massnahmen/{case}/?print=1",
        *(f"/massnahmen/{case}/{name}/" for name in ("bearbeiten", "aenderungen", "anlagen")),
        *(f"/massnahmen/{case}/{panel.address}/" for panel in PANELS),
    ]  # fmt: skip
    names = [str(town.person(desk)) for desk in (stage.head, "finance-head", "school-head")]
    found = {
        path: [word for word in (INSIDE, *names) if word in observer.get(path).html]
        for path in pages
    }
    assert {path: words for path, words in found.items() if words} == {}
    assert measure.reference not in observer.get(f"/massnahmen/?q={INSIDE}").html
    assert measure.title not in observer.get(soon).html
    assert measure.title in Person(town, stage.head).get(soon).html
    assert observer.get(reverse("coordination:differences", args=[case])).status == 404


def test_list_and_export_tell_members_of_the_council_nothing_of_the_work(stage: Stage) -> None:
    town = stage.town
    measure = worked_on(stage)
    town.now += timedelta(days=400)
    paths = ("/massnahmen/", "/massnahmen/export/")
    mine, theirs = (
        [Person(town, desk).get(path).html for path in paths] for desk in (stage.head, OBSERVER)
    )
    assert all(measure.reference in html for html in (*mine, *theirs))
    assert all("Meilenstein" in html for html in mine)
    assert not any("Meilenstein" in html for html in theirs)
    late = [
        Person(town, desk).get("/massnahmen/?overdue=on").html for desk in (stage.head, OBSERVER)
    ]
    assert [measure.reference in html for html in late] == [True, False]
    for light in ("green", "yellow", "red"):
        html = Person(town, OBSERVER).get(f"/massnahmen/?light={light}").html
        assert measure.reference not in html


def test_attachments_of_the_paper_only_are_handed_out(stage: Stage) -> None:
    town = stage.town
    measure = worked_on(stage)
    attachment = measure.case.attachments.get()
    assert attachment.paper == Paper.objects.get()
    address = reverse("coordination:attachment", args=[measure.case_id, attachment.pk, 1])
    assert Person(town, OBSERVER).get(address).status == 200
    type(attachment).objects.update(paper=None)
    assert Person(town, OBSERVER).get(address).status == 404
    assert Person(town, stage.head).get(address).status == 200


def test_watching_member_hears_of_states_only(stage: Stage) -> None:
    town = stage.town
    measure = stage.resolved()
    watch(measure.case_id, by=town.person(OBSERVER), at=town.now)
    stage.do(measure, "adapt_plan", stage.clerk, text=INSIDE)
    stage.do(measure, "confirm_funds", "finance-head")
    person = town.person(stage.clerk).pk
    stage.do(measure, "start_implementation", stage.head, responsible=person)
    town.now += timedelta(minutes=5)
    tell_watchers(at=town.now)
    told = Notification.objects.filter(recipient=town.person(OBSERVER))
    data: list[dict[str, Any]] = [row.data for row in told]
    assert data
    assert all(set(one) == {"moved", "state"} for one in data)


def test_feed_of_a_member_holds_nothing_of_the_work(stage: Stage) -> None:
    town = stage.town
    measure = worked_on(stage)
    token = new_feed(by=town.person(OBSERVER).pk, at=town.now)
    feed = Person(town, OBSERVER).get(reverse("workflows:feed", args=[token])).html
    assert "BEGIN:VCALENDAR" in feed
    assert measure.title not in feed


def test_47_dispatch_follows_the_session_to_which_an_unsent_paper_is_moved(stage: Stage) -> None:
    town = stage.town
    measure = signed(stage, "2026-06-16")
    meeting = Meeting.objects.filter(organization__key="council").order_by("-starts_at")[1]
    chain = [{"organization": meeting.organization_id, "role": "decision", "meeting": meeting.pk}]
    stage.do(measure, "plan_consultations", COUNCIL_OFFICE, chain=chain, text=REASON)
    town.now = datetime(2026, 6, 16, 18, tzinfo=BERLIN)
    assert (take_effects(at=town.now).failed, sees(town, measure)) == (0, False)
    town.now = meeting.starts_at - timedelta(days=7)
    take_effects(at=town.now)
    assert sees(town, measure)
