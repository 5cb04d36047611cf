"""The pages of templates: offered, read, written, ended; who sees none of it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coordination.city.models import FieldOfAction
from coordination.measures.models import Measure, MeasureTemplate
from coordination.measures.queries.templates import version_of
from tests.coordination.flows.templating import MARK, begun, change, kept
from tests.coordination.guests.people import partner
from tests.journeys.driver import Page, Person
from tests.town import Town

LIST, NEW = "/massnahmen/muster/", "/massnahmen/neu/"
MOST = 20


def page_of(template: MeasureTemplate, name: str = "measure_template") -> str:
    return reverse(f"coordination:{name}", args=[template.pk])


def of_measure(measure: Measure) -> str:
    return reverse("coordination:measure_template_of", args=[measure.case_id])


def counted(person: Person, url: str) -> tuple[Page, int]:
    """A page and its statements, for somebody who is logged in."""
    person.get("/impressum/")
    with CaptureQueriesContext(connection) as asked:
        page = person.get(url)
    return page, len(asked)


# --- offered -----------------------------------------------------------------------------------


def test_new_measure_offers_templates_and_list_holds_them_all(town: Town) -> None:
    for number in range(9):
        kept(town, "centre", name=f"Für alle {number}")
    kept(town, "youth", name="Zuletzt im Alphabet")
    kept(town, "social", name="Fremdes")
    clerk = Person(town, "youth-clerk")
    new, asked = counted(clerk, NEW)
    assert asked <= MOST
    offered = [link.words for link in new.reader.links if "/massnahmen/neu/muster/" in link.url]
    assert offered == ["Zuletzt im Alphabet", *(f"Für alle {n}" for n in range(7))]
    assert new.leads_to("Alle 10 Muster durchsuchen") == LIST
    found, asked = counted(clerk, LIST)
    assert asked <= MOST
    assert found.shows("10 Muster", "Zuletzt im Alphabet", "Für alle 8")
    assert "Fremdes" not in found.text
    narrow = found.fill_in(LIST, q="alle 8")
    assert narrow.shows("1 Muster", "Für alle 8")
    assert found.fill_in(LIST, q="gibt es nicht").shows("Kein Muster passt")


def test_without_templates_a_measure_begins_as_before(town: Town) -> None:
    clerk = Person(town, "youth-clerk")
    new = clerk.get(NEW)
    assert "Ohne Muster beginnen" not in new.text
    assert new.follow("Legen Sie ein Muster an").shows("Es gibt noch kein Muster")


def test_list_stands_in_the_order_that_is_asked_for(town: Town) -> None:
    kept(town, name="Selten")
    often = kept(town, name="Oft")
    begun(town, often)

    def shown(order: str) -> list[str]:
        page = Person(town, "youth-head").get(f"{LIST}?{urlencode({'sort': order})}")
        words = [link.words for link in page.reader.links if link.url.startswith(LIST)]
        return [word for word in words if word in ("Selten", "Oft")]

    assert (shown("name"), shown("used"), shown("unsinn")) == (
        ["Oft", "Selten"], ["Oft", "Selten"], ["Oft", "Selten"],
    )  # fmt: skip
    begun(town, MeasureTemplate.objects.get(name="Selten"), title="Eins")
    begun(town, MeasureTemplate.objects.get(name="Selten"), title="Zwei")
    assert shown("used") == ["Selten", "Oft"]


# --- who sees it -------------------------------------------------------------------------------

WALLS = [
    # url name, youth's own office, another office, council member, partner: typed from the task
    ("measure_templates", 200, 200, 403, 404),
    ("measure_template", 200, 404, 404, 404),
    ("measure_template_edit", 200, 404, 404, 404),
    ("measure_template_end", 200, 404, 404, 404),
    ("measure_begin", 200, 404, 403, 404),
    ("measure_template_new", 200, 200, 403, 404),
]


@pytest.mark.parametrize(("name", "own", "other", "member", "outside"), WALLS)
def test_others_see_nothing_of_an_offices_template(
    town: Town, name: str, own: int, other: int, member: int, outside: int
) -> None:
    template = kept(town, name="Kanarienvogel")
    partner(town, "caritas")
    has_key = name not in ("measure_templates", "measure_template_new")
    url = page_of(template, name) if has_key else reverse(f"coordination:{name}")
    for desk, status in (
        ("youth-head", own), ("social-head", other), ("council-observer", member),
    ):  # fmt: skip
        page = Person(town, desk).get(url)
        assert page.status == status, desk
        assert ("Kanarienvogel" in page.html) == (
            desk == "youth-head" and name != "measure_template_new"
        )
    assert outside == 404


def test_everybody_reads_those_for_all_and_only_the_centre_writes_them(town: Town) -> None:
    template = kept(town, "centre", name="Für alle")
    clerk = Person(town, "social-clerk")
    page = clerk.get(page_of(template))
    assert page.shows("Für alle", "für alle Ämter", "Maßnahme damit beginnen")
    assert page.leads_to("bearbeiten") is None
    for name in ("measure_template_edit", "measure_template_end"):
        assert clerk.get(page_of(template, name)).status == 403
    assert (
        Person(town, "centre-clerk").get(page_of(template, "measure_template_edit")).status == 200
    )
    assert Person(town, "mayor-mayor").get(page_of(template)).status == 404


def test_reader_sees_how_often_it_was_used_and_only_measures_that_they_see(town: Town) -> None:
    template = kept(town, "centre", name="Für alle")
    measure = begun(town, template)
    page, asked = counted(Person(town, "youth-clerk"), page_of(template))
    assert asked <= MOST
    assert page.shows("1 Maßnahme wurde damit begonnen.", measure.title)
    stranger = Person(town, "social-head").get(page_of(template))
    assert stranger.shows("1 Maßnahme wurde damit begonnen.", "Davon sehen Sie keine.")
    assert measure.title not in stranger.text


def test_case_page_tells_its_office_alone_where_the_measure_began(town: Town) -> None:
    template = kept(town, name="Kanarienvogel")
    measure = begun(town, template)
    fields = {**town.fields, "impact_school": True}
    town.do(measure, "edit", "youth-clerk", **fields)
    own = Person(town, "youth-head").case(measure)
    assert own.shows("Mit einem Muster begonnen", "Kanarienvogel", "Fassung 1")
    town.do(measure, "submit", "youth-head")
    town.do(measure, "pass_check", "centre-clerk")
    for desk in ("centre-clerk", "school-head", "division_3-deputy_mayor"):
        page = Person(town, desk).case(measure)
        assert (page.status, "Kanarienvogel" in page.html) == (200, False), desk


# --- beginning ---------------------------------------------------------------------------------


def begin(person: Person, template: MeasureTemplate, **values: Any) -> Page:
    page = person.get(page_of(template, "measure_begin"))
    return page.send(page.form(fields=("title", "lead")), **values)


def test_begin_asks_title_and_day_and_opens_the_filled_draft(town: Town) -> None:
    template = kept(town)
    clerk = Person(town, "youth-clerk")
    shown = clerk.get(page_of(template, "measure_begin"))
    assert shown.form(fields=("title",)).shown()["title"] == [f"Sprachkurs {MARK}"]
    assert shown.shows("Was das Muster mitbringt", "Mehr Plätze.", "Kurs begonnen")
    missing = begin(clerk, template, title="Kurs Nord")
    assert (missing.status, Measure.objects.count()) == (422, 0)
    past = begin(clerk, template, title="Kurs Nord", begins_on="01.01.2020")
    assert past.status == 422
    assert past.shows("Dieser Tag ist vorbei")
    draft = begin(clerk, template, title="Kurs Nord", begins_on="01.09.2026")
    assert draft.url == f"/massnahmen/{Measure.objects.get().case_id}/bearbeiten/"
    about = draft.follow("gegenstand")
    assert about.form(fields=("goal",)).shown()["goal"] == ["Mehr Plätze."]
    plan = about.follow("termine").form(fields=("starts_on",)).shown()
    assert plan["milestones-0-due_on"] == ["01.10.2026"]


def test_template_that_ends_meanwhile_loses_nothing_of_what_was_typed(town: Town) -> None:
    template = kept(town)
    clerk = Person(town, "youth-clerk")
    page = clerk.get(page_of(template, "measure_begin"))
    change(town, "end_template", "youth-head", template)
    form = page.form(fields=("title", "lead"))
    late = page.send(form, title="Kurs Nord", begins_on="01.09.2026")
    assert (late.status, Measure.objects.count()) == (422, 0)
    assert late.shows("wird nicht mehr angeboten")
    assert late.form(fields=("title",)).shown()["title"] == ["Kurs Nord"]
    assert Person(town, "school-head").get(page_of(template, "measure_begin")).status == 404


def test_form_that_was_opened_before_a_change_begins_with_what_it_showed(town: Town) -> None:
    template = kept(town)
    clerk = Person(town, "youth-clerk")
    page = clerk.get(page_of(template, "measure_begin"))
    change(town, "change_template", "youth-head", template, content={"goal": "Anderes."})
    page.send(page.form(fields=("title",)), title="Kurs", begins_on="01.09.2026")
    measure = Measure.objects.get()
    assert (measure.goal, measure.begun_from.version.number) == ("Mehr Plätze.", 1)


def test_entry_that_ended_is_named_where_the_template_opens(town: Town) -> None:
    field = FieldOfAction.objects.get(key="education")
    template = kept(town, fields_of_action=[field.pk])
    FieldOfAction.objects.filter(pk=field.pk).update(valid_until=town.now.date().replace(day=1))
    for name in ("measure_begin", "measure_template_edit"):
        page = Person(town, "youth-clerk").get(page_of(template, name))
        assert page.shows("„Bildung“ gibt es nicht mehr"), name


# --- writing -----------------------------------------------------------------------------------


def test_clerk_writes_a_template_from_nothing(town: Town) -> None:
    clerk = Person(town, "youth-clerk")
    page = clerk.get(LIST).follow("Muster anlegen")
    form = page.form(fields=("name", "goal"))
    (add,) = [button for button in form.buttons if button.value == "add:milestones"]
    more = page.send(form, add, name="Kurs")
    assert more.form(fields=("name",)).shown()["name"] == ["Kurs"]
    language = FieldOfAction.objects.get(key="language").pk
    form = more.form(fields=("name", "milestones-1-title"))
    values = {
        "fields_of_action": [language], "impact_minors": "on", "days": "100",
        "offices_more": "School", "milestones-0-title": "Wahl", "milestones-0-days": "10",
        "milestones-1-title": "Beginn", "milestones-1-days": "20", "milestones-1-after": "1",
    }  # fmt: skip
    names = [unit.name for unit in [town.unit("school")]]
    saved = more.send(form, **{**values, "offices_more": names[0]})
    assert saved.shows("Das Muster ist gespeichert.", "Kurs", "Wahl: 10 Tage nach dem Beginn")
    content = version_of(MeasureTemplate.objects.get()).content
    assert content["fields_of_action"] == [language]
    assert content["offices"] == [town.units["school"]]
    assert content["milestones"][1] == {"title": "Beginn", "days": 20, "after": 1}
    assert (content["impact_minors"], content["days"]) == (True, 100)


def test_faults_are_told_and_nothing_typed_is_lost(town: Town) -> None:
    page = Person(town, "youth-clerk").get(LIST).follow("Muster anlegen")
    form = page.form(fields=("name",))
    wrong = page.send(form, name="", goal="Viel Text", **{"milestones-0-days": "5"})
    assert wrong.status == 422
    assert wrong.shows("Bitte schreiben Sie, was bis dahin erreicht sein soll.")
    late = page.send(
        form, name="Kurs", days="10", **{"milestones-0-title": "Wahl", "milestones-0-days": "11"}
    )
    assert late.status == 422
    assert late.shows("Meilenstein 1 liegt nach dem Ende der Maßnahme.")
    assert late.form(fields=("name",)).shown()["milestones-0-title"] == ["Wahl"]
    assert MeasureTemplate.objects.count() == 0


def test_stale_form_keeps_what_was_typed_and_is_saved_knowingly(town: Town) -> None:
    template = kept(town, name="Kurs")
    clerk = Person(town, "youth-clerk")
    page = clerk.get(page_of(template, "measure_template_edit"))
    change(town, "change_template", "youth-head", template, name="Kurs der Leitung")
    stale = page.send(page.form(fields=("name",)), name="Mein Kurs", goal="Mein langes Ziel")
    assert stale.status == 409
    assert stale.shows("Jemand hat dieses Muster inzwischen geändert", "Fassung 2")
    form = stale.form(fields=("name", "goal"))
    assert (form.shown()["name"], form.shown()["goal"]) == (["Mein Kurs"], ["Mein langes Ziel"])
    assert stale.send(form).shows("Das Muster ist gespeichert.", "Mein Kurs")
    template.refresh_from_db()
    assert (template.name, template.version) == ("Mein Kurs", 3)


def test_history_and_earlier_versions_are_read(town: Town) -> None:
    template = kept(town)
    change(town, "change_template", "youth-head", template, content={"goal": "Anderes."})
    page = Person(town, "youth-clerk").get(page_of(template))
    assert page.shows("Muster geändert, Fassung 2: Ziel", "Muster angelegt, Fassung 1")
    earlier = page.follow("?fassung=1")
    assert earlier.shows("Das ist eine frühere Fassung", "Mehr Plätze.")
    for odd in ("0", "99", "x", "²"):
        odd_page = page.person.get(f"{page_of(template)}?{urlencode({'fassung': odd})}")
        assert odd_page.shows("Fassung 2", "Anderes."), odd


def test_template_is_ended_after_a_question_and_offered_again(town: Town) -> None:
    template = kept(town)
    head = Person(town, "youth-head")
    asked = head.get(page_of(template)).follow("beenden")
    assert asked.shows("beenden?", "Maßnahmen, die damit begonnen wurden, bleiben")
    done = asked.answer()
    assert done.shows("Das Muster ist beendet.", "Wieder anbieten")
    assert head.get(page_of(template, "measure_template_end")).status == 409
    assert head.get(LIST).shows("Beendete Muster", "Sprachkurs")
    assert "Sprachkurs" not in head.get(NEW).text
    again = done.follow("Wieder anbieten").answer()
    assert again.shows("Das Muster wird wieder angeboten.")
    assert "Sprachkurs" in head.get(NEW).text


# --- from a measure ----------------------------------------------------------------------------


def test_template_begins_with_the_text_of_a_measure(town: Town) -> None:
    measure = town.propose(
        starts_on="2026-08-02", ends_on="2026-12-31", cost="9999", cover="Mittel"
    )
    head = Person(town, "youth-head")
    page = head.case(measure).follow("Als Muster speichern")
    form = page.form(fields=("name", "goal")).shown()
    assert (form["name"], form["goal"]) == ([measure.title], ["40 Plätze bis Jahresende."])
    assert form["milestones-0-days"] == ["30"]
    assert "9999" not in page.html.replace(".", "")
    assert MeasureTemplate.objects.count() == 0
    saved = page.send(page.form(fields=("name", "goal")), name="Familienzentren")
    assert saved.shows("Das Muster ist gespeichert.", "Dauer in Tagen", "151")


@pytest.mark.parametrize("secret", [{"access": "restricted"}, {"council_public": False}])
def test_confidential_measure_becomes_no_template(town: Town, secret: dict[str, Any]) -> None:
    measure = town.propose(facts="Kanarienvogel", **secret)
    head = Person(town, "youth-head")
    assert head.case(measure).leads_to("als-muster") is None
    refused = head.get(of_measure(measure))
    assert (refused.status, "Kanarienvogel" in refused.html) == (422, False)
    assert refused.shows("Der Text dieser Maßnahme ist vertraulich")


def test_only_who_sees_a_measure_and_keeps_templates_saves_one(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True)
    said = {
        desk: Person(town, desk).get(of_measure(measure)).status
        for desk in ("youth-clerk", "school-head", "school-cosigner", "centre-clerk", "social-head",
                     "division_3-deputy_mayor", "council-observer")
    }  # fmt: skip
    assert said == {
        "youth-clerk": 200, "school-head": 200, "school-cosigner": 403, "centre-clerk": 200,
        "social-head": 404, "division_3-deputy_mayor": 403, "council-observer": 404,
    }  # fmt: skip
    assert Person(town, "centre-clerk").get(of_measure(measure)).shows("lesen alle")
