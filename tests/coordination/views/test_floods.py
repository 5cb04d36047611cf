"""Nobody fills the place with what is not theirs, or faster than people work."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from coordination.measures.actions.measures import DRAFTS_PER_HOUR
from coordination.measures.models import Measure
from tests.journeys.driver import Page, Person
from tests.town import Town
from workflows.actions.inbox.kept import LARGEST, MOST, keep_form
from workflows.models import KeptForm, Notification


def test_who_may_not_do_an_act_keeps_no_draft_of_it(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True)
    person = Person(town, "school-head")
    url = reverse("measure:withdraw", args=[measure.case_id])
    refused = person.post(url, {"reason": "Ein langer Grund", "stage": "keep"})
    assert (refused.status, KeptForm.objects.count()) == (403, 0)
    assert "Ein langer Grund" in refused.html
    edit = reverse("coordination:measure_section", args=[measure.case_id, "gegenstand"])
    assert person.post(edit, {"facts": "Meins", "stage": "keep"}).status == 403
    assert KeptForm.objects.count() == 0


def test_who_may_not_do_an_act_sees_no_check_page(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True)
    person = Person(town, "school-head")
    for name in ("adapt_plan", "confirm_completion", "withdraw", "sign", "release"):
        url = reverse(f"measure:{name}", args=[measure.case_id])
        sent = {"text": "Ein langer Grund", "is_current": "on", "goal": "Mehr"}
        assert person.post(url, sent).status == 403, name


def test_kept_forms_have_a_size_and_a_number(town: Town) -> None:
    measure = town.propose()
    person = Person(town, "youth-clerk")
    url = reverse("coordination:measure_section", args=[measure.case_id, "gegenstand"])
    large = {"facts": "x" * (LARGEST + 1), "stage": "keep"}
    answer = person.post(url, large)
    assert (answer.status, KeptForm.objects.count()) == (422, 0)
    assert "zu viel zum Zwischenspeichern" in answer.html
    clerk = town.person("youth-clerk")
    for number in range(MOST):
        keep_form(form="x", subject=f"{number}", values={}, by=clerk, at=town.now)
    full = person.post(url, {"facts": "Kurz", "stage": "keep"})
    assert (full.status, KeptForm.objects.count()) == (422, MOST)
    assert "Kurz" in full.html


def test_drafts_of_an_hour_are_limited_and_lists_are_not(town: Town) -> None:
    for number in range(DRAFTS_PER_HOUR):
        town.propose(title=f"Entwurf {number}", lead=town.units["school"])
    told = Notification.objects.count()
    person, url = Person(town, "youth-clerk"), reverse("coordination:measure_new")
    refused = _begin(person, url, lead=town.units["school"])
    assert (refused.status, Measure.objects.count()) == (422, DRAFTS_PER_HOUR)
    assert "Noch einer" in refused.html
    assert Notification.objects.count() == told
    town.now += timedelta(hours=1, minutes=1)
    assert _begin(person, url, lead=town.units["youth"]).status == 200
    assert Measure.objects.count() == DRAFTS_PER_HOUR + 1


def _begin(person: Person, url: str, *, lead: int) -> Page:
    page = person.get(url)
    return page.send(page.form(fields=("title", "lead")), title="Noch einer", lead=lead)
