"""The dated rules of the council: what holds on which day, and that nobody rewrites it."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from coordination.council.actions.law import load_law, rows_of
from coordination.council.models import CouncilRule, Meeting, Organization
from coordination.council.queries import rules_on
from coordination.council.queries.rulebook import Rules, forget, remember_for_a_request
from coordination.council.rules.values import value_problems
from coordination.council.vocabulary import KINDS, WORDS, RuleKind, RuleOrigin, RuleSubject
from tests.statements import statements
from tests.town import NOW, Town
from workflows.calendars import local_date

TABLES = Path(__file__).parents[2] / "tables"
TODAY = local_date(NOW)


def law() -> list[tuple[str, ...]]:
    with (TABLES / "law_of_the_council.csv").open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        return [tuple(row) for row in csv.reader(lines, delimiter=";")][1:]


def said(rules: Rules, subject: str, body: str) -> str:
    """The value that holds for a kind of body, as the table writes it."""
    row = rules.row(RuleSubject(subject), body or None)
    if row is None:
        return ""
    if row.flag is not None:
        return "yes" if row.flag else ""
    return " ".join(row.words) if row.words else f"{row.amount:.0f} {row.unit}"


@pytest.mark.parametrize(("norm", "subject", "body", "value"), law())
def test_law_of_nrw(norm: str, subject: str, body: str, value: str) -> None:
    rules = Rules(TODAY, [CouncilRule(**row) for row in rows_of("NW")])
    assert said(rules, subject, body) == value, norm


def test_each_row_that_ships_names_its_norm_and_has_a_value_of_its_kind() -> None:
    for row in rows_of("NW"):
        value = {name: row.get(name) for name in ("amount", "flag")}
        amount = None if value["amount"] is None else Decimal(value["amount"])
        found = value_problems(
            row["subject"], amount=amount, unit=row.get("unit", ""),
            flag=value["flag"], words=row.get("words", []),
        )  # fmt: skip
        assert ([unmet.code for unmet in found], bool(row["norm"])) == ([], True), row
    assert set(KINDS) == set(RuleSubject.values)
    assert {s for s, k in KINDS.items() if k in (RuleKind.WORD, RuleKind.WORDS)} == set(WORDS)


def rule(**values: Any) -> CouncilRule:
    base = {
        "subject": "objection_period", "unit": "days", "origin": RuleOrigin.LAND,
        "valid_from": date(2020, 1, 1), "norm": "§",
    }  # fmt: skip
    return CouncilRule(**{**base, **values})


BODY = Organization(pk=7, type="committee")


@pytest.mark.parametrize(
    ("rows", "amount"),
    [
        ([], None),
        ([rule(amount=1)], 1),
        ([rule(amount=1), rule(amount=2, valid_from=date(2021, 1, 1))], 2),
        ([rule(amount=1), rule(amount=2, valid_from=date(2030, 1, 1))], 1),
        ([rule(amount=1, valid_until=TODAY), rule(amount=2, valid_from=date(2019, 1, 1))], 1),
        ([rule(amount=1, valid_until=TODAY - timedelta(days=1))], None),
        ([rule(amount=1), rule(amount=2, body_type="committee")], 2),
        ([rule(amount=1), rule(amount=2, body_type="council")], 1),
        ([rule(amount=1, body_type="committee"), rule(amount=2, organization_id=7)], 2),
        ([rule(amount=1), rule(amount=2, organization_id=8)], 1),
        ([rule(amount=1), rule(amount=2, origin="local")], 2),
        ([rule(amount=1, body_type="committee"), rule(amount=2, origin="local")], 1),
        ([rule(amount=1, body_type="committee", origin="proposal"), rule(amount=2)], 2),
    ],
)
def test_of_several_rows_the_one_nearest_to_the_body_holds(
    rows: list[CouncilRule], amount: int | None
) -> None:
    in_force = [
        row for row in rows
        if row.valid_from <= TODAY and (row.valid_until is None or row.valid_until >= TODAY)
    ]  # fmt: skip
    period = Rules(TODAY, in_force).period(RuleSubject.OBJECTION_PERIOD, BODY)
    assert (period.amount if period else None) == amount


@pytest.mark.parametrize(
    ("subject", "value", "code"),
    [
        ("full_moon", {"flag": True}, "unknown"),
        ("objection_waits", {"amount": Decimal(1), "unit": "days"}, "invalid"),
        ("objection_waits", {"flag": False}, ""),
        ("objection_period", {"flag": True}, "missing"),
        ("objection_period", {"amount": Decimal(3), "unit": "euro"}, "invalid"),
        ("objection_period", {"amount": Decimal(0), "unit": "days"}, "invalid"),
        ("objection_period", {"amount": Decimal("2.5"), "unit": "days"}, "invalid"),
        ("objection_share", {"amount": Decimal(120), "unit": "percent"}, "invalid"),
        ("board_from", {"amount": Decimal(-1), "unit": "euro"}, "invalid"),
        ("integration_first", {"words": ["hard", "soft"]}, "invalid"),
        ("integration_first", {"words": ["first"]}, "invalid"),
        ("decides", {"words": ["council", "committee"]}, ""),
    ],
)
def test_value_fits_its_subject(subject: str, value: dict[str, Any], code: str) -> None:
    whole = {"amount": None, "unit": "", "flag": None, "words": [], **value}
    assert [unmet.code for unmet in value_problems(subject, **whole)] == ([code] if code else [])


def test_session_before_and_one_after_a_change_are_judged_by_their_own_version(
    town: Town,
) -> None:
    change = TODAY + timedelta(days=100)
    CouncilRule.objects.create(
        subject="objection_period", amount=7, unit="days", valid_from=change,
        norm="Geschäftsordnung", origin="local",
    )  # fmt: skip
    body = Organization.objects.get(key="social_committee")

    def days(day: date) -> int:
        period = rules_on(day).period(RuleSubject.OBJECTION_PERIOD, body)
        assert period is not None
        return period.amount

    assert [days(change - timedelta(days=1)), days(change)] == [3, 7]


def test_row_by_which_sessions_are_judged_is_neither_changed_nor_removed(town: Town) -> None:
    row = CouncilRule.objects.get(subject="mayors_objection", body_type="council")
    whole = CouncilRule.objects.filter(pk=row.pk)
    for change in (
        lambda: whole.update(amount=99),
        lambda: whole.update(valid_from=TODAY),
        whole.delete,
    ):
        with pytest.raises(IntegrityError, match="in use"), transaction.atomic():
            change()
    # It may end, for no session was dealt with yet; and what judges no session is free.
    assert whole.update(valid_until=TODAY) == 1
    Meeting.objects.filter(organization__type="council").delete()
    assert whole.update(amount=4) == 1
    assert whole.delete()[0] == 1


def test_row_does_not_end_before_what_was_decided_under_it(town: Town) -> None:
    measure = town.in_deliberation()
    town.decide(measure)
    held_on = local_date(town.now)
    row = CouncilRule.objects.filter(subject="quorum")
    with pytest.raises(IntegrityError, match="in use"), transaction.atomic():
        row.update(valid_until=held_on - timedelta(days=1))
    assert row.update(valid_until=held_on) == 1


def test_page_asks_for_the_rules_once(town: Town) -> None:
    remember_for_a_request()
    try:
        with statements() as count:
            for days in range(20):
                rules_on(TODAY + timedelta(days=days))
        assert count.sent == 1
    finally:
        forget()
    with statements() as count:
        rules_on(TODAY)
        rules_on(TODAY)
    assert count.sent == 2


def test_law_is_loaded_once_and_another_land_has_none_yet(town: Town) -> None:
    assert (load_law("NW"), load_law("BY")) == (0, 0)


def test_contract_of_a_sum_comes_before_the_committee_that_a_rule_names(town: Town) -> None:
    CouncilRule.objects.create(
        subject="procurement_from", amount=5000, unit="euro", valid_from=TODAY, norm="ZustO",
        origin="local", organization=Organization.objects.get(key="social_committee"),
    )  # fmt: skip
    chains = []
    for cost in ("4999.99", "5000"):
        title = f"Vertrag über {cost} €"
        measure = town.in_deliberation(title=title, cost=cost, cover="Etat", impact_contract=True)
        rows = measure.case.consultations.order_by("position")
        chains.append([row.organization.key for row in rows])
    assert chains == [["integration", "council"], ["integration", "social_committee", "council"]]
