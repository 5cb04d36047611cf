"""A restart of the database costs nothing; on a server of its own, which others need not share."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests import database

pytestmark = pytest.mark.django_db


@pytest.fixture
def dump(db: None, tmp_path: Path) -> Path:
    """The tables as this process has them: a server of its own need not migrate again."""
    file = tmp_path / "dump.sql"
    file.write_text(database.dump(connection.settings_dict["NAME"]), encoding="utf-8")
    return file


def test_restarts_under_load_lose_no_acknowledged_act(dump: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", "--few", "restarts"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "FAULTS_PG_DIR": str(tmp_path / "pg"), "FAULTS_DUMP": str(dump)},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert (done.returncode, done.stdout.splitlines()[-1:]) == (0, ["nothing was lost"]), (
        done.stdout + done.stderr
    )
    assert "restarts 2" in done.stdout
