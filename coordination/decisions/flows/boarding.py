"""The executive board, and the mayor where it does not agree (M10)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.calendars import local_date
from workflows.definitions import Step
from workflows.machine import act
from workflows.machine.reasons import reason_given
from workflows.refusals import Unmet

from ..enums import MeasureState as S
from ..rules import posts
from ..rules.looks import DecisionLook
from . import values
from .releasing import after_board
from .work import DecisionWork


def protocol_given(look: DecisionLook) -> Iterator[Unmet]:
    """The session of the executive board and its minutes.

    It took place, and not before the matter had come to the board.
    """
    held = values.day(look.call.data.get("date"))
    if held is None:
        yield Unmet("date_missing", gettext("Please enter the date of the session."), "date")
    elif held > look.call.today:
        yield Unmet("date_future", gettext("The session cannot lie in the future."), "date")
    elif held < (came := local_date(look.case.state_since)):
        text = gettext("The matter only came to the board on %(day)s, after this session.")
        yield Unmet("date_before", text % {"day": f"{came:%d.%m.%Y}"}, "date")
    if not str(look.call.data.get("protocol") or "").strip():
        yield Unmet(
            "protocol_missing", gettext("Please enter the number of the minutes."), "protocol"
        )


def mayor_outcome_given(look: DecisionLook) -> Iterator[Unmet]:
    """The mayor decides one of three ways."""
    if str(look.call.data.get("outcome")) not in ("final_signature", "revision", "rejected"):
        yield Unmet("outcome_missing", gettext("Please decide how it goes on."), "outcome")


BOARD = Step(
    "executive_board",
    _("Record the executive board"),
    posts.always(posts.BOARD_OFFICE),
    acts=("board_approves", "board_dissents", "send_back"),
)
MAYOR_DECIDES = Step(
    "mayor_decides",
    _("Decide after dissent in the executive board"),
    posts.always(posts.MAYOR),
    acts=("mayor_decides",),
    period="final_signature",
)


@act(
    _("record approval of the board"),
    guards=[protocol_given],
    legal_basis="GO NRW § 70",
    step="executive_board",
    needs_version=True,
    decides=True,
)
def board_approves(work: DecisionWork) -> str:
    """M10: the board agrees; its office records the session and the minutes."""
    _note_session(work)
    return after_board(work.look)


@act(
    _("record dissent in the board"),
    guards=[protocol_given, reason_given],
    legal_basis="GO NRW § 70 Abs. 4",
    step="executive_board",
    needs_version=True,
    decides=True,
)
def board_dissents(work: DecisionWork) -> None:
    """M10: no agreement; the opinions are kept and the mayor decides."""
    _note_session(work)
    work.ask_for(MAYOR_DECIDES)
    work.tell_turn("board_dissents")


def _note_session(work: DecisionWork) -> None:
    data = work.call.data
    work.note(date=str(data["date"]), protocol=values.line(data["protocol"]))


@act(
    _("decide after dissent"),
    guards=[mayor_outcome_given, reason_given],
    legal_basis="GO NRW § 70 Abs. 4",
    step="mayor_decides",
    needs_version=True,
    decides=True,
)
def mayor_decides(work: DecisionWork) -> str:
    """The mayor decides where the board does not agree."""
    outcome = work.call.data["outcome"]
    work.note(outcome=outcome)
    return after_board(work.look) if outcome == S.FINAL_SIGNATURE else str(S(outcome))
