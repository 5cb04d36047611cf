"""Whether a file contains what its name says, found in what only such a file has.

A beginning of two letters proves nothing: BM begins a picture and „BM-Programm“, PK every archive.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from typing import BinaryIO

import puremagic

from workflows.encodings import is_text

_HEAD = 8192
_CHUNK = 1 << 20
_DESCRIPTION = 1_000_000
# What a browser or an office program would run; no letter and no table begins so.
_MARKUP = re.compile(rb"\s*(<!doctype|<html|<svg|<script|<\?xml|%pdf-|\{\\rtf)", re.IGNORECASE)
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def fits(file: BinaryIO, ending: str, media_type: str) -> bool:
    """Whether the whole content can be a file of this ending; leaves the file at its start."""
    check = _CHECKS.get(ending, _fits_magic)
    file.seek(0)
    try:
        return check(file, media_type)
    finally:
        file.seek(0)


def _fits_magic(file: BinaryIO, media_type: str) -> bool:
    try:
        found = puremagic.magic_string(file.read(_HEAD))
    except (puremagic.PureError, ValueError):
        return False
    return media_type in {match.mime_type for match in found}


def _fits_text(file: BinaryIO, _media_type: str) -> bool:
    """What decodes as text without control characters is a text, unless it is markup."""
    head = file.read(_HEAD)
    for mark in _MARKS:
        head = head.removeprefix(mark)
    return not _MARKUP.match(head.replace(b"\0", b"")) and is_text(file)


def _fits_office(word: bytes) -> Callable[[BinaryIO, str], bool]:
    """A part that only this kind of document has, and no macros."""

    def check(file: BinaryIO, _media_type: str) -> bool:
        described = _part(file, "[Content_Types].xml")
        return word in described and b"macroEnabled" not in described

    return check


def _fits_open(file: BinaryIO, media_type: str) -> bool:
    return _part(file, "mimetype").strip() == media_type.encode()


def _part(file: BinaryIO, name: str) -> bytes:
    """The beginning of a part of an archive; empty if there is none."""
    try:
        with zipfile.ZipFile(file) as archive, archive.open(name) as part:
            return part.read(_DESCRIPTION)
    # A hostile archive makes any reader raise anything.
    except Exception:  # noqa: BLE001 - it is no document then
        return b""


def _fits_old_office(*streams: str) -> Callable[[BinaryIO, str], bool]:
    """The container of old office programs, with a stream that only this one writes."""
    wanted = [stream.encode("utf-16-le") for stream in streams]

    def check(file: BinaryIO, _media_type: str) -> bool:
        tail = file.read(8)
        if tail != b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            return False
        while chunk := file.read(_CHUNK):
            if any(stream in tail + chunk for stream in wanted):
                return True
            tail = chunk[-64:]
        return False

    return check


_CHECKS: Mapping[str, Callable[[BinaryIO, str], bool]] = {
    "txt": _fits_text,
    "csv": _fits_text,
    "docx": _fits_office(b"wordprocessingml.document.main+xml"),
    "xlsx": _fits_office(b"spreadsheetml.sheet.main+xml"),
    "pptx": _fits_office(b"presentationml.presentation.main+xml"),
    "odt": _fits_open,
    "ods": _fits_open,
    "odp": _fits_open,
    "doc": _fits_old_office("WordDocument"),
    "xls": _fits_old_office("Workbook", "Book"),
}
