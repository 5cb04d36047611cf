"""The columns of a list of reports on measures that were taken over; docs/massnahmenliste.md."""

from __future__ import annotations

from . import cells
from .columns import NUMBER, REPORT, YEAR, YEARLY, Column

REPORT_COLUMNS: tuple[Column, ...] = (
    Column(
        "nr", NUMBER, cells.number(40), is_needed=True,
        aliases=("lfd_nr", "nummer", "massnahme_nr", "massnahmennummer", "aktenzeichen"),
    ),
    Column("titel", "title", cells.line(200), aliases=("massnahme", "bezeichnung")),
    Column("federfuehrung", "", cells.prose, aliases=("amt", "zustaendig")),
    Column("jahr", YEAR, cells.year, aliases=("berichtsjahr",)),
    *REPORT,
    *YEARLY,
    Column("quelle", "", cells.prose, aliases=("bemerkung",)),
)  # fmt: skip
"""Either a row is the report of one year (`jahr`), or its columns name the years."""
