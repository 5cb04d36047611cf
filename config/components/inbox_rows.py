"""The lines of the inbox, put together here: as a template they took most of the page's time.

What comes from outside goes through `escape` or a building block that escapes. Words that repeat
are asked for once per page.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache
from html import escape
from uuid import UUID

from django.template import Library
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from workflows.forms.inbox.addresses import address_of
from workflows.queries.inbox import CaseRow, TaskRow
from workflows.views.inbox.inbox import Line

from .status import due_badge, due_state, icon_tag, status_tag
from .text import german_date, german_datetime

register = Library()


@register.simple_tag
def inbox_rows(
    lines: Iterable[Line],
    me: int,
    now: dt.datetime,
    suffix: str = "",
    chosen: Collection[UUID] | None = None,
) -> SafeString:
    """One list entry per task or case; `me` is the person, `suffix` carries on the place.

    With `chosen` each open task can be ticked; those are.
    """
    draw = _Drawing(me, now, escape(suffix), chosen)
    return SafeString("".join([draw.line(line) for line in lines]))


@register.simple_tag
def chosen_items(lines: Iterable[Line]) -> SafeString:
    """Which tasks a page shows, so that what is not ticked is known as well."""
    shown = ",".join(f"t:{line.row.id.hex}" for line in lines if isinstance(line.row, TaskRow))
    return SafeString(f'<input type="hidden" name="shown" value="{shown}">')


class _Drawing:
    """Draws lines; what several lines have in common is drawn once."""

    def __init__(
        self, me: int, now: dt.datetime, suffix: str, chosen: Collection[UUID] | None
    ) -> None:
        self.me, self.suffix, self.chosen = me, suffix, chosen
        self.words = _Words()
        self.number = 0
        self.badge: Callable[[dt.datetime | None], str] = cache(lambda due: due_badge(due, now))
        self.state: Callable[[dt.datetime | None], str] = cache(lambda due: due_state(due, now))

    def line(self, line: Line) -> str:
        """A task or a case, with its frame."""
        row, tone = line.row, ""
        self.number += 1
        if not row.closed_at:
            tone = f" ff-inbox__row--{self.state(row.due_at)}"
        parts = self._task(line, row) if isinstance(row, TaskRow) else self._case(line, row)
        what, due, actions = parts
        return f'<li class="ff-inbox__row{tone}"><div>{what}</div><div>{due}</div>{actions}</li>\n'

    def _task(self, line: Line, row: TaskRow) -> tuple[str, str, str]:
        title = escape(row.title)
        topic = f" – {escape(line.topic)}" if line.topic else ""
        step = f"{escape(row.step_title)}{topic}{_outcome(row)}"
        what = (
            f'<p class="ff-inbox__what">{self._tick(row)}{step}</p>'
            f'<h3 class="ff-inbox__title" id="t{self.number}">'
            f'<a href="{escape(line.url)}">{title}</a></h3>'
            f'<p class="ff-inbox__meta">{"".join(self._facts(line, row))}</p>'
        )
        if row.closed_at:
            return what, "", ""
        # While people choose, there is one thing to do for all.
        actions = self._actions(line, row) if self.chosen is None else ""
        return what, self.badge(row.due_at), actions

    def _tick(self, row: TaskRow) -> str:
        if self.chosen is None or row.closed_at:
            return ""
        ticked = " checked" if row.id in self.chosen else ""
        return (
            '<input type="checkbox" class="ff-inbox__tick" name="item"'
            f' value="t:{row.id.hex}" aria-labelledby="t{self.number}"{ticked}> '
        )

    def _facts(self, line: Line, row: TaskRow) -> Iterator[str]:
        words = self.words
        if row.closed_at:
            yield f"<span>{words.done_on} {german_datetime(row.closed_at)}</span>"
        else:
            if row.sender:
                unit = f" ({escape(row.sender_unit)})" if row.sender_unit else ""
                yield f"<span>{words.sent_by} {escape(row.sender)}{unit}</span>"
            yield f"<span>{words.since} {german_date(row.opened_at)}</span>"
        whom = f", {words.standing_in} {escape(line.represents)}" if line.represents else ""
        yield f"<span>{escape(row.desk_name)} ({escape(row.unit)}){whom}</span>"
        if row.claimed_by == self.me and not row.closed_at:
            yield f"<span>{words.person} {words.in_hand}</span>"
        elif row.claimed_by and not row.closed_at:
            working = escape(_("%(name)s is working on it") % {"name": row.claimer})
            yield f"<span>{words.person} {working}</span>"

    def _actions(self, line: Line, row: TaskRow) -> str:
        words = self.words
        if row.claimed_by == self.me:
            hands = self._button("workflows:give_back", line, row, words.give_back, "tertiary")
            hands += self._link("workflows:hand_over", row, words.hand_over, "tertiary")
        elif row.claimed_by:
            hands = self._link("workflows:take_over", row, words.take_over, "secondary")
        else:
            hands = self._button("workflows:claim", line, row, words.accept, "secondary")
        later = f'<a href="{address_of("workflows:put_off", row.id)}">{words.resubmission}</a>'
        return _cell(hands) + _cell(later)

    def _link(self, name: str, row: TaskRow, words: str, variant: str) -> str:
        url = f"{address_of(name, row.id)}{self.suffix}"
        return (
            f'<a class="kern-btn kern-btn--{variant}" href="{url}"{self._named("h")}>'
            f'<span class="kern-label">{words}</span></a>'
        )

    def _button(self, name: str, line: Line, row: TaskRow, words: str, variant: str) -> str:
        return (
            f'<button type="submit" class="kern-btn kern-btn--{variant}"'
            f' formaction="{address_of(name, row.id)}" name="command" value="{line.command}"'
            f'{self._named("b")}><span class="kern-label">{words}</span></button>\n'
        )

    def _named(self, sign: str) -> str:
        """What is heard of it: its words, then the title, which the page does not say again."""
        key = f"{sign}{self.number}"
        return f' id="{key}" aria-labelledby="{key} t{self.number}"'

    def _case(self, line: Line, row: CaseRow) -> tuple[str, str, str]:
        words = self.words
        units = escape(", ".join(row.units))
        lies = f"<span>{words.lies_with} {units}</span>" if units else ""
        what = (
            f'<h3 class="ff-inbox__title"><a href="{escape(line.url)}" hx-boost="false">'
            f'{escape(row.title)}</a></h3><p class="ff-inbox__meta">'
            f"<span>{words.started_on} {german_date(row.opened_at)}</span>"
            f"<span>{words.in_this_state_since} {german_date(row.state_since)}</span>{lies}</p>"
        )
        due = self.badge(row.due_at) if row.due_at else ""
        tag = status_tag(row.state_label, "neutral" if row.closed_at else "info")
        return what, due, _cell(tag)


class _Words:
    """The words that occur again and again, ready to stand in HTML."""

    def __init__(self) -> None:
        self.accept = escape(_("Accept"))
        self.done_on = escape(_("done on"))
        self.give_back = escape(_("Give back"))
        self.hand_over = escape(_("Hand over"))
        self.in_hand = escape(_("You are working on it"))
        self.in_this_state_since = escape(_("in this state since"))
        self.lies_with = escape(_("lies with"))
        self.person = icon_tag("account-circle", size="small")
        self.resubmission = escape(_("Resubmission"))
        self.sent_by = escape(_("from"))
        self.since = escape(_("since"))
        self.standing_in = escape(_("standing in for"))
        self.started_on = escape(_("started on"))
        self.take_over = escape(_("Take over"))


def _cell(what: str) -> str:
    """A column of its own, so that rows with other buttons stand under each other."""
    return f'<div class="ff-inbox__actions">{what}</div>'


def _outcome(row: TaskRow) -> str:
    """What was done, unless that only repeats what was to be done."""
    if not row.closed_at or row.outcome_label.lower() == row.step_title.lower():
        return ""
    return f": {escape(row.outcome_label)}"
