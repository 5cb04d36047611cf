"""The command that sets up the city."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from tests.coordination.data.city_files import SMALL
from workflows.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _german():
    with translation.override("de"):
        yield


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "city.toml"
    path.write_text(SMALL, encoding="utf-8")
    return path


def test_city_is_set_up_and_counted(file, capsys):
    call_command("init_city", file, "--until", "2027-12-31")
    said = capsys.readouterr().out
    assert said.startswith("Eingerichtet: 3 Einheiten, 9 Stellen, 2 Konten, 2 Gremien, ")
    assert Unit.objects.count() == 3


def test_second_run_says_that_nothing_changed(file, capsys):
    call_command("init_city", file, "--until", "2027-12-31")
    capsys.readouterr()
    call_command("init_city", file, "--until", "2027-12-31")
    assert capsys.readouterr().out == (
        "Die Stadt ist bereits eingerichtet; es wurde nichts geändert.\n"
    )


def test_all_problems_are_listed_and_nothing_is_written(file):
    text = SMALL.replace("members = 40", "members = 0").replace('parent = "mayor"', 'parent = "x"')
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError) as error:
        call_command("init_city", file)
    assert str(error.value).splitlines() == [
        "Es wurde nichts geschrieben. 3 Fehler:",
        "- Gremium „council“: „members“ muss zwischen 1 und 500 liegen.",
        "- Einheit „youth“: Die übergeordnete Einheit „x“ gibt es nicht.",
        "- Einheit „north“: Die übergeordnete Einheit „x“ gibt es nicht.",
    ]
    assert Unit.objects.count() == 0


def test_missing_file_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"Die Datei „.*nowhere.toml“ ist nicht lesbar: "):
        call_command("init_city", tmp_path / "nowhere.toml")
