"""Tables as CSV and XLSX for a spreadsheet program of the office."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from xml.sax.saxutils import escape

from .spelling import unseen_removed

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Tells spreadsheet programs that the file is UTF-8."""

_BEGIN = 100
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

Cell = str | int | Decimal | dt.date | None


def csv_lines(rows: Iterable[Iterable[Cell]]) -> Iterator[str]:
    """Lines of a German CSV file: semicolons, decimal commas, days as 22.11.2026, no formulas."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    yield BYTE_ORDER_MARK
    for row in rows:
        writer.writerow([_shown(cell) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _shown(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case Decimal():
            return f"{cell:.2f}".replace(".", ",")
        case dt.date():
            return f"{cell:%d.%m.%Y}"
        case int():
            return str(cell)
        case _:
            return harmless(cell)


def harmless(text: str) -> str:
    """The text with an apostrophe before it if a spreadsheet program would run it as a formula."""
    # Some programs read full-width signs like the narrow ones and pass over what has no width.
    plain = unicodedata.normalize("NFKC", unseen_removed(text[:_BEGIN]))
    return f"'{text}" if plain.startswith(_FORMULA) else text


Sheet = tuple[str, Iterable[Iterable[Cell]]]
"""The name of a sheet and its rows; the first is the head."""

_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_DAY_ZERO = dt.date(1899, 12, 30)
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_NAMESPACE}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy"/></numFmts>'
    '<fonts count="2"><font/><font><b/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="4"><xf xfId="0" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf>'
    '<xf xfId="0" fontId="1" applyFont="1"/>'
    '<xf xfId="0" numFmtId="164" applyNumberFormat="1" applyAlignment="1">'
    '<alignment vertical="top"/></xf>'
    '<xf xfId="0" numFmtId="4" applyNumberFormat="1" applyAlignment="1">'
    '<alignment vertical="top"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST_CELL = 32_767


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """An .xlsx file: texts are texts and never formulas, days are days, sums have two decimals."""
    parts = _frame([escape(name[:31], {'"': "&quot;"}) for name, _rows in sheets])
    for n, (_name, rows) in enumerate(sheets, start=1):
        parts[f"xl/worksheets/sheet{n}.xml"] = _sheet(rows)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, text in parts.items():
            # Without the time: the same table is the same file.
            file.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _frame(names: Sequence[str]) -> dict[str, str]:
    """Every part of the file but the sheets themselves."""
    numbers = range(1, len(names) + 1)
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="application/vnd.'
        'openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        for n in numbers
    )
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, 1)
    )
    relation = f'Type="{_RELATIONS}/worksheet" Target="worksheets/sheet'
    links = "".join(f'<Relationship Id="rId{n}" {relation}{n}.xml"/>' for n in numbers)
    return {
        "[Content_Types].xml": (
            f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
            'officedocument.spreadsheetml.sheet.main+xml"/>'
            '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-'
            f'officedocument.spreadsheetml.styles+xml"/>{kinds}</Types>'
        ),
        "_rels/.rels": (
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
            f' Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'{_HEAD}<workbook xmlns="{_NAMESPACE}" xmlns:r="{_RELATIONS}">'
            f"<sheets>{listed}</sheets></workbook>"
        ),
        "xl/_rels/workbook.xml.rels": (
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{links}'
            f'<Relationship Id="rId{len(names) + 1}" Type="{_RELATIONS}/styles"'
            ' Target="styles.xml"/></Relationships>'
        ),
        "xl/styles.xml": _STYLES,
    }


def _sheet(rows: Iterable[Iterable[Cell]]) -> str:
    lines = [
        f"<row>{''.join([_cell(cell, is_head=number == 0) for cell in row])}</row>"
        for number, row in enumerate(rows)
    ]
    return (
        f'{_HEAD}<worksheet xmlns="{_NAMESPACE}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews>'
        '<sheetFormatPr defaultColWidth="22"/>'
        f"<sheetData>{''.join(lines)}</sheetData></worksheet>"
    )


def _cell(cell: Cell, *, is_head: bool) -> str:
    match cell:
        case None | "":
            return "<c/>"
        case dt.date():
            day = cell.date() if isinstance(cell, dt.datetime) else cell
            return f'<c s="2"><v>{(day - _DAY_ZERO).days}</v></c>'
        case Decimal():
            return f'<c s="3"><v>{cell}</v></c>'
        case int():
            return f"<c><v>{cell}</v></c>"
        case _:
            style = ' s="1"' if is_head else ""
            text = escape(_UNSAFE.sub("", str(cell)[:_LONGEST_CELL]))
            return f'<c t="inlineStr"{style}><is><t xml:space="preserve">{text}</t></is></c>'
