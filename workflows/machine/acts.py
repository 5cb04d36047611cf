"""The words in which a flow is written: acts, and per state what is offered, opened and done.

An act is declared where its code stands, with what it needs. The table of a stage says for each
state who may do it there and where it leads:

    S.CHECK: At(
        steps=(CHECK,),
        enters=(show_to_the_secretariat,),
        acts=(
            pass_check.by(checker, to=S.COSIGNING),
            send_back.by(checker, to=S.REVISION, step="check"),
        ),
    )
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Never

from ..definitions import Step
from ..refusals import Conflict, Unmet
from .rules import Rule

if TYPE_CHECKING:
    from .rules import Text

Effect = Callable[[Never], "str | None"]
"""An act's own code: it gets the unit of work; where several states may follow, it names one."""

Guard = Callable[[Never], "Iterable[Unmet]"]
"""A guard looks and yields what is missing; nothing yielded means met."""

When = Callable[[Never], bool]
"""Whether the system does an act by itself now."""

Entering = Callable[[Never], None]
"""What entering a state does beside opening its steps; gets the unit of work."""


@dataclass(frozen=True, slots=True)
class Act:
    """An act: its code, what people call it, and what holds of it wherever it is offered."""

    effect: Effect
    label: Text
    guards: tuple[Guard, ...] = ()
    legal_basis: str = ""
    # The step whose task the act answers; the task is closed with the act's name as outcome.
    step: str = ""
    # Whether a person must have decided on the present version; None: where the state changes.
    needs_version: bool | None = None
    changes_text: bool = False
    # Whether it decides something even where the state stays: those who watch hear of it.
    decides: bool = False
    when: When | None = None
    # What a person is told whose task is not open (any more), if the flow knows better.
    late: type[Conflict] | None = None

    @property
    def name(self) -> str:
        """The key of the act, in the trail and everywhere."""
        return self.effect.__name__

    def by(
        self,
        rule: Rule[Never],
        *,
        to: str | tuple[str, ...] = "",
        step: str | None = None,
        legal_basis: str | None = None,
        changes_text: bool | None = None,
    ) -> Line:
        """A line of the table: who may do it and where it leads, and what differs there.

        Several targets: the act's code says which. None: the case stays in its state.
        """
        here = replace(
            self,
            step=self.step if step is None else step,
            legal_basis=self.legal_basis if legal_basis is None else legal_basis,
            changes_text=self.changes_text if changes_text is None else changes_text,
        )
        targets = (to,) if isinstance(to, str) else to
        return Line(here, rule, tuple(target for target in targets if target))


def act(
    label: Text,
    *,
    guards: Sequence[Guard] = (),
    legal_basis: str = "",
    step: str = "",
    needs_version: bool | None = None,
    changes_text: bool = False,
    decides: bool = False,
    when: When | None = None,
    late: type[Conflict] | None = None,
) -> Callable[[Effect], Act]:
    """Declare the function below as an act."""

    def declare(effect: Effect) -> Act:
        return Act(
            effect, label, tuple(guards), legal_basis, step, needs_version, changes_text, decides,
            when, late,
        )  # fmt: skip

    return declare


@dataclass(frozen=True, slots=True)
class Line:
    """An act in one state: who may do it there, and to which states it may lead."""

    act: Act
    rule: Rule[Never]
    targets: tuple[str, ...] = ()

    @property
    def needs_version(self) -> bool:
        """Whether a person must have decided on the present version of the case."""
        if self.act.needs_version is None:
            return bool(self.targets) and self.act.when is None
        return self.act.needs_version


@dataclass(frozen=True, slots=True)
class At:
    """What there is in a state: what entering it does, the steps it opens, the acts."""

    steps: tuple[Step, ...] = ()
    enters: tuple[Entering, ...] = ()
    acts: tuple[Line, ...] = ()
    # The states whose work waits here for the return to them.
    rests_from: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of a process that several kinds may have in common.

    `steps` are those that no state opens by itself: conditions, questions, plans.
    """

    states: Mapping[Any, At]  # by state; viewflow's ANY, an untyped marker, for all of them
    steps: tuple[Step, ...] = field(default=())
