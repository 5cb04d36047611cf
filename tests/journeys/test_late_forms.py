"""Forms that come twice, too late, or changed by hand."""

from __future__ import annotations

from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from coordination.decisions.models import Attachment
from coordination.measures.models import Measure
from tests.journeys.driver import Person
from tests.journeys.stages import state
from tests.town import Town
from workflows.models import Case, Event, Task, Vote


def _events(measure: Measure) -> list[str]:
    rows = Event.objects.filter(case=measure.case_id).order_by("seq")
    return list(rows.values_list("action", flat=True))


def test_double_click_on_a_vote_is_one_vote(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True, impact_health=True)
    page = Person(town, "school-head").opens(measure)
    form = page.form("/mitzeichnen/")
    first = page.send(form, choice="approved")
    before = _events(measure)
    second = page.send(form, choice="approved")
    assert (first.status, second.status) == (200, 200)
    assert _events(measure) == before
    assert Vote.objects.count() == 1
    assert "festgehalten" in second.text


def test_double_click_on_a_proposal_is_one_draft(town: Town) -> None:
    page = Person(town, "youth-clerk").inbox().follow("/massnahmen/").follow("/massnahmen/neu/")
    form = page.form(fields=("title", "lead"))
    values = {"title": "Lesepaten", "lead": town.units["youth"]}
    first, second = page.send(form, **values), page.send(form, **values)
    assert first.url == second.url
    assert Measure.objects.count() == 1


def test_same_command_with_another_text_is_refused(town: Town) -> None:
    page = Person(town, "youth-clerk").inbox().follow("/massnahmen/").follow("/massnahmen/neu/")
    form = page.form(fields=("title", "lead"))
    page.send(form, title="Lesepaten", lead=town.units["youth"])
    again = page.send(form, title="Vorlesepaten", lead=town.units["youth"])
    assert (again.status, Measure.objects.count()) == (409, 1)
    assert "Vorlesepaten" in again.text


def test_late_text_is_shown_again_and_changes_nothing(town: Town) -> None:
    measure = town.propose()
    late = (
        Person(town, "youth-head")
        .opens(measure)
        .follow("/bearbeiten/")
        .follow("/bearbeiten/gegenstand/")
    )
    early = (
        Person(town, "youth-clerk")
        .opens(measure)
        .follow("/bearbeiten/")
        .follow("/bearbeiten/gegenstand/")
    )
    early.fill_in("/bearbeiten/gegenstand/", facts="Zuerst gespeichert.")
    before = _events(measure)
    answer = late.fill_in(
        "/bearbeiten/gegenstand/", status=409, facts="Mühsam geschrieben <und> „wichtig“."
    )
    assert "Mühsam geschrieben <und> „wichtig“." in answer.text
    assert _events(measure) == before
    measure.refresh_from_db()
    assert measure.facts == "Zuerst gespeichert."


def test_late_vote_is_shown_again_after_the_text_changed(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True, impact_health=True)
    late = Person(town, "health-head").opens(measure)
    school = Person(town, "school-head").opens(measure)
    school.do("vote", choice="conditional", **{"conditions-0-text": "Mit Schulen."})
    lead = Person(town, "youth-clerk")
    lead.does("answer_condition", measure, accept="True", material="False", goal="Neues Ziel.")
    answer = late.send(late.form("/mitzeichnen/"), choice="refused", text="Das Ziel ist unklar.")
    assert answer.status == 409
    assert "Das Ziel ist unklar." in answer.text
    assert Vote.objects.count() == 1


def test_vote_on_a_withdrawn_measure_says_what_is_the_case_now(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True)
    late = Person(town, "school-head").opens(measure)
    town.do(measure, "withdraw", "youth-head", text="Es wird nicht gebraucht.")
    answer = late.send(late.form("/mitzeichnen/"), choice="refused", text="Zu spät gekommen.")
    assert answer.status == 409
    assert answer.shows("Zu spät gekommen.", "zurückgezogen")
    assert not Vote.objects.exists()


def test_form_without_login_keeps_what_was_typed(town: Town) -> None:
    measure = town.propose()
    clerk = Person(town, "youth-clerk")
    page = clerk.opens(measure).follow("/bearbeiten/").follow("/bearbeiten/gegenstand/")
    clerk.client.logout()
    answer = page.fill_in("/bearbeiten/gegenstand/", status=401, facts="Nicht verlieren!")
    assert "Nicht verlieren!" in answer.text
    assert _events(measure) == _events(measure)[:1]


def test_task_of_another_measure_is_refused(town: Town) -> None:
    mine = town.in_cosigning(impact_school=True)
    other = town.in_cosigning(impact_school=True, title="Eine andere Maßnahme")
    page = Person(town, "school-head").opens(mine)
    form = page.form("/mitzeichnen/")
    task = Task.objects.get(case=other.case_id, desk__key="school-head", status="open")
    form.fields["task"].values = [str(task.pk)]
    answer = page.send(form, choice="approved")
    assert answer.status in {404, 409}
    assert not Vote.objects.exists()
    assert (state(mine), state(other)) == ("cosigning", "cosigning")


def test_attachment_under_another_measure_is_not_found(town: Town, tmp_path) -> None:
    with override_settings(MEDIA_ROOT=tmp_path):
        mine, other = town.propose(), town.propose(title="Eine andere Maßnahme")
        clerk = Person(town, "youth-clerk")
        page = clerk.opens(mine).follow("/bearbeiten/").follow("/anlagen/")
        page.fill_in("/anlagen/", file=SimpleUploadedFile("plan.txt", b"Plan"), title="Plan")
        stored = Attachment.objects.get()
        for path in (f"{stored.pk}/1/", f"{stored.pk}/remove/", f"{stored.pk}/2/"):
            found = clerk.get(f"/massnahmen/{other.case_id}/anlagen/{path}")
            assert found.status == 404, path
        assert clerk.get(f"/massnahmen/{mine.case_id}/anlagen/{stored.pk}/1/").status == 200


def test_fields_that_the_form_does_not_have_are_ignored(town: Town) -> None:
    measure = town.propose()
    clerk = Person(town, "youth-clerk")
    page = clerk.opens(measure).follow("/bearbeiten/").follow("/bearbeiten/gegenstand/")
    forged = {
        "reference": "M-0000-0001", "state": "completed", "cost": "1", "access": "restricted",
        "priority": "low", "head_agreed_version": "1", "is_current_administration": "True",
        "funds_confirmed_at": "2026-01-01", "case": "1", "opened_by": "1", "by": "1",
        "responsible": str(clerk.user.pk), "impact_school": "on", "milestones": "[]",
    }  # fmt: skip
    before = Measure.objects.filter(pk=measure.pk).values().get()
    form = page.form("/bearbeiten/gegenstand/")
    data = {**form.shown(), **forged, "facts": "Neuer Text."}
    assert clerk.post(form.action or page.url, data).status == 200
    after = Measure.objects.filter(pk=measure.pk).values().get()
    changed = {name for name in before if before[name] != after[name]}
    assert "facts" in changed
    assert changed <= {"facts", "words", "updated_at"}
    case = Case.objects.get(pk=measure.case_id)
    assert (case.state, case.access, case.opened_by) == ("draft", "normal", clerk.user)


def test_damaged_hidden_fields_are_told_and_keep_what_was_typed(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True)
    page = Person(town, "school-head").opens(measure)
    for name, value in {"command": "x", "version": "drei", "task": str(uuid4())}.items():
        form = page.form("/mitzeichnen/")
        kept = form.fields[name].values
        form.fields[name].values = [value]
        answer = page.send(form, choice="refused", text="Bitte behalten.")
        form.fields[name].values = kept
        assert answer.status in {404, 409, 422}, (name, answer.status)
        assert "Bitte behalten." in answer.html or answer.status == 404, name
    assert not Vote.objects.exists()
