"""The flow of the executive board: one state for ever, and an act for each change of an agenda."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.lasting import (
    UPGRADED,
    LastingFlow,
    LastingLook,
    LastingState,
    LastingWork,
)
from workflows.definitions import Capacity
from workflows.machine import At, Rule, Stage, act, system
from workflows.machine.entry import Entry
from workflows.machine.reasons import says_something
from workflows.models import Case
from workflows.refusals import Unmet

from ..city.rules import BOARD_OFFICE
from .enums import ItemKind, ItemOutcome
from .models import BoardItem, BoardRecurring, BoardSession
from .queries import KIND, agenda_of, not_on, session_on

LONGEST = 300


class BoardWork(LastingWork):
    """Writes agendas and results."""

    def session_of(self, entry: Entry) -> BoardSession:
        """The session of the day that was read, made if nothing has been done about it yet."""
        session = session_on(entry["day"])
        if session is None:
            session = BoardSession(held_on=entry["day"])
            self.store(session)
        return session

    def last_position(self, session: BoardSession) -> int:
        """The number of the last item."""
        last: int | None = session.items.aggregate(last=Max("position"))["last"]
        return last or 0


def _is_office(_look: LastingLook, capacity: Capacity) -> bool:
    return capacity.fits(BOARD_OFFICE)


board_office = Rule(_("office of the executive board"), _is_office, system=True)


def _day_ahead(look: LastingLook) -> BoardSession | None:
    """Read the day of a session whose minutes are not recorded yet."""
    entry = look.entry
    day = entry.day("day")
    session = session_on(day) if day else None
    if session and session.recorded_at:
        entry.note("recorded", gettext("The minutes of this session are recorded already."), "day")
    return session


def _late(look: LastingLook, session: BoardSession | None) -> None:
    """What comes after the agenda was closed comes with a reason."""
    is_late = bool(session and session.closed_at)
    if is_late and not says_something(look.call.text):
        text = gettext("The agenda is closed. Please say why the item comes late.")
        look.entry.note("late_without_reason", text, "reason")


def can_add(look: LastingLook) -> Iterator[Unmet]:
    """A title, and a reason if the agenda is closed."""
    session = _day_ahead(look)
    look.entry.text("title", longest=LONGEST)
    look.entry.make("note", str(look.call.data.get("note") or "").strip())
    look.entry.flag("is_discussed")
    _late(look, session)
    yield from look.entry.unmet


@act(_("add an item to the agenda"), guards=[can_add])
def add_board_item(work: BoardWork) -> None:
    """An item that is no measure; marked as late with its reason if the agenda is closed."""
    entry = work.look.entry
    session = work.session_of(entry)
    item = BoardItem(
        session=session,
        position=work.last_position(session) + 1,
        kind=ItemKind.FREE,
        title=entry["title"],
        note=entry["note"],
        is_discussed=entry["is_discussed"],
        late_reason=work.call.text.strip() if session.closed_at else "",
    )
    work.store(item)
    work.note(day=session.held_on, item=item.pk, name=item.title)


def can_add_case(look: LastingLook) -> Iterator[Unmet]:
    """A case that waits for the board and is not on the closed agenda."""
    session = _day_ahead(look)
    case = look.entry.row("case", Case.objects.all())
    _late(look, session)
    if session is None or session.closed_at is None:
        text = gettext("The agenda is still open: measures come onto it by themselves.")
        look.entry.note("still_open", text)
    elif case and case not in not_on(session.held_on):
        text = gettext("This measure does not wait for the board, or is on the agenda already.")
        look.entry.note("not_waiting", text, "case")
    yield from look.entry.unmet


@act(_("add a late measure to the agenda"), guards=[can_add_case])
def add_late_case(work: BoardWork) -> None:
    """A measure that came to the board after the agenda was closed, with the reason."""
    entry = work.look.entry
    session, case = work.session_of(entry), entry["case"]
    item = BoardItem(
        session=session,
        position=work.last_position(session) + 1,
        kind=ItemKind.CASE,
        case=case,
        title=case.title,
        late_reason=work.call.text.strip(),
    )
    work.store(item)
    work.note(day=session.held_on, item=item.pk, name=item.title)


def _open_item(look: LastingLook) -> BoardItem | None:
    entry = look.entry
    item = entry.row("item", BoardItem.objects.select_related("session"))
    if item and (item.outcome or item.session.recorded_at):
        entry.note("recorded", gettext("The result of this item is recorded already."), "item")
    return item


def can_arrange(look: LastingLook) -> Iterator[Unmet]:
    """An item of a closed agenda without a result."""
    _open_item(look)
    look.entry.flag("is_discussed")
    yield from look.entry.unmet


@act(_("move an item to or from the block list"), guards=[can_arrange])
def arrange_item(work: BoardWork) -> None:
    """With discussion, or in the block list without."""
    item = work.look.entry["item"]
    item.is_discussed = work.look.entry["is_discussed"]
    work.store(item, "is_discussed")
    work.note(item=item.pk, name=item.title, is_discussed=item.is_discussed)


def can_remove(look: LastingLook) -> Iterator[Unmet]:
    """Only what its office has added; a measure leaves the agenda by its own process."""
    item = _open_item(look)
    if item and item.kind != ItemKind.FREE:
        text = gettext("Only items that the office has added can be taken off.")
        look.entry.note("not_free", text, "item")
    yield from look.entry.unmet


@act(_("take an item off the agenda"), guards=[can_remove])
def remove_board_item(work: BoardWork) -> None:
    """An item that its office has added and that was not dealt with."""
    item = work.look.entry["item"]
    work.note(day=item.session.held_on, item=item.pk, name=item.title)
    work.remove([item])


def can_close(look: LastingLook) -> Iterator[Unmet]:
    """An agenda that is open, of today or a day to come."""
    session = _day_ahead(look)
    day = look.entry.values.get("day")
    if session and session.closed_at:
        look.entry.note("closed", gettext("The agenda is closed already."), "day")
    elif day and day < look.call.today:
        look.entry.note("past", gettext("The session lies in the past."), "day")
    yield from look.entry.unmet


@act(_("close the agenda"), guards=[can_close])
def close_agenda(work: BoardWork) -> None:
    """What stands on it now stands in this order; what comes later is late."""
    day = work.look.entry["day"]
    rows = agenda_of(day)
    session = work.session_of(work.look.entry)
    session.closed_at = work.at
    work.store(session, "closed_at")
    for row in rows:
        row.session = session
        work.store(row)
    work.note(day=day, items=[row.title for row in rows])


def can_record(look: LastingLook) -> Iterator[Unmet]:
    """An item of a closed agenda whose session has begun, with what the board came to."""
    item = _open_item(look)
    outcome = look.entry.choice("outcome", ItemOutcome)
    if item and item.session.held_on > look.call.today:
        look.entry.note("ahead", gettext("The session has not taken place yet."), "item")
    if item and item.case_id is None and outcome == ItemOutcome.DISSENTS:
        text = gettext("Only on a measure does the mayor decide after dissent.")
        look.entry.note("no_measure", text, "outcome")
    yield from look.entry.unmet


@act(_("record the result of an item"), guards=[can_record], legal_basis="GO NRW § 70")
def record_item(work: BoardWork) -> None:
    """What the board came to, in a word and in its own words."""
    item = work.look.entry["item"]
    item.outcome, item.agreed = work.look.entry["outcome"], work.call.text.strip()
    work.store(item, "outcome", "agreed")
    work.note(item=item.pk, name=item.title, outcome=item.outcome)


def can_record_minutes(look: LastingLook) -> Iterator[Unmet]:
    """A number, and a result of every item."""
    session = _day_ahead(look)
    look.entry.text("minutes", longest=60)
    if session is None or session.closed_at is None:
        look.entry.note("still_open", gettext("Please close the agenda first."))
    elif session.items.filter(outcome="").exists():
        look.entry.note("results_missing", gettext("Please record a result for every item."))
    yield from look.entry.unmet


@act(_("record the minutes"), guards=[can_record_minutes], legal_basis="GO NRW § 70")
def record_minutes(work: BoardWork) -> None:
    """The minutes are complete; they are item 1 of the next session."""
    session = work.session_of(work.look.entry)
    session.minutes, session.recorded_at = work.look.entry["minutes"], work.at
    work.store(session, "minutes", "recorded_at")
    work.note(day=session.held_on, minutes=session.minutes)


def can_repeat(look: LastingLook) -> Iterator[Unmet]:
    """A title and a first day."""
    look.entry.text("title", longest=LONGEST)
    look.entry.flag("is_discussed")
    look.entry.day("valid_from")
    yield from look.entry.unmet


@act(_("add a recurring item"), guards=[can_repeat])
def add_recurring(work: BoardWork) -> None:
    """It stands on every agenda from that day on."""
    entry = work.look.entry
    row = BoardRecurring(
        title=entry["title"], is_discussed=entry["is_discussed"], valid_from=entry["valid_from"]
    )
    work.store(row)
    work.note(recurring=row.pk, name=row.title)


def can_end(look: LastingLook) -> Iterator[Unmet]:
    """A recurring item, and a last day not before its first."""
    row = look.entry.row("recurring", BoardRecurring.objects.all())
    day = look.entry.day("valid_until")
    if row and day and day < row.valid_from:
        look.entry.note("before", gettext("The end lies before the begin."), "valid_until")
    yield from look.entry.unmet


@act(_("end a recurring item"), guards=[can_end])
def end_recurring(work: BoardWork) -> None:
    """It stands on no agenda after that day."""
    row = work.look.entry["recurring"]
    row.valid_until = work.look.entry["valid_until"]
    work.store(row, "valid_until")
    work.note(recurring=row.pk, name=row.title)


@act(_("take stock of agendas and results"))
def take_stock(work: BoardWork) -> None:
    """What was there before is bound as it stands; from now on each row is known to an event."""
    work.keep_stock(KIND)


KEEPING = tuple(
    one.by(board_office)
    for one in (
        add_board_item, add_late_case, arrange_item, remove_board_item, close_agenda, record_item,
        record_minutes, add_recurring, end_recurring,
    )
)  # fmt: skip
"""What the board's office does."""


class BoardFlow(LastingFlow):
    """The agendas of the executive board."""

    kind = KIND
    label = _("executive board")
    url_name = "coordination:board_case"
    work = BoardWork
    stages = (Stage({LastingState.IN_FORCE: At(acts=(*KEEPING, take_stock.by(system)))}), UPGRADED)
