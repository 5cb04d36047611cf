"""Files that others have handed in: read, or refused in words, as a stock and as reports too.

They lie beside the repository; TRIAL_INPUTS names another folder.
"""

import os
from pathlib import Path

import pytest

from coordination.imports.reading import check, take
from coordination.measures.models import Measure
from tests.town import NOW

BESIDE = Path(__file__).parents[4] / "shared" / "trial" / "inputs"
FOLDER = Path(os.environ.get("TRIAL_INPUTS") or BESIDE)
FILES = sorted(path for path in FOLDER.iterdir() if path.is_file()) if FOLDER.is_dir() else []


@pytest.mark.skipif(not FILES, reason="the handed-in files are not here (shared/trial/inputs)")
@pytest.mark.parametrize("kind", ["measure", "report"])
def test_handed_in_file_is_read_or_refused_in_words(town, kind):
    by, seen = town.person("centre-head"), 0
    how = {"source": "bestand", "by": by, "is_stock": True, "kind": kind}
    for path in FILES:
        with path.open("rb") as file:
            findings = check(file, at=NOW, **how)
            assert findings.rows or findings.problems, path.name
            assert all(problem.text.strip() for problem in findings.problems), path.name
            if findings.rows:
                rows = list(take(file, clock=lambda: NOW, **how))
                seen += len(rows)
                assert len(rows) == findings.rows
                told = [problem.row for row in rows for problem in row.problems]
                assert set(told) == {row.row for row in rows if row.fate is None}, path.name
    assert seen
    assert Measure.objects.exclude(case__state="draft").count() == 0
