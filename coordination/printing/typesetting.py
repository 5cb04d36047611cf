"""From the blocks of a document to the bytes of its PDF.

It reads no clock, no network and no font of the machine.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Final

import typst

from .blocks import Document
from .characters import FONTS, LONGEST, printable

STANDARD: Final = "ua-1"
"""PDF/UA-1 (ISO 14289-1): tagged, with language, title and reading order."""

MEDIA_TYPE = "application/pdf"


class TypesettingError(Exception):
    """The document could not be set; the message says where."""


def typeset(document: Document) -> bytes:
    """The PDF of a document: the same bytes for the same words, whenever and wherever.

    Raises TypesettingError.
    """
    data = json.dumps(_printable(document.as_data()), ensure_ascii=False)
    moment = datetime.combine(document.dated, time(), UTC)
    try:
        compiler = typst.Compiler(
            _template(), font_paths=_fonts(), ignore_system_fonts=True, sys_inputs={"doc": data}
        )
        made = compiler.compile(
            format="pdf", pdf_standards=STANDARD, timestamp=int(moment.timestamp())
        )
    except RuntimeError as error:
        raise TypesettingError(str(error)) from error
    assert isinstance(made, bytes), "one document has one file"
    return made


LONGEST_IN: Final = {"title": 24, "heading": 28, "table": 28, "note": 70}
"""Letters of a word that fit where there is less room, or smaller print, than in the text."""


def _printable(value: object, *, longest: int = LONGEST) -> object:
    """The same JSON values with words that can be shown."""
    if isinstance(value, str):
        return printable(value, longest=longest)
    if isinstance(value, list):
        return [_printable(item, longest=longest) for item in value]
    if isinstance(value, dict):
        inside = LONGEST_IN.get(value.get("kind", ""), longest)
        return {name: _printable(item, longest=inside) for name, item in value.items()}
    return value


@cache
def _template() -> bytes:
    return (Path(__file__).parent / "document.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )
