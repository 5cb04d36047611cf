"""The council's calendar, the executive board, what a body asked for."""

from django.core.signals import request_finished, request_started

from workflows.signals import ticked

from ..board.flows import BoardFlow
from ..board.queries import TABLES as BOARD_TABLES
from ..council.flows.calendar import CouncilCalendarFlow
from ..council.queries.bound import TABLES as COUNCIL_TABLES
from ..council.queries.rulebook import forget, remember_for_a_request
from ..council.views.offering import CALENDAR_PAGES
from ..decisions.jobs import ask_for_new_law
from ..followup.flows.flow import FollowUpFlow
from ..followup.queries.bound import TABLES as FOLLOWUP_TABLES
from ..followup.views.pages import FOLLOWUP_PAGES
from .rooms import room


def keep_the_calendar() -> None:
    """Bodies, sessions and rules of the council: their flow, pages and rows, and new rules asked
    for.
    """
    room(CouncilCalendarFlow, tables=COUNCIL_TABLES, pages=[CALENDAR_PAGES])
    ticked.connect(ask_for_new_law, dispatch_uid="law")
    # The rules of the council are read once for all that one page asks of them.
    request_started.connect(remember_for_a_request, dispatch_uid="rules of the council")
    request_finished.connect(forget, dispatch_uid="rules of the council")


def keep_the_board() -> None:
    """The agendas of the executive board, one case for ever."""
    room(BoardFlow, tables=BOARD_TABLES)


def follow_up() -> None:
    """What a body asked for: its flow, its pages, what its events bind."""
    room(FollowUpFlow, tables=FOLLOWUP_TABLES, pages=[FOLLOWUP_PAGES])
