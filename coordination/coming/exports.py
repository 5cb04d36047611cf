"""The list of coming matters as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from workflows.tables import Cell

from .queries.listing import Listing, Stop


def coming_table(listing: Listing) -> Iterator[list[Cell]]:
    """A head and a row for every matter of the list, in its order."""
    yield [
        _("Session"), _("Certainty"), _("Number"), _("Title"), _("Goal"), _("Lead"), _("State"),
        _("Next step"), _("Comes before"), _("Decisions so far"), _("Total cost"), _("Districts"),
        _("Participation of citizens"), _("What is planned, or why none"),
    ]  # fmt: skip
    for row in listing.everything():
        measure = row.measure
        certainty = _("expected") if row.place.is_forecast else _("planned")
        yield [
            row.place.day,
            certainty if row.place.day else _("no session yet"),
            measure.reference,
            measure.title,
            measure.goal,
            measure.lead.short_name,
            row.state_label,
            row.next_step_label,
            _stops(row.ahead),
            _stops(row.said),
            measure.cost,
            row.districts,
            measure.get_participation_display(),
            measure.participation_words,
        ]


def _stops(stops: Sequence[Stop]) -> str:
    return "; ".join(_words(stop) for stop in stops)


def _words(stop: Stop) -> str:
    day = f"{stop.day:%d.%m.%Y}" if stop.day else _("no session yet")
    return ", ".join(filter(None, [stop.body, day, stop.result_label or stop.role]))
