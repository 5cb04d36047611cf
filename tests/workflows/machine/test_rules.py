"""Rules compose and keep every objection."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from workflows.definitions import Actor, Capacity, Scope
from workflows.machine import Call, Look, Rule, Scene

PERSON = 7


def capacity(function: str, *, is_deputy: bool = False, scope: Scope | None = None) -> Capacity:
    made = Capacity(1, function, 1, "", (), "", PERSON, is_deputy)
    return made if scope is None else replace(made, scope=scope)


def look_of(*capacities: Capacity, step: str = "") -> Look:
    unread: Any = None
    actor = Actor(PERSON, capacities)
    call = Call("sign", actor, datetime(2026, 3, 2, tzinfo=UTC), date(2026, 3, 2), step=step)
    return Look(unread, unread, Scene(sees=True, capacities=capacities, command=None), call, unread)


def of(function: str) -> Rule[Look]:
    return Rule(f"the {function}", lambda _look, capacity: capacity.function == function)


def saying(text: str, *, against: str) -> Any:
    return lambda _look, capacity: text if capacity.function == against else ""


clerk, head = of("clerk"), of("head")
NOT_TWICE = saying("Not twice.", against="head")
NOT_ALONE = saying("Not alone.", against="head")


@pytest.mark.parametrize(
    "rule",
    [
        head.unless(NOT_TWICE) | head.unless(NOT_ALONE),
        head.unless(NOT_TWICE) & head.unless(NOT_ALONE),
        head.unless(NOT_TWICE).unless(NOT_ALONE),
        (head.unless(NOT_TWICE) | clerk) & (head.unless(NOT_ALONE) | clerk),
    ],
    ids=["or", "and", "twice", "nested"],
)
def test_no_objection_is_lost(rule: Rule[Look]) -> None:
    look = look_of(capacity("head"))
    assert rule.capacity(look) == capacity("head")
    assert rule.objection(look, capacity("head")) == "Not twice. Not alone."
    assert rule.objection(look, capacity("clerk")) == ""


def test_the_same_objection_is_told_once() -> None:
    rule = head.unless(NOT_TWICE) | head.unless(NOT_TWICE)
    assert rule.objection(look_of(capacity("head")), capacity("head")) == "Not twice."


def test_or_lets_pass_either_and_and_only_both() -> None:
    look = look_of(capacity("clerk"))
    assert (head | clerk).capacity(look) == capacity("clerk")
    assert (head & clerk).capacity(look) is None
    assert str((head | clerk).role) == "the head, the clerk"


def test_a_capacity_without_objection_is_taken_first() -> None:
    rule = (head | clerk).unless(NOT_TWICE)
    look = look_of(capacity("head"), capacity("clerk"))
    assert rule.capacity(look) == capacity("clerk")


def test_own_desks_are_taken_before_represented_ones() -> None:
    look = look_of(capacity("head", is_deputy=True), capacity("head"))
    assert head.capacity(look) == capacity("head")


def test_a_limited_deputy_fits_only_steps_of_that_kind() -> None:
    limited = capacity("head", is_deputy=True, scope=Scope(frozenset({"check"})))
    assert head.capacity(look_of(limited, step="check")) == limited
    assert head.capacity(look_of(limited, step="sign")) is None
    assert head.is_out_of_scope(look_of(limited, step="sign"))
