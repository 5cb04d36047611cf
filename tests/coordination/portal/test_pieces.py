"""Targets, concept, measures and demands for everybody: what was released, and nothing else."""

from __future__ import annotations

from dataclasses import fields
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from django.db.models import CharField, Model, TextField
from django.test import Client

from coordination.city.models import FieldOfAction
from coordination.concept.models import Chapter, ChapterComment, Commission, Concept
from coordination.demands.models import Demand, DemandAnswer, SenderWord
from coordination.implementing.models import Milestone
from coordination.measures.models import Measure
from coordination.portal.queries.allowed import PUBLIC_FIELDS
from coordination.portal.queries.pieces import (
    PublicConcept,
    PublicDemand,
    PublicMeasure,
    PublicTarget,
)
from coordination.portal.queries.progress import progress
from coordination.publishing.models import PublicEntry
from coordination.publishing.queries.sources import source_of
from coordination.targets.models import Objective, Reading, Target
from tests.coordination.demands.demands import brought_to
from tests.coordination.portal.pieces import Public, decided, everything, get, serves
from tests.coordination.publishing.entries import about, do, in_state, matter, shown
from tests.coordination.targets.targets import resolved, target
from tests.journeys.driver import Person
from tests.statements import statements
from tests.town import Town
from workflows.models import Case
from workflows.queries.proof.verification import verify_case
from workflows.refusals import GuardsUnmet, NotAllowed

pytestmark = pytest.mark.django_db

CANARY = "KANARIENVOGEL"
SECRETARY = "council_office-council_secretary"
TOPICS = ("target", "concept", "measure", "demand")
MOST = 12
"""So many statements a public page may need, with those around it."""
LICENSE = "http://dcat-ap.de/def/licenses/dl-by-de/2.0"


@pytest.fixture
def public(town: Town) -> Public:
    return everything(town, note=CANARY)


NOT_SUNG = {"state", "source", "source_number", "result", "title_key", "title_sort_key",
            "meets_where", "dropped_reason"}  # fmt: skip
"""Keys and what a constraint forbids there."""


def sing(*models: type[Model]) -> None:
    """Every text of every row says the canary's word from now on."""
    for model in models:
        names = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, CharField | TextField)
            and not (field.choices or field.unique or field.generated or field.name in NOT_SUNG)
        ]
        model._base_manager.update(**dict.fromkeys(names, CANARY))


def every_byte(public: Public) -> dict[str, bytes]:
    names = [f"{topic}{end}" for topic in TOPICS for end in ("s", "_feed", "_table")]
    names += ["start", "readings", "progress", "progress_table", "catalogue"]
    found = {name: public.get(name).content for name in names}
    return found | {
        topic: public.get(topic, entry.reference).content for topic, entry in public.entries.items()
    }


def test_no_internal_text_is_in_any_public_byte(public: Public, settings: Any) -> None:
    """All texts of the matters change afterwards: everybody still reads what was released."""
    settings.PUBLIC_LICENSE = LICENSE
    for topic, entry in public.entries.items():
        do(public.town, entry, "revise_entry", title=CANARY, summary=CANARY, answer=CANARY)
        about(public.town, "measure", decided(public.town).case_id, title=f"{CANARY} {topic}")
    sing(Target, Objective, Reading, Concept, Commission, Chapter, ChapterComment, Measure,
         Milestone, Demand, DemandAnswer, SenderWord, Case)  # fmt: skip
    found = every_byte(public)
    assert len(found) == 21
    assert [name for name, content in found.items() if CANARY.encode() in content] == []
    holds = {name for name, content in found.items() if b"Lotsen im Stadtteil" in content}
    assert holds == {"start", "measures", "measure_feed", "measure_table", "measure", "demand"}


def test_each_page_says_what_was_released_and_how_it_stands(public: Public) -> None:
    said = {
        "target": ["läuft", "Mehr Plätze in Sprachkursen", "180,5", "31.03.2026", "400",
                   "DS 26-0012", "<svg", "01.03.2026"],
        "concept": ["in Kraft", "Sprache und Bildung", "Lotsen", "wird umgesetzt", "01.03.2029",
                    "ganze Stadt", "Unit youth"],
        "measure": ["wird umgesetzt", "1 von 2 Meilensteinen erreicht", "Für alle gesagt."],
        "demand": ["Verband aid", "beantwortet", "Das Konzept kommt.", "27.02.2026",
                   "Lotsen im Stadtteil"],
    }  # fmt: skip
    missing = {
        topic: [word for word in words if word not in public.page(topic)]
        for topic, words in said.items()
    }
    assert missing == {topic: [] for topic in TOPICS}
    # What goes on is told without a new release: a miss is hidden by nobody.
    Objective.objects.filter(target=public.target).update(status="missed")
    in_state(public.target, "missed")
    in_state(public.demand, "disputed")
    assert "von 2 Teilzielen 0 erreicht, 2 verfehlt" in public.page("target")
    assert "vom Verband bestritten" in public.page("demand")


def test_what_becomes_secret_is_gone_at_once(public: Public) -> None:
    Measure.objects.filter(pk=public.measure.pk).update(council_public=False)
    Target.objects.update(council_public=False)
    Concept.objects.update(council_public=False)
    Case.objects.filter(pk=public.demand.case_id).update(access="restricted")
    answers = {
        topic: public.get(topic, entry.reference).status_code
        for topic, entry in public.entries.items()
    }
    assert answers == dict.fromkeys(TOPICS, 404)
    texts = [public.get(f"{topic}s").content.decode() for topic in TOPICS]
    assert [text for text in texts if "0 Einträge" not in text] == []


def test_a_programme_drops_what_is_not_public_any_more(public: Public) -> None:
    assert "wird umgesetzt" in public.page("concept")
    Case.objects.filter(pk=public.measure.case_id).update(access="restricted")
    assert "wird umgesetzt" not in public.page("concept")


def test_the_allow_list_is_what_entries_are_made_of() -> None:
    """Typed once more: a field that joins is a decision."""
    entry = {"reference", "publication", "published_at", "renewed_at", "matter__state",
             "released__title", "released__summary", "released__office"}  # fmt: skip
    released = {
        "target": "body paper resolved_on starts_on ends_on objectives",
        "concept": "paper resolved_on valid_until chapters programme",
        "measure": "paper priority fields groups districts",
        "demand": "kind sender answer fields outcome answered_on promised_on",
    }
    live = {
        "measure": {"matter__measure__starts_on", "matter__measure__ends_on"},
        "demand": {"matter__demand__open_since", "matter__demand__closed_on"},
    }
    for topic in TOPICS:
        words = {f"released__{name}" for name in released[topic].split()}
        assert set(PUBLIC_FIELDS[topic]) == entry | words | live.get(topic, set())
    assert {name: PUBLIC_FIELDS[name] for name in ("objective", "reading", "phase", "milestone",
                                                   "programme")} == {
        "objective": ("pk", "status", "noted_on"),
        "reading": ("objective", "measured_on", "value"),
        "phase": ("concept__case", "state", "due_on", "entered_on", "left_on"),
        "milestone": ("measure__case", "due_on", "done_at"),
        "programme": ("case", "state"),
    }  # fmt: skip
    made = {
        "target": (PublicTarget, ["standings"]),
        "concept": (PublicConcept, ["phases", "lines"]),
        "measure": (PublicMeasure, ["milestones"]),
        "demand": (PublicDemand, ["measures"]),
    }
    for topic, (kind, completed) in made.items():
        names = [name.rpartition("__")[2] for name in PUBLIC_FIELDS[topic]]
        assert [*names, *completed] == [field.name for field in fields(kind)]


def test_pages_set_no_cookie_and_ask_the_same_for_one_and_for_three(
    public: Public, settings: Any
) -> None:
    settings.PUBLIC_LICENSE = LICENSE
    town = public.town
    names = [(f"{topic}{end}",) for topic in TOPICS for end in ("s", "_feed", "_table")]
    names += [(topic, entry.reference) for topic, entry in public.entries.items()]
    names += [("start",), ("progress",), ("progress_table",), ("readings",), ("catalogue",)]

    def asked() -> dict[str, int]:
        found = {}
        for name in names:
            with statements() as count:
                answer = public.get(*name)
            assert (answer.status_code, dict(answer.cookies)) == (200, {})
            assert answer.headers["Cache-Control"] == "public, max-age=60"
            found[name[0]] = count.sent
        return found

    first = asked()
    for _more in range(2):
        measure = decided(town)
        shown(town, "measure", measure.case_id)
        goal = resolved(town)
        shown(town, "target", goal.case_id)
        demand = brought_to(town, "answered")
        serves(town, demand, measure)
        shown(town, "demand", demand.case_id, answer="Ja.")
    assert asked() == first
    assert {name: sent for name, sent in first.items() if sent > MOST} == {}


def test_progress_counts_released_measures_and_links_to_exactly_them(public: Public) -> None:
    town = public.town
    other = FieldOfAction.objects.exclude(pk__in=public.measure.fields_of_action.all())[0]
    measures = [decided(town) for _more in range(2)]
    for measure in measures:
        shown(town, "measure", measure.case_id)
    measures[0].fields_of_action.set([other])
    in_state(measures[1], "completed")
    decided(town)  # not released: in no figure
    lines = {line.name: line for line in progress()[0].lines}
    both = public.measure.fields_of_action.get()
    counts = {name: dict(line.counts) for name, line in lines.items() if line.measures}
    assert counts == {both.name: {"running": 1, "done": 1}, other.name: {"running": 1}}
    # Two measures are too few to say how their milestones do; three are not.
    assert (lines[both.name].milestones, lines[both.name].share) == (4, None)
    measures[0].fields_of_action.add(both)
    assert {line.name: line.share for line in progress()[0].lines}[both.name] == 50
    page = public.get("progress").content.decode()
    assert f"/oeffentlich/massnahmen/?feld={both.pk}&amp;stand=done" in page
    found = public.get("measures", query=f"?feld={both.pk}&stand=done").content.decode()
    assert "1 Eintrag" in found


def test_only_what_was_decided_or_answered_is_announced(town: Town) -> None:
    """Asked of each source: what is on its way, secret or unanswered stays inside."""
    goal, open_, plan = target(town), brought_to(town, "examining:drafted"), matter(town)
    found = [
        ("target", goal, "not_resolved"), ("measure", plan, "not_decided"),
        ("demand", open_, "not_answered"),
    ]  # fmt: skip
    for topic, row, code in found:
        assert [one.code for one in source_of(topic).problems(row.case_id)] == [code]
        Case.objects.filter(pk=row.case_id).update(access="restricted")
        assert [one.code for one in source_of(topic).problems(row.case_id)] == ["not_public"]
    late = brought_to(town, "answered")
    entry = about(town, "demand", late.case_id)
    with pytest.raises(GuardsUnmet) as refusal:
        do(town, entry, "release_entry")
    assert [one.code for one in refusal.value.unmet] == ["answer_missing"]
    with pytest.raises(NotAllowed):
        about(town, "demand", late.case_id, by="division_3-integration_deputy")


RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DCT, DCAT = "{http://purl.org/dc/terms/}", "{http://www.w3.org/ns/dcat#}"
DCATDE, FOAF = "{http://dcat-ap.de/def/dcatde/}", "{http://xmlns.com/foaf/0.1/}"


def test_the_catalogue_names_each_list_by_dcat_ap_de(public: Public, settings: Any) -> None:
    """What DCAT-AP.de 3.0 makes obligatory of catalogue, dataset, distribution, agent, contact."""
    assert public.get("catalogue").status_code == 404
    settings.PUBLIC_LICENSE = LICENSE
    settings.CITY_NAME = "Stadt <A> & B"
    settings.PUBLIC_CONTRIBUTOR_ID = "http://dcat-ap.de/def/contributors/musterstadt"
    settings.PUBLIC_MUNICIPALITY_KEY = "05112000"
    answer = public.get("catalogue")
    assert answer.headers["Content-Type"] == "application/rdf+xml; charset=utf-8"
    root = ET.fromstring(answer.content)
    (catalog,) = root.findall(f"{DCAT}Catalog")
    sets = catalog.findall(f"{DCAT}dataset/{DCAT}Dataset")
    assert all(catalog.findtext(f"{DCT}{name}") for name in ("title", "description"))
    agent = catalog.find(f"{DCT}publisher/{FOAF}Agent")
    assert agent is not None
    assert agent.findtext(f"{FOAF}name") == "Stadt <A> & B"
    files = []
    for one in sets:
        assert all(one.findtext(f"{DCT}{name}") for name in ("title", "description", "modified"))
        links = {
            child.tag: child.get(f"{RDF}resource") for child in one if child.get(f"{RDF}resource")
        }
        assert links[f"{DCT}publisher"] == agent.get(f"{RDF}about")
        assert links[f"{DCATDE}contributorID"] == settings.PUBLIC_CONTRIBUTOR_ID
        assert str(links[f"{DCATDE}politicalGeocodingURI"]).endswith("/municipalityKey/05112000")
        contact = one.find(f"{DCAT}contactPoint/*/{{http://www.w3.org/2006/vcard/ns#}}hasEmail")
        assert contact is not None
        assert str(contact.get(f"{RDF}resource")).startswith("mailto:")
        for file in one.findall(f"{DCAT}distribution/{DCAT}Distribution"):
            licence, access = (file.find(tag) for tag in (f"{DCT}license", f"{DCAT}accessURL"))
            assert licence is not None
            assert access is not None
            assert licence.get(f"{RDF}resource") == LICENSE
            assert (
                file.findtext(f"{DCATDE}licenseAttributionByText") == settings.PUBLIC_LICENSE_NAME
            )
            files.append(urlsplit(str(access.get(f"{RDF}resource"))).path)
    # Targets (with values), concepts, measures, demands, progress; the other lists are empty.
    assert len(sets) == 5
    assert len(files) == len(set(files)) == 10
    assert {Client().get(path).status_code for path in files} == {200}


def test_a_demand_goes_to_the_public_by_two_people_and_ends(town: Town, settings: Any) -> None:
    """Announced, released, on the page, in Atom, CSV and the catalogue; then gone (410)."""
    settings.PUBLIC_LICENSE = LICENSE
    demand = brought_to(town, "answered")
    centre = Person(town, "centre-clerk")
    form = centre.get(f"/forderungen/{demand.case_id}/").follow("/eintraege/neu/")
    page = form.fill_in(title="=SUMME(A1) Planung", answer="Das Konzept liegt im Herbst vor.")
    assert "Der Sitzungsdienst ist um die Freigabe gebeten." in page.text
    entry = PublicEntry.objects.get(matter=demand.case_id)
    assert entry.reference == f"EF-{town.now:%Y}-{entry.case_id:04d}"
    assert get(town, "demand", entry.reference).status_code == 404
    office = Person(town, SECRETARY)
    waiting = office.get(f"/eintraege/{entry.case_id}/")
    seen = waiting.follow("/vorschau/")
    assert seen.shows(
        "Es ist noch nicht öffentlich.", "Das Konzept liegt im Herbst vor.", "Verband aid"
    )
    assert "no-store" in seen.response.headers["Cache-Control"]
    assert Person(town, "school-head").get(seen.url).status == 404
    waiting.follow("/freigeben/").fill_in("/freigeben/")
    listed = centre.get("/eintraege/")
    assert listed.shows("=SUMME(A1) Planung", "Forderung eines Verbandes")

    def bytes_of(name: str, *args: object) -> str:
        return str(get(town, name, *args).content.decode())

    assert "Das Konzept liegt im Herbst vor." in bytes_of("demand", entry.reference)
    assert f"/oeffentlich/forderungen/{entry.reference}/" in bytes_of("demand_feed")
    assert ";'=SUMME(A1) Planung;" in bytes_of("demand_table")
    assert "/oeffentlich/forderungen/tabelle.csv" in bytes_of("catalogue")
    ending = office.get(f"/eintraege/{entry.case_id}/").follow("/beenden/")
    ending.fill_in("/beenden/", publication="gone")
    assert get(town, "demand", entry.reference).status_code == 410
    names = ("start", "demands", "demand_feed", "demand_table", "catalogue")
    assert [name for name in names if "SUMME" in bytes_of(name)] == []
    assert "forderungen" not in bytes_of("catalogue")
    assert list(verify_case(entry.case)) == []
