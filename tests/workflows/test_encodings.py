"""The encoding of a text is told by where its letters stand."""

import io

import pytest

from workflows.encodings import UnreadableTextError, encoding_of

TEXT = (
    "Gärten öffnen\r\nDie Höfe sind groß und grün – „über“ allem steht die Übung, Ähnliches auch."
)
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_text_is_read_as_it_was_written(encoding):
    content = TEXT.encode(encoding)
    assert content.decode(encoding_of(io.BytesIO(content))) == TEXT


def test_text_of_dos_is_read_as_it_was_written():
    plain = "Gärten öffnen\r\nDie Höfe sind groß, die Ämter schön, überall.\r\n"
    content = plain.encode("cp850")
    assert content.decode(encoding_of(io.BytesIO(content))) == plain


@pytest.mark.parametrize(
    "text",
    [
        "nr;titel\r\n1;Café\r\n",
        "Šimic, Dvorák und Éva",
        "10 € für 3 °C – „Ja“ … §§ 41, 57 GO; geht’s?",
        "Öl",
        "no letter beyond ASCII",
    ],
)
def test_windows_is_the_likeliest_of_the_encodings_of_single_bytes(text):
    content = text.encode("cp1252")
    assert content.decode(encoding_of(io.BytesIO(content))) == text


@pytest.mark.parametrize(
    ("content", "line"),
    [
        # A letter in the middle of a word that no encoding of the office makes of these bytes.
        (b"nr;titel\n1;G\xb6rten\n", 2),
        ("ok\nfür\n".encode() + b"Pl\xc3\x28\x81tze", 3),
        (b"a\x00b\nc", 1),
        (TEXT.encode("utf-16")[:-1], 2),
    ],
)
def test_text_that_cannot_be_told_is_refused_with_its_line(content, line):
    with pytest.raises(UnreadableTextError) as error:
        encoding_of(io.BytesIO(content))
    assert error.value.line == line
