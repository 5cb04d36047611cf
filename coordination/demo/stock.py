"""What ran before the city had this software: a stock of two measures with their earlier years."""

from __future__ import annotations

import re
from io import BytesIO

from ..imports.reading import take
from .journey import Steps
from .plot import CENTRE, back
from .stage import Stage
from .stories import FILES

TAKEN = 9
"""So many working days before the present the centre takes the stock over."""

_ENDED = 40
"""So many working days before the present what is completed was completed."""

_YEAR = re.compile(r"\{(year|yy)([+-]\d+)\}")


def stock(stage: Stage) -> Steps:
    """The list is written for no year: it tells of the last three, whenever the demo is made."""
    text = (FILES / "bestand.csv").read_text(encoding="utf-8")
    text = text.replace("{ended}", f"{back(stage, _ENDED):%d.%m.%Y}")

    def year(found: re.Match[str]) -> str:
        number = stage.ends.year + int(found[2])
        return f"{number % 100:02d}" if found[1] == "yy" else f"{number}"

    list_ = BytesIO(_YEAR.sub(year, text).encode())
    rows = take(
        list_, source="Bestand", by=stage.person(CENTRE), clock=lambda: stage.now, is_stock=True,
        kind="measure",
    )  # fmt: skip
    faults = [problem for row in rows for problem in row.problems if row.fate is None]
    assert not faults, f"the stock does not fit the city: {faults}"
    yield from ()
