"""The public lists as tables: the same values as on the pages, with the address of each entry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import cast

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from workflows.calendars import local_date
from workflows.tables import Cell

from ..enums import Standing
from ..queries.items import PublicItem
from ..queries.pieces import Piece, PublicConcept, PublicDemand, PublicMeasure, PublicTarget
from ..queries.plans import PublicPlan
from ..queries.progress import Progress

Table = Iterator[Sequence[Cell]]


def _address(path: str) -> str:
    return f"{settings.BASE_URL}{path}"


def _tail(item: Piece | PublicItem | PublicPlan) -> Sequence[Cell]:
    return [local_date(item.renewed_at), _address(item.url)]


def target_table(rows: Iterable[Piece], _today: date) -> Table:
    """A row for each objective."""
    yield [
        _("Number"), pgettext("public", "Target"), _("State"), _("Resolved on"),
        _("Paper number"), _("Objective"), _("Indicator"), _("counted in"),
        _("Value at the beginning"), _("measured on"),
        _("Value to be reached"), _("To be reached by"), _("Last value"), _("measured on"),
        _("State of the objective"), _("Responsible office"), _("Changed on"), _("Address"),
    ]  # fmt: skip
    for target in cast("Iterable[PublicTarget]", rows):
        for row in target.standings:
            said, (last_on, last) = row.released, row.last or (None, None)
            yield [
                target.reference, target.title, target.standing, target.resolved, target.paper,
                said.get("text"), said.get("indicator"), said.get("unit"), row.baseline,
                row.baseline_on, row.goal, row.due_on, last, last_on, row.status_label,
                said.get("office"), *_tail(target),
            ]  # fmt: skip


def reading_table(rows: Iterable[Piece], _today: date) -> Table:
    """A row for each measured value."""
    yield [
        _("Number"), _("Objective"), _("Indicator"), _("counted in"), _("measured on"), _("Value"),
    ]  # fmt: skip
    for target in cast("Iterable[PublicTarget]", rows):
        for row in target.standings:
            said = row.released
            begin = [(row.baseline_on, row.baseline)] if row.baseline_on else []
            for on, value in [*begin, *row.readings]:
                yield [
                    target.reference, said.get("text"), said.get("indicator"), said.get("unit"),
                    on, value,
                ]  # fmt: skip


def concept_table(rows: Iterable[Piece], _today: date) -> Table:
    """A row for each measure of a programme; one without where there is no programme yet."""
    yield [
        _("Number"), _("Concept"), _("State"), _("Resolved on"), _("Valid until"), _("Measure"),
        _("Priority"), _("Where"), _("Responsible office"), _("State of the measure"),
        _("Changed on"), _("Address"),
    ]  # fmt: skip
    for concept in cast("Iterable[PublicConcept]", rows):
        head: list[Cell] = [
            concept.reference, concept.title, concept.standing, concept.resolved, concept.valid
        ]  # fmt: skip
        for line in concept.lines:
            said = [str(line.released.get(name) or "") for name in ("title", "office")]
            yield [
                *head, said[0], line.priority_label, line.place, said[1], line.standing,
                *_tail(concept),
            ]  # fmt: skip
        if not concept.lines:
            yield [*head, "", "", "", "", "", *_tail(concept)]


def measure_table(rows: Iterable[Piece], _today: date) -> Table:
    """A row for each measure."""
    yield [
        _("Number"), _("Measure"), _("Summary"), _("State"), _("Priority"), _("Responsible office"),
        _("Fields of action"), _("Target groups"), _("Where"),
        pgettext("public", "Begin"), pgettext("public", "End"),
        _("Milestones"), _("of them reached"), _("Paper number"), _("Changed on"), _("Address"),
    ]  # fmt: skip
    for one in cast("Iterable[PublicMeasure]", rows):
        yield [
            one.reference, one.title, one.summary, one.standing, one.priority_label, one.office,
            ", ".join(one.fields), ", ".join(one.groups), one.place, one.starts_on, one.ends_on,
            len(one.milestones), one.done, one.paper, *_tail(one),
        ]  # fmt: skip


def demand_table(rows: Iterable[Piece], today: date) -> Table:
    """A row for each demand."""
    yield [
        _("Number"), _("Kind"), _("Demand"), _("What was asked for"), _("Association"),
        _("Owed since"), _("Days"), _("State"), _("What the city answered"), _("Answered on"),
        _("To be done by"), _("Closed on"), _("Fields of action"), _("Responsible office"),
        _("Changed on"), _("Address"),
    ]  # fmt: skip
    for one in cast("Iterable[PublicDemand]", rows):
        yield [
            one.reference, one.kind_label, one.title, one.summary, one.sender, one.open_since,
            one.days_open(today), one.standing, one.answer, one.answered, one.promised,
            one.closed_on, ", ".join(one.fields), one.office, *_tail(one),
        ]  # fmt: skip


def progress_table(tables: Sequence[Progress]) -> Table:
    """A row for each field of action and each target group."""
    kinds = {"feld": _("Field of action"), "gruppe": _("Target group")}
    yield [
        _("Kind"), _("Name"), _("Measures"), *(str(standing.label) for standing in Standing),
        _("Milestones reached in percent"),
    ]  # fmt: skip
    for table in tables:
        for line in table.lines:
            counts = [count for _standing, _label, count in line.by_standing]
            yield [kinds[table.name], line.name, line.measures, *counts, line.share]


def plan_table(rows: Iterable[PublicPlan]) -> Table:
    """A row for each coming matter."""
    yield [
        _("Number"), _("Matter"), _("Summary"), _("State"), _("Next session"), _("Body"),
        _("expected"), _("Participation"), _("What is planned, or why none"), _("Total cost"),
        _("Fields of action"), _("Where"), _("Responsible office"), _("Announced on"),
        _("Changed on"), _("Address"),
    ]  # fmt: skip
    for one in rows:
        stop = one.next_stop
        yield [
            one.reference, one.title, one.summary, one.progress, stop.day if stop else None,
            stop.body if stop else "", _("yes") if stop and stop.is_expected else "",
            one.participation_label, one.participation_words, one.cost_words,
            ", ".join(one.fields), ", ".join(one.districts) or _("whole city"), one.office,
            local_date(one.published_at), *_tail(one),
        ]  # fmt: skip


def item_table(rows: Iterable[PublicItem]) -> Table:
    """A row for each entry of the follow-up."""
    yield [
        _("Number"), _("Kind"), _("Title"), _("What was asked for"), _("Body"), _("Asked on"),
        _("Moved by"), _("Paper number"), _("State"), _("Note"),
        _("Deadline set by the body"), _("Done by (new date)"), _("Responsible office"),
        _("Changed on"), _("Address"),
    ]  # fmt: skip
    for one in rows:
        yield [
            one.reference, one.kind_label, one.title, one.asked, one.body, one.asked_on, one.mover,
            one.paper, one.state_label, one.public_note, one.deadline_on, one.new_date, one.office,
            *_tail(one),
        ]  # fmt: skip


TABLES: Mapping[str, Callable[[Iterable[Piece], date], Table]] = {
    "target": target_table,
    "concept": concept_table,
    "measure": measure_table,
    "demand": demand_table,
}
"""By the list whose entries they hold."""
