"""The pages of the acts: who gets in, what is kept, what the second click does."""

from __future__ import annotations

from copy import copy
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import resolve, reverse
from pytest_django.fixtures import Settings

from coordination.measures.flows.measure import MeasureFlow
from coordination.measures.models import Measure
from coordination.measures.views.pages import MEASURE_PAGES
from tests.journeys.driver import Page, Person
from tests.town import Town
from workflows.actions.people import add_substitution
from workflows.machine import line_of, system
from workflows.models import Case, Event, KeptForm, Vote
from workflows.queries.acting.offers import situation
from workflows.queries.acting.timed import ACTS as OF_DEADLINES
from workflows.refusals import Refusal

DESKS = (
    "youth-clerk", "youth-head", "centre-clerk", "school-head", "mayor-mayor", "social-head",
    "division_3-deputy_mayor", "council_office-council_secretary",
)  # fmt: skip


NOT_YET = ("Das ist noch nicht möglich", "Punkt fehlt", "Punkte fehlen")
"""How a page says that its act cannot go yet; that of the submission counts what is missing."""


def test_every_act_of_a_person_has_a_page() -> None:
    declared = {
        name
        for name in MeasureFlow.act_names()
        for line in map(line_of, MeasureFlow.declared(name))
        if not (line.rule is system or line.act.when)
    }
    elsewhere = {
        "edit",
        "add_attachment",
        "remove_attachment",
        "claim",
        "give_back",
        "hand_over",
        *OF_DEADLINES,
    }
    assert declared - set(MEASURE_PAGES.by_act) == elsewhere
    assert set(MEASURE_PAGES.by_act) <= declared


@pytest.mark.parametrize(
    ("stage", "desk_of"),
    [
        ("propose", {"submit": "youth-head", "discard": "youth-clerk"}),
        ("in_cosigning", {"vote": "school-head", "withdraw": "youth-head"}),
        ("in_release", {"release": "division_3-deputy_mayor", "withdraw": "youth-head"}),
        ("in_final_signature", {"sign": "mayor-mayor", "withdraw": "youth-head"}),
        ("in_deliberation", {"record_result": "council_office-council_secretary"}),
    ],
)
def test_every_offered_act_opens_and_no_other(
    town: Town, stage: str, desk_of: dict[str, str]
) -> None:
    measure: Measure = getattr(town, stage)(impact_school=True)
    offered = set()
    for desk in DESKS:
        person = Person(town, desk)
        case = person.case(measure)
        if case.status == 404:
            hidden = person.get(reverse("measure:withdraw", args=[measure.case_id]))
            assert hidden.status == 404, desk
            continue
        for name, panel in MEASURE_PAGES.by_act.items():
            address = reverse(f"measure:{name}", args=[measure.case_id])
            is_shown = f'"{address}"' in case.html or f'"{address}?' in case.html
            if not is_shown and (status := refused(person, case, address)):
                assert status in {403, 409}, (desk, name)
                continue
            page = person.get(address)
            assert page.status in {200, 403, 409}, (desk, name)
            if is_shown:
                offered.add((name, desk))
                assert page.status == 200 or panel.about, (desk, name)
            elif page.status == 200 and not panel.about:
                # What cannot go yet is named on the case page, with the reason instead of a link.
                says_why = any(words in page.text for words in NOT_YET)
                named = (says_why and str(panel.asks) in case.text) or any(
                    reason in page.text for reason in never(town, desk, measure, name)
                )
                assert named, (desk, name, "opens and is not offered")
                offered.add((name, desk))
    assert {*desk_of.items()} <= offered


def never(town: Town, desk: str, measure: Measure, name: str) -> list[str]:
    """Why an act will never be possible on the way that the measure takes: its page alone says."""
    case = Case.objects.get(pk=measure.case_id)
    offer = situation(case, person=town.person(desk).pk, at=town.now).offer(name)
    return [item.text for item in offer.unmet if item.for_good] if offer else []


def refused(person: Person, case: Page, address: str) -> int:
    """The status with which the page of an act refuses whoever looks at the case; 0 if it opens.

    Asked of the page alone: the error pages around a refusal are tried elsewhere.
    """
    request, page = copy(case.response.wsgi_request), resolve(address)
    request.path = request.path_info = address
    try:
        with person.now():
            page.func(request, *page.args, **page.kwargs)
    except Refusal as refusal:
        return refusal.status
    return 0


def test_act_page_of_an_invisible_measure_is_not_found(town: Town) -> None:
    measure = town.propose()
    assert Person(town, "social-head").act(measure, "submit").status == 404
    answer = Person(town, "social-head").post(reverse("measure:submit", args=[measure.case_id]), {})
    assert answer.status == 404


def test_act_without_the_role_is_forbidden_and_says_which(town: Town) -> None:
    measure = town.in_release()
    refused = Person(town, "youth-head").act(measure, "release")
    assert refused.status == 403
    assert "eigeordnete" in refused.html


def test_act_in_the_wrong_state_is_a_conflict(town: Town) -> None:
    measure = town.in_cosigning()
    assert Person(town, "mayor-mayor").act(measure, "sign").status == 409
    assert Person(town, "youth-head").act(measure, "submit").status == 409


def test_stale_decision_is_refused_and_the_text_is_kept(town: Town) -> None:
    measure = town.propose()
    clerk = Person(town, "youth-clerk")
    page = clerk.get(f"/massnahmen/{measure.case_id}/bearbeiten/gegenstand/")
    town.do(measure, "edit", "youth-head", goal="Inzwischen anders")
    late = page.answer(goal="Lange getippt")
    assert late.status == 409
    assert "Lange getippt" in late.html
    assert KeptForm.objects.get().values["goal"] == ["Lange getippt"]
    again = clerk.get(f"/massnahmen/{measure.case_id}/bearbeiten/gegenstand/")
    assert "Lange getippt" in again.html
    assert again.answer(goal="Beides").status == 200
    assert not KeptForm.objects.exists()
    assert Measure.objects.get().goal == "Beides"


def test_second_click_does_nothing_twice(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True, impact_health=True)
    page = Person(town, "school-head").act(measure, "vote")
    first = page.answer(choice="approved", text="Gern.")
    events = Event.objects.filter(case=measure.case_id).count()
    second = page.answer(choice="approved", text="Gern.")
    assert (first.status, second.status) == (200, 200)
    assert Event.objects.filter(case=measure.case_id).count() == events
    assert Vote.objects.count() == 1


def test_second_answer_of_an_office_is_a_conflict_with_everything_kept(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True, impact_health=True)
    first, second = (
        Person(town, desk).act(measure, "vote") for desk in ("school-head", "school-cosigner")
    )
    first.answer(choice="approved")
    late = second.answer(
        choice="conditional", text="Bitte warten", **{"conditions-0-text": "Räume"}
    )
    assert late.status == 409
    assert "Bitte warten" in late.html
    assert Vote.objects.count() == 1


def test_missing_entries_are_named_at_their_fields(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True)
    page = Person(town, "school-head").act(measure, "vote")
    nothing = page.answer(text="Noch nicht entschieden")
    assert nothing.status == 422
    assert "Noch nicht entschieden" in nothing.html
    assert 'href="#id_choice_0"' in nothing.html
    assert "<title>Fehler: " in nothing.html
    refused = page.answer(choice="refused")
    assert refused.status == 422
    assert 'href="#id_text"' in refused.html
    conditional = page.answer(choice="conditional")
    assert conditional.status == 422
    assert Vote.objects.count() == 0


def test_rows_come_and_go_with_everything_typed(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True)
    page = Person(town, "school-head").act(measure, "vote")
    two = page.answer(
        choice="conditional",
        text="So",
        **{"conditions-0-text": "A"},
        button=("rows", "add:conditions"),
    )
    assert two.status == 200
    three = two.answer(**{"conditions-1-text": "B"}, button=("rows", "add:conditions"))
    less = three.answer(**{"conditions-2-text": "C"}, button=("rows", "remove:conditions:1"))
    assert less.form(fields=("conditions-1-text",)).shown()["conditions-0-text"] == ["A"]
    assert less.form(fields=("conditions-1-text",)).shown()["conditions-1-text"] == ["C"]
    assert less.form(fields=("choice",)).shown()["choice"] == ["conditional"]
    less.answer(button=("stage", "check")).answer(button=("stage", "send"))
    assert list(Vote.objects.get().conditions.order_by("pk").values_list("text", flat=True)) == [
        "A",
        "C",
    ]


def test_typed_text_can_be_kept_and_thrown_away(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True)
    person = Person(town, "school-head")
    kept = person.act(measure, "vote").answer(text="Halb fertig", button=("stage", "keep"))
    assert "Halb fertig" in kept.html
    beside = person.case(measure).html
    assert "Sie haben hier begonnen zu schreiben" in beside
    assert 'name="choice"' not in beside
    assert Vote.objects.count() == 0
    assert "Halb fertig" not in Person(town, "school-cosigner").act(measure, "vote").html
    gone = kept.press("stage", "forget")
    assert "Halb fertig" not in gone.html
    assert not KeptForm.objects.exists()


def test_final_acts_show_a_check_page_first(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True)
    page = Person(town, "youth-head").act(measure, "withdraw")
    check = page.answer(reason="Die Förderung ist entfallen.", button=("stage", "check"))
    assert town.state(measure) == "cosigning"
    assert "Die Förderung ist entfallen." in check.html
    change = check.answer(button=("stage", "change"))
    assert change.form(fields=("reason",)).shown()["reason"] == ["Die Förderung ist entfallen."]
    done = check.answer(button=("stage", "send"))
    assert done.status == 200
    assert town.state(measure) == "withdrawn"


def test_author_cannot_cosign_and_learns_why(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True)
    measure.case.opened_by = town.person("school-head")
    measure.case.save(update_fields=["opened_by"])
    refused = Person(town, "school-head").act(measure, "vote")
    assert refused.status == 403
    assert "Vier-Augen" in refused.html


def test_damaged_form_is_told_and_nothing_happens(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True)
    page = Person(town, "school-head").act(measure, "vote")
    broken = page.answer(choice="approved", command="nonsense")
    assert broken.status == 422
    assert Vote.objects.count() == 0


def test_withdrawn_measure_is_taken_up_again_as_a_new_one(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True)
    town.do(measure, "withdraw", "youth-head", text="Die Förderung ist entfallen.")
    page = Person(town, "youth-clerk").act(measure, "take_up_again")
    assert page.status == 200
    begun = page.answer()
    assert begun.url.endswith("/bearbeiten/")
    again = Measure.objects.exclude(pk=measure.pk).get()
    assert (again.predecessor_id, again.title) == (measure.pk, measure.title)
    assert f"/massnahmen/{again.case_id}/" in Person(town, "youth-clerk").case(measure).html
    assert Person(town, "youth-clerk").act(again, "take_up_again").status == 409


def test_deputy_is_told_for_whom(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True)
    absent, deputy = town.person("school-head"), town.person("health-clerk")
    day = town.now.date()
    add_substitution(
        represented=absent.pk,
        deputy=deputy.pk,
        starts_on=day,
        ends_on=day,
        by=absent.pk,
        at=town.now,
    )
    person = Person(town, "health-clerk")
    told = f"in Vertretung für {absent}"
    assert told in person.case(measure).html
    page = person.act(measure, "vote")
    assert told in page.html
    check = page.answer(choice="approved")
    assert told in check.html
    check.answer(button=("stage", "send"))
    assert Vote.objects.get().on_behalf_of == absent


def test_draft_deleted_and_sent_again_has_the_first_outcome(town: Town) -> None:
    """Its answer was lost on the way; whoever sends somebody else's command learns nothing."""
    measure, command = town.propose(), str(uuid4())
    url = reverse("measure:discard", args=[measure.case_id])
    client, other = Client(), Client()
    client.force_login(town.person("youth-clerk"))
    other.force_login(town.person("legal-clerk"))
    sent = {"command": command, "version": "1", "stage": "send"}
    assert client.post(url, sent).status_code == 302
    assert client.post(url, sent).status_code == 302
    assert Event.objects.filter(case=measure.case_id, action="discard").count() == 1
    assert client.post(url, {**sent, "command": str(uuid4())}).status_code == 404
    assert other.post(url, sent).status_code == 404


def test_act_whose_session_cannot_be_kept_asks_to_send_again(
    town: Town, settings: Settings
) -> None:
    """The connection dies after the commit: 503 with the same command, the act is done once."""
    measure, command = town.propose(), str(uuid4())
    settings.SESSION_SAVE_EVERY_REQUEST = True
    client = Client(raise_request_exception=False)
    client.force_login(town.person("youth-clerk"))
    url = reverse("measure:discard", args=[measure.case_id])
    sent = {"command": command, "version": "1", "stage": "send"}

    def dying(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - as Django calls it
        if sql.startswith("UPDATE") and "django_session" in sql:
            raise OperationalError("the connection is closed")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(dying):
        lost = client.post(url, sent)
    assert lost.status_code == 503
    assert command in lost.content.decode()
    assert client.post(url, sent).status_code == 302
    assert Event.objects.filter(case=measure.case_id, action="discard").count() == 1


def test_deleted_draft_is_gone(town: Town) -> None:
    measure = town.propose()
    gone = Person(town, "youth-clerk").act(measure, "discard").answer()
    assert gone.url == "/massnahmen/"
    assert not Measure.objects.exists()
    assert Person(town, "youth-clerk").get(f"/massnahmen/{measure.case_id}/").status == 404
