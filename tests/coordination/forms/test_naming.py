"""Offices are named by typing in the text of a measure, one or several, with and without script."""

from __future__ import annotations

import re

import pytest
from django.http import QueryDict

from coordination.measures.forms.sections import ImpactForm, NewMeasureForm
from coordination.measures.models import Measure
from tests.town import Town

pytestmark = pytest.mark.django_db


def impact(measure: Measure, **sent: object) -> ImpactForm:
    data = QueryDict(mutable=True)
    data.update({"command": "01a22a8c-e9e1-7059-a624-dbe7fe3b961c", "version": "1"})
    for name, value in sent.items():
        data.setlist(name, [str(v) for v in (value if isinstance(value, list) else [value])])
    return ImpactForm(data, instance=measure, on=measure.case.opened_at.date())


@pytest.fixture
def measure(town: Town) -> Measure:
    return town.propose()


@pytest.mark.parametrize(
    ("chosen", "typed", "expected"),
    [
        (["school"], "", ["school"]),
        ([], "Unit school (school)", ["school"]),
        ([], "health; UNIT LEGAL;", ["health", "legal"]),
        (["school"], "school; health", ["school", "health"]),
        ([], "", []),
    ],
)
def test_partners_are_ticked_or_typed(
    town: Town, measure: Measure, chosen: list[str], typed: str, expected: list[str]
) -> None:
    form = impact(measure, partners=[town.units[key] for key in chosen], partners_more=typed)
    assert form.is_valid(), form.errors
    assert [unit.key for unit in form.cleaned_data["partners"]] == expected
    assert form.act_data()["partners"] == [town.units[key] for key in expected]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Unit", "several"),
        ("nowhere", "unknown"),
        ("youth", "unknown"),
        ("Unit division_3 (division_3)", "unknown"),
    ],
)
def test_what_is_not_found_is_kept_and_what_fits_is_offered(
    town: Town, measure: Measure, typed: str, code: str
) -> None:
    """The lead itself and what is no office cannot be a partner."""
    form = impact(measure, partners=[town.units["school"]], partners_more=typed)
    assert not form.is_valid()
    assert [error.code for error in form.errors.as_data()["partners"]] == [code]
    html = str(form["partners"])
    assert f'value="{typed}"' in html
    assert re.search(rf'value="{town.units["school"]}" checked>', html)
    assert ("<option" in html) == (code == "several")


def test_chosen_partners_are_a_list_and_others_are_no_part_of_the_page(
    town: Town, measure: Measure
) -> None:
    measure.partners.set([town.units["school"], town.units["health"]])
    form = ImpactForm(instance=measure, on=measure.case.opened_at.date())
    html = str(form["partners"])
    assert html.count(" checked>") == 2
    assert "Unit legal" not in html
    assert 'data-suggest="/vorschlaege/einheiten/?kind=office&amp;kind=' in html


def test_the_lead_is_typed(town: Town) -> None:
    data = {"command": "01a22a8c-e9e1-7059-a624-dbe7fe3b961c", "title": "Neu", "lead": "unit youth"}
    form = NewMeasureForm(data, on=town.now.date())
    assert form.is_valid(), form.errors
    assert form.act_data()["lead"] == town.units["youth"]
    shown = NewMeasureForm(initial={"lead": town.units["youth"]}, on=town.now.date())
    assert 'value="Unit youth (youth)"' in str(shown["lead"])


def test_texts_of_units_are_shown_not_run(town: Town, measure: Measure) -> None:
    canary = '"><script>alert(1)</script>'
    unit = town.unit("school")
    unit.name = canary
    unit.save()
    measure.partners.set([unit])
    html = str(ImpactForm(instance=measure, on=measure.case.opened_at.date())["partners"])
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
