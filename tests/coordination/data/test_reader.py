"""City files: what is read, and how each fault is named."""

from datetime import date, time
from decimal import Decimal

import pytest
from django.utils import translation

from coordination.city.enums import OrganizationType
from coordination.city.file import CityFileError, read_city
from coordination.city.file.schema import CosignEntry, DependentSessions, DeskEntry, Weekday
from tests.coordination.data.city_files import DEMO, SMALL, faults
from workflows.calendars import Period, PeriodUnit
from workflows.enums import DeskFunction, Participation, SignatureMark, SilenceEffect, UnitKind


@pytest.fixture(autouse=True)
def _german():
    with translation.override("de"):
        yield


def problems(text):
    with pytest.raises(CityFileError) as error:
        read_city(text if isinstance(text, bytes) else text.encode())
    return str(error.value).splitlines()


def test_small_city_is_read():
    city = read_city(SMALL.encode())
    assert (city.name, city.state, city.valid_from) == ("Kleinstadt", "NW", date(2020, 1, 1))
    assert [unit.key for unit in city.units] == ["mayor", "youth", "north"]
    assert city.units[1].desks[1] == DeskEntry(
        key="youth-clerk",
        unit="youth",
        function=DeskFunction.CLERK,
        name="Sachbearbeitung",
        superior="youth-head",
        signs=SignatureMark.BY_ORDER,
        holders=(),
    )
    assert city.bodies[1].sessions == DependentSessions(
        before="council", from_days=30, to_days=18, weekday=Weekday.THURSDAY, time=time(17)
    )
    assert city.routes[0].cosign_rules == (
        CosignEntry(
            "impact_minors", "youth", Participation.COSIGN, SilenceEffect.NONE, may_extend=False
        ),
    )
    assert city.routes[0].periods == (("check", Period(5, PeriodUnit.WORKING_DAYS)),)
    assert city.routes[0].thresholds == (("silence_finance", Decimal(50_000)),)


def test_byte_order_mark_is_tolerated():
    assert read_city(b"\xef\xbb\xbf" + SMALL.encode()).name == "Kleinstadt"


def test_desks_sign_as_their_function_does():
    city = read_city(SMALL.encode())
    assert {desk.function.value: desk.signs.value for desk in city.units[0].desks} == {
        "mayor": "none",
        "general_deputy": "iv",
        "integration_deputy": "iv",
        "council_secretary": "ia",
        "board_secretary": "ia",
        "organisation": "ia",
    }


@pytest.mark.parametrize(("old", "new", "expected"), faults())
def test_fault_is_named_with_its_place(old, new, expected):
    assert old in SMALL
    assert problems(SMALL.replace(old, new, 1)) == expected.splitlines()


def test_unit_cycle_is_found():
    text = SMALL.replace('parent = "mayor"', 'parent = "north"', 1)
    text = text.replace(
        'function = "district_north"\nparent = "mayor"',
        'function = "district_north"\nparent = "youth"',
    )
    assert problems(text) == [
        "Einheit „youth“: Die Einheit ist sich selbst untergeordnet.",
        "Einheit „north“: Die Einheit ist sich selbst untergeordnet.",
    ]


def test_twice_used_key_and_function_are_both_named():
    text = SMALL.replace('key = "north"\nname = "Bezirksamt Nord"', 'key = "youth"\nname = "X"')
    text = text.replace('"district_north"', '"youth"').replace('unit = "north"', 'unit = "youth"')
    assert problems(text) == [
        "Einheit „youth“: Das steht mehr als einmal in der Datei.",
        "Funktion „youth“: Das steht mehr als einmal in der Datei.",
        "Stelle „youth-head“: Das steht mehr als einmal in der Datei.",
    ]


def test_all_problems_are_listed_at_once():
    text = SMALL.replace('parent = "mayor"', 'parent = "moon"').replace(
        "members = 40", "members = 0"
    )
    assert len(problems(text)) == 3


def test_unreadable_toml_names_the_line():
    assert problems("[city]\nname = Kleinstadt\n") == [
        (
            "Die Datei: Zeile 2, Spalte 8 ist nicht lesbar. "
            "Fehlt ein Anführungszeichen oder eine Klammer?"
        )
    ]


def test_toml_that_ends_too_early_says_so():
    assert problems("[city]\nname = ") == [
        "Die Datei: Sie endet zu früh. Fehlt am Ende ein Anführungszeichen oder eine Klammer?"
    ]


def test_wrong_encoding_is_named():
    assert problems(SMALL.replace("Kleinstadt", "Köln").encode("latin-1")) == [
        "Die Datei: Das ist kein Text in UTF-8. Bitte speichern Sie die Datei in UTF-8."
    ]


def test_empty_file_lists_the_missing_sections():
    assert [line for line in problems("") if line.startswith("Die Datei: ")] == [
        "Die Datei: „city“ fehlt.",
        "Die Datei: „executive_board“ fehlt.",
        "Die Datei: „editorial_deadline“ fehlt.",
        "Die Datei: „accounts“ fehlt.",
    ]


def test_section_of_the_wrong_type_is_named():
    assert "Einheit „Nr. 1“: Hier ist eine Tabelle mit benannten Werten nötig." in problems(
        "units = [1]\n" + SMALL.split("[[units]]")[0]
    )


def test_demo_city_has_the_posts_of_the_domain():
    city = read_city(DEMO.read_bytes())
    desks = {desk.key: desk for desk in city.desks()}
    same = {"division_3-deputy_mayor", "division_3-integration_deputy"}
    assert {desks[key].holders for key in same} == {("dezernat3@stadt.example",)}
    functions = {unit.function for unit in city.units}
    assert {rule.function for route in city.routes for rule in route.cosign_rules} <= (
        functions | {"district"}
    )
    offices = [unit for unit in city.units if unit.kind in (UnitKind.OFFICE, UnitKind.DISTRICT)]
    manned = {DeskFunction.HEAD, DeskFunction.CLERK}
    bare = [u.key for u in offices if not manned <= {d.function for d in u.desks if d.holders}]
    assert bare == ["council_office"]
    kinds = [body.kind for body in city.bodies]
    assert kinds.count(OrganizationType.DISTRICT_COUNCIL) == len(city.districts) == 7
