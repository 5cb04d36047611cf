"""City files for tests: the demo's, and the smallest that works with faults to put in."""

import csv
from pathlib import Path

TABLES = Path(__file__).parents[2] / "tables"
DEMO = Path(__file__).parents[3] / "coordination" / "data" / "city.toml"
SMALL = (TABLES / "small_city.toml").read_text(encoding="utf-8")


def faults():
    """What to replace in the small city, by what, and the problem that must be named."""
    with (TABLES / "city_file_faults.csv").open(encoding="utf-8") as lines:
        rows = list(csv.reader(lines, delimiter="|", quoting=csv.QUOTE_NONE))[1:]
    return [tuple(cell.replace("\\n", "\n") for cell in row) for row in rows]
