"""What everybody may read of a released target, concept, measure or demand, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _

from workflows.calendars import local_date
from workflows.untyped import Json

from ...concept.enums import ConceptState
from ...demands.enums import DemandKind, Outcome
from ...demands.planning import days_between
from ...followup.enums import Publication
from ...measures.enums import Priority
from ...targets.enums import ObjectiveStatus
from ..enums import (
    CONCEPTS,
    DEMANDS,
    TARGETS,
    ConceptStanding,
    DemandStanding,
    Standing,
    TargetStanding,
    standing_of,
)

Point = tuple[date, Decimal, str]


def day(text: object) -> date | None:
    """A day that was released."""
    return date.fromisoformat(str(text)) if text else None


@dataclass(frozen=True, slots=True)
class Piece:
    """What all of them say."""

    reference: str
    publication: str
    published_at: datetime
    renewed_at: datetime
    title: str
    summary: str
    office: str
    state: str

    PAGE: ClassVar[str] = ""
    """The name of its address."""

    @property
    def is_archived(self) -> bool:
        """Whether it can be read but is no longer kept up."""
        return self.publication == Publication.ARCHIVE

    @property
    def url(self) -> str:
        """Its address for good."""
        return reverse(self.PAGE, args=[self.reference])

    @property
    def standing(self) -> str:
        """How far it is, in words."""
        raise NotImplementedError

    @property
    def line(self) -> str:
        """What stands below its title in a list."""
        return self.office


@dataclass(frozen=True, slots=True)
class PublicObjective:
    """An objective as it was resolved, and what has been measured since."""

    released: Json
    status: str
    noted_on: date | None
    readings: Sequence[tuple[date, Decimal]]

    @property
    def is_missed(self) -> bool:
        """Whether its day is over and it was not reached."""
        return self.status == ObjectiveStatus.MISSED

    @property
    def status_label(self) -> str:
        """Open, reached or missed."""
        return str(ObjectiveStatus(self.status).label)

    @property
    def last(self) -> tuple[date, Decimal] | None:
        """The last value and its day."""
        return self.readings[-1] if self.readings else None

    @property
    def baseline(self) -> Decimal | None:
        """The value at the beginning."""
        return number(self.released.get("baseline"))

    @property
    def goal(self) -> Decimal | None:
        """The value to be reached."""
        return number(self.released.get("goal"))

    @property
    def baseline_on(self) -> date | None:
        """When the beginning was measured."""
        return day(self.released.get("baseline_on"))

    @property
    def due_on(self) -> date | None:
        """By when it is to be reached."""
        return day(self.released.get("due_on"))

    @property
    def curve(self) -> Mapping[str, object] | None:
        """What the drawing and its table need; nothing where the objective is not complete."""
        begin = (self.baseline_on, self.baseline, _("at the beginning"))
        if None in (*begin[:2], self.goal, self.due_on):
            return None
        points = [begin, *((on, value, "") for on, value in self.readings)]
        return {
            "title": self.released.get("indicator") or self.released.get("text"),
            "unit": self.released.get("unit"),
            "points": sorted(points, key=lambda point: str(point[0])),
            "goal": (self.due_on, self.goal),
        }


def number(text: object) -> Decimal | None:
    """A value that was released."""
    return None if text is None else Decimal(str(text))


@dataclass(frozen=True, slots=True)
class PublicTarget(Piece):
    """A target that the council has resolved."""

    body: str
    paper: str
    resolved_on: str | None
    starts_on: str | None
    ends_on: str | None
    objectives: Sequence[Json]
    standings: Sequence[PublicObjective] = ()

    PAGE: ClassVar[str] = "portal:target"

    @property
    def standing(self) -> str:
        return str(TARGETS.get(self.state, TargetStanding.RUNNING).label)

    @property
    def resolved(self) -> date | None:
        """The day of the resolution."""
        return day(self.resolved_on)

    @property
    def begins(self) -> date | None:
        """The time frame's first day."""
        return day(self.starts_on)

    @property
    def ends(self) -> date | None:
        """The time frame's last day."""
        return day(self.ends_on)

    @property
    def reached(self) -> int:
        """How many objectives were reached."""
        return sum(row.status == ObjectiveStatus.REACHED for row in self.standings)

    @property
    def missed(self) -> int:
        """How many were missed."""
        return sum(row.is_missed for row in self.standings)


@dataclass(frozen=True, slots=True)
class PublicPhase:
    """A phase of the work on a concept with its days."""

    state: str
    due_on: date | None
    entered_on: date | None
    left_on: date | None

    @property
    def label(self) -> str:
        """The phase in words."""
        return str(ConceptState(self.state).label)


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    """A measure of a released programme, and how far it is today."""

    released: Json
    state: str
    url: str

    @property
    def priority_label(self) -> str:
        """How pressing it is."""
        return priority_words(str(self.released.get("priority") or ""))

    @property
    def standing(self) -> str:
        """How far it is."""
        return str(standing_of(self.state).label)

    @property
    def place(self) -> str:
        """Its districts, or the whole city."""
        return place_words(self.released.get("districts"))


def priority_words(priority: str) -> str:
    """A priority in words; empty where none was stated."""
    return str(Priority(priority).label) if priority else ""


def place_words(districts: object) -> str:
    """Districts by their names; none is the whole city."""
    names = [str(name) for name in districts] if isinstance(districts, list) else []
    return ", ".join(names) or _("whole city")


@dataclass(frozen=True, slots=True)
class PublicChapter:
    """A chapter of an adopted concept; `sha256` is empty where no file was released with it."""

    number: int
    title: str
    sha256: str = ""
    name: str = ""
    media_type: str = ""
    size: int = 0


def _chapter(number: int, released: str | Json) -> PublicChapter:
    """As it was released: a title, or a title with the particulars of a file."""
    if isinstance(released, str):
        return PublicChapter(number, released)
    return PublicChapter(number=number, **released)


@dataclass(frozen=True, slots=True)
class PublicConcept(Piece):
    """A concept on its way or in force."""

    paper: str
    resolved_on: str | None
    valid_until: str | None
    # Releases of the first time have titles alone.
    chapters: Sequence[str | Json]
    programme: Sequence[Json]
    phases: Sequence[PublicPhase] = ()
    lines: Sequence[ProgrammeLine] = ()

    PAGE: ClassVar[str] = "portal:concept"

    @property
    def files(self) -> list[PublicChapter]:
        """The chapters in their order, with their files."""
        return [_chapter(number, one) for number, one in enumerate(self.chapters or (), start=1)]

    @property
    def standing(self) -> str:
        return str(CONCEPTS.get(self.state, ConceptStanding.WORKED_ON).label)

    @property
    def resolved(self) -> date | None:
        """The day of the resolution."""
        return day(self.resolved_on)

    @property
    def valid(self) -> date | None:
        """Until when it holds."""
        return day(self.valid_until)


@dataclass(frozen=True, slots=True)
class PublicMeasure(Piece):
    """A decided measure."""

    paper: str
    priority: str
    fields: Sequence[str]
    groups: Sequence[str]
    districts: Sequence[str]
    starts_on: date | None
    ends_on: date | None
    milestones: Sequence[tuple[date, datetime | None]] = ()

    PAGE: ClassVar[str] = "portal:measure"

    @property
    def standing(self) -> str:
        return str(standing_of(self.state).label)

    @property
    def is_stopped(self) -> bool:
        """Whether it is not carried out."""
        return standing_of(self.state) == Standing.STOPPED

    @property
    def priority_label(self) -> str:
        """How pressing it is."""
        return priority_words(self.priority)

    @property
    def place(self) -> str:
        """Its districts, or the whole city."""
        return place_words(self.districts)

    @property
    def done(self) -> int:
        """How many milestones are reached."""
        return sum(done is not None for _due, done in self.milestones)

    @property
    def days(self) -> Sequence[tuple[date, date | None]]:
        """Each milestone: until when, and the day on which it was reached."""
        return [(due, local_date(done) if done else None) for due, done in self.milestones]

    @property
    def line(self) -> str:
        return " · ".join(filter(None, [self.office, self.place, ", ".join(self.fields)]))


@dataclass(frozen=True, slots=True)
class PublicDemand(Piece):
    """A demand that the city has answered."""

    kind: str
    sender: str
    answer: str
    fields: Sequence[str]
    outcome: str
    answered_on: str | None
    promised_on: str | None
    open_since: date
    closed_on: date | None
    measures: Sequence[tuple[str, str]] = ()

    PAGE: ClassVar[str] = "portal:demand"

    @property
    def standing(self) -> str:
        return str(DEMANDS.get(self.state, DemandStanding.ANEW).label)

    @property
    def kind_label(self) -> str:
        """Demand, inquiry or wish to speak."""
        return str(DemandKind(self.kind).label)

    @property
    def outcome_label(self) -> str:
        """What the answer says, in a word."""
        return str(Outcome(self.outcome).label) if self.outcome else ""

    @property
    def answered(self) -> date | None:
        """The day of the answer."""
        return day(self.answered_on)

    @property
    def promised(self) -> date | None:
        """By when the city will have done what it says."""
        return day(self.promised_on)

    @property
    def line(self) -> str:
        return f"{self.sender} · {_('since')} {self.open_since:%d.%m.%Y}"

    def days_open(self, today: date) -> int:
        """For how many days the city has owed it, up to its end where it has one."""
        return days_between(self.open_since, self.closed_on or today)
