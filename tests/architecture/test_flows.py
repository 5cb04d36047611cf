"""Each flow brings a look and a doer that fit everything in its stages.

The machine takes a flow's word for it; here the annotations are held against it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from inspect import signature
from typing import Any, get_type_hints

import pytest

from workflows.actions.acting.work import Work
from workflows.machine import CaseFlow, Line, line_of, registered_flows

OURS = ("coordination", "workflows")
FLOWS = [flow for flow in registered_flows() if flow.__module__.startswith(OURS)]


FEWEST = {
    "inspection": (5, 8), "entry": (5, 8), "guest": (6, 9),
    "answer_draft": (10, 11), "office_practice": (5, 6), "contribution": (6, 8),
    "measure_templates": (4, 4),
}  # fmt: skip
"""How many guards and posts, and how many acts, a small kind has at least; others have 11 each."""


def fewest(flow: type[CaseFlow]) -> tuple[int, int]:
    return FEWEST.get(flow.kind, (11, 11))


def lines(flow: type[CaseFlow]) -> Iterator[Line]:
    for name in flow.act_names():
        yield from (line_of(transition) for transition in flow.declared(name))


def takes(function: Callable[..., Any]) -> type:
    """What a function wants to be called with."""
    (first,) = list(signature(function).parameters)[:1]
    wanted: type = get_type_hints(function)[first]
    return wanted


def lacking(kind: type, wanted: type) -> set[str]:
    """What a class lacks of what is wanted: of a base class everything, of a protocol its names."""
    if not getattr(wanted, "_is_protocol", False):
        return set() if issubclass(kind, wanted) else {wanted.__name__}
    known = {*dir(kind), "look", "scene", "case"}  # these three are set when it is made
    return {name for name in vars(wanted) if not name.startswith("_")} - known


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.kind)
def test_guards_and_posts_get_the_look_that_they_want(flow: type[CaseFlow]) -> None:
    asked = {guard for line in lines(flow) for guard in line.act.guards}
    asked |= {line.act.when for line in lines(flow) if line.act.when}
    asked |= {step.posts for step in flow.all_steps()}
    assert len(asked) >= fewest(flow)[0]
    assert {one.__name__: lacking(flow.look, takes(one)) for one in asked} == {
        one.__name__: set() for one in asked
    }


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.kind)
def test_acts_get_the_doer_that_they_want(flow: type[CaseFlow]) -> None:
    done = {line.act.effect for line in lines(flow)}
    done |= {enters for state in flow.enters.values() for enters in state}
    kind = flow.work or Work
    assert len(done) >= fewest(flow)[1]
    assert {one.__name__: lacking(kind, takes(one)) for one in done} == {
        one.__name__: set() for one in done
    }


def test_a_misfit_is_found() -> None:
    class Other:
        """Knows nothing of looks."""

    assert lacking(Other, Work) == {"Work"}


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.kind)
def test_every_act_of_a_step_is_an_act_of_the_flow(flow: type[CaseFlow]) -> None:
    named = {name for step in flow.all_steps() for name in step.acts}
    effects = {step.effect for step in flow.all_steps()} - {""}
    answered = {line.act.step for line in lines(flow)} - {""}
    assert named | effects <= set(flow.act_names())
    assert answered <= {step.key for step in flow.all_steps()}
