"""German alphabetical order."""

import pytest

from workflows.models import din5007_key


@pytest.mark.parametrize(
    ("text", "words", "names"),
    [
        ("Ärztekammer", "arztekammer", "aerztekammer"),
        ("Größe", "grosse", "groesse"),
        ("A\u0308rzte", "arzte", "aerzte"),
        ("Łódź", "lodz", "lodz"),
        ("Đorđević", "dordevic", "dordevic"),
        ("D'Angelo", "dangelo", "dangelo"),
        ("Meier-Müller", "meier muller", "meier mueller"),
        ("  Amt  50 ", "amt 50", "amt 50"),
        ("Æsir œuvre", "aesir oeuvre", "aesir oeuvre"),
        ("IŞIK", "isik", "isik"),
        ("Əliyev", "eliyev", "eliyev"),
        ("ɨ ʒ Ǯ ǥ ƈ", "i z z g c", "i z z g c"),
        ("O\u02bbzbek", "ozbek", "ozbek"),
        ("D\u00b4Angelo", "dangelo", "dangelo"),
        ("Paraŀlel ŉ", "parallel n", "parallel n"),
        ("Stadt\u00adteil\u200b", "stadtteil", "stadtteil"),
        ("", "", ""),
        ("–", "", ""),
    ],
)
def test_din5007_key_folds_to_base_letters(text, words, names):
    assert din5007_key(text) == words
    assert din5007_key(text, names=True) == names


def test_din5007_key_sorts_words_like_a_dictionary():
    words = ["Zoll", "Übung", "Uhr", "Ärzte", "Amt 50", "Amtsleitung", "Amt", "ordnen", "Öl"]
    assert sorted(words, key=din5007_key) == [
        "Amt", "Amt 50", "Amtsleitung", "Ärzte", "Öl", "ordnen", "Übung", "Uhr", "Zoll",
    ]  # fmt: skip


def test_din5007_key_sorts_names_like_a_telephone_book():
    names = ["Muller", "Müller", "Mueller", "Muffel", "Göbel", "Goethe", "Götz"]
    assert sorted(names, key=lambda name: (din5007_key(name, names=True), name)) == [
        "Göbel", "Goethe", "Götz", "Mueller", "Müller", "Muffel", "Muller",
    ]  # fmt: skip


def test_din5007_key_fits_its_column():
    assert len(din5007_key("ß" * 200)) == 200
