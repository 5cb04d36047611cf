"""The stock of open resolutions comes in by a list: checked first, then counted up."""

from __future__ import annotations

from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.base import File

from coordination.followup.models import FollowUp
from coordination.imports.actions import uploads
from coordination.imports.models import MeasureImport
from coordination.imports.reading import work_on
from coordination.imports.reading.kinds import kind_of
from coordination.imports.reading.reports import empty_list
from tests.coordination.followup.items import SECRETARY
from tests.town import Town
from workflows.refusals import NotAllowed
from workflows.tables import workbook

pytestmark = pytest.mark.django_db

HEAD = ["Nr", "Art", "Titel", "Gremium", "vom", "Auftrag", "Amt", "Frist", "Naechster Bericht",
        "oeffentlich"]  # fmt: skip
GOOD = [
    ["1", "Prüfauftrag", "Trinkbrunnen", "council", "12.05.2019", "Bitte prüfen.", "youth",
     "31.12.2019", "", "ja"],
    ["2", "Antrag", "Grundstück", "main", "2024-03-01", "Bitte verkaufen.", "school", "",
     "30.04.2026", ""],
]  # fmt: skip
BAD = [
    ["3", "Wunsch", "x", "council", "01.02.2020", "x", "youth", "", "", "ja"],
    ["4", "Antrag", "x", "Rat der Weisen", "01.02.2020", "x", "youth", "", "", "ja"],
    ["5", "Antrag", "x", "council", "01.02.2030", "x", "youth", "", "", "ja"],
    ["6", "Antrag", "x", "council", "01.02.2020", "", "youth", "", "01.01.2020", "ja"],
    ["7", "Antrag", "x", "council", "01.02.2020", "x", "youth", "", "01.01.2020", "ja"],
    ["1", "Antrag", "x", "council", "01.02.2020", "x", "youth", "", "", "ja"],
]


def uploaded(town: Town, rows: list[list[str]], *, by: str = SECRETARY) -> MeasureImport:
    """A list as XLSX, checked."""
    record = uploads.upload(
        File(BytesIO(workbook([("Liste", [HEAD, *rows])])), "stock.xlsx"), name="stock.xlsx",
        source="bestand", by=town.person(by), at=town.now, command=uuid4(), is_stock=True,
        kind="followup",
    )  # fmt: skip
    return worked(town, record)


def worked(town: Town, record: MeasureImport) -> MeasureImport:
    """The same once a worker has done all of it."""
    work_on(record.pk, clock=lambda: town.now, until=town.now.replace(year=2099))
    record.refresh_from_db()
    return record


def test_a_list_is_checked_then_taken_and_its_counts_are_right(town: Town) -> None:
    record = uploaded(town, GOOD)
    assert (record.status, record.rows, record.created, record.faulty) == ("checked", 2, 2, 0)
    assert not FollowUp.objects.exists()
    uploads.start(record, good_rows=False, at=town.now)
    record = worked(town, record)
    assert (record.status, record.rows, record.rows_done, record.created) == ("done", 2, 2, 2)
    first, second = FollowUp.objects.order_by("pk")
    assert (first.kind, first.body.key, first.office.key, first.is_public) == (
        "mandate", "council", "youth", True,
    )  # fmt: skip
    # What nobody has called public is not.
    assert (second.body.key, second.is_public, str(second.next_report_on)) == (
        "main", False, "2026-04-30",
    )  # fmt: skip
    again = uploaded(town, GOOD)
    assert (again.created, again.unchanged, again.faulty) == (0, 2, 0)


def test_every_problem_is_told_by_its_row_and_nothing_is_written(town: Town) -> None:
    record = uploaded(town, [*GOOD, *BAD])
    told = [(p.row, p.column, p.code) for p in record.problems.all()]
    assert told == [
        (2, "nr", "number_twice"), (4, "art", "choice"), (5, "gremium", "entry_unknown"),
        (6, "vom", "refused"), (7, "auftrag", "cell_missing"),
        (8, "naechster_bericht", "refused"), (9, "nr", "number_twice"),
    ]  # fmt: skip
    assert (record.rows, record.faulty, record.created) == (8, 7, 1)
    assert record.created + record.unchanged + record.faulty == record.rows
    uploads.start(record, good_rows=True, at=town.now)
    record = worked(town, record)
    assert (record.created, record.faulty, record.rows_done) == (1, 7, 8)
    assert [item.source_number for item in FollowUp.objects.all()] == ["2"]


def test_only_the_council_office_reads_in_the_stock(town: Town) -> None:
    with pytest.raises(NotAllowed):
        uploaded(town, GOOD, by="youth-head")


def test_the_empty_list_has_every_column() -> None:
    assert empty_list("followup") == [[column.name for column in kind_of("followup").columns]]
