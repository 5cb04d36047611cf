"""What a fault has cost: numbers to show, and losses, of which there may be none."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Figures:
    """The result of one fault, done many times."""

    name: str
    numbers: dict[str, float] = field(default_factory=dict)
    losses: list[str] = field(default_factory=list)

    def expect(self, holds: bool, loss: str) -> None:  # noqa: FBT001 - like an assertion
        """Keep the loss if the promise does not hold."""
        if not holds:
            self.losses.append(loss)

    def count(self, name: str) -> None:
        """One more of these."""
        self.numbers[name] = self.numbers.get(name, 0) + 1

    def lines(self) -> list[str]:
        """As people read it: one line, and one for each of the first losses."""
        told = "  ".join(f"{name} {number}" for name, number in self.numbers.items())
        verdict = "holds" if not self.losses else f"{len(self.losses)} LOST"
        return [f"{self.name:<28} {verdict:<8} {told}", *(f"    {e}" for e in self.losses[:10])]


def wait_until(condition: Callable[[], object], *, seconds: float, every: float = 0.05) -> bool:
    """Whether it has come true in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(every)
    return True
