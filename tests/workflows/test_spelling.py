"""What looks alike is alike, whatever program it was written with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.spelling import file_name, folded, numeral, one_line, sought, tidied

SOFT, ZERO, MARK, JOINER, NO_BREAK = "\u00ad", "\u200b", "\ufeff", "\u200d", "\u00a0"
PERSIAN = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Bu\u0308ro fu\u0308r O\u0308ffnung", "Büro für Öffnung"),
        (f"Gesund{SOFT}heits{SOFT}lotsen", "Gesundheitslotsen"),
        (f"{MARK}Titel{ZERO}", "Titel"),
        (f"Stadt{JOINER}teil", "Stadtteil"),
        ("links\u202erechts\u2066!", "linksrechts!"),
        ("eins\r\nzwei\rdrei\x0bvier\u2028fünf", "eins\nzwei\ndrei\nvier\nfünf"),
        (PERSIAN, PERSIAN),
        ("👩\u200d🏫 und ❤\ufe0f", "👩\u200d🏫 und ❤\ufe0f"),
        (f"10{NO_BREAK}000 – „ja“", f"10{NO_BREAK}000 – „ja“"),
        ("\ttief\n\n  eingerückt ", "\ttief\n\n  eingerückt "),
    ],
)
def test_text_is_tidied_without_losing_what_is_seen(typed, kept):
    assert tidied(typed) == kept


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        (f" Runder{NO_BREAK}  Tisch\nMarxloh ", "Runder Tisch Marxloh"),
        (f"{ZERO} {ZERO}", ""),
        ("Umbruch\u2028im Titel", "Umbruch im Titel"),
        ("M\u2011\u200b1", "M\u20111"),
    ],
)
def test_name_is_one_line_with_single_spaces(typed, line):
    assert one_line(typed) == line


def test_number_has_one_kind_of_dash():
    for dash in "-\u2010\u2011\u2012\u2013\u2014\u2212":
        assert numeral(f" M{dash}2026{dash}0013{ZERO} ") == "M-2026-0013"


def test_spellings_that_mean_the_same_are_folded_alike():
    same = ["Büro OB", "BU\u0308RO  ob", f"bü{SOFT}ro\u2009OB", "\uff22üro OB", f"Büro{JOINER} OB"]
    assert {folded(text) for text in same} == {"büro ob"}


def test_words_to_look_for_hold_nothing_that_the_database_refuses():
    assert sought("Rat\x00haus\n\ud800\x07neu") == "Rathaus neu"


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("C:\\Listen\\Ma\u00dfnahmen.csv", "Maßnahmen.csv"),
        ("../../etc/passwd", "passwd"),
        (f"Mu\u0308ll\u202efdp{ZERO}.csv", "Müllfdp.csv"),
        ("ordner/", ""),
    ],
)
def test_file_name_has_no_folders_and_nothing_unseen(given_name, kept):
    assert file_name(given_name) == kept


@given(st.text())
def test_normal_form_is_reached_at_once(text):
    for form in (tidied, one_line, sought, numeral, folded, file_name):
        assert form(form(text)) == form(text)
