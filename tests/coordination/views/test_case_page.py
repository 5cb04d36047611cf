"""The page of a measure: for whom it is there, what it says and offers."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from coordination.measures.models import Measure, Visit
from tests.journeys.driver import Page, Person
from tests.town import Town
from workflows.models import Case, Event


def _panel(page: Page) -> str:
    found = re.search(r'<aside class="ff-split__side.*?</aside>', page.html, re.DOTALL)
    assert found, page.html
    return found.group()


@pytest.mark.parametrize(
    ("desk", "status"),
    [("youth-clerk", 200), ("youth-head", 200), ("social-head", 404), ("mayor-mayor", 404),
     ("centre-clerk", 404), ("council-observer", 404), ("organisation-organisation", 404)],
)  # fmt: skip
def test_draft_is_there_for_its_office_only(town: Town, desk: str, status: int) -> None:
    assert Person(town, desk).case(town.propose()).status == status


def test_writer_is_never_offered_first_to_throw_the_draft_away(town: Town) -> None:
    """With the agreement asked for nothing but deleting is possible: then it stays a link."""
    measure = town.propose()
    person = Person(town, "youth-clerk")
    person.case(measure).do("ask_agreement")
    panel = _panel(person.case(measure))
    address = f"/massnahmen/{measure.case_id}/loeschen/"
    assert address in panel
    assert not re.search(rf'<a class="kern-btn[^>]*{address}', panel)


def test_only_what_nobody_needs_is_called_optional(town: Town) -> None:
    measure = town.propose()
    listed = Person(town, "youth-clerk").get(f"/massnahmen/{measure.case_id}/bearbeiten/")
    tags = re.findall(
        r'class="ff-tasklist__item">.*?<a [^>]*>(.*?)</a>(.*?)</li>', listed.html, re.DOTALL
    )
    assert [title for title, tag in tags if "freiwillig" in tag] == [
        "Worauf wirkt es sich noch aus?",
        "Wie erfahren Bürgerinnen und Bürger davon, und wie wirken sie mit?",
    ]


def test_page_of_what_does_not_exist_looks_like_one_that_is_not_seen(town: Town) -> None:
    hidden = Person(town, "social-head").case(town.propose())
    missing = Person(town, "social-head").get("/massnahmen/999999999/")
    assert (hidden.status, missing.status) == (404, 404)
    cut = [re.sub(r'(seite=[^"]*|value="[^"]*")', "", page.html) for page in (hidden, missing)]
    assert cut[0] == cut[1]


def test_page_of_another_kind_of_case_is_not_found(town: Town) -> None:
    other = Case.objects.exclude(kind="measure").first()
    assert other is not None
    assert Person(town, "organisation-organisation").get(f"/massnahmen/{other.pk}/").status == 404


def test_page_says_what_is_next_at_whom_until_when(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True)
    page = Person(town, "youth-head").case(measure)
    found = re.search(r'id="next".*?</section>', page.html, re.DOTALL)
    assert found
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found.group()))
    assert "Mitzeichnen bei school, centre bis 16.03.2026" in words


def test_panel_offers_the_answer_to_whom_it_is_addressed_only(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True)
    assert 'name="choice"' in _panel(Person(town, "school-head").case(measure))
    lead = _panel(Person(town, "youth-head").case(measure))
    assert 'name="choice"' not in lead
    assert f"/massnahmen/{measure.case_id}/zurueckziehen/" in lead
    clerk = _panel(Person(town, "youth-clerk").case(measure))
    assert "/zurueckziehen/" not in clerk


def test_answer_is_given_from_the_panel(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True)
    page = Person(town, "school-head").case(measure)
    page.do("vote", choice="approved")
    assert town.state(measure) == "release"


def test_last_answer_of_a_round_is_shown_once_more_before_it_is_sent(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True, impact_health=True)
    first = Person(town, "school-head").case(measure)
    assert first.answer(choice="approved").status == 200
    last = Person(town, "health-head").case(measure).answer(choice="approved")
    assert last.shows("Angaben prüfen", "Zustimmung")
    # Neither a reason nor the office that is responsible instead belongs to an approval.
    assert not any(map(last.shows, ("keine Angabe", "Zuständiges Amt")))
    assert town.state(measure) == "cosigning"


def test_missing_offices_stand_first_and_changed_answers_are_told(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True, impact_health=True)
    town.do(measure, "vote", "health-head", choice="approved")
    item = measure.case.cosignatures.get(unit=town.units["health"])
    vote = item.votes.get()
    town.do(
        measure, "change_vote", "health-head", item=str(item.pk), replaces=str(vote.pk),
        choice="conditional", conditions=["Räume klären"],
    )  # fmt: skip
    page = Person(town, "youth-head").case(measure)
    table = page.html[page.html.index('id="cosignatures"') : page.html.index('id="versions"')]
    assert table.index("Unit school") < table.index("Unit health")
    assert "Räume klären" in table
    assert "geändert; vorher:" in table


def test_second_round_shows_what_was_carried_over(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True, impact_health=True)
    town.do(measure, "vote", "health-head", choice="approved")
    town.do(measure, "vote", "school-head", choice="conditional", conditions=["Räume klären"])
    town.do(measure, "answer_condition", "youth-clerk", accept=True, material=True,
            fields={"facts": "Die Räume sind geklärt."})  # fmt: skip
    town.do(measure, "resign", "youth-head")
    page = Person(town, "school-head").case(measure)
    assert "Runde 2" in page.html
    assert "aus einer früheren Runde übernommen" in page.html
    (link,) = re.findall(r'href="(/massnahmen/\d+/aenderungen/\?[^"]+)"', page.html)
    assert "<ins>" in Person(town, "school-head").get(link.replace("&amp;", "&")).html


def test_what_is_new_since_the_last_visit_is_marked_while_the_visit_lasts(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True, impact_health=True)
    person = Person(town, "youth-head")
    assert 'id="news"' not in person.case(measure).html
    town.now += timedelta(hours=2)
    town.do(measure, "vote", "school-head", choice="approved")
    assert "1 Ereignis seit Ihrem letzten Besuch" in person.case(measure).html
    assert "1 Ereignis seit Ihrem letzten Besuch" in person.case(measure).html
    town.now += timedelta(hours=2)
    assert 'id="news"' not in person.case(measure).html
    assert Visit.objects.count() == 1


def test_reading_changes_nothing_of_the_case(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True)
    before = Case.objects.values().get(pk=measure.case_id)
    Person(town, "school-head").case(measure)
    assert Case.objects.values().get(pk=measure.case_id) == before


def test_history_shows_every_event_with_its_reason(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True)
    town.do(measure, "send_back", "youth-head", text="Die Kosten fehlen noch.")
    page = Person(town, "youth-head").case(measure)
    assert "Die Kosten fehlen noch." in page.html
    assert (
        page.html.count('class="ff-timeline__item')
        == Event.objects.filter(case=measure.case_id).count()
    )


def test_reader_learns_why_the_page_is_there(town: Town) -> None:
    page = Person(town, "school-head").case(town.in_cosigning(impact_school=True))
    assert "head school (school): sie hat oder hatte in diesem Vorgang eine Aufgabe" in page.html


def test_what_people_write_is_never_run(town: Town) -> None:
    evil = "<img src=x onerror=alert(1)>"
    measure = town.in_cosigning(
        impact_school=True, title=evil, goal=evil, facts=evil, proposal=evil,
        external_partners=evil,
        milestones=[{"id": None, "title": evil, "due_on": "2026-09-01"}],
    )  # fmt: skip
    town.do(measure, "ask_question", "school-head", text=evil,
            item=str(measure.case.cosignatures.get(unit=town.units["school"]).pk))  # fmt: skip
    town.do(measure, "vote", "school-head", choice="conditional", conditions=[evil], text=evil)
    for address in ("", "?print=1", "bearbeiten/", "aenderungen/"):
        text = Person(town, "youth-head").get(f"/massnahmen/{measure.case_id}/{address}").html
        assert "<img src=x" not in text


def test_page_needs_no_script_and_no_style_of_its_own(town: Town) -> None:
    page = Person(town, "school-head").case(town.in_cosigning(impact_school=True))
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", page.html)


def test_print_view_unfolds_everything_and_asks_for_nothing(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True)
    page = Person(town, "school-head").get(f"/massnahmen/{measure.case_id}/?print=1")
    assert 'name="choice"' not in page.html
    assert "<aside" not in page.html
    assert Measure.objects.count() == 1


def test_print_view_begins_with_the_text(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True)
    page = Person(town, "school-head").get(f"/massnahmen/{measure.case_id}/?print=1")
    parts = re.findall(r' id="(next|document|milestones|way|deadlines|cosignatures)"', page.html)
    assert parts[:4] == ["next", "document", "milestones", "way"]
    assert len(parts) == len(set(parts))


def test_unknown_task_in_the_address_is_ignored(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True)
    for task in ("nonsense", "00000000-0000-0000-0000-000000000000"):
        page = Person(town, "school-head").get(f"/massnahmen/{measure.case_id}/?task={task}")
        assert page.status == 200


def test_decision_stands_before_the_long_text(town: Town) -> None:
    text = Person(town, "division_3-deputy_mayor").case(town.in_release()).html
    order = [
        'id="next"',
        'id="brief"',
        'id="decision"',
        'id="document"',
        'id="way"',
        'id="timeline"',
    ]
    assert sorted(order, key=text.index) == order


def test_task_is_accepted_and_given_back_on_the_page_of_the_case(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True)
    person = Person(town, "school-head")
    page = person.case(measure)
    assert "Diese Aufgabe bearbeitet zurzeit niemand." in _panel(page)
    (task,) = measure.case.tasks.filter(desk=town.desks["school-head"], status="open")
    taken = _hand(page, f"/aufgaben/{task.pk}/annehmen/")
    assert taken.response.request["PATH_INFO"] == f"/massnahmen/{measure.case_id}/"
    assert "Sie bearbeiten diese Aufgabe." in _panel(taken)
    assert f"/aufgaben/{task.pk}/weitergeben/?back=case" in _panel(taken)
    free = _hand(taken, f"/aufgaben/{task.pk}/zurueckgeben/")
    assert "Diese Aufgabe bearbeitet zurzeit niemand." in _panel(free)


def test_panel_names_who_works_at_another_desk_of_the_office(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True)
    (task,) = measure.case.tasks.filter(desk=town.desks["school-cosigner"], status="open")
    _hand(Person(town, "school-cosigner").case(measure), f"/aufgaben/{task.pk}/annehmen/")
    panel = _panel(Person(town, "school-head").case(measure))
    name = town.person("school-cosigner").get_full_name()
    assert f"{name} arbeitet an einer anderen Stelle bereits daran." in panel


def test_versions_offer_a_comparison_only_where_the_text_differs(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True)
    page = Person(town, "youth-head").case(measure)
    versions = re.search(r'id="versions".*?</details>', page.html, re.DOTALL)
    assert versions
    assert ("differences" in versions.group(), "Text unverändert" in versions.group()) == (
        False,
        True,
    )
    same = Person(town, "youth-head").get(f"/massnahmen/{measure.case_id}/aenderungen/?from=1&to=2")
    assert "Der Text hat sich nicht geändert" in same.html


def _hand(page: Page, action: str) -> Page:
    """Send the form of the panel that says who works on the task."""
    return page.send(page.form(action))


def test_trail_names_the_fields_that_were_changed(town: Town) -> None:
    measure = town.propose()
    town.do(measure, "edit", "youth-clerk", goal="Ein anderes Ziel.", title=town.fields["title"])
    town.do(measure, "edit", "youth-clerk", impact_none=False, impact_health=True)
    event = Event.objects.filter(case=measure.case_id, action="edit").order_by("seq")[0]
    assert event.data["fields"] == ["goal"]
    page = Person(town, "youth-clerk").case(measure)
    assert page.shows("Text geändert: Ziel")
    assert page.shows("Text geändert: Wer ist betroffen")
