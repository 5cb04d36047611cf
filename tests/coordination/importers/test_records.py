"""An uploaded list on its way: checked, taken in pieces, interrupted, thrown away."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django_q.models import OrmQ
from django_q.signing import SignedPackage

from coordination.imports.actions import uploads
from coordination.imports.actions.uploads import list_name
from coordination.imports.models import ImportProblem, MeasureImport
from coordination.imports.reading import work_on
from coordination.measures.models import Measure
from tests.coordination.importers.samples import LIST, changed, long_list
from tests.coordination.targets.targets import resolved
from tests.town import NOW
from workflows.refusals import CommandReused, GuardsUnmet, NotAllowed, WrongState
from workflows.signals import ticked

NEVER = NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def _private_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def stored(tmp_path):
    """The names of the files that lie in the storage."""
    return lambda: sorted(path.name for path in (tmp_path / "imports").glob("*"))


def uploaded(town, text, by="youth-clerk", command=None, at=NOW):
    content = ContentFile(text.encode(), name="liste.csv")
    return uploads.upload(
        content, name="liste.csv", source="liste", by=town.person(by), at=at,
        command=command or uuid4(),
    )  # fmt: skip


def worked(record, *, until=NEVER, clock=lambda: NOW):
    """Whether more is to be done, and the record afterwards."""
    more = work_on(record.pk, clock=clock, until=until)
    return more, MeasureImport.objects.get(pk=record.pk)


def counts(record):
    return (
        record.status, record.rows, record.rows_done, record.created, record.updated,
        record.unchanged, record.faulty,
    )  # fmt: skip


def codes(record):
    return [(one.row, one.code) for one in ImportProblem.objects.filter(measure_import=record)]


def failing(after):
    """A clock that breaks off the work after so many looks at it."""
    left = iter(range(after))

    def clock():
        if next(left, None) is None:
            raise RuntimeError("the power is gone")
        return NOW

    return clock


def test_upload_is_kept_checked_and_taken_and_then_the_file_is_gone(town, stored):
    record = uploaded(town, LIST)
    assert counts(record) == ("checking", 0, 0, 0, 0, 0, 0)
    assert stored() == [f"{record.sha256}.{record.pk}"]
    more, record = worked(record)
    assert (more, counts(record)) == (False, ("checked", 2, 0, 2, 0, 0, 0))
    assert Measure.objects.count() == 0
    uploads.start(record, good_rows=False, at=NOW)
    more, record = worked(record)
    assert (more, counts(record)) == (False, ("done", 2, 2, 2, 0, 0, 0))
    assert (record.finished_at, stored()) == (NOW, [])
    assert Measure.objects.filter(source="liste").count() == 2


def test_list_with_problems_is_taken_only_without_its_bad_rows(town):
    _, record = worked(uploaded(town, changed("hoch", "sofort")))
    assert (counts(record), codes(record)) == (
        ("checked", 2, 0, 1, 0, 0, 1), [(2, "choice")],
    )  # fmt: skip
    with pytest.raises(GuardsUnmet) as refusal:
        uploads.start(record, good_rows=False, at=NOW)
    assert [unmet.code for unmet in refusal.value.unmet] == ["faulty_rows"]
    uploads.start(record, good_rows=True, at=NOW)
    _, record = worked(record)
    assert (counts(record), codes(record)) == (("done", 2, 2, 1, 0, 0, 1), [(2, "choice")])
    assert [one.source_number for one in Measure.objects.all()] == ["A2"]


def test_list_without_any_good_row_is_not_taken(town):
    _, record = worked(uploaded(town, LIST.replace("youth", "?").replace("Unit school", "?")))
    with pytest.raises(GuardsUnmet) as refusal:
        uploads.start(record, good_rows=True, at=NOW)
    assert [unmet.code for unmet in refusal.value.unmet] == ["no_good_rows"]


def test_unusable_file_is_not_taken(town):
    _, record = worked(uploaded(town, LIST.replace(";", ",")))
    assert (counts(record), codes(record)) == (("checked", 0, 0, 0, 0, 0, 0), [(1, "delimiter")])
    with pytest.raises(GuardsUnmet):
        uploads.start(record, good_rows=True, at=NOW)


def test_list_is_not_started_before_it_is_checked(town):
    with pytest.raises(WrongState):
        uploads.start(uploaded(town, LIST), good_rows=False, at=NOW)


def test_second_start_does_nothing(town):
    _, record = worked(uploaded(town, LIST))
    uploads.start(record, good_rows=False, at=NOW)
    _, record = worked(record)
    uploads.start(record, good_rows=False, at=NOW)
    assert counts(worked(record)[1]) == ("done", 2, 2, 2, 0, 0, 0)


def test_what_is_no_longer_fine_when_it_starts_is_shown_again_and_nothing_is_written(town):
    _, record = worked(uploaded(town, LIST))
    uploads.start(record, good_rows=False, at=NOW)
    unit = town.unit("school")
    unit.valid_until = NOW.date().replace(year=2025)
    unit.save()
    more, record = worked(record)
    assert (more, counts(record)) == (False, ("checked", 2, 0, 0, 0, 0, 2))
    assert codes(record) == [(2, "unit_unknown_closed"), (3, "unit_unknown_closed")]
    assert Measure.objects.count() == 0


def test_list_is_taken_in_pieces(town):
    _, record = worked(uploaded(town, long_list(5)))
    uploads.start(record, good_rows=False, at=NOW)
    seen = []
    more = True
    while more:
        more, record = worked(record, until=NOW)
        seen.append((more, record.status, record.rows_done, record.created))
    assert seen == [
        (True, "running", 1, 1),
        (True, "running", 2, 2),
        (True, "running", 3, 3),
        (True, "running", 4, 4),
        (True, "running", 5, 5),
        (False, "done", 5, 5),
    ]
    assert Measure.objects.count() == 5


@pytest.mark.parametrize("looks", range(12))
def test_work_that_breaks_off_anywhere_goes_on_and_counts_each_row_once(town, looks):
    _, record = worked(uploaded(town, long_list(4)))
    uploads.start(record, good_rows=False, at=NOW)
    # The clock fails for the note of the failure, too: as when the process is killed.
    with pytest.raises(RuntimeError, match="power"):
        worked(record, clock=failing(looks))
    uploads.proceed(
        MeasureImport.objects.get(pk=record.pk), at=NOW + uploads.STALLED + timedelta(seconds=1)
    )
    assert counts(worked(record)[1]) == ("done", 4, 4, 4, 0, 0, 0)
    assert Measure.objects.count() == 4


def test_work_that_fails_says_so_and_can_be_continued(town):
    _, record = worked(uploaded(town, LIST))
    uploads.start(record, good_rows=False, at=NOW)
    uploads.fail(record, at=NOW)
    record.refresh_from_db()
    assert (record.status, worked(record)[0], Measure.objects.count()) == ("failed", False, 0)
    uploads.proceed(record, at=NOW)
    assert counts(worked(record)[1]) == ("done", 2, 2, 2, 0, 0, 0)


def test_vanished_file_is_a_failure(town, tmp_path):
    record = uploaded(town, LIST)
    (tmp_path / "imports" / f"{record.sha256}.{record.pk}").unlink()
    with pytest.raises(FileNotFoundError):
        work_on(record.pk, clock=lambda: NOW, until=NEVER)
    assert MeasureImport.objects.get(pk=record.pk).status == "failed"


def test_work_in_progress_is_not_continued(town):
    record = uploaded(town, LIST)
    uploads.proceed(record, at=NOW + uploads.STALLED)
    record.refresh_from_db()
    assert (record.status, record.moved_at) == ("checking", NOW)


@pytest.mark.parametrize(
    ("status", "waited", "resumed"),
    [
        ("checking", uploads.ABANDONED, 0),
        ("checking", uploads.ABANDONED + timedelta(seconds=1), 1),
        ("running", uploads.ABANDONED + timedelta(seconds=1), 1),
        ("checked", timedelta(days=1), 0),
        ("failed", timedelta(days=1), 0),
        ("done", timedelta(days=1), 0),
    ],
)
def test_work_that_stands_still_is_resumed_by_the_tick_once(town, status, waited, resumed):
    record = uploaded(town, LIST)
    MeasureImport.objects.update(status=status)
    assert uploads.reclaim(at=NOW + waited) == [record.pk] * resumed
    assert uploads.reclaim(at=NOW + waited) == []


def test_tick_asks_a_worker_for_what_was_lost(town):
    record = uploaded(town, LIST)
    (answer,) = [text for _who, text in ticked.send(None, at=NOW + timedelta(hours=1)) if text]
    assert answer == "1 imports resumed"
    (asked,) = OrmQ.objects.all()
    package = SignedPackage.loads(asked.payload)
    assert (package["func"], package["args"]) == (
        "coordination.imports.jobs.work_on_import", (record.pk,),
    )  # fmt: skip


def test_row_that_is_refused_late_is_told(town):
    _, record = worked(uploaded(town, LIST))
    uploads.start(record, good_rows=False, at=NOW)
    worked(record, until=NOW)
    # Another list has taken the number of the next row in the meantime.
    other = uploaded(town, changed("Lesepaten", "Andere"), by="school-head")
    worked(other)
    other.refresh_from_db()
    uploads.start(other, good_rows=True, at=NOW)
    worked(other)
    town.do(Measure.objects.get(source_number="A2"), "edit", "school-head", goal="Von Hand")
    _, record = worked(record)
    assert counts(record) == ("done", 2, 2, 1, 0, 0, 1)
    assert codes(record) == [(3, "number_taken")]


def test_discarded_list_leaves_nothing(town, stored):
    _, record = worked(uploaded(town, changed("hoch", "sofort")))
    uploads.discard(record)
    assert (MeasureImport.objects.count(), ImportProblem.objects.count(), stored()) == (0, 0, [])
    assert work_on(record.pk, clock=lambda: NOW, until=NEVER) is False


def test_list_that_is_being_taken_is_not_discarded(town, stored):
    _, record = worked(uploaded(town, LIST))
    uploads.start(record, good_rows=False, at=NOW)
    with pytest.raises(WrongState):
        uploads.discard(record)
    assert stored() == [f"{record.sha256}.{record.pk}"]


def test_same_content_twice_has_two_files(town, stored):
    first, second = uploaded(town, LIST), uploaded(town, LIST)
    uploads.discard(first)
    assert stored() == [f"{second.sha256}.{second.pk}"]
    assert counts(worked(second)[1])[:2] == ("checked", 2)


def test_files_that_nobody_takes_are_deleted_after_a_month(town, stored):
    old = uploaded(town, LIST)
    kept = uploaded(town, LIST, at=NOW + timedelta(days=1))
    new = uploaded(town, LIST, at=NOW + uploads.KEPT + timedelta(seconds=1))
    assert stored() == sorted(f"{one.sha256}.{one.pk}" for one in (kept, new))
    assert not MeasureImport.objects.filter(pk=old.pk).exists()


def test_same_command_is_the_same_upload(town, stored):
    command = uuid4()
    first, second = uploaded(town, LIST, command=command), uploaded(town, LIST, command=command)
    assert (first.pk, len(stored())) == (second.pk, 1)
    with pytest.raises(CommandReused):
        uploaded(town, LIST, by="school-head", command=command)


def test_who_may_not_propose_uploads_nothing(town, stored):
    with pytest.raises(NotAllowed):
        uploaded(town, LIST, by="council-observer")
    assert (MeasureImport.objects.count(), stored()) == (0, [])


def test_no_more_problems_are_kept_than_anybody_reads(town):
    head = "nr;titel;federfuehrung;partner;kosten_eur;beginn"
    rows = "\n".join(f"{n};;?;?;?;?" for n in range(2_100))
    _, record = worked(uploaded(town, f"{head}\n{rows}\n"))
    assert (record.rows, record.faulty) == (2_100, 2_100)
    assert record.problems.count() == uploads.MOST_PROBLEMS == 10_000


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("Maßnahmen 2026.csv", "massnahmen 2026"),
        ("massnahmen (1).csv", "massnahmen"),
        ("Massnahmen - Kopie.XLSX", "massnahmen"),
        ("Massnahmen - Kopie (2).csv", "massnahmen"),
        ("Massnahmen \u2013 Kopie \u2013 Kopie.csv", "massnahmen"),
        ("Kopie von Massnahmen.xlsx", "massnahmen"),
        ("Massnahmen (1) - Kopie.csv", "massnahmen"),
        ("Copy of massnahmen (3).csv", "massnahmen"),
        ("massnahmen copy 2.csv", "massnahmen"),
        ("Kopie.csv", "kopie"),
        ("Ma\u00dfnah\u00admen\u200b.csv", "massnahmen"),
        ("Meine Liste", "meine liste"),
        (".csv", "liste"),
        ("x" * 300, "x" * 60),
    ],
)
def test_copy_of_a_file_is_the_same_list(file, name):
    assert list_name(file) == name


def test_list_says_which_objectives_are_served_and_how_citizens_take_part(town):
    target = resolved(town)
    first, second = target.objectives.order_by("position")
    text = (
        "nr;titel;federfuehrung;teilziele;beteiligung;beteiligung_text\r\n"
        f"Z1;Kurse;youth;{target.reference}/1|{second.text};geplant;Eine Versammlung.\r\n"
        "Z2;Lesepaten;youth;;keine;Ein laufendes Angebot.\r\n"
        f"Z3;Spielmobil;youth;{target.reference}/9;vielleicht;\r\n"
    )
    _, record = worked(uploaded(town, text, at=town.now))
    assert codes(record) == [(4, "entry_unknown_guess"), (4, "choice")]
    uploads.start(record, good_rows=True, at=town.now)
    worked(record)
    courses = Measure.objects.get(source_number="Z1")
    assert set(courses.serves.all()) == {first, second}
    assert (courses.participation, courses.participation_words) == ("planned", "Eine Versammlung.")
    other = Measure.objects.get(source_number="Z2")
    assert (other.serves.count(), other.participation) == (0, "none")
