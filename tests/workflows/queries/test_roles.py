"""The report of roles: who held what, who changed it, what excludes itself."""

from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.kinds import AT
from tests.workflows.house import TODAY, YESTERDAY, House, build
from workflows.models import Desk, Unit
from workflows.queries.people.roles import (
    appointments,
    auditing_offices,
    changes_of,
    exclusions,
    reads_roles,
    stood_in,
    vacant_desks,
    why_excluded,
)

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).parents[2] / "tables" / "excluding_roles.csv"
ROWS = list(csv.DictReader(TABLE.read_text("utf-8").splitlines(), delimiter=";"))
UNITS = {
    "top": "mayor", "errands": "office", "teams": "office", "keepers": "office",
    "council": "council", "audit": "office",
}  # fmt: skip
ABOVE = {
    "errands:clerk": "errands:head", "teams:clerk": "errands:head", "errands:head": "top:mayor",
}  # fmt: skip


@pytest.fixture
def house() -> House:
    return build()


def desk(name: str, number: int) -> Desk:
    unit, _colon, function = name.partition(":")
    place = Unit(pk=sorted(UNITS).index(unit) + 1, kind=UNITS[unit], function=unit)
    return Desk(pk=number, unit=place, function=function)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['first']}+{row['second']}")
def test_two_desks_exclude_one_another_as_the_table_says(
    row: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflows.queries.people.roles.auditing_offices", {"audit"})
    names = sorted({*ABOVE, *ABOVE.values(), row["first"], row["second"]})
    keys = {name: number for number, name in enumerate(names, start=1)}
    above = {keys[name]: keys[ABOVE[name]] if name in ABOVE else None for name in names}
    one, other = (desk(row[name], keys[row[name]]) for name in ("first", "second"))
    assert bool(why_excluded(one, other, above)) == (row["excluded"] == "yes")
    assert why_excluded(other, one, above) == why_excluded(one, other, above)


def test_everybody_of_a_period_is_named_with_who_entered_and_ended_it(house: House) -> None:
    guest = house.person("guest")
    house.do("appoint", desk=house.desk("team"), person=guest, valid_from=TODAY, at=AT)
    later = AT + timedelta(days=10)
    held = house.appointment("guest")
    house.do("end_appointment", by="second", appointment=held, last_day=later.date(), at=later)
    rows = list(appointments(first=TODAY, last=TODAY))
    row = next(row for row in rows if row.person_id == guest)
    changes = changes_of(rows)
    entered, ended = changes.entered[held], changes.ended[held]
    assert (str(entered.by), entered.at) == ("Organiser Probe", AT)
    assert (str(ended.by), ended.at) == ("Second Probe", later)
    assert row.valid_until == later.date()
    # What came with the founding was entered by the system.
    assert {change.by for key, change in changes.entered.items() if key != held} == {None}
    before = appointments(first=YESTERDAY, last=YESTERDAY)
    assert guest not in [row.person_id for row in before]


def test_handing_over_at_a_leave_names_who_did_it(house: House) -> None:
    house.do(
        "let_leave", person=house.person("head"), heir=None,
        successors={house.desk("head"): house.person("guest")},
    )  # fmt: skip
    rows = list(appointments(first=YESTERDAY, last=TODAY))
    changes = changes_of(rows)
    new, old = house.appointment("guest"), house.appointment("head")
    assert str(changes.entered[new].by) == str(changes.ended[old].by) == "Organiser Probe"


def test_vacant_desk_says_since_when(house: House) -> None:
    assert list(vacant_desks(on=TODAY)) == []
    house.do("end_appointment", appointment=house.appointment("team"), last_day=YESTERDAY)
    made = house.do(
        "create_desk", unit=house.unit("teams"), name="Neu", function="clerk",
        superior=house.desk("head"), signs="ia",
    )  # fmt: skip
    found = {row.desk.pk: row.last for row in vacant_desks(on=TODAY)}
    assert found == {house.desk("team"): YESTERDAY, made.facts["desk"]: None}


def test_revoked_substitutions_are_part_of_what_was(house: House) -> None:
    made = house.do(
        "add_substitution", represented=house.person("head"), deputy=house.person("clerk"),
        starts_on=TODAY, ends_on=TODAY + timedelta(days=3),
    )  # fmt: skip
    house.do("revoke_substitution", substitution=made.facts["substitution"])
    (row,) = stood_in(first=TODAY, last=TODAY)
    assert (row.revoked_at, str(row.entered_by)) == (AT, "Organiser Probe")
    assert not stood_in(first=YESTERDAY, last=YESTERDAY)


def test_who_holds_two_is_named_in_the_same_number_of_statements(house: House) -> None:
    assert exclusions(on=TODAY) == []
    for name, key in (("clerk", "head"), ("second", "head"), ("team", "mayor")):
        house.do(
            "appoint", desk=house.desk(key), person=house.person(name), valid_from=TODAY
        )  # fmt: skip
    with CaptureQueriesContext(connection) as statements:
        found = exclusions(on=TODAY)
    assert len(statements) == 2
    assert sorted(str(one.person) for one in found) == [
        "Clerk Probe", "Second Probe", "Team Probe",
    ]  # fmt: skip


def test_organisation_office_and_auditors_read_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody = ("mayor", "head", "clerk", "team", "organiser", "guest")
    read = {name for name in everybody if reads_roles(house.user(name), at=AT)}
    assert read == {"organiser"}
    monkeypatch.setattr("workflows.queries.people.roles.auditing_offices", {"teams"})
    assert reads_roles(house.user("team"), at=AT)


def test_city_names_its_audit_office() -> None:
    assert "audit" in auditing_offices
