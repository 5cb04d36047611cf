"""Templates for measures: who keeps them, what they hold, what a measure takes of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coordination.city.models import FieldOfAction
from coordination.decisions.rules.people import PROPOSING
from coordination.measures.flows.look import EXPECTED
from coordination.measures.models import TemplateUse, TemplateVersion
from coordination.measures.queries.suggesting import suggested
from coordination.measures.queries.template_texts import content_of, still_there
from coordination.measures.queries.templates import reach_of, usable, version_of
from coordination.measures.queries.texts import measure_text
from tests.coordination.flows.forging import by_hand
from tests.coordination.flows.templating import AHEAD, HELD, MARK, begun, change, kept
from tests.coordination.flows.test_reorganisation import dissolve
from tests.situations import Stage
from tests.town import Town
from workflows.actions import people as organisation
from workflows.models import Event, Unit
from workflows.queries.proof.verification import verify_case
from workflows.refusals import GuardsUnmet, NotAllowed, Refusal, Stale, WrongState

pytestmark = pytest.mark.django_db

KEEPERS = {"youth": ("youth-clerk", "youth-head"), "centre": ("centre-clerk", "centre-head")}
"""Typed from the task: head and clerks of the office that keeps it."""
DESKS = (
    "youth-clerk", "youth-head", "centre-clerk", "centre-head", "social-clerk", "social-head",
    "school-cosigner", "division_3-deputy_mayor", "mayor-mayor", "organisation-organisation",
    "council_office-council_secretary", "council-observer",
)  # fmt: skip
ACTS = ("add_template", "change_template", "end_template", "revive_template")


def answered(town: Town, unit: str, act: str, desk: str) -> str:
    """What somebody is told who does the act on a template of that office."""
    try:
        if act == "add_template":
            kept(town, unit, desk)
            return "ok"
        template = kept(town, unit)
        if act == "revive_template":
            change(town, "end_template", f"{unit}-clerk", template)
        change(town, act, desk, template)
    except Refusal as refusal:
        return str(refusal.status)
    return "ok"


@pytest.mark.parametrize("unit", KEEPERS)
@pytest.mark.parametrize("act", ACTS)
def test_head_and_clerks_keep_the_templates_of_their_office(
    town: Town, unit: str, act: str
) -> None:
    said = {desk: answered(town, unit, act, desk) for desk in DESKS}
    assert said == {desk: "ok" if desk in KEEPERS[unit] else "403" for desk in DESKS}


def names(town: Town, desk: str) -> list[str]:
    reach = reach_of(town.person(desk), proposing=PROPOSING, at=town.now)
    return [row.name for row in usable(reach)]


def test_offices_are_offered_their_own_first_then_those_for_all(town: Town) -> None:
    kept(town, "centre", name="Allgemein")
    kept(town, "youth", name="Jugend")
    kept(town, "social", name="Soziales")
    gone = kept(town, "youth", name="Altes")
    change(town, "end_template", "youth-head", gone)
    assert names(town, "youth-clerk") == ["Jugend", "Allgemein"]
    assert names(town, "centre-head") == ["Allgemein"]
    assert names(town, "division_3-integration_deputy") == ["Allgemein"]
    assert names(town, "council-observer") == []
    assert names(town, "mayor-mayor") == []


def test_measure_takes_texts_and_days_and_remembers_the_version(town: Town) -> None:
    template = kept(town, fields_of_action=[FieldOfAction.objects.get(key="language").pk])
    measure = begun(town, template)
    text = measure_text(measure)
    day = town.now.date() + AHEAD
    stones = [(s["title"], s["due_on"], s["after"]) for s in text["milestones"]]  # type: ignore[attr-defined] # a list of them
    assert stones == [
        ("Träger ausgewählt", str(day + timedelta(30)), None),
        ("Kurs begonnen", str(day + timedelta(60)), 1),
    ]
    assert (text["title"], text["goal"], text["facts"]) == (
        "Sprachkurs Nord", HELD["goal"], HELD["facts"],
    )  # fmt: skip
    assert (text["starts_on"], text["ends_on"]) == (str(day), str(day + timedelta(365)))
    assert text["fields_of_action"] == [FieldOfAction.objects.get(key="language").pk]
    change(town, "change_template", "youth-head", template, content={"goal": "Anderes."})
    use = TemplateUse.objects.get(measure=measure)
    assert (use.version.template_id, use.version.number, template.version) == (template.pk, 1, 2)
    assert measure_text(measure)["goal"] == HELD["goal"]
    assert list(verify_case(measure.case)) == []


def test_discarded_draft_takes_its_origin_along(town: Town) -> None:
    measure = begun(town, kept(town))
    town.do(measure, "discard", "youth-clerk")
    assert TemplateUse.objects.count() == 0
    assert list(verify_case(type(measure.case).objects.get(pk=measure.case_id))) == []


@pytest.mark.parametrize(
    ("change_it", "code"), [("end", "template_ended"), ("other", "template_ended")]
)
def test_what_is_not_offered_begins_nothing(town: Town, change_it: str, code: str) -> None:
    template = kept(town, "social" if change_it == "other" else "youth")
    if change_it == "end":
        change(town, "end_template", "youth-clerk", template)
    with pytest.raises(GuardsUnmet) as error:
        begun(town, template)
    assert [item.code for item in error.value.unmet] == [code]
    assert TemplateUse.objects.count() == 0


def test_marks_left_are_named_at_submission_field_by_field(town: Town) -> None:
    measure = begun(town, kept(town), title=f"Kurs {MARK}")
    town.do(
        measure, "edit", "youth-clerk",
        **{**town.fields, "title": f"Kurs {MARK}", "facts": f"In {MARK} und [Bitte ergänzen] fehlt",
           "impact_none": True,
           "milestones": [{"id": None, "title": "Wahl [ bitte ergänzen: wer ]",
                           "due_on": "2026-09-01"}]},
    )  # fmt: skip
    with pytest.raises(GuardsUnmet) as error:
        town.do(measure, "submit", "youth-head")
    left = [(item.code, item.field) for item in error.value.unmet]
    assert left == [("place_left", name) for name in ("title", "facts", "milestones")]
    assert f"{MARK}, [Bitte ergänzen]" in error.value.unmet[1].text
    town.do(measure, "edit", "youth-clerk", **{**town.fields, "facts": "Zitat […] weiter."})
    town.do(measure, "submit", "youth-head")
    assert town.state(measure) == "check"


def test_change_over_another_ones_change_is_refused(town: Town) -> None:
    template = kept(town)
    change(town, "change_template", "youth-head", template, name="Kurs")
    with pytest.raises(Stale) as error:
        change(town, "change_template", "youth-clerk", template, seen=1, name="Meiner")
    assert (error.value.version, template.name) == (2, "Kurs")
    assert TemplateVersion.objects.filter(template=template).count() == 2


def test_ended_template_changes_no_more_until_it_is_offered_again(town: Town) -> None:
    template = kept(town)
    change(town, "end_template", "youth-clerk", template)
    for act in ("change_template", "end_template"):
        with pytest.raises(WrongState):
            change(town, act, "youth-clerk", template)
    change(town, "revive_template", "youth-head", template)
    assert names(town, "youth-clerk") == ["Sprachkurs"]


BAD = [
    ({"secret": 1}, ""),
    ({"priority": "dringend"}, "priority"),
    ({"title": "x" * 201}, "title"),
    ({"fields_of_action": [987654]}, "fields_of_action"),
    ({"impact_none": True, "impact_school": True}, "impact_none"),
    ({"days": -1}, "days"),
    ({"days": 10**9}, "days"),
    ({"milestones": [{"title": "", "days": 1}]}, "milestones-0-title"),
    ({"milestones": [{"title": "a", "days": True}]}, "milestones-0-days"),
    ({"milestones": [{"title": "a", "days": 366}]}, "milestones-0-days"),
    ({"milestones": [{"title": "a", "days": 1, "after": 1}]}, "milestones-0-after"),
    ({"milestones": "morgen"}, "milestones"),
    ({"milestones": [{"title": "a", "days": 1}] * 61}, "milestones"),
    ({"offices": [987654]}, "offices"),
    ({"offices": list(range(1, 42))}, "offices"),
]


@pytest.mark.parametrize(("content", "field"), BAD)
def test_values_that_no_measure_takes_are_refused(town: Town, content: dict, field: str) -> None:
    with pytest.raises(GuardsUnmet) as error:
        kept(town, **content)
    assert [item.field for item in error.value.unmet] == [field]
    assert TemplateVersion.objects.count() == 0


def test_what_has_ended_is_left_out_and_named(town: Town) -> None:
    language, education = (FieldOfAction.objects.get(key=k) for k in ("language", "education"))
    units = [town.units[name] for name in ("school", "health")]
    held = version_of(
        kept(town, fields_of_action=[language.pk, education.pk], partners=units, offices=units)
    ).content
    today = town.now.date()
    FieldOfAction.objects.filter(pk=education.pk).update(valid_until=today - timedelta(1))
    ends = today - timedelta(days=1)
    Unit.objects.filter(pk=units[0]).update(valid_until=ends, successor=town.units["social"])
    Unit.objects.filter(pk=units[1]).update(valid_until=ends)
    content, gone = still_there(held, on=today)
    assert content["fields_of_action"] == [language.pk]
    assert content["partners"] == content["offices"] == [town.units["social"]]
    assert [("Bildung" in one, "health" in one.lower()) for one in gone] == [
        (True, False), (False, True),
    ]  # fmt: skip


def test_content_of_a_measure_counts_days_and_takes_nothing_of_its_own(
    town: Town, stage: Stage
) -> None:
    measure = town.propose(
        starts_on="2026-08-02", ends_on="2026-12-31", cost="1000", cover="Haushalt", is_urgent=True
    )
    content = content_of(measure)
    assert content["days"] == 151
    assert content["milestones"] == [
        {"title": "Träger ausgewählt", "days": 30, "after": None},
        {"title": "Kurse begonnen", "days": 60, "after": None},
    ]
    assert content["cover"] == "Haushalt"
    own = {"lead", "cost", "is_urgent", "starts_on", "ends_on", "responsible"}
    assert not own & content.keys()
    without = content_of(town.propose())
    assert (without["days"], [s["days"] for s in without["milestones"]]) == (None, [0, 30])


def test_usual_offices_are_suggested_to_the_secretariat(town: Town) -> None:
    measure = begun(town, kept(town, offices=[town.units["health"], town.units["legal"]]))
    fields = {**town.fields, "impact_none": True}
    town.do(measure, "edit", "youth-clerk", **fields)
    town.do(measure, "submit", "youth-head")
    found = suggested(measure, EXPECTED, on=town.now.date())
    assert {one.unit for one in found} == {town.units["health"], town.units["legal"]}


def test_successor_of_an_office_has_its_templates(town: Town) -> None:
    """GO NRW § 62 Abs. 1: an office is dissolved, another one takes its place."""
    template = kept(town)
    dissolve(town, "youth-clerk", "youth-head")
    ends = {"unit": town.units["youth"], "last_day": town.now.date() - timedelta(days=1)}
    with pytest.raises(GuardsUnmet) as error:
        organisation.end_unit(**ends, by=None, at=town.now)
    assert "1 Muster" in error.value.text
    organisation.end_unit(**ends, successor=town.units["social"], by=None, at=town.now)
    assert names(town, "social-clerk") == ["Sprachkurs"]
    change(town, "change_template", "social-head", template, name="Kurs")
    assert begun(town, template, "social-clerk", lead=town.units["social"]).pk
    with pytest.raises(NotAllowed):
        change(town, "change_template", "school-head", template, name="Meins")


def test_each_change_is_an_event_that_binds_the_version(town: Town) -> None:
    template = kept(town)
    change(town, "change_template", "youth-head", template, name="Kurs", content={"goal": "Mehr."})
    change(town, "end_template", "youth-clerk", template)
    events = Event.objects.filter(case=template.case_id, data__template=template.pk).order_by("seq")
    assert [(e.action, e.data.get("version"), e.data.get("fields")) for e in events] == [
        ("add_template", 1, None), ("change_template", 2, ["name", "goal"]),
        ("end_template", None, None),
    ]  # fmt: skip
    assert list(verify_case(template.case)) == []
    with by_hand() as execute:
        execute("UPDATE coordination_templateversion SET content = '{}' WHERE number = 1", [])
        assert len(list(verify_case(template.case))) == 1
