"""The command that says which session a matter can reach."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

CALENDAR = """
[[session]]
body = "rat"
starts = 2016-09-26T15:00:00
closes = 2016-09-12

[[session]]
body = "rat"
starts = 2016-11-24T15:00:00+01:00
closes = "2016-11-10"

[[session]]
body = "integrationsrat"
starts = 2016-08-30T16:00:00

[[session]]
body = "integrationsrat"
starts = 2016-10-26
closes = 2016-10-12
"""

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _german():
    with translation.override("de"):
        yield


@pytest.fixture
def plan(tmp_path, capsys):
    """Run the command with a calendar; what it prints."""

    def run(*options, calendar=CALENDAR):
        file = tmp_path / "calendar.toml"
        file.write_text(calendar, encoding="utf-8")
        call_command("plan_deliberation", "--from", "2016-08-24", "--calendar", str(file), *options)
        return capsys.readouterr().out

    return run


def test_earliest_session_is_the_one_of_november(plan):
    assert json.loads(plan("--json")) == {
        "reachable": True,
        "body": "rat",
        "session": "2016-11-24",
        "stations": [
            {"body": "integrationsrat", "role": "preliminary", "session": "2016-10-26"},
            {"body": "rat", "role": "decision", "session": "2016-11-24"},
        ],
        "dates": {
            "check": "2016-09-06",
            "cosigning_from": "2016-09-13",
            "cosigning_until": "2016-09-27",
            "release": "2016-09-27",
            "board": "2016-10-05",
            "signature": "2016-10-10",
            "closing": "2016-10-12",
        },
        "cuts": [],
    }


def test_unreachable_wish_names_what_would_have_to_be_cut(plan):
    said = json.loads(plan("--json", "--wish", "2016-09-26"))
    assert (said["reachable"], said["session"], said["suffices"]) == (False, "2016-09-26", True)
    assert [cut["code"] for cut in said["cuts"]] == [
        "cosigning", "integration_council", "supplement",
    ]  # fmt: skip
    assert said["earliest"]["session"] == "2016-11-24"


def test_reachable_wish_is_a_plan_without_cuts(plan):
    said = json.loads(plan("--json", "--wish", "2016-11-24", "--body", "rat"))
    assert (said["reachable"], said["cuts"]) == (True, [])


def test_words_name_the_session_and_the_days(plan):
    lines = plan().splitlines()
    assert lines[0] == "Frühestens ab Mi 24.08.2016: „rat“ am Do 24.11.2016"
    assert "  Mi 12.10.2016  Redaktionsschluss" in lines


@pytest.mark.parametrize(
    ("options", "calendar", "said"),
    [
        (["--wish", "2016-08-24"], CALENDAR, "muss nach dem Tag liegen, an dem"),
        (["--wish", "2016-09-27"], CALENDAR, "Die nächste Sitzung ist am Do 24.11.2016."),
        (["--body", "hfa"], CALENDAR, "Gremien mit Sitzungen: integrationsrat, rat."),
        ([], "[[session]\n", "Zeile 1, Spalte"),
        ([], "", "Beginnen Sie jede mit [[session]]"),
        ([], '[[session]]\nbody = "rat"\n', "„starts“ fehlt."),
        ([], '[[session]]\nbody = "rat"\nstarts = "bald"\n', "„starts“ muss ein Tag"),
        ([], '[[session]]\nbody = "rat"\nstarts = 2016-11-24\ncloses = 2016-11-25\n', "„closes“ l"),
        ([], '[[session]]\nbody = "rat"\nstarts = 2016-11-24\n' * 2, "tagt an diesem Tag zweimal"),
        ([], '[[session]]\nbody = "jha"\nstarts = 2016-11-24\n', "mit --body"),
    ],
)
def test_what_cannot_be_planned_is_said_in_words(plan, options, calendar, said):
    with pytest.raises(CommandError) as refused:
        plan(*options, calendar=calendar)
    assert said in str(refused.value)


def test_city_is_planned_with_its_own_sessions(town, capsys):
    call_command("plan_deliberation", "--from", "2026-01-12", "--json")
    assert json.loads(capsys.readouterr().out)["reachable"] in {True, False}
