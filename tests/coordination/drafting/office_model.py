"""A round of co-signature with what happens inside the offices, written from the domain alone.

The text (domain 2.3): whoever signs lets a clerk draft, the clerk hands in, the head signs, sends
back or answers without it; a draft that is not signed is silence at the due moment. An office asks
others for a contribution, two deep, never in a circle, with a day before its own; answering over an
open one needs a sentence. A request for documents stops that office's clock, one of the secretariat
all; two stop it once; once per round each; at the answer, the withdrawal or after fifteen working
days the clock goes on with the working days that were left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

OFFICES = ("school", "health")
LEAD = "youth"
ALL = "all"
OFF = {date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 14), date(2026, 5, 25)}
PERIOD, LONGEST = 10, 15
LIVE_WISH = {"asked", "given"}


def works(day: date) -> bool:
    return day.weekday() < 5 and day not in OFF


def further(day: date, count: int) -> date:
    """So many working days on, or back."""
    step = timedelta(days=1 if count > 0 else -1)
    while count:
        day += step
        count -= step.days * works(day)
    return day


def between(start: date, end: date) -> int:
    return sum(works(start + timedelta(days=n + 1)) for n in range((end - start).days))


@dataclass
class Wish:
    """What an office asks another one for."""

    item: str
    unit: str
    wanted: date
    above: int | None = None
    """The wish that it serves, if it does not serve the answer itself."""
    state: str = "asked"


@dataclass
class Model:
    """`try_` says what somebody is told; what is done changes it."""

    today: date
    items: dict[str, str] = field(default_factory=lambda: dict.fromkeys(OFFICES, "open"))
    due: dict[str, date] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)
    drafts: list[str] = field(default_factory=list)
    """The drafts of the school in their order; at most the last one lives."""
    was_written: bool = False
    wishes: list[Wish] = field(default_factory=list)
    limits: dict[str, date] = field(default_factory=dict)
    """Who waits for documents, and until when at the longest."""
    asked: Counter[str] = field(default_factory=Counter)
    allowed: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.due = dict.fromkeys(OFFICES, further(self.today, PERIOD))

    def is_open(self, office: str) -> bool:
        return self.items[office] == "open"

    @property
    def runs(self) -> bool:
        return any(self.is_open(office) for office in OFFICES)

    # --- drafts -----------------------------------------------------------------------------

    @property
    def draft(self) -> str:
        """Where the school's draft stands; empty where none lives."""
        last = self.drafts[-1] if self.drafts else ""
        return last if last in ("drafting", "submitted") else ""

    def try_give_out(self) -> int:
        if not self.is_open("school"):
            return 409
        if self.draft:
            return 422
        self.drafts.append("drafting")
        self.was_written = False
        return 200

    def _moves(self, state: str, to: str) -> int:
        if self.draft != state:
            return 409
        self.drafts[-1] = to
        return 200

    def try_hand_in(self) -> int:
        told = self._moves("drafting", "submitted")
        self.was_written |= told == 200
        return told

    def try_revise(self) -> int:
        return self._moves("submitted", "submitted")

    def try_send_back(self) -> int:
        return self._moves("submitted", "drafting")

    def try_recall(self) -> int:
        return self._moves(self.draft or "none", "dropped")

    # --- contributions ------------------------------------------------------------------------

    def asker(self, wish: Wish) -> str:
        return wish.item if wish.above is None else self.wishes[wish.above].unit

    def waits_for(self, office: str) -> set[str]:
        """Whom an office waits for, straight or through others."""
        found: set[str] = set()
        fresh = {office}
        while fresh:
            fresh = {
                wish.unit
                for wish in self.wishes
                if wish.state == "asked" and self.asker(wish) in fresh
            } - found
            found |= fresh
        return found

    def try_ask(self, item: str, unit: str, above: int | None) -> int:
        """Of whoever has to answer, or was asked for a contribution itself; no third step."""
        if not self.is_open(item):
            return 409
        if above is not None:
            served = self.wishes[above]
            if served.state != "asked" or served.above is not None:
                return 409
        asker = item if above is None else self.wishes[above].unit
        if unit in (LEAD, item, asker) or asker in self.waits_for(unit):
            return 422
        limit = self.due.get(item) if above is None else self.wishes[above].wanted
        wanted = max(self.today, further(limit, -1)) if limit else self.today
        # It lies before the asker's own day, unless that is over.
        if limit and self.today <= limit <= wanted:
            return 422
        if any(w.item == item and w.unit == unit and w.state in LIVE_WISH for w in self.wishes):
            return 422
        self.wishes.append(Wish(item, unit, wanted, above))
        return 200

    def _waits_below(self, number: int) -> bool:
        return any(w.above == number and w.state == "asked" for w in self.wishes)

    def try_contribute(self, number: int, says_why: bool) -> int:  # noqa: FBT001 - a move
        wish = self.wishes[number]
        if wish.state != "asked":
            return 409
        if self._waits_below(number) and not says_why:
            return 422
        wish.state = "given"
        return 200

    def try_decline(self, number: int) -> int:
        return self._ends(number, "asked", "declined")

    def try_withdraw_wish(self, number: int) -> int:
        return self._ends(number, "asked", "withdrawn")

    def _ends(self, number: int, state: str, to: str) -> int:
        if self.wishes[number].state != state:
            return 409
        self.wishes[number].state = to
        return 200

    def try_return(self, number: int) -> int:
        """Whoever asked waits again: not for an office that waits for them."""
        wish = self.wishes[number]
        if wish.state != "given":
            return 409
        if self.asker(wish) in self.waits_for(wish.unit):
            return 422
        wish.state, wish.wanted = "asked", max(wish.wanted, self.today)
        return 200

    # --- the answer -----------------------------------------------------------------------------

    def try_vote(self, office: str, is_stale: bool, says_why: bool) -> int:  # noqa: FBT001 - a move
        if not self.is_open(office) or is_stale:
            return 409
        waits = any(
            w.item == office and w.above is None and w.state == "asked" for w in self.wishes
        )
        if waits and not says_why:
            return 422
        self.close(office, "answered")
        return 200

    def close(self, office: str, how: str) -> None:
        self.items[office] = how
        self.limits.pop(office, None)
        self.due.pop(office, None)
        self.left.pop(office, None)
        if not self.runs:
            self.limits.clear()

    def follow(self) -> None:
        """What served an answer that was given, or counts as given, is over."""
        if self.draft and not self.is_open("school"):
            is_silent = self.items["school"] == "silent"
            signed = "signed" if self.draft == "submitted" else "dropped"
            unsigned = "unsigned" if self.was_written else "dropped"
            self.drafts[-1] = unsigned if is_silent else signed
        for wish in self.wishes:
            above = self.wishes[wish.above] if wish.above is not None else None
            goes_on = self.is_open(wish.item) and (above is None or above.state == "asked")
            if wish.state in LIVE_WISH and not goes_on:
                wish.state = "lapsed" if wish.state == "asked" else "used"

    # --- clocks -----------------------------------------------------------------------------------

    def stopped(self) -> Iterator[str]:
        for office in OFFICES:
            if self.is_open(office) and {office, ALL} & {*self.limits}:
                yield office

    def try_request(self, asker: str) -> int:
        is_asked = self.runs if asker == ALL else self.is_open(asker)
        if not is_asked or asker in self.limits or self.asked[asker] > self.allowed[asker]:
            return 422
        self.asked[asker] += 1
        self.limits[asker] = further(self.today, LONGEST)
        for office in self.stopped():
            if office in self.due:
                self.left[office] = between(self.today, self.due.pop(office))
        return 200

    def try_provide(self, asker: str) -> int:
        del self.limits[asker]
        self.resume()
        return 200

    def try_withdraw_request(self, asker: str) -> int:
        return self.try_provide(asker) if asker in self.limits else 422

    def try_allow(self, asker: str) -> int:
        if not self.asked[asker]:
            return 422
        self.allowed[asker] += 1
        return 200

    def resume(self) -> None:
        for office in {*self.left} - {*self.stopped()}:
            self.due[office] = further(self.today, self.left.pop(office))

    def pass_days(self, count: int) -> None:
        self.today += timedelta(days=count)
        for office in [name for name, day in self.due.items() if day < self.today]:
            self.close(office, "silent")
        for asker in [name for name, day in self.limits.items() if day < self.today]:
            del self.limits[asker]
        self.resume()
