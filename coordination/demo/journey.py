"""A measure on its way: from its proposal through all states to where its story ends."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from workflows.calendars import local_date
from workflows.models import Task, Unit

from ..measures.actions import measures
from ..measures.models import Measure
from .catalogue import Catalogue
from .plot import served_by
from .stage import Stage
from .stories import Story

Steps = Generator[datetime, None, None]
"""People's work: it yields the moment at which it goes on."""


@dataclass(slots=True)
class Journey:
    """One measure, its story, and short ways to act on it."""

    stage: Stage
    story: Story
    measure: Measure
    lead: Unit
    # What the phases remember between them, e.g. how many reports were written.
    notes: dict[str, int] = field(default_factory=dict)

    @property
    def case(self) -> int:
        """The id of the measure's case."""
        return self.measure.case_id

    @property
    def state(self) -> str:
        """The present state."""
        return self.stage.state(self.case)

    @property
    def head(self) -> str:
        """The desk that leads the lead unit."""
        desk = f"{self.lead.key}-head"
        return desk if self.stage.has(desk) else f"{self.lead.key}-deputy_mayor"

    @property
    def clerk(self) -> str:
        """The desk that writes for the lead unit."""
        return f"{self.lead.key}-clerk"

    def word(self, key: str, **details: str) -> str:
        """A sentence of the script."""
        return self.stage.words[key].format(**details)

    def do(
        self, name: str, desk: str, *, text: str = "", task: UUID | None = None, **data: object
    ) -> None:
        """An act on this measure."""
        self.stage.do(self.case, name, desk, text=text, task=task, **data)

    def answer(self, task: Task, name: str, *, text: str = "", **data: object) -> None:
        """An act that answers a task, by whoever sits at its desk."""
        self.do(name, task.desk.key, text=text, task=task.pk, **data)

    def tasks(self, step: str) -> list[Task]:
        """The open tasks of a step."""
        return self.stage.tasks(self.case, step)


Phase = Callable[[Journey], Steps]


def travel(
    stage: Stage,
    story: Story,
    catalogue: Catalogue,
    *,
    phases: Mapping[str, Phase],
    endings: Mapping[str, Phase],
) -> Steps:
    """Propose the measure and do in each state what its phase says, at last its ending."""
    journey = _propose(stage, story, catalogue)
    while True:
        state = journey.state
        if state == story.until:
            if state in endings:
                yield from endings[state](journey)
            return
        if state not in phases:
            return
        yield from phases[state](journey)
        if journey.state == state:
            return


def _propose(stage: Stage, story: Story, catalogue: Catalogue) -> Journey:
    day = local_date(stage.ends + timedelta(days=story.due["in_days"]))
    lead = catalogue.lead(story.measure)
    fields = catalogue.fields(story.measure, milestone=story.due["milestone"], on=day)
    measure = measures.propose(
        fields={**fields, "serves": served_by(fields["fields_of_action"])},
        by=stage.person(f"{lead.key}-clerk"),
        at=stage.now,
    )
    return Journey(stage, story, measure, lead)
