"""Majorities and the quorum, by tables typed from GO NRW §§ 49 and 50."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from coordination.council.rules.quorum import quorum_problems
from coordination.council.rules.votes import vote_problems

TABLES = Path(__file__).parents[2] / "tables"


def rows(name: str) -> list[tuple[str, ...]]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file, delimiter=";")][1:]


@pytest.mark.parametrize(
    ("members", "rule", "result", "yes", "no", "unanimous", "problem"), rows("majorities")
)
def test_majority_fits_the_result(members, rule, result, yes, no, unanimous, problem) -> None:
    found = vote_problems(
        result=result, votes={"yes": int(yes), "no": int(no)}, rule=rule,
        members=int(members) if members else None, is_unanimous=bool(unanimous),
    )  # fmt: skip
    assert [unmet.code for unmet in found] == problem.split()


@pytest.mark.parametrize(
    ("members", "present", "result", "established", "confirmed", "second", "problem"),
    rows("quorum"),
)
def test_quorum_warns_or_forbids(
    members, present, result, established, confirmed, second, problem
) -> None:
    found = quorum_problems(
        result=result,
        present=int(present) if present else None,
        members=int(members) if members else None,
        share=Decimal(50),
        is_established=bool(established),
        is_confirmed=bool(confirmed),
        is_second=bool(second),
    )
    assert [unmet.code for unmet in found] == problem.split()
