"""CSV for spreadsheet programs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from workflows.tables import csv_lines, harmless


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "\uff1d1+1",
        "\uff0b1",
        "\uff20SUM(A1)",
        "\u200b=1",
        "\ufeff\uff1d1",
    ],
)
def test_formula_becomes_text(text: str) -> None:
    assert harmless(text) == f"'{text}"


def test_plain_text_stays_as_it_is() -> None:
    assert harmless("Ämter öffnen = gut") == "Ämter öffnen = gut"


def test_lines_are_german_csv_with_a_byte_order_mark() -> None:
    lines = list(
        csv_lines([["Titel", "Summe"], ['a;"b"', Decimal("-1234.5")], [date(2026, 12, 24), None]])
    )
    assert lines == ["\ufeff", "Titel;Summe\r\n", '"a;""b""";-1234,50\r\n', "24.12.2026;\r\n"]
