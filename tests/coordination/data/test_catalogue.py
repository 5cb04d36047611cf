"""The demo's catalogue of measures fits the demo's city."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from coordination.city.file import read_city
from coordination.measures.models.measure import IMPACTS
from tests.coordination.data.city_files import DEMO
from workflows.enums import UnitKind

LIST = DEMO.with_name("massnahmen.csv")
DOCS = Path(__file__).parents[3] / "docs" / "massnahmenliste.md"


@pytest.fixture(scope="module")
def city():
    return read_city(DEMO.read_bytes())


@pytest.fixture(scope="module")
def measures():
    with LIST.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=";", strict=True))


def several(text):
    return [part for part in text.split("|") if part]


def milestones(row):
    return [part.split(" ", 1) for part in several(row["meilensteine"])]


def test_there_are_thirty_measures_with_their_own_numbers(measures):
    assert [row["nr"] for row in measures] == [f"M{n:02}" for n in range(1, 31)]


def test_leads_and_partners_are_units_of_the_city(city, measures):
    own = {unit.name for unit in city.units if unit.kind != UnitKind.PARTNER}
    named = {name for row in measures for name in (row["federfuehrung"], *several(row["partner"]))}
    assert named - own == set()


def test_no_lead_is_its_own_partner(measures):
    assert [r["nr"] for r in measures if r["federfuehrung"] in several(r["partner"])] == []


def test_catalogue_uses_every_field_of_action(city, measures):
    used = {name for row in measures for name in several(row["handlungsfelder"])}
    assert used == {term.name for term in city.fields_of_action}


def test_target_groups_and_districts_are_the_citys(city, measures):
    groups = {name for row in measures for name in several(row["zielgruppen"])}
    assert groups - {term.name for term in city.target_groups} == set()
    districts = {name for row in measures for name in several(row["bezirke"])}
    assert districts - {district.name for district in city.districts} == set()


def test_each_measure_is_complete(measures):
    needed = (
        "titel", "handlungsfelder", "zielgruppen", "ziel", "sachverhalt", "beschlussvorschlag",
        "deckung", "kosten_eur", "kostenart", "prioritaet", "weg",
    )  # fmt: skip
    assert [(row["nr"], key) for row in measures for key in needed if not row[key].strip()] == []
    assert {row["prioritaet"] for row in measures} == {"hoch", "mittel", "niedrig"}


def test_milestones_lie_in_order_within_the_period(measures):
    for row in measures:
        days = [date.fromisoformat(day) for day, _title in milestones(row)]
        assert 2 <= len(days) <= 4, row["nr"]
        bounds = date.fromisoformat(row["beginn"]), date.fromisoformat(row["frist"])
        assert [bounds[0], *days, bounds[1]] == sorted([*bounds, *days]), row["nr"]


def test_texts_name_no_year_because_dates_are_shifted(measures):
    texts = {
        (row["nr"], key): re.sub(r"\d{4}-\d\d-\d\d", "", row[key])
        for row in measures
        for key in ("titel", "ziel", "sachverhalt", "beschlussvorschlag", "deckung", "meilensteine")
    }
    assert {at: text for at, text in texts.items() if re.search(r"\b20[12]\d\b", text)} == {}


def test_impact_columns_are_yes_or_no(measures):
    columns = list(measures[0])
    impacts = columns[columns.index("vertrag") : columns.index("quelle")]
    assert len(impacts) == len(IMPACTS)
    assert {row[key] for row in measures for key in impacts} == {"ja", "nein"}


def test_each_column_is_documented(measures):
    text = DOCS.read_text(encoding="utf-8")
    columns = list(measures[0])
    assert [name for name in columns if f"`{name}`" not in text] == []
