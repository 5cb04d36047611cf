"""Each process begins with what takes long, and no test is lost on the way."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.order import APART, WAITING, WHOLE, long_ones_first


@dataclass(frozen=True)
class Collected:
    nodeid: str


TESTS = [
    *(Collected(f"tests/short.py::test_{number}") for number in range(20)),
    *(Collected(f"tests/{APART[0]}::test_machine[{number}]") for number in range(4)),
    *(Collected(f"tests/{WHOLE[0]}/test_upgrades.py::test_city[{number}]") for number in range(3)),
    Collected(f"tests/{WAITING[0]}/test_supervisor.py::test_demo"),
    *(Collected(f"tests/short.py::test_{number}") for number in range(20, 32)),
]


@pytest.mark.parametrize(
    ("processes", "begins"),
    [
        (1, {0: "test_demo", 1: "test_city[0]", 4: "test_machine[0]", 7: "test_machine[3]"}),
        (2, {0: "test_demo", 20: "test_city[0]", 23: "test_machine[0]", 26: "test_machine[3]"}),
        (
            3,
            {
                0: "test_demo",
                13: "test_city[0]",
                15: "test_city[2]",
                16: "test_machine[0]",
                17: "test_machine[2]",
                26: "test_machine[1]",
                27: "test_machine[3]",
            },
        ),
    ],
)
def test_each_process_begins_with_what_takes_long(processes: int, begins: dict[int, str]) -> None:
    ordered = long_ones_first(TESTS, processes)
    assert {place: ordered[place].nodeid.partition("::")[2] for place in begins} == begins
    assert sorted(test.nodeid for test in ordered) == sorted(test.nodeid for test in TESTS)


def test_more_long_ones_than_a_piece_holds_are_all_begun_first() -> None:
    many = [test for test in TESTS if "short" not in test.nodeid]
    assert {test.nodeid for test in long_ones_first(many, 3)} == {test.nodeid for test in many}


def test_the_long_ones_are_where_they_are_looked_for() -> None:
    assert [p for p in (*WAITING, *WHOLE, *APART) if not (Path(__file__).parent / p).exists()] == []
