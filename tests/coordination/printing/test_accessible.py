"""The PDF is accessible (PDF/UA-1, ISO 14289-1), read by another reader than its writer.

veraPDF is in no registry that this project uses; what it would look at first is read here: the
tree of structure, what of a page belongs to it, headings, tables, language, title, fonts.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject

from coordination.printing import blocks
from coordination.printing.typesetting import typeset

SHOWS_TEXT = {b"Tj", b"TJ", b"'", b'"'}
ROLES = {
    "Document", "H1", "H2", "H3", "P", "Span", "Div", "L", "LI", "Lbl", "LBody", "Table", "THead",
    "TBody", "TR", "TH", "TD", "Strong", "Em", "Sect", "Part", "Title", "NonStruct", "Note",
}  # fmt: skip
"""The kinds of structure that ISO 32000-1 knows and a paper may need."""
ROWS = [[f"Zeile {n}", "Wort " * 20] for n in range(60)]


@pytest.fixture(scope="module")
def reader() -> PdfReader:
    """A document of several pages with every kind of block."""
    parts = [
        blocks.Title("Vorlage", "Ein Titel"),
        blocks.Mark("Vertraulich"),
        blocks.Note("Klein"),
        blocks.Heading("Abschnitt"),
        blocks.Heading("Unterabschnitt", 3),
        blocks.Text("Absatz.\nZeile."),
        blocks.Listing(["Eins", "Zwei"]),
        blocks.Heading("Tabelle"),
        blocks.Table(["Was", "Wie"], ROWS, [1, 3]),
        blocks.Signature("Gezeichnet", "Amt"),
    ]
    content = typeset(
        blocks.Document("Der Titel", "Stadt", date(2026, 3, 2), ("Stadt", "Teil"), "Fuß", parts)
    )
    return PdfReader(BytesIO(content))


def root(reader: PdfReader) -> Any:
    return reader.trailer["/Root"]


def elements(node: Any) -> Iterator[Any]:
    """All elements of the tree of structure, each before those in it."""
    children = node.get("/K", [])
    for child in children if isinstance(children, ArrayObject) else [children]:
        there = child.get_object()
        if isinstance(there, DictionaryObject) and "/S" in there:
            yield there
            yield from elements(there)


def role(reader: PdfReader, element: Any) -> str:
    named = str(element["/S"])
    return str(root(reader)["/StructTreeRoot"].get("/RoleMap", {}).get(named, named))[1:]


def test_file_says_what_it_is(reader: PdfReader) -> None:
    about = root(reader)["/Metadata"].get_data().decode()
    assert reader.xmp_metadata is not None
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    assert reader.metadata is not None
    assert (reader.metadata.title, str(root(reader)["/Lang"])[:2]) == ("Der Titel", "de")
    assert root(reader)["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert root(reader)["/MarkInfo"]["/Marked"].value
    suspects = root(reader)["/MarkInfo"].get("/Suspects")
    assert suspects is None or not suspects.value


def test_tree_holds_known_roles_and_headings_without_a_gap(reader: PdfReader) -> None:
    roles = [role(reader, one) for one in elements(root(reader)["/StructTreeRoot"])]
    assert set(roles) <= ROLES
    levels = [int(one[1]) for one in roles if one in {"H1", "H2", "H3"}]
    assert levels == [1, 2, 3, 2]
    assert {"L", "LI", "LBody", "P", "Table"} <= set(roles)


def test_table_has_heads_with_a_scope_and_rows_of_equal_length(reader: PdfReader) -> None:
    tables = [one for one in elements(root(reader)["/StructTreeRoot"]) if one["/S"] == "/Table"]
    assert len(tables) == 1
    rows = [one for one in elements(tables[0]) if one["/S"] == "/TR"]
    cells = [[str(cell["/S"]) for cell in elements(row) if cell["/S"] in {"/TH", "/TD"}]
             for row in rows]  # fmt: skip
    assert len(rows) == 1 + len(ROWS), "the head that is repeated on each page is none of its rows"
    assert {len(row) for row in cells} == {2}
    assert cells[0] == ["/TH", "/TH"]
    heads = [one for one in elements(tables[0]) if one["/S"] == "/TH"]
    assert {str(_attribute(one, "/Scope")) for one in heads} <= {"/Column", "/Row", "/Both"}


def _attribute(element: Any, name: str) -> object:
    given = element.get("/A", {})
    parts = given if isinstance(given, ArrayObject) else [given]
    return next((part.get_object()[name] for part in parts if name in part.get_object()), None)


def test_every_word_on_a_page_is_in_the_tree_or_marked_as_decoration(reader: PdfReader) -> None:
    owners = _owners(root(reader)["/StructTreeRoot"]["/ParentTree"])
    assert len(reader.pages) > 2
    for page in reader.pages:
        assert page["/Tabs"] == "/S"
        parents = owners[int(page["/StructParents"])]
        open_marks: list[tuple[str, object]] = []
        tagged = 0
        for operands, operator in ContentStream(page["/Contents"].get_object(), reader).operations:
            if operator in {b"BDC", b"BMC"}:
                known = operands[1] if len(operands) > 1 else {}
                number = known.get("/MCID") if isinstance(known, DictionaryObject) else None
                open_marks.append((str(operands[0]), number))
            elif operator == b"EMC":
                open_marks.pop()
            elif operator in SHOWS_TEXT:
                numbers = [number for _name, number in open_marks if number is not None]
                is_decoration = any(name == "/Artifact" for name, _number in open_marks)
                assert numbers or is_decoration, f"words outside of the tree: {operands}"
                for number in numbers:
                    assert parents[int(str(number))].get_object()["/S"]
                    tagged += 1
        assert open_marks == []
        assert tagged


def _owners(tree: Any) -> dict[int, Any]:
    """What the tree of parents says of each page."""
    if "/Kids" in tree:
        return {k: v for kid in tree["/Kids"] for k, v in _owners(kid.get_object()).items()}
    numbers = tree["/Nums"]
    return {int(numbers[n]): numbers[n + 1].get_object() for n in range(0, len(numbers), 2)}


def test_every_font_is_in_the_file_and_can_be_read_back(reader: PdfReader) -> None:
    fonts = [
        font.get_object()
        for page in reader.pages
        for font in page["/Resources"]["/Font"].get_object().values()  # type: ignore[index] # a page of pypdf is untyped
    ]
    assert fonts
    for font in fonts:
        assert "/ToUnicode" in font
        inner = font["/DescendantFonts"][0].get_object()
        described = inner["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(described)
