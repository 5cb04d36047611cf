"""Tables of expected dates, typed by hand."""

import csv
from datetime import date
from pathlib import Path

TABLES = Path(__file__).parents[2] / "tables"

DAYS_OFF = {
    date(2016, 2, 8): "Rosenmontag",
    date(2017, 2, 27): "Rosenmontag",
    date(2018, 2, 12): "Rosenmontag",
    date(2026, 2, 16): "Rosenmontag",
    date(2027, 2, 8): "Rosenmontag",
    **{date(year, 12, 24): "Heiligabend" for year in range(2015, 2031)},
    **{date(year, 12, 31): "Silvester" for year in range(2015, 2031)},
}


def rows(name):
    """The rows of a table below its comment."""
    with (TABLES / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader((x for x in lines if not x.startswith("#")), delimiter=";"))
