"""The agenda of a session of the executive board, as it is or as it makes itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from workflows.calendars import Period, PeriodUnit, end_of_day
from workflows.models import Case, Event, StepRun
from workflows.queries.lasting import only_case
from workflows.queries.people.routes import periods_of, route_in_force, working_calendar
from workflows.queries.proof.bound import Bound

from ..decisions.enums import MeasureState
from .enums import ItemKind
from .models import BoardItem, BoardRecurring, BoardSession

KIND = "executive_board"
"""The kind of the one case whose trail is the board's."""

TUESDAY = Period(2, PeriodUnit.WEEKDAY)
DISSENT = ("declare_dissent", "open_clarification", "clarify")
"""The acts by which it shows that lead and offices do not agree."""

MOST = 300
"""Items of one agenda; more than any session can deal with."""


def board_case() -> int | None:
    """The id of the board's case; None before it was opened."""
    return only_case(KIND)


def next_day(today: date) -> date:
    """The day of the next session: today if it is one, else as the route's period says.

    A rule that names no day of the week leaves the Tuesday (domain 2.9).
    """
    route = route_in_force("measure", on=today)
    period = periods_of(route.pk if route else None).get("executive_board", TUESDAY)
    if period.unit != PeriodUnit.WEEKDAY:
        period = TUESDAY
    if today.isoweekday() == period.amount:
        return today
    return working_calendar().forward(today, period).due_on


def session_on(day: date) -> BoardSession | None:
    """The session of a day, if something has been done about it."""
    return BoardSession.objects.filter(held_on=day).first()


def agenda_of(day: date) -> list[BoardItem]:
    """The items of a session in their order; not saved as long as the agenda is open.

    First the minutes of the last session, what comes again, what is discussed, the block list,
    then what came late.
    """
    session = session_on(day)
    kept = list(session.items.select_related("case")) if session else []
    if session and session.closed_at:
        return kept
    rows = [*_by_itself(day), *kept]
    order = list(ItemKind)
    rows.sort(key=lambda one: (_place(one), order.index(ItemKind(one.kind))))
    for number, row in enumerate(rows, start=1):
        row.position = number
    return rows


def _place(item: BoardItem) -> int:
    if item.kind == ItemKind.MINUTES:
        return 0
    return 1 if item.is_discussed else 2


def _by_itself(day: date) -> Iterator[BoardItem]:
    if last := last_recorded(day):
        title = _("Minutes of the session of %(day)s") % {"day": f"{last.held_on:%d.%m.%Y}"}
        yield BoardItem(kind=ItemKind.MINUTES, title=title, is_discussed=False, position=0)
    for row in recurring_on(day):
        yield BoardItem(
            kind=ItemKind.RECURRING, title=row.title, is_discussed=row.is_discussed, position=0
        )
    for case in waiting_cases(on=day):
        yield BoardItem(
            kind=ItemKind.CASE, case=case, title=case.title, position=0,
            is_discussed=vars(case)["is_disputed"],
        )  # fmt: skip


def last_recorded(day: date) -> BoardSession | None:
    """The last session before a day whose minutes are recorded."""
    before = BoardSession.objects.filter(held_on__lt=day).exclude(recorded_at=None)
    return before.order_by("-held_on").first()


def recurring_on(day: date) -> QuerySet[BoardRecurring]:
    """What comes again on that day."""
    lasts = Q(valid_until=None) | Q(valid_until__gte=day)
    return BoardRecurring.objects.filter(lasts, valid_from__lte=day).order_by("pk")


def waiting_cases(*, on: date) -> QuerySet[Case]:
    """The cases that have come to the board by the end of a day, the oldest first.

    `is_disputed` if lead and offices differ.

    One on which it has not agreed waits for the mayor and not for the board.
    """
    asked = StepRun.objects.filter(case=OuterRef("pk"), key="executive_board", closed_at=None)
    clarified = Event.objects.filter(
        case=OuterRef("pk"), action__in=("clarify", "open_clarification")
    )
    state, end = MeasureState.EXECUTIVE_BOARD, end_of_day(on)
    found = Case.objects.filter(Exists(asked), state=state, state_since__lt=end)
    return found.annotate(is_disputed=Exists(clarified)).order_by("state_since", "pk")[:MOST]


def not_on(day: date) -> list[Case]:
    """Cases that came to the board after the agenda of that day was closed."""
    named = set(BoardItem.objects.filter(session__held_on=day).values_list("case", flat=True))
    return [case for case in waiting_cases(on=day) if case.pk not in named]


def sessions_before(day: date, *, most: int = 26) -> list[BoardSession]:
    """Past sessions of half a year, the latest first."""
    since = day - timedelta(days=7 * most)
    rows = BoardSession.objects.filter(held_on__lt=day, held_on__gte=since)
    return list(rows.order_by("-held_on"))


TABLES: Sequence[Bound] = (
    Bound(
        BoardSession,
        "",
        {"": ("held_on", "closed_at"), "minutes": ("minutes", "recorded_at")},
        kind=KIND,
    ),
    Bound(
        BoardItem,
        "",
        {
            "": ("session_id", "position", "kind", "case_id", "title", "note", "late_reason"),
            "discussed": ("is_discussed",),
            "result": ("outcome", "agreed"),
        },
        kind=KIND,
    ),
    Bound(
        BoardRecurring,
        "",
        {"": ("title", "is_discussed", "valid_from"), "end": ("valid_until",)},
        kind=KIND,
    ),
)
"""Which rows of the board its events bind."""
