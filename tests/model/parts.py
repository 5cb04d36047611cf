"""What a measure's model is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple


class RefusedError(Exception):
    """The model refuses; the status that a person is told.

    `is_told`: the page offers it, and says why not to whoever tries.
    """

    def __init__(self, status: int, *, is_told: bool = False) -> None:
        super().__init__(status)
        self.status, self.is_told = status, is_told


@dataclass(frozen=True)
class Move:
    """An act as somebody tries it. `good`: the form holds all that it must."""

    act: str
    who: str
    choice: str = ""
    good: bool = True
    stale: bool = False
    number: int = 0
    flag: bool = False


@dataclass
class Item:
    """One unit's part in the present round."""

    kind: str
    silence: str
    """What no answer means at the end of the period; empty: nothing."""
    number: int = 0
    """The order in which units were asked."""
    is_open: bool = True
    choice: str = ""
    is_carried: bool = False
    passes: int = 0
    """How often the unit has said in this round that another one is responsible."""
    is_extended: bool = False
    named: bool = False
    """Asked because another unit named it, by no rule."""
    instead: str = ""
    """The desk that is asked in place of a unit all of whose signers wrote the text."""

    @property
    def status(self) -> str:
        return "requested" if self.is_open else "answered" if self.choice else "void"

    @property
    def is_void(self) -> bool:
        return self.status == "void"

    def spared(self) -> Item:
        """Nobody waits for the unit any more, nor for whoever was asked in its place."""
        return Item(self.kind, self.silence, self.number, is_open=False, named=self.named)

    def close(self) -> None:
        """Nobody needs the answer any more."""
        self.is_open = False


@dataclass
class Condition:
    """A condition of the present round."""

    unit: str
    status: str = "open"
    material: bool | None = None
    settled: bool = False

    @property
    def waits(self) -> bool:
        return self.status in ("open", "declined")


class Station(NamedTuple):
    """A body that deliberates, its role, and when its session begins if it has one."""

    role: str
    body: str
    start: datetime | None


@dataclass
class World:
    """What the model cannot know of itself: the time, the calendar and the sessions."""

    now: datetime
    chain_ok: bool = True
    chain: Sequence[Station] = ()
    """The stations as they are planned for the signature."""
    sessions: Mapping[str, Sequence[datetime]] = field(default_factory=dict)
    """All sessions of each body, in order."""
    closing: Mapping[datetime, date] = field(default_factory=dict)
    """Until which day a session takes papers."""
    recorded: Mapping[datetime, date] = field(default_factory=dict)
    """When the papers of a session were sent, as far as it was recorded."""
    is_working_day: Callable[[date], bool] = lambda _day: True

    @property
    def today(self) -> date:
        return self.now.date()

    def sent_on(self, start: datetime) -> date:
        """Seven full days lie between the dispatch and the session; no day off sends anything."""
        day = start.date() - timedelta(days=8)
        while not self.is_working_day(day):
            day -= timedelta(days=1)
        return self.recorded.get(start, day)

    def end_of_period(self, day: date) -> date:
        """BGB § 193: a period for a declaration ends on a working day."""
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def working_days(self, after: date, until: date) -> int:
        days = (after + timedelta(days=n) for n in range(1, (until - after).days + 1))
        return sum(map(self.is_working_day, days))

    def days_further(self, day: date, count: int) -> date:
        step = timedelta(days=1 if count > 0 else -1)
        while count:
            day += step
            count -= (step.days) * self.is_working_day(day)
        return day

    def held_up(self, day: date, since: date) -> date:
        """M27: as many working days lie ahead as did on the day since which it rested; what was
        late is as late as it was.
        """
        if day >= since:
            return self.days_further(self.today, self.working_days(since, day))
        late = self.working_days(day, since)
        return self.days_further(self.today, -late) if late else self.today - timedelta(days=1)

    def has_met(self, body: str) -> bool:
        return self.last_session(body) is not None

    def last_session(self, body: str) -> datetime | None:
        held = [start for start in self.sessions[body] if start <= self.now]
        return held[-1] if held else None

    def next_session_now(self, body: str) -> datetime | None:
        return self.next_session(body, self.now)

    def takes_papers(self, body: str, after: datetime) -> datetime | None:
        """The next session whose editorial deadline is not over."""
        ahead = (start for start in self.sessions[body] if start > after)
        return next((start for start in ahead if self.closing[start] >= self.today), None)

    def next_session(self, body: str, after: datetime) -> datetime | None:
        return next((start for start in self.sessions[body] if start > after), None)


def planned_anew(stations: Sequence[Station], number: int, world: World) -> list[Station]:
    """Four ways to plan the open stations: not all of them hold."""
    first, last = stations[0], stations[-1]
    if number == 0:
        return [first._replace(start=world.next_session(first.body, world.now)), *stations[1:]]
    if number == 1:
        return [first._replace(start=None), *stations[1:]]
    if number == 2:
        return [first._replace(start=world.sessions[first.body][0]), *stations[1:]]
    return [last._replace(start=world.next_session(last.body, world.now))]


def referral(body: str) -> str:
    """Where a body refers a paper to, in these runs."""
    return "main_committee" if body == "committee" else "committee"


def board_session(today: date, number: int) -> date:
    """The day of the board's session as it is recorded: today, yesterday or tomorrow."""
    return today + timedelta(days=(0, 0, -1, 1)[number])


def later(today: date, number: int) -> date:
    """A new day for the milestone of this number."""
    return today + timedelta(days=200 + 30 * number)


def quarter(day: date) -> date:
    """The first day of the quarter."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def next_quarter(start: date) -> date:
    return date(start.year + start.month // 10, (start.month + 3) % 12 or 12, 1)


@dataclass
class Reports:
    """Status reports by quarter and kind: written, released; and what is asked for."""

    status: dict[tuple[date, bool], str] = field(default_factory=dict)
    wanted: set[date] = field(default_factory=set)
    at_head: list[tuple[date, bool]] = field(default_factory=list)

    def twin(self) -> Reports:
        return Reports(dict(self.status), set(self.wanted), list(self.at_head))

    def write(self, start: date, *, is_final: bool) -> None:
        key = (start, is_final)
        self.status[key] = "draft"
        self.wanted.discard(start)
        if key not in self.at_head:
            self.at_head.append(key)

    def release(self, key: tuple[date, bool]) -> None:
        self.at_head.remove(key)
        self.status[key] = "released"
        if not key[1]:
            self.wanted.add(self._after(key[0]))

    def _after(self, start: date) -> date:
        """The next quarter without a report."""
        start = next_quarter(start)
        while (start, False) in self.status:
            start = next_quarter(start)
        return start

    def ask(self, start: date) -> None:
        """For the quarter in which the work begins; what is reported is not reported again."""
        is_reported = self.status.get((start, False)) == "released"
        self.wanted.add(self._after(start) if is_reported else start)

    def drop_tasks(self) -> None:
        """The work is over, or begins anew: nobody is asked any more."""
        self.wanted, self.at_head = set(), []

    def give_back(self, key: tuple[date, bool]) -> None:
        self.at_head.remove(key)
        self.wanted.add(key[0])
