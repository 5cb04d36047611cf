"""The list of the follow-up as a table."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from workflows.tables import Cell

from .queries.listing import Listing


def list_table(listing: Listing) -> Iterator[list[Cell]]:
    """A head and a row for every item of the list, in its order; the internal note stays out for
    whoever only observes.
    """
    yield [
        _("Number"), _("Kind"), _("Title"), _("Body"), _("Asked for on"), _("Moved by"),
        _("Paper number"), _("What was asked for"), _("What the body wants to be shown"),
        _("What was delivered"), _("Responsible office"), _("State"), _("Reason"), _("New date"),
        _("Deadline set by the body"), _("Next report"), _("Money planned"), _("Money spent"),
        _("Public"), _("Public note"), _("Internal note"),
    ]  # fmt: skip
    for row in listing.everything():
        item = row.item
        yield [
            item.reference,
            item.get_kind_display(),
            item.title,
            item.body.name,
            item.asked_on,
            item.mover,
            item.paper,
            item.asked,
            item.needed,
            item.provided,
            item.office.short_name,
            item.get_state_display(),
            item.reason,
            item.new_date,
            item.deadline_on,
            item.next_report_on,
            item.planned,
            item.spent,
            _("yes") if item.is_public else _("no"),
            item.public_note,
            item.internal_note if row.is_inside else "",
        ]
