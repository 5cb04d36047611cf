"""The judge sees what is missing, doubled, unasked, early and late."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.faults.checker import Effect, judge

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
DUE = {"a": NOON, "b": NOON + MINUTE}
A, B = Effect("a", NOON, 1), Effect("b", NOON + MINUTE, 2)


@pytest.mark.parametrize(
    ("seen", "wrong"),
    [
        ([A, B], []),
        ([B, A, Effect("a", NOON + SECOND, 1)], []),
        ([A], ["b: 0 effects"]),
        ([A, B, Effect("a", NOON, 3)], ["a: 2 effects"]),
        ([A, B, Effect("c", NOON, 3)], ["c: an effect that nobody is due"]),
        ([Effect("a", NOON - SECOND, 1), B], [f"a: due {NOON}, seen {NOON - SECOND}"]),
        ([Effect("a", NOON + 2 * MINUTE, 1), B], [f"a: due {NOON}, seen {NOON + 2 * MINUTE}"]),
        ([], ["a: 0 effects", "b: 0 effects"]),
    ],
)
def test_judge_names_what_is_wrong(seen, wrong):
    assert judge(DUE, seen, within=90 * SECOND) == wrong
