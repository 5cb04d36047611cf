"""The commands that check and publish the trail: their words and their exit codes."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from tests.kinds import AT, answered, make_office, sent
from workflows.actions.proof.sealing import seal
from workflows.models import Notice, Notification


@pytest.fixture(autouse=True)
def key_file(settings, tmp_path):
    settings.SEAL_KEY_FILE = tmp_path / "key.pem"
    return settings.SEAL_KEY_FILE


@pytest.fixture
def case(db):
    return answered(make_office()).case


def run(name, *arguments):
    out = StringIO()
    call_command(name, *arguments, stdout=out)
    return out.getvalue().splitlines()


def fail(name, *arguments):
    out = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command(name, *arguments, stdout=out)
    assert end.value.code == 1
    return out.getvalue().splitlines()


def test_sound_trail(case):
    seal(at=AT)
    assert run("verify_trail") == [
        "Geprüft: 1 Vorgänge, 1 Prüfsiegel.",
        "Der Verlauf ist unversehrt.",
    ]


def test_damaged_trail_is_named_and_ends_with_code_1(case):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE workflows_event DISABLE TRIGGER USER")
        cursor.execute("UPDATE workflows_event SET action = 'x' WHERE seq = 3")
    assert fail("verify_trail") == [
        f"Vorgang {case}, Ereignis 3: das Ereignis wurde verändert.",
        "Geprüft: 1 Vorgänge, 0 Prüfsiegel.",
        "Es wurde 1 Fehler gefunden.",
    ]


def test_published_seal_is_compared(case):
    seal(at=AT)
    (line,) = run("print_seals")
    published = line.split()[0]
    assert run("verify_trail", "--seal", published)[-1] == "Der Verlauf ist unversehrt."
    other = f"1:{'0' * 64}"
    gone = f"2:{'0' * 64}"
    assert fail("verify_trail", "--seal", other, "--seal", gone) == [
        "Prüfsiegel 1: das Prüfsiegel wurde verändert.",
        "Prüfsiegel 2: das Prüfsiegel fehlt.",
        "Geprüft: 1 Vorgänge, 1 Prüfsiegel.",
        "Es wurden 2 Fehler gefunden.",
    ]


@pytest.mark.parametrize("text", ["1", "x:y", f"1:{'0' * 63}", f"-1:{'0' * 64}"])
def test_published_seal_must_be_readable(db, text):
    with pytest.raises(CommandError, match="NUMMER:PRÜFSUMME"):
        run("verify_trail", f"--seal={text}")


def test_seals_are_printed_newest_first(case):
    first, second = seal(at=AT), seal(at=AT)
    lines = run("print_seals", "--last", "0")
    assert [line.split()[0] for line in lines] == [
        f"2:{second.digest.hex()}",
        f"1:{first.digest.hex()}",
    ]
    assert lines[1].split()[1:] == [
        "2026-03-02T09:00:00+00:00",
        first.key_id,
        first.signature.hex(),
    ]
    assert run("print_seals") == lines[:1]


def test_key_is_made_once(key_file):
    lines = run("make_seal_key")
    assert lines[1] == str(key_file)
    assert len(lines[0].split()[-1]) == 64
    with pytest.raises(CommandError, match="Es gibt schon einen Schlüssel"):
        run("make_seal_key")


def test_tick_command_says_what_it_did(db):
    sent(make_office(), at=timezone.now())
    # Whether mails go now depends on the hour.
    Notification.objects.filter(channel="mail").delete()
    assert run("tick") == [
        "0 effects, 0 failed; 0 rungs, 0 messages; 1 delivered, 0 dropped, 0 failed; seal 1"
    ]
    assert Notice.objects.count() == 1


def test_tick_command_fails_aloud(case, settings):
    settings.SEAL_KEY_IS_MADE_WHEN_MISSING = False
    with pytest.raises(CommandError, match="seal"):
        run("tick")
