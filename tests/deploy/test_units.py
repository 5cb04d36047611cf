"""The units of systemd: parsed, compared with what is there, and the backup really made."""

import configparser
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands
from django.db import connection

from config.postgres.binaries import program
from coordination.decisions.models import Attachment, AttachmentVersion
from tests.town import found

DEPLOY = settings.BASE_DIR / "deploy"
ROOT = "/opt/federfuehrung/"
UNITS = sorted(path.name for path in DEPLOY.iterdir() if path.suffix in {".service", ".timer"})
SERVICES = [name for name in UNITS if name.endswith(".service")]
TIMERS = [name for name in UNITS if name.endswith(".timer")]
HARDENED = {
    "NoNewPrivileges": "yes", "ProtectSystem": "strict", "ProtectHome": "yes",
    "PrivateTmp": "yes", "PrivateDevices": "yes", "CapabilityBoundingSet": "",
    "RestrictNamespaces": "yes", "SystemCallFilter": "@system-service", "UMask": "0077",
    "User": "federfuehrung", "EnvironmentFile": "/etc/federfuehrung/environment",
}  # fmt: skip


def unit(name: str) -> dict[str, list[tuple[str, str]]]:
    """The lines of each section; a key may stand there several times."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in (DEPLOY / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = found.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            key, _, value = line.partition("=")
            section.append((key, value))
    return found


def commands(name: str) -> Iterator[list[str]]:
    for key, value in unit(name)["Service"]:
        if key.startswith("Exec") and not value.startswith("/bin/kill "):
            yield shlex.split(value)


def example() -> dict[str, str]:
    """The variables of the example, read as systemd does."""
    lines = (DEPLOY / "environment.example").read_text(encoding="utf-8").splitlines()
    pairs = [line.partition("=") for line in lines if line and not line.startswith("#")]
    return {key: value for key, _, value in pairs}


def test_all_units_are_there() -> None:
    assert UNITS == [
        "federfuehrung-backup.service", "federfuehrung-backup.timer",
        "federfuehrung-migrate.service", "federfuehrung-tick.service",
        "federfuehrung-tick.timer", "federfuehrung-web.service", "federfuehrung-worker@.service",
    ]  # fmt: skip


@pytest.mark.parametrize("name", UNITS)
def test_unit_is_an_ini_file_with_known_sections(name: str) -> None:
    parser = configparser.ConfigParser(strict=False, interpolation=None, comment_prefixes="#")
    parser.read(DEPLOY / name, encoding="utf-8")
    known = {"Unit", "Install", "Service" if name.endswith(".service") else "Timer"}
    assert set(parser.sections()) <= known
    assert parser["Unit"]["Description"].startswith("Federführung: ")
    page = parser["Unit"]["Documentation"].removeprefix(f"file://{ROOT}")
    assert (settings.BASE_DIR / page).is_file()


@pytest.mark.parametrize("name", SERVICES)
def test_service_is_hardened(name: str) -> None:
    values = dict(unit(name)["Service"])
    assert {key: values.get(key) for key in HARDENED} == HARDENED


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_service_runs_exists(name: str) -> None:
    found = list(commands(name))
    assert found
    for path, *arguments in found:
        assert path.startswith(ROOT)
        own = path.removeprefix(ROOT)
        if own == ".venv/bin/python" and arguments[0] == "manage.py":
            assert arguments[1] in get_commands()
        elif own == ".venv/bin/python":
            done = subprocess.run(
                [sys.executable, *arguments, "--help"], cwd=settings.BASE_DIR, check=True,
                capture_output=True, text=True,
            )  # fmt: skip
            assert {word for word in arguments if word[:2] == "--"} <= set(done.stdout.split())
        elif own == ".venv/bin/gunicorn":
            assert Path(sys.executable).with_name("gunicorn").is_file()
            assert gunicorn_accepts(arguments)
        else:
            assert os.access(settings.BASE_DIR / own, os.X_OK)


def gunicorn_accepts(arguments: list[str]) -> bool:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-m", "gunicorn", "--check-config", *arguments]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, check=False
    )
    return done.returncode == 0


@pytest.mark.parametrize("name", TIMERS)
def test_timer_starts_a_service_of_ours(name: str) -> None:
    (started,) = [value for key, value in unit(name)["Timer"] if key == "Unit"]
    assert started in SERVICES
    assert not unit(started).get("Install"), "the timer starts it, nothing else"


def test_watchdog_is_patient_enough_for_the_one_who_sends() -> None:
    values = dict(unit("federfuehrung-worker@.service")["Service"])
    assert (values["Type"], values["WatchdogSec"], values["Restart"]) == ("notify", "60", "always")
    # Whoever waits for running jobs must be given the time.
    (command,) = commands("federfuehrung-worker@.service")
    assert float(command[command.index("--grace") + 1]) < float(values["TimeoutStopSec"])


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is missing")
def test_systemd_understands_them(tmp_path: Path) -> None:
    for name in UNITS:
        text = (DEPLOY / name).read_text(encoding="utf-8")
        # The programs lie elsewhere here.
        for path in (".venv/bin/python", ".venv/bin/gunicorn", "deploy/backup"):
            text = text.replace(ROOT + path, "/bin/true")
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(tmp_path / name for name in UNITS)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    said = done.stderr.splitlines()
    # Keys of newer releases than the one at hand.
    assert [line for line in said if "RestartSteps" not in line and "RestartMax" not in line] == []


def load(environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", "import config.settings as s; print(s.BASE_URL)"],
        env={"PATH": os.environ["PATH"], **environment}, cwd=settings.BASE_DIR,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stdout or done.stderr


def test_example_environment_lacks_nothing_but_the_secret() -> None:
    assert [key for key, value in example().items() if not value] == ["SECRET_KEY"]
    assert "SECRET_KEY is missing" in load({k: v for k, v in example().items() if v})
    assert load({**example(), "SECRET_KEY": "k" * 60}) == "https://federfuehrung.stadt.example\n"


@pytest.mark.django_db
def test_backup_holds_database_and_files(tmp_path: Path) -> None:
    files, target = tmp_path / "files", tmp_path / "backups"
    (files / "ab").mkdir(parents=True)
    (files / "ab" / "plan").write_text("Plan")
    target.mkdir()
    old = target / "federfuehrung-2020-01-01T000000.dump"
    old.touch()
    os.utime(old, (0, 0))
    environment = _environment(files, target)
    # What a killed run has left is repaired.
    (target / "files" / "ab").mkdir(parents=True)
    (target / "files" / "ab" / "plan").write_text("Pl")
    keys = tmp_path / "seal"
    keys.mkdir()
    (keys / "one.pub").write_text("public half")
    (keys / "key.pem").write_text("private half")
    environment["SEAL_KEY_FILE"] = str(keys / "key.pem")
    subprocess.run([DEPLOY / "backup"], env=environment, check=True)
    (dump,) = (path for path in target.iterdir() if path.suffix == ".dump")
    assert [path.name for path in (target / "keys").iterdir()] == ["one.pub"]
    listed = subprocess.run(
        [program("pg_restore"), "--list", dump], capture_output=True, text=True, check=True
    )
    assert "TABLE DATA public workflows_event" in listed.stdout
    assert (target / "files" / "ab" / "plan").read_text() == "Plan"
    assert not old.exists()
    assert dump.stat().st_mode & 0o077 == 0
    # A file that cannot be copied, or that the database needs and is not there, is told.
    (target / "files" / "ab" / "plan").unlink()
    (target / "files" / "ab" / "plan.part").mkdir()
    done = subprocess.run([DEPLOY / "backup"], env=environment, capture_output=True, check=False)
    assert done.returncode != 0


@pytest.mark.django_db(transaction=True)
def test_backup_without_a_file_that_the_database_needs_fails(tmp_path: Path) -> None:
    town = found()
    measure = town.propose()
    attachment = Attachment.objects.create(case_id=measure.case_id, title="Plan")
    AttachmentVersion.objects.create(
        attachment=attachment, number=1, sha256="ab" * 32, name="p", media_type="x/y", size=1,
        added_by=town.person("youth-clerk"), added_at=town.now,
    )  # fmt: skip
    environment = _environment(tmp_path / "files", tmp_path / "backups")
    done = subprocess.run(
        [DEPLOY / "backup"], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "ab" * 32 in done.stderr) == (1, True)
    held = tmp_path / "files" / "ab" / "ab"
    held.mkdir(parents=True)
    (held / ("ab" * 32)).write_text("x")
    subprocess.run([DEPLOY / "backup"], env=environment, check=True)


def _environment(files: Path, target: Path) -> dict[str, str]:
    values = connection.settings_dict
    return {
        "PATH": f"{Path(program('pg_dump')).parent}:{os.environ['PATH']}",
        "PGHOST": str(values["HOST"]), "PGPORT": str(values["PORT"] or 5432),
        "PGUSER": str(values["USER"]), "PGPASSWORD": str(values["PASSWORD"]),
        "DATABASE_URL": f"postgres:///{values['NAME']}",
        "BACKUP_DIR": str(target), "FEDERFUEHRUNG_FILES": str(files),
    }  # fmt: skip
