"""Notes of a case: who reads them, who is told, what the trail knows, and where no word goes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.urls import reverse

from coordination.measures.models import Measure
from tests.journeys.driver import Page, Person
from tests.town import Town
from workflows.actions.inbox.notes import LONGEST
from workflows.actions.telling.delivery import dispatch
from workflows.models import Case, Event, EventText, Note, NoteVisit, Notification, WebhookCall
from workflows.queries.proof.verification import verify_case

CANARY = "Kanarienvogel-4711"


@pytest.fixture
def measure(town: Town) -> Measure:
    return town.in_cosigning(title="Notiert", impact_school=True)


def address(measure: Measure) -> str:
    return reverse("workflows:notes", args=[measure.case_id])


def write(who: Person, measure: Measure, **values: Any) -> Page:
    page = who.get(address(measure))
    assert page.status == 200, page.text
    return page.send(page.form(fields=("text", "reader")), **values)


def test_note_for_the_office_is_read_there_and_nowhere_else(
    town: Town, measure: Measure, mailoutbox: list[EmailMessage]
) -> None:
    head, clerk = Person(town, "youth-head"), Person(town, "youth-clerk")
    before = Case.objects.values_list("version", "state").get(pk=measure.case_id)
    page = write(head, measure, text=f"Erst mit dem Träger reden. {CANARY}")
    assert page.shows(CANARY, "nur ")
    assert Note.objects.get().unit_id == town.units["youth"]
    assert CANARY in clerk.get(address(measure)).text
    assert clerk.case(measure).shows("1 Notiz")
    for desk in ("school-head", "division_3-deputy_mayor", "mayor-mayor"):
        other = Person(town, desk)
        assert other.case(measure).shows("0 Notizen")
        pages = [
            other.get(address(measure)), other.case(measure), other.get("/"),
            other.get(reverse("coordination:changes")), other.get(f"/massnahmen/?q={CANARY}"),
            other.get(f"/massnahmen/export/?q={CANARY}"), other.get(f"/?view=todo&q={CANARY}"),
        ]  # fmt: skip
        assert [CANARY in one.html for one in pages[:4]] == [False] * 4
        assert "Notiert" not in "".join(one.html for one in pages[4:6])
    # In the trail it is known by its digest alone, and nobody is told that it is there.
    assert not EventText.objects.filter(text__contains=CANARY).exists()
    assert CANARY not in str(list(Event.objects.values_list("data", "rows")))
    assert CANARY not in str(list(Notification.objects.values_list("data")))
    dispatch(at=town.now + timedelta(days=3))
    assert CANARY not in "".join(str(mail.message()) for mail in mailoutbox)
    assert not WebhookCall.objects.exists()
    assert not head.case(measure).shows("note")
    assert Case.objects.values_list("version", "state").get(pk=measure.case_id) == before
    assert list(verify_case(Case.objects.get(pk=measure.case_id))) == []
    Note.objects.update(text="Anders.")
    assert len(list(verify_case(Case.objects.get(pk=measure.case_id)))) == 1


def test_note_for_all_is_read_by_all_inside_and_by_no_observer(
    town: Town, measure: Measure
) -> None:
    write(Person(town, "youth-head"), measure, text=CANARY, reader="all")
    assert CANARY in Person(town, "school-head").get(address(measure)).text
    assert Person(town, "social-head").get(address(measure)).status == 404
    assert Person(town, "council-observer").get(address(measure)).status == 404


def test_mentioned_desks_are_told_without_the_words_and_others_not_at_all(
    town: Town, measure: Measure
) -> None:
    head = Person(town, "youth-head")
    told = Notification.objects.filter(template="note_mentioned")
    page = head.get(address(measure))
    assert "Sozialamt" not in page.html
    school, social = (
        Person(town, desk).town.person(desk).pk for desk in ("school-head", "social-head")
    )
    names = {
        key: f"{desk.unit.short_name}: {desk.name}"
        for key, desk in ((k, _desk(town, k)) for k in ("school-head", "social-head"))
    }
    page = write(head, measure, text=CANARY, reader="all", mentions="; ".join(names.values()))
    assert set(told.values_list("recipient", flat=True)) == {school}
    assert CANARY not in str(list(told.values_list("data", flat=True)))
    assert page.shows("Nicht benachrichtigt", names["social-head"])
    # To a note for one's office nobody elsewhere is called.
    write(head, measure, text="Unter uns.", mentions=names["school-head"])
    assert told.filter(channel="mail").count() == 1
    assert social not in told.values_list("recipient", flat=True)
    wrong = write(head, measure, text="Bleibt stehen", mentions="Amt für Träume")
    assert wrong.status == 422
    assert "Bleibt stehen" in wrong.html


def _desk(town: Town, key: str) -> Any:
    from workflows.models import Desk

    return Desk.objects.select_related("unit").get(pk=town.desks[key])


def test_author_changes_a_note_for_ten_minutes(town: Town, measure: Measure) -> None:
    head = Person(town, "youth-head")
    write(head, measure, text="Entwurf", reader="all")
    note = Note.objects.get()
    url = reverse("workflows:change_note", args=[measure.case_id, note.pk])
    page = head.get(url)
    assert page.send(page.form(fields=("text",)), text="Besser").shows("Besser", "geändert")
    other = Person(town, "school-head")
    refused = other.post(url, {"text": "Fremd", "command": str(uuid4())})
    assert refused.status == 403
    Note.objects.update(created_at=note.created_at - timedelta(minutes=11))
    late = head.post(url, {"text": "Zu spät", "command": str(uuid4())})
    assert late.status == 422
    assert late.shows("zehn Minuten")
    assert Note.objects.get().text == "Besser"
    assert "Notiz ändern" not in head.get(address(measure)).text


def test_what_others_wrote_since_one_was_last_here_is_marked(town: Town, measure: Measure) -> None:
    """At the first visit nothing is new; while a visit goes on what was new stays marked."""
    head, clerk = Person(town, "youth-head"), Person(town, "youth-clerk")
    write(head, measure, text="Erste", reader="all")
    assert not clerk.get(address(measure)).shows("neu, seit Sie")
    town.now += timedelta(hours=1)
    write(head, measure, text="Zweite", reader="all")
    write(clerk, measure, text="Von mir", reader="all")
    for _time in range(2):
        page = clerk.get(address(measure))
        assert page.shows("1 Notiz ist neu, seit Sie zuletzt hier waren")
        town.now += timedelta(minutes=5)
    assert head.get(address(measure)).shows("1 Notiz ist neu")
    town.now += timedelta(hours=1)
    assert not clerk.get(address(measure)).shows("neu, seit Sie")
    assert NoteVisit.objects.count() == 2


def changing(measure: Measure, note: Note) -> str:
    return reverse("workflows:change_note", args=[measure.case_id, note.pk])


def test_author_erases_a_note_for_ten_minutes(town: Town, measure: Measure) -> None:
    head = Person(town, "youth-head")
    write(head, measure, text=f"Daneben {CANARY}", reader="all")
    note = Note.objects.get()
    salt, url = note.salt, changing(measure, note)
    erase = {"do": "erase", "command": str(uuid4())}
    assert Person(town, "school-head").post(url, erase).status == 403
    page = head.get(url)
    assert page.shows("Notiz löschen", "für immer weg")
    for _double_click in range(2):
        assert head.post(url, erase).shows("Notiz gelöscht", "Diese Notiz wurde gelöscht")
    note.refresh_from_db()
    assert (note.text, note.salt != salt) == ("", True)
    assert Event.objects.filter(case=measure.case_id, action="note").count() == 2
    assert list(verify_case(Case.objects.get(pk=measure.case_id))) == []
    assert CANARY not in head.get(address(measure)).html
    # What is gone can neither be changed nor erased once more.
    assert "Notiz ändern" not in head.get(address(measure)).text
    for values in ({"do": "erase"}, {"text": "Neu"}):
        again = head.post(url, {**values, "command": str(uuid4())})
        assert (again.status, again.shows("schon gelöscht")) == (422, True)
    write(head, measure, text="Alt", reader="all")
    late = Note.objects.exclude(text="").get()
    Note.objects.filter(pk=late.pk).update(created_at=late.created_at - timedelta(minutes=11))
    refused = head.post(changing(measure, late), {"do": "erase", "command": str(uuid4())})
    assert (refused.status, refused.shows("zehn Minuten lang löschen")) == (422, True)
    assert Note.objects.filter(pk=late.pk, text="Alt").exists()


def test_administration_erases_a_note_for_data_protection(
    town: Town, measure: Measure, capsys: pytest.CaptureFixture[str]
) -> None:
    write(Person(town, "youth-head"), measure, text=CANARY)
    note = Note.objects.get()
    with pytest.raises(CommandError, match="zehn Zeichen"):
        call_command("erase_note", str(note.pk), reason="kurz")
    with pytest.raises(CommandError, match="There is no note"):
        call_command("erase_note", str(uuid4()), reason="Antrag nach Art. 17 DSGVO")
    assert Note.objects.get().text == CANARY
    call_command("erase_note", str(note.pk), reason="Antrag nach Art. 17 DSGVO")
    assert capsys.readouterr().out == f"erased: {note.pk}\n"
    assert Note.objects.get().text == ""
    event = Event.objects.filter(case=measure.case_id).latest("seq")
    assert (event.action, event.actor, event.desk) == ("note", None, None)
    assert EventText.objects.get(event=event).text == "Antrag nach Art. 17 DSGVO"
    assert list(verify_case(Case.objects.get(pk=measure.case_id))) == []


@pytest.mark.parametrize("text", ["", " \n ", "x" * (LONGEST + 1), "x" * 100_000])
def test_text_that_does_not_do_is_kept_and_told(town: Town, measure: Measure, text: str) -> None:
    page = write(Person(town, "youth-head"), measure, text=text)
    assert page.status == 422
    assert text.strip() in page.html
    assert not Note.objects.exists()


def test_note_is_written_once_on_a_double_click(town: Town, measure: Measure) -> None:
    head = Person(town, "youth-head")
    form = head.get(address(measure)).form(fields=("text", "reader"))
    data = {**form.shown(), "text": ["Einmal"]}
    for _click in range(2):
        head.post(address(measure), data)
    assert Note.objects.count() == 1
    assert Event.objects.filter(case=measure.case_id, action="note").count() == 1
