"""The script of the demo fits the catalogue and the city."""

import csv

from coordination.city.file import read_city
from coordination.decisions.enums import MeasureState
from coordination.demo.replay import ENDINGS, PHASES
from coordination.demo.stories import FILES, read_script


def test_each_measure_has_one_story():
    with (FILES / "massnahmen.csv").open(encoding="utf-8", newline="") as lines:
        numbers = [row["nr"] for row in csv.DictReader(lines, delimiter=";")]
    assert sorted(story.measure for story in read_script().stories) == numbers


def test_units_and_desks_exist():
    script, city = read_script(), read_city((FILES / "city.toml").read_bytes())
    units = {unit.key for unit in city.units}
    named = {
        unit for story in script.stories for unit in (*story.votes, *story.silent, *story.claims)
    }
    planned = {row["unit"] for story in script.stories for row in story.circulation}
    assert (named | planned) - units == set()
    desks = {desk.key for desk in city.desks()}
    assert {desk for row in script.absences for desk in (row.absent, row.deputy)} - desks == set()
    bodies = {body.key for body in city.bodies}
    asked = {key for story in script.stories for key in (story.committee, story.session) if key}
    assert asked - bodies == set()


def test_what_comes_in_the_week_after_is_read_in_its_session():
    stories = read_script().stories
    coming = [story for story in stories if story.coming]
    assert len(coming) >= 2
    assert {story.until for story in coming} == {MeasureState.DELIBERATION}
    assert not any(story.begins or story.session for story in coming)


def test_stories_end_in_states_of_the_process():
    ends = {story.until for story in read_script().stories}
    assert ends - set(MeasureState) == set()
    assert (set(PHASES) | set(ENDINGS)) - set(MeasureState) == set()
