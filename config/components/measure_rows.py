"""The rows of the list of measures, put together here: as a template they took a third of the page.

What comes from outside goes through `escape` or a building block that escapes. Words that repeat
are asked for once per page.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from functools import cache
from html import escape
from typing import Any

from django.template import Library
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from coordination.measures.queries.listing import Row
from workflows.forms.inbox.addresses import address_of

from .status import due_badge, due_day, status_tag, traffic_light
from .text import euro, german_date, local_day

register = Library()

NOTHING = "–"


@register.simple_tag
def measure_columns(rows: Sequence[Row]) -> dict[str, str]:
    """The heads "step" and "light" of these rows; "" where none of them has anything to say there.

    Who only observes, a member of the council for example, sees neither steps nor lights.
    """
    return {
        "step": _("Next step") if any(row.next_step_label for row in rows) else "",
        "light": _("Traffic light") if any(row.measure.light for row in rows) else "",
    }


@register.simple_tag
def measure_rows(rows: Sequence[Row], now: dt.datetime) -> SafeString:
    """One row per measure: number, title, state, lead, next step, light, priority, cost, end.

    Next step and light have cells where `measure_columns` gives them a head.
    """
    draw = _Drawing(now, **measure_columns(rows))
    return SafeString("".join([draw.row(row) for row in rows]))


class _Drawing:
    """Draws rows; what several rows have in common is drawn once."""

    def __init__(self, now: dt.datetime, *, step: str, light: str) -> None:
        self.has_step, self.has_light = bool(step), bool(light)
        self.badge: Callable[[dt.date], str] = cache(lambda day: due_badge(day, now))
        self.light: Callable[[str, str], str] = cache(traffic_light)
        self.since: Callable[[dt.date], str] = cache(_since)
        self.urgent = f" {status_tag(_('urgent'), 'warning')}"
        # On a phone a row stands without its head.
        heads = ("State", "Lead", "Next step", "Traffic light", "Priority", "Cost", "End")
        self.label = {head: f' data-label="{escape(_(head))}"' for head in heads}
        self.words: dict[tuple[str, Any], str] = {}

    def word(self, row: Row, name: str, key: object) -> str:
        """What the row says there, which is the same for all rows with this key."""
        if (name, key) not in self.words:
            self.words[name, key] = escape(str(getattr(row, name) or NOTHING))
        return self.words[name, key]

    def row(self, row: Row) -> str:
        """One measure."""
        measure = row.measure
        case, priority = measure.case, self.word(row, "priority_label", measure.priority)
        return (
            '<tr class="kern-table__row">'
            f'<td class="kern-table__cell ff-nowrap">{escape(measure.reference)}</td>'
            '<th scope="row" class="kern-table__header">'
            f'<a href="{address_of("coordination:measure", measure.case_id)}">'
            f"{escape(measure.title)}</a>{self.urgent if measure.is_urgent else ''}</th>"
            f'<td class="kern-table__cell"{self.label["State"]}>'
            f"{self.word(row, 'state_label', case.state)}<br>"
            f"{self.since(local_day(case.state_since))}</td>"
            f'<td class="kern-table__cell"{self.label["Lead"]}>'
            f"{escape(measure.lead.short_name)}</td>"
            f"{self._next_step(row)}{self._light(row)}"
            f'<td class="kern-table__cell"{self.label["Priority"]}>{priority}</td>'
            f'<td class="kern-table__cell kern-table__cell--numeric"{self.label["Cost"]}>'
            f"{euro(measure.cost) or NOTHING}</td>"
            f'<td class="kern-table__cell"{self.label["End"]}>'
            f"{german_date(measure.ends_on) or NOTHING}</td></tr>"
        )

    def _next_step(self, row: Row) -> str:
        if not self.has_step:
            return ""
        step, due = row.measure.next_step, row.measure.next_due
        words = self.word(row, "next_step_label", step)
        badge = f"<br>{self.badge(due_day(due))}" if step and due else ""
        return f'<td class="kern-table__cell"{self.label["Next step"]}>{words}{badge}</td>'

    def _light(self, row: Row) -> str:
        if not self.has_light:
            return ""
        light = row.measure.light
        words = self.light(light, row.light_label) if light else NOTHING
        return f'<td class="kern-table__cell"{self.label["Traffic light"]}>{words}</td>'


def _since(day: dt.date) -> str:
    words = escape(_("since %(day)s") % {"day": german_date(day)})
    return f'<span class="ff-muted ff-small">{words}</span>'
