"""The same list from two people, and one import in the hands of several workers, at once."""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django_q.models import OrmQ
from django_q.signing import SignedPackage

from coordination.implementing.models import EarlierReport
from coordination.imports.actions import uploads
from coordination.imports.enums import RowFate
from coordination.imports.jobs import resume_imports
from coordination.imports.models import MeasureImport
from coordination.imports.reading import TakenRow, take, work_on
from coordination.measures.models import Measure
from tests.concurrency.threads import at_once
from tests.coordination.importers.samples import file_of, long_list
from tests.coordination.importers.stocks import LONG, STOCK
from tests.town import NOW, Town, found
from workflows.models import Event
from workflows.queries.proof.verification import verify_case

ROWS = 25
WORKERS = 4
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town() -> Town:
    return found()


def test_two_people_import_the_same_list_at_once_and_each_row_is_there_once(town: Town) -> None:
    people = [town.person("youth-clerk"), town.person("youth-head")]

    def importing(index: int) -> list[TakenRow]:
        rows = take(
            file_of(long_list(ROWS)), source="liste", by=people[index], clock=lambda: NOW
        )  # fmt: skip
        return list(rows)

    both = at_once([lambda: importing(0), lambda: importing(1)])
    fates = [Counter(row.fate for row in rows) for rows in both]
    assert sum(fates, Counter()) == {RowFate.CREATED: ROWS, RowFate.UNCHANGED: ROWS}
    for first, second in zip(*both, strict=True):
        assert {first.fate, second.fate} == {RowFate.CREATED, RowFate.UNCHANGED}
    numbers = Measure.objects.filter(source="liste").values_list("source_number", flat=True)
    assert sorted(numbers) == sorted(f"L{n}" for n in range(1, ROWS + 1))
    assert Event.objects.filter(case__kind="measure").count() == ROWS


def test_two_people_take_over_the_same_stock_at_once_and_every_year_is_there_once(
    town: Town,
) -> None:
    """And then its reports: each measure is decided once, each year stands once, as one of them
    said it."""
    people = [town.person("centre-head"), town.person("centre-clerk")]

    def taking(index: int, text: str, kind: str = "measure") -> list[TakenRow]:
        rows = take(
            file_of(text), source="bestand", by=people[index], clock=lambda: NOW, is_stock=True,
            kind=kind,
        )  # fmt: skip
        return list(rows)

    both = at_once([lambda: taking(0, STOCK), lambda: taking(1, STOCK)])
    fates = sum((Counter(row.fate for row in rows) for rows in both), Counter())
    assert fates == {RowFate.CREATED: 5, RowFate.UNCHANGED: 5}
    assert Event.objects.filter(action="take_over_decided").count() == 5
    before = EarlierReport.objects.count()
    other = LONG.replace("Drei Räume gefunden.", "Vier Räume gefunden.") + "R5;2024;;;;Neu.;;\r\n"
    both = at_once([lambda: taking(0, LONG, "report"), lambda: taking(1, other, "report")])
    assert [row.problems for rows in both for row in rows if row.fate is None] == []
    assert EarlierReport.objects.count() == before + 1
    said = EarlierReport.objects.get(measure__source_number="R1", year=2025).text
    assert said in {"Drei Räume gefunden.", "Vier Räume gefunden."}
    for one in Measure.objects.select_related("case"):
        assert list(verify_case(one.case)) == []


def test_several_workers_on_one_import_take_and_count_each_row_once(
    town: Town, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    content = ContentFile(long_list(ROWS).encode(), name="liste.csv")
    record = uploads.upload(
        content, name="liste.csv", source="liste", by=town.person("youth-clerk"), at=NOW,
        command=uuid4(),
    )  # fmt: skip
    later = NOW + timedelta(hours=1)

    def work() -> bool:
        return work_on(record.pk, clock=lambda: NOW, until=later)

    at_once([work] * WORKERS)
    record.refresh_from_db()
    assert (record.status, record.rows, record.created) == ("checked", ROWS, ROWS)
    uploads.start(record, good_rows=False, at=NOW)
    assert at_once([work] * WORKERS) == [False] * WORKERS
    done = MeasureImport.objects.get(pk=record.pk)
    assert (done.status, done.rows_done, done.created, done.unchanged, done.faulty) == (
        "done", ROWS, ROWS, 0, 0,
    )  # fmt: skip
    assert Measure.objects.count() == ROWS
    assert list((tmp_path / "imports").iterdir()) == []


def test_lost_import_is_resumed_once_by_two_ticks_and_then_done(
    town: Town, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    content = ContentFile(long_list(ROWS).encode(), name="liste.csv")
    by = town.person("youth-clerk")
    records = [
        uploads.upload(
            content, name="liste.csv", source=name, by=by, at=NOW, command=uuid4()
        )
        for name in ("eins", "zwei")
    ]  # fmt: skip
    for record in records:
        work_on(record.pk, clock=lambda: NOW, until=NOW)
        record.refresh_from_db()
        uploads.start(record, good_rows=False, at=NOW)
        # The worker is killed after its first row.
        assert work_on(record.pk, clock=lambda: NOW, until=NOW)
    later = NOW + uploads.ABANDONED + timedelta(seconds=1)
    told = at_once([lambda: resume_imports(at=later)] * WORKERS)
    assert sum(int(text.partition(" ")[0]) for text in told if text) == 2
    asked = [SignedPackage.loads(row.payload)["args"][0] for row in OrmQ.objects.all()]
    assert sorted(asked) == [record.pk for record in records]
    at_once(
        [
            lambda pk=pk: work_on(pk, clock=lambda: later, until=later + timedelta(hours=1))
            for pk in asked
        ]
        * 2
    )
    done = MeasureImport.objects.order_by("pk").values_list("status", "rows_done", "created")
    assert list(done) == [("done", ROWS, ROWS)] * 2
    assert Measure.objects.count() == 2 * ROWS


def test_double_click_on_upload_keeps_one_file(town: Town, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    by, command = town.person("youth-clerk"), uuid4()

    def upload() -> int:
        content = ContentFile(long_list(2).encode(), name="liste.csv")
        record = uploads.upload(
            content, name="liste.csv", source="liste", by=by, at=NOW, command=command
        )  # fmt: skip
        return record.pk

    assert len(set(at_once([upload] * WORKERS))) == 1
    assert (MeasureImport.objects.count(), len(list((tmp_path / "imports").iterdir()))) == (1, 1)
