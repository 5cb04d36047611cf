"""A restart of the database costs nothing; on a server of its own, which others need not share."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings


def test_restarts_under_load_lose_no_acknowledged_act(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", "--few", "restarts"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "FAULTS_PG_DIR": str(tmp_path / "pg")},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert (done.returncode, done.stdout.splitlines()[-1:]) == (0, ["nothing was lost"]), (
        done.stdout + done.stderr
    )
    assert "restarts 2" in done.stdout
