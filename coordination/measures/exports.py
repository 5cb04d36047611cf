"""The list of measures as a table."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Manager, Model
from django.utils.translation import gettext as _

from workflows.tables import Cell

from .queries.listing import Listing


def measure_table(listing: Listing) -> Iterator[list[Cell]]:
    """A head and a row for every measure of the list, in its order."""
    yield [
        _("Number"), _("Title"), _("State"), _("Lead"), _("Priority"), _("Decision path"),
        _("Fields of action"), _("Target groups"), _("Districts"), _("Total cost"), _("Beginning"),
        _("End"), _("Traffic light"), _("Next step"), _("Until"),
    ]  # fmt: skip
    for row in listing.everything("fields_of_action", "target_groups", "districts"):
        measure = row.measure
        yield [
            measure.reference,
            measure.title,
            row.state_label,
            measure.lead.short_name,
            measure.get_priority_display(),
            measure.get_decision_path_display(),
            _names(measure.fields_of_action),
            _names(measure.target_groups),
            _names(measure.districts),
            measure.cost,
            measure.starts_on,
            measure.ends_on,
            row.light_label,
            row.next_step_label,
            row.due_on,
        ]


def _names(entries: Manager[Model]) -> str:
    return ", ".join(str(entry) for entry in entries.all())
