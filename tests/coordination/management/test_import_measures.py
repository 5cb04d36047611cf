"""`manage.py import_measures`: what it says, what it writes, how it ends."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from coordination.measures.models import Measure
from tests.coordination.importers.samples import LIST, changed, long_list


@pytest.fixture(autouse=True)
def _german():
    with translation.override("de"):
        yield


@pytest.fixture
def run(town, tmp_path):
    """Run the command on a list; its exit code, what it says and what it complains of."""

    def run(text, *options, name="liste.csv"):
        file = tmp_path / name
        file.write_bytes(text.encode())
        out, err = StringIO(), StringIO()
        code = 0
        try:
            call_command("import_measures", str(file), *options, stdout=out, stderr=err)
        except CommandError as error:
            err.write(str(error))
            code = error.returncode
        except SystemExit as leaving:
            code = leaving.code
        return code, out.getvalue().splitlines(), err.getvalue().splitlines()

    return run


HEAD = "Liste „liste“ im Namen von Head Centre (centre-head@town.example)"


def test_list_is_imported_in_the_name_of_the_integration_centre(town, run):
    assert run(LIST) == (
        0,
        [
            HEAD,
            "2 Zeilen: 2 neu, 0 geändert, 0 unverändert, 0 mit Problemen.",
            "Fertig: 2 neu, 0 geändert, 0 unverändert.",
        ],
        [],
    )
    opened = {one.case.opened_by for one in Measure.objects.select_related("case__opened_by")}
    assert opened == {town.person("centre-head")}


def test_same_file_twice_changes_nothing(run):
    run(LIST)
    assert run(LIST) == (
        0,
        [
            HEAD,
            "2 Zeilen: 0 neu, 0 geändert, 2 unverändert, 0 mit Problemen.",
            "Fertig: 0 neu, 0 geändert, 2 unverändert.",
        ],
        [],
    )


def test_nothing_is_written_while_a_row_has_a_problem(run):
    code, out, err = run(changed("hoch", "sofort"))
    assert (code, out) == (
        1, [HEAD, "2 Zeilen: 1 neu, 0 geändert, 0 unverändert, 1 mit Problemen."],
    )  # fmt: skip
    assert err == [
        (
            "Zeile 2, Spalte „prioritaet“: „sofort“ ist hier nicht möglich. "
            "Möglich sind: hoch, mittel, niedrig."
        ),
        ("Es wurde nichts gespeichert. Mit --good-rows werden die Zeilen ohne Problem eingelesen."),
    ]
    assert Measure.objects.count() == 0


def test_good_rows_are_taken_when_asked_for(run):
    code, out, err = run(changed("hoch", "sofort"), "--good-rows")
    assert (code, out[-2:], len(err)) == (
        3, ["Fertig: 1 neu, 0 geändert, 0 unverändert.", "1 Zeile wurde ausgelassen."], 1,
    )  # fmt: skip
    assert [one.source_number for one in Measure.objects.all()] == ["A2"]


def test_unusable_file_is_refused_even_for_its_good_rows(run):
    code, out, err = run(LIST.replace(";", ","), "--good-rows")
    assert (code, out, err[-1]) == (1, [HEAD], "Es wurde nichts gespeichert.")
    assert err[0].startswith("Zeile 1: Die Spalten sind mit „,“ getrennt.")


def test_check_writes_nothing(run):
    assert run(LIST, "--check")[0] == 0
    assert run(changed("hoch", "sofort"), "--check")[0] == 1
    assert Measure.objects.count() == 0


def test_importer_is_named_by_address(town, run):
    assert run(LIST, "--as", "Youth-Clerk@town.example")[0] == 0
    assert {one.case.opened_by_id for one in Measure.objects.select_related("case")} == {
        town.person("youth-clerk").pk
    }


def test_unknown_importer_is_refused(run):
    assert run(LIST, "--as", "nobody@town.example") == (
        1, [], ["Ein Konto „nobody@town.example“ gibt es nicht."],
    )  # fmt: skip


def test_importer_must_be_allowed_to_propose(run):
    code, out, err = run(LIST, "--as", "council-observer@town.example")
    assert (code, out, len(err)) == (1, [], 1)
    assert err[0].startswith("council-observer@town.example: ")
    assert Measure.objects.count() == 0


def test_missing_file_is_refused(town, tmp_path):
    with pytest.raises(CommandError) as error:
        call_command("import_measures", str(tmp_path / "fehlt.csv"))
    assert str(error.value).startswith("Die Datei „")


def test_list_has_the_name_of_its_file_or_the_one_given(run):
    run(LIST, name="Liste (2).csv")
    run(LIST, "--source", "Andere Liste")
    assert sorted(set(Measure.objects.values_list("source", flat=True))) == [
        "andere liste", "liste",
    ]  # fmt: skip


def test_similar_list_is_mentioned(run):
    run(LIST)
    assert run(LIST, "--source", "andere", "--check")[1][-1] == (
        "Ihre Zeilen sind aus der Liste „liste“ bekannt (--source)."
    )


def test_progress_is_a_line_every_so_often_where_there_is_no_terminal(run, monkeypatch):
    monkeypatch.setattr("coordination.management.commands.import_measures._EVERY", 2)
    assert [line for line in run(long_list(5))[1] if "/" in line] == [
        "Übernahme: 2/5", "Übernahme: 4/5",
    ]  # fmt: skip


def test_progress_is_a_bar_on_a_terminal(run, monkeypatch, capsys):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
    assert run(long_list(3))[0] == 0
    assert "3/3" in capsys.readouterr().out
