"""Results as cities write them, by a table typed from their meaning (domain 1.3)."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from dataclasses import astuple
from pathlib import Path

import pytest
from django.core.management import call_command

from coordination.council.enums import ConsultationResult
from coordination.council.results.reader import UNKNOWN, read_result
from coordination.council.results.vocabulary import KEY_WORDS, REAL_WORDS, distance, known_word

TABLE = Path(__file__).parents[2] / "tables" / "results_of_bodies.csv"
_PLACE = Path("shared/data/oparl/karlsruhe_sample")
SAMPLE = Path(
    os.environ.get("OPARL_SAMPLE")
    or next((p / _PLACE for p in Path(__file__).parents if (p / _PLACE).is_dir()), _PLACE)
)
"""Real meetings of a city, beside the product; it is no part of it."""


def rows() -> list[list[str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=";"))[1:]


def as_row(text: str) -> list[str]:
    return [text, *("" if value is None else str(value) for value in astuple(read_result(text)))]


def test_results_are_read_as_they_are_meant() -> None:
    assert [as_row(row[0]) for row in rows()] == rows()


@pytest.mark.parametrize(
    "worded",
    [
        str.upper,
        lambda text: text.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue"),
        lambda text: f"  {text.replace(' ', '  ')}\t",
        lambda text: text.replace("ü", "u\u0308").replace("ä", "a\u0308"),
    ],
    ids=["upper", "two-letters", "blanks", "combining"],
)
def test_results_do_not_hang_on_how_letters_are_written(worded) -> None:
    read = {row[0]: read_result(worded(row[0])) for row in rows()}
    found = {text: (r.kind, r.yes, r.no, r.abstentions, r.majority) for text, r in read.items()}
    plain = {row[0]: astuple(read_result(row[0]))[:5] for row in rows()}
    assert found == plain


def test_a_typing_error_is_bounded_and_never_makes_a_real_word_another() -> None:
    assert {word: known_word(word) for word in REAL_WORDS} == {word: word for word in REAL_WORDS}
    assert not KEY_WORDS & REAL_WORDS
    assert (distance("abgeleht", "abgelehnt"), distance("vetragt", "vertagt")) == (1, 1)
    assert known_word("xyzgelehnt") == "xyzgelehnt"


@pytest.mark.parametrize("one", ["beschlossen", "abgelehnt", "vertagt", "zur Kenntnis genommen"])
@pytest.mark.parametrize("other", ["zurückgezogen", "verwiesen in den Rat", "abgesetzt"])
def test_two_results_in_one_text_are_unknown(one: str, other: str) -> None:
    assert read_result(f"{one}, {other}").kind == UNKNOWN
    assert read_result(f"nicht {other}").kind == UNKNOWN


def read_lines(monkeypatch: pytest.MonkeyPatch, data: bytes) -> list[dict[str, object]]:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    out = io.StringIO()
    call_command("read_results", stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_command_answers_every_line(monkeypatch: pytest.MonkeyPatch) -> None:
    long = "beschlossen " * 50_000
    lines = [
        b"einstimmig bei 3 Enthaltungen", b"", b"zur\xfcckgestellt", b"a\x00b",
        long.encode(), "vertagt\u2028und\x85weiter\r".encode(), b"verwiesen in den Bauausschuss",
    ]  # fmt: skip
    found = read_lines(monkeypatch, b"\n".join(lines))
    assert [row["text"] for row in found] == [
        "einstimmig bei 3 Enthaltungen", "", "zur\ufffdckgestellt", "a\x00b", long,
        "vertagt\u2028und\x85weiter", "verwiesen in den Bauausschuss",
    ]  # fmt: skip
    kinds = ["accepted", "unknown", "postponed", "unknown", "unknown", "postponed", "referred"]
    assert [row["kind"] for row in found] == kinds
    assert found[0] == {
        "text": "einstimmig bei 3 Enthaltungen", "kind": "accepted", "yes": None, "no": None,
        "abstentions": 3, "majority": "unanimous", "target": None,
    }  # fmt: skip
    assert {str(row["kind"]) for row in found} <= {*ConsultationResult.values, UNKNOWN}
    assert read_lines(monkeypatch, b"") == []


def test_real_words_of_a_city_are_known_or_unknown_but_never_wrong() -> None:
    if not SAMPLE.is_dir():
        pytest.skip(f"NOT TESTED: no real results at {SAMPLE}; name their folder: OPARL_SAMPLE")
    found = {}
    for path in SAMPLE.glob("meetings/*.json"):
        for item in json.loads(path.read_text(encoding="utf-8")).get("agendaItem", []):
            if item.get("result"):
                found[item["result"]] = read_result(item["result"]).kind
    unknown = {text for text, kind in found.items() if kind == UNKNOWN}
    assert unknown <= {
        "mit Stellungnahme einverstanden", "einverstanden", "gewählt", "keine Mitteilungen",
        "teilweise zugestimmt",
    }  # fmt: skip
    assert {text for text in found if "erwiesen" in text} == {
        text for text, kind in found.items() if kind == ConsultationResult.REFERRED
    }
