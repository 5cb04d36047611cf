"""A flow as text: its diagram and one sentence per act, for docs/process.md."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from viewflow.fsm.base import Transition

from ...machine import CaseFlow, line_of


def page_of(flow: type[CaseFlow]) -> str:
    """The Markdown section of a flow: a state diagram, its steps and its acts."""
    parts = [f"## {flow.kind}", "", _purpose(flow), "", *_diagram(flow), "", *_steps(flow), ""]
    return "\n".join([*parts, *_acts(flow)])


def _purpose(flow: type[CaseFlow]) -> str:
    return inspect.cleandoc(flow.__doc__ or "").split("\n")[0]


def _edges(flow: type[CaseFlow]) -> Iterator[tuple[str, str, str, Transition]]:
    """Source, target, name and declaration of every act that moves the case."""
    for name in flow.act_names():
        for source in flow.states.values:
            transition = flow.transition(name, source)
            if transition is None:
                continue
            for target in transition.declared_targets():
                if isinstance(target, str) and target != source:
                    yield source, str(target), name, transition


def _diagram(flow: type[CaseFlow]) -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield f"    [*] --> {flow.initial}"
    joined: dict[tuple[str, str], list[str]] = {}
    for source, target, name, _ in _edges(flow):
        joined.setdefault((source, target), []).append(name)
    for (source, target), names in joined.items():
        yield f"    {source} --> {target}: {', '.join(names)}"
    for state in flow.states.values:
        if state in flow.final:
            yield f"    {state} --> [*]"
    yield "```"


def _steps(flow: type[CaseFlow]) -> Iterator[str]:
    opened = {id(step): state for state, steps in flow.steps.items() for step in steps}
    yield "| step | opened by | mode | period | acts |"
    yield "|---|---|---|---|---|"
    for step in flow.all_steps():
        state = str(opened.get(id(step), "an act"))
        acts = ", ".join(step.acts)
        yield f"| {step.key} | {state} | {step.mode} | {step.period or step.key} | {acts} |"


def _acts(flow: type[CaseFlow]) -> Iterator[str]:
    yield "| act | from | to | who | legal basis | what it does |"
    yield "|---|---|---|---|---|---|"
    for name in flow.act_names():
        rows: dict[tuple[str, str, str], list[str]] = {}
        for source in flow.states.values:
            transition = flow.transition(name, source)
            if transition is not None:
                rows.setdefault(_row(transition, source), []).append(source)
        doc = inspect.cleandoc(getattr(flow, name).__doc__ or "").split("\n")[0]
        for (target, role, basis), sources in rows.items():
            came = "any" if len(sources) == len(flow.states) else ", ".join(sources)
            yield f"| {name} | {came} | {target} | {role} | {basis} | {doc} |"


def _row(transition: Transition, source: str) -> tuple[str, str, str]:
    line = line_of(transition)
    targets = [str(t) for t in transition.declared_targets() if isinstance(t, str)]
    moves = [target for target in targets if target != source]
    return ", ".join(moves) or "stays", str(line.rule.role), line.act.legal_basis
