"""The register of demands as a table."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from workflows.tables import Cell

from ..city.models import FieldOfAction
from .queries.listing import Listing


def register_table(listing: Listing) -> Iterator[list[Cell]]:
    """A head and a row for every demand of the list, in its order."""
    fields = dict(FieldOfAction.objects.values_list("pk", "name"))
    yield [
        _("Number"), _("Kind"), _("Title"), _("What is asked for"), _("Sender"), _("Dated"),
        _("Received on"), _("How it came"), _("Where it can be read"), _("Fields of action"),
        _("Repeats"),
        _("Owed since"), _("Days"), _("State"), _("Office"), _("Receipt confirmed on"),
        _("Interim notice on"), _("Answer due on"), _("Closed on"),
    ]  # fmt: skip
    for row in listing.everything():
        demand = row.demand
        yield [
            demand.reference,
            str(demand.get_kind_display()),
            demand.title,
            demand.words,
            demand.sender.name,
            demand.dated_on,
            demand.received_on,
            str(demand.get_way_display()),
            demand.evidence,
            ", ".join(fields[key] for key in demand.fields_of_action if key in fields),
            demand.repeats.reference if demand.repeats else "",
            demand.open_since,
            row.days,
            str(demand.get_state_display()),
            demand.office.short_name if demand.office else "",
            demand.receipt_confirmed_on,
            demand.interim_on,
            demand.answer_due_on,
            demand.closed_on,
        ]
