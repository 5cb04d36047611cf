"""Whatever a file contains, it is read, or refused with a reason that can be told."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coordination.imports.reading import UnreadableFileError, read_list
from tests.coordination.importers.samples import LIST, NAMES, cells, file_of, workbook

BOOK = workbook(cells()).getvalue()


def told(file):
    """Every problem in words."""
    try:
        return [str(problem) for row in read_list(file, NAMES) for problem in row.problems]
    except UnreadableFileError as error:
        return [str(problem) for problem in error.problems]


@settings(deadline=None, max_examples=200)
@given(st.data())
@pytest.mark.parametrize("content", [LIST.encode(), LIST.encode("utf-16"), BOOK])
def test_damaged_file_is_read_or_refused(content, data):
    damaged = bytearray(content)
    for _ in range(data.draw(st.integers(1, 8))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(damaged)))
    assert all(told(io.BytesIO(bytes(damaged[:cut]))))
    assert all(told(io.BytesIO(bytes(damaged))))


@settings(deadline=None, max_examples=200)
@given(st.lists(st.text(max_size=30), min_size=17, max_size=17))
def test_any_text_in_any_cell_is_read_or_refused(texts):
    quoted = ";".join('"' + text.replace('"', '""') + '"' for text in texts)
    line = LIST.splitlines()[0]
    assert all(told(file_of(f"{line}\n{quoted}\n".encode(errors="surrogatepass"))))


@settings(deadline=None, max_examples=100)
@given(
    st.lists(
        st.one_of(
            st.none(),
            st.booleans(),
            st.integers(-(10**18), 10**18),
            st.floats(allow_nan=False, allow_infinity=False),
            st.text(st.characters(min_codepoint=32, max_codepoint=0xD7FF), max_size=30),
            st.datetimes(),
        ),
        min_size=17,
        max_size=17,
    )
)
def test_any_value_in_any_cell_of_a_sheet_is_read_or_refused(values):
    assert all(told(workbook([cells()[0], values])))
