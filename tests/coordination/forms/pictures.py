"""A photo that says where it was taken, and the same as it is kept."""

import struct

JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
    b"\xff\xdb\x00\x04\x00\x01\xff\xda\x00\x02picture\xff\xd9"
)
_COMMENT = b"\xff\xfe\x00\x0avon Erik"
_HEAD = 20


def photo(*, turn: int, order: str = "<") -> bytes:
    """With the way it is turned, the place where it was taken, and who took it."""
    mark = {"<": b"II*\0", ">": b"MM\0*"}[order]
    entries = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, turn, 0)
    entries += struct.pack(f"{order}HHII", 0x8825, 4, 1, 38)
    tiff = mark + struct.pack(f"{order}IH", 8, 2) + entries + b"\0" * 4
    said = _segment(b"Exif\0\0" + tiff + b"51.4344N 6.7623E")
    return JPEG[:_HEAD] + said + _COMMENT + JPEG[_HEAD:]


def plain_photo(*, turn: int) -> bytes:
    """With nothing said but the way it is turned, in the order of bytes that all programs read."""
    said = b"Exif\0\0MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, turn, 0, 0)
    return JPEG[:_HEAD] + _segment(said) + JPEG[_HEAD:]


def _segment(body: bytes) -> bytes:
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
