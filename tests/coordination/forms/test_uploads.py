"""What may be attached: found in the content of a file, never in its name alone."""

import io
import struct
import zipfile
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from coordination.decisions.forms.pictures import without_metadata
from coordination.decisions.forms.uploads import ALLOWED, checked_type
from tests.coordination.forms.pictures import JPEG, photo, plain_photo
from workflows.tables import csv_lines

OLD_DOC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le")


def _archive(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr({"types": "[Content_Types].xml"}.get(name, name), content)
    return file.getvalue()


def _office(kind: str) -> bytes:
    return _archive(types=f'<Types><Override ContentType="application/{kind}.main+xml"/></Types>')


_FORMATS = "vnd.openxmlformats-officedocument"
DOCX = _office(f"{_FORMATS}.wordprocessingml.document")
XLSX = _office(f"{_FORMATS}.spreadsheetml.sheet")
MACROS = _office("vnd.ms-word.document.macroEnabled")
ODS = _archive(mimetype="application/vnd.oasis.opendocument.spreadsheet")
ARCHIVE = _archive(**{"liste.txt": "nur ein Archiv"})


def _type(name, content):
    return checked_type(SimpleUploadedFile(name, content), name=name)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("liste.csv", "\ufeffNummer;Titel\r\n1;Höfe öffnen\r\n".encode()),
        ("brief.txt", b"BM-Programm: Aufruf 2027\r\n"),
        ("vermerk.txt", "MZ der Ämter liegt vor.\r\n".encode()),
        ("bericht.txt", "Bericht der Träger\r\n".encode("utf-16")),
        ("bericht.txt", "Bericht der Träger\r\n".encode("utf-16-le")),
        ("bericht.txt", "Bericht der Träger: 3 € – „ja“\r\n".encode("cp1252")),
        ("bericht.txt", "Bericht der Träger\r".encode("mac_roman")),
        ("export.csv", "".join(csv_lines([["Titel"], ["Höfe"]])).encode()),
        ("brief.docx", DOCX),
        ("tabelle.xlsx", XLSX),
        ("tabelle.ods", ODS),
        ("brief.doc", OLD_DOC),
        ("foto.jpg", JPEG),
    ],
)
def test_what_is_what_it_says_is_taken(name, content):
    assert _type(name, content) == ALLOWED[name.rpartition(".")[2]]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("seite.csv", b"\xef\xbb\xbf  <HTML><body onload=alert(1)>"),
        ("seite.txt", "<script>".encode("utf-16")),
        ("daten.txt", b"MZ" + bytes(range(256))),
        ("steuer.txt", b"Text\x07"),
        ("brief.xlsx", DOCX),
        ("tabelle.docx", XLSX),
        ("makro.docx", MACROS),
        ("brief.odt", ODS),
        ("archiv.xlsx", ARCHIVE),
        ("kaputt.docx", DOCX[:100]),
        ("brief.xls", OLD_DOC),
    ],
)
def test_what_is_not_what_it_says_is_refused(name, content):
    with pytest.raises(ValidationError) as refusal:
        _type(name, content)
    assert refusal.value.code == "content"


@pytest.mark.parametrize("order", ["<", ">"])
def test_photo_says_nothing_but_how_it_is_turned(order):
    assert without_metadata(photo(turn=6, order=order)) == plain_photo(turn=6)
    assert without_metadata(photo(turn=1, order=order)) == JPEG


def test_png_keeps_only_what_is_seen():
    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head, end = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13)), chunk(b"IEND", b"")
    seen = chunk(b"IDAT", b"picture")
    hidden = chunk(b"tEXt", b"Author\0Erik") + chunk(b"eXIf", b"MM\0*") + chunk(b"tIME", bytes(7))
    assert without_metadata(head + hidden + seen + end + b"appended") == head + seen + end
    assert without_metadata(head) == head


@pytest.mark.parametrize("cut", range(2, 120, 3))
def test_picture_that_breaks_off_stays_as_it_is_or_loses_its_words(cut):
    whole = photo(turn=6)
    kept = without_metadata(whole[:cut])
    assert kept == whole[:cut] or b"51.4344N" not in kept
