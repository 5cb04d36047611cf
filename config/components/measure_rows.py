"""The rows of the list of measures, put together here: as a template they took a third of the page.

What comes from outside goes through `escape` or a building block that escapes. Words that repeat
are asked for once per page.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from html import escape
from typing import Any

from django.template import Library
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from coordination.measures.queries.listing import COLUMNS, USUAL, Row
from workflows.forms.inbox.addresses import address_of

from .status import due_badge, due_day, status_tag, traffic_light
from .text import euro, german_date, local_day

register = Library()

NOTHING = "–"


@register.simple_tag
def measure_columns(rows: Sequence[Row], chosen: Sequence[str] = ()) -> dict[str, str]:
    """The head of each column of these rows, by its key; "" where there is no such column.

    The `chosen` ones, else the usual. Next step and light are left out where no row has anything
    to say there: who only observes, a member of the council for example, sees neither.
    """
    shown = set(chosen or USUAL)
    if not any(row.next_step_label for row in rows):
        shown.discard("step")
    if not any(row.measure.light for row in rows):
        shown.discard("light")
    return {key: str(label) if key in shown else "" for key, label in COLUMNS.items()}


@register.simple_tag
def measure_rows(rows: Sequence[Row], now: dt.datetime, chosen: Sequence[str] = ()) -> SafeString:
    """One row per measure: number, title, and a cell for each head of `measure_columns`."""
    draw = _Drawing(now, measure_columns(rows, chosen))
    return SafeString("".join([draw.row(row) for row in rows]))


class _Drawing:
    """Draws rows; what several rows have in common is drawn once."""

    def __init__(self, now: dt.datetime, heads: Mapping[str, str]) -> None:
        self.badge: Callable[[dt.date], str] = cache(lambda day: due_badge(day, now))
        self.light: Callable[[str, str], str] = cache(traffic_light)
        self.since: Callable[[dt.date], str] = cache(_since)
        self.urgent = f" {status_tag(_('urgent'), 'warning')}"
        # On a phone a row stands without its head.
        self.cells = [
            (self._opened(key, head), getattr(self, f"_{key}"))
            for key, head in heads.items()
            if head
        ]
        self.words: dict[tuple[str, Any], str] = {}

    def _opened(self, key: str, head: str) -> str:
        numeric = " kern-table__cell--numeric" if key == "cost" else ""
        return f'<td class="kern-table__cell{numeric}" data-label="{escape(head)}">'

    def word(self, row: Row, name: str, key: object) -> str:
        """What the row says there, which is the same for all rows with this key."""
        if (name, key) not in self.words:
            self.words[name, key] = escape(str(getattr(row, name) or NOTHING))
        return self.words[name, key]

    def row(self, row: Row) -> str:
        """One measure."""
        measure = row.measure
        cells = "".join([f"{opened}{draw(row)}</td>" for opened, draw in self.cells])
        return (
            '<tr class="kern-table__row">'
            f'<td class="kern-table__cell ff-nowrap">{escape(measure.reference)}</td>'
            '<th scope="row" class="kern-table__header">'
            f'<a href="{address_of("coordination:measure", measure.case_id)}">'
            f"{escape(measure.title)}</a>{self.urgent if measure.is_urgent else ''}</th>"
            f"{cells}</tr>"
        )

    def _state(self, row: Row) -> str:
        case = row.measure.case
        words = self.word(row, "state_label", case.state)
        return f"{words}<br>{self.since(local_day(case.state_since))}"

    def _lead(self, row: Row) -> str:
        return escape(row.measure.lead.short_name)

    def _step(self, row: Row) -> str:
        step, due = row.measure.next_step, row.measure.next_due
        words = self.word(row, "next_step_label", step)
        return f"{words}<br>{self.badge(due_day(due))}" if step and due else words

    def _light(self, row: Row) -> str:
        light = row.measure.light
        return self.light(light, row.light_label) if light else NOTHING

    def _priority(self, row: Row) -> str:
        return self.word(row, "priority_label", row.measure.priority)

    def _path(self, row: Row) -> str:
        return self.word(row, "path_label", row.measure.decision_path)

    def _cost(self, row: Row) -> str:
        return euro(row.measure.cost) or NOTHING

    def _start(self, row: Row) -> str:
        return german_date(row.measure.starts_on) or NOTHING

    def _end(self, row: Row) -> str:
        return german_date(row.measure.ends_on) or NOTHING


def _since(day: dt.date) -> str:
    words = escape(_("since %(day)s") % {"day": german_date(day)})
    return f'<span class="ff-muted ff-small">{words}</span>'
