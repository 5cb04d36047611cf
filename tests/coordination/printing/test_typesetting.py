"""Whatever people wrote stands in the PDF as they wrote it: never markup, never an error."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from coordination.printing.blocks import Document, Heading, Listing, Mark, Table, Text, Title
from coordination.printing.characters import known_characters, printable
from coordination.printing.typesetting import typeset

HOSTILE = {
    "markup": ('#import "@preview/x:1.0": y', '#import "@preview/x:1.0": y'),
    "code": ('#{ panic("x") } #sys.inputs $x^2$', '#{ panic("x") } #sys.inputs $x^2$'),
    "style": ("*fett* _kursiv_ `code`", "*fett* _kursiv_ `code`"),
    "reference": ("@quelle <marke> \\ // /* */", "@quelle <marke> \\ // /* */"),
    "lists": ("- Punkt\n+ Nummer\n= Titel\n/ Wort: x", "- Punkt + Nummer = Titel / Wort: x"),
    "nothing": ("a\0b", "a[U+0000]b"),
    "emoji": ("gut \N{GRINNING FACE}", "gut \N{GRINNING FACE}"),
    "byte order": ("a\ufeffb", "ab"),
    "unknown emoji": ("\N{ROCKET}", "[U+1F680]"),
    "Chinese": ("中文", "[U+4E2D][U+6587]"),
    "turned round": ("a\u202eb", "a[U+202E]b"),
    "private": ("\ue000", "[U+E000]"),
    "half a pair": ("\ud800", "[U+D800]"),
    "combining": ("Mu\u0308ller, Ştefan, Łukasz", "Müller, Ştefan, Łukasz"),
}


def _document(words: str) -> Document:
    table = Table([words, words], [[words, words]], [1, 2])
    blocks = [
        Title(words, words),
        Mark(words),
        Heading(words),
        Text(words),
        table,
        Listing([words]),
    ]
    return Document(f"T {words}", words, date(2026, 3, 2), (words, words), words, blocks)


def _read(content: bytes) -> str:
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return " ".join(text.replace("\u200b", "").split())


@pytest.mark.parametrize(("words", "shown"), HOSTILE.values(), ids=HOSTILE.keys())
def test_words_stay_words(words: str, shown: str) -> None:
    found = _read(typeset(_document(words))).replace("u\u0308", "ü")
    assert found.count(" ".join(shown.split())) >= 8


def test_right_to_left_is_shown() -> None:
    found = _read(typeset(_document("שלום")))
    assert "שלום" in found or "םולש" in found


@pytest.mark.parametrize("letters", [24, 25, 40, 41, 500])
def test_very_long_word_stays_whole_and_on_the_page(letters: int) -> None:
    """The widest letter fits a line of the text forty times, one of the title twenty-four times."""
    word = "W" * letters
    table = Table(["a", "b"], [[word, word]], [1, 2])
    blocks = [Title(word, word), Mark(word), Heading(word), Text(word), table, Listing([word])]
    document = replace(_document("x"), blocks=blocks)
    pages = [page.extract_text() for page in PdfReader(BytesIO(typeset(document))).pages]
    found = "".join("".join(text.split()) for text in pages)
    assert found.count("W") == 8 * letters
    assert (
        max(len(line.replace("\u200b", "")) for text in pages for line in text.splitlines()) <= 52
    )


def test_every_character_that_counts_as_known_can_be_shown() -> None:
    known = "".join(map(chr, sorted(known_characters())))
    assert len(known) > 5000
    shown = printable(known)
    typeset(Document("T", "", date(2026, 3, 2), ("", ""), "", [Title("x", "x"), Text(shown)]))
    for letters in ("ÄÖÜäöüß", "€„“–…", "ŁłŞşČčĐđ", "1234567890§"):
        assert printable(letters) == letters


def test_same_document_is_the_same_bytes() -> None:
    assert typeset(_document("gleich")) == typeset(_document("gleich"))
    assert typeset(_document("gleich")) != typeset(_document("anders"))
