"""Taking out of a picture what nobody sees in it: where and when, with which device, by whom."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_SEEN = frozenset({
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT",
    b"bKGD", b"pHYs", b"cICP", b"acTL", b"fcTL", b"fdAT",
})  # fmt: skip
_START, _SCAN, _EXIF, _ICC, _COMMENT = 0xD8, 0xDA, 0xE1, 0xE2, 0xFE
_APPLICATIONS = range(0xE0, 0xF0)
# JFIF says how large a picture is, Adobe's segment how its colours are kept.
_SEEN = {0xE0: b"JFIF\0", _ICC: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_TURN = 0x0112


def without_metadata(content: bytes) -> bytes:
    """A JPEG or PNG without what is said about it, but for how it is turned and its colours.

    Other content, and what cannot be read to its end, comes back as it is.
    """
    try:
        if content.startswith(_PNG):
            return b"".join([_PNG, *_png_parts(content)])
        if content.startswith(b"\xff\xd8\xff"):
            return b"".join(_jpeg_parts(content))
    except (struct.error, IndexError, ValueError):
        pass
    return content


def _png_parts(content: bytes) -> Iterator[bytes]:
    at = len(_PNG)
    while at < len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        end = at + 12 + length
        if end > len(content):
            raise ValueError("a chunk that has no end")
        if kind in _PNG_SEEN:
            yield content[at:end]
        if kind == b"IEND":
            return
        at = end
    raise ValueError("no end")


def _jpeg_parts(content: bytes) -> Iterator[bytes]:
    yield content[:2]
    at = 2
    while True:
        if content[at] != 0xFF:  # noqa: PLR2004 - every segment begins so
            raise ValueError("no segment")
        kind = content[at + 1]
        if kind == 0xFF:  # noqa: PLR2004 - filling
            at += 1
            continue
        if kind in _STANDALONE:
            yield content[at : at + 2]
            at += 2
            continue
        (length,) = struct.unpack_from(">H", content, at + 2)
        segment, end = content[at + 4 : at + 2 + length], at + 2 + length
        if kind == _SCAN:
            # The picture itself, to its end.
            yield content[at:]
            return
        if kind == _EXIF:
            yield from _turned(segment)
        elif kind not in {*_APPLICATIONS, _COMMENT} or segment.startswith(_SEEN.get(kind, b"\0\0")):
            yield content[at:end]
        at = end


def _turned(segment: bytes) -> Iterator[bytes]:
    """An Exif segment with nothing but the way the picture is turned, if that was said."""
    turn = _turn_in(segment)
    if turn:
        entry = struct.pack(">HHIHH", _TURN, 3, 1, turn, 0)
        body = b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
        yield b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _turn_in(segment: bytes) -> int:
    if not segment.startswith(b"Exif\0\0"):
        return 0
    tiff = segment[6:]
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None:
        return 0
    (start,) = struct.unpack_from(f"{order}I", tiff, 4)
    (count,) = struct.unpack_from(f"{order}H", tiff, start)
    for number in range(count):
        tag, _type, _count, value = struct.unpack_from(
            f"{order}HHIH", tiff, start + 2 + 12 * number
        )
        if tag == _TURN:
            return int(value) if 1 < value <= 8 else 0  # noqa: PLR2004 - eight ways, 1 is upright
    return 0
