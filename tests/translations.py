"""`python -m tests.translations`: fails when a text has no German or the catalogue is stale.

Extracts the texts of a copy of the source and compares them with what is committed; dates and
places of the texts do not count. Needs gettext.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = Path("locale") / "de" / "LC_MESSAGES" / "django.po"
# Of a law of this century, should one be named some day, the year alone is enough.
_DAY = re.compile(r"\b([0-3]\d\.[01]\d\.20\d\d|20\d\d-[01]\d-[0-3]\d)")
SOURCES = ("config", "coordination", "workflows", "locale")


def problems(root: Path = ROOT) -> list[str]:
    """What is wrong with the German catalogue, one line each."""
    committed = polib.pofile(str(root / CATALOGUE))
    compiled = polib.mofile(str((root / CATALOGUE).with_suffix(".mo")))
    wanted, known = _keys(_extract(root)), _keys(committed)
    return [
        *(f"not extracted yet: {key[1]!r}" for key in sorted(wanted - known, key=str)),
        *(f"no longer used: {key[1]!r}" for key in sorted(known - wanted, key=str)),
        *(f"without German: {e.msgid!r}" for e in committed if not e.translated() or e.fuzzy),
        *(f"its example will be over: {e.msgstr!r}" for e in committed if _DAY.search(e.msgstr)),
        *(f"not compiled: {text!r}" for text in sorted(_texts(committed) ^ _texts(compiled))),
    ]


def _extract(root: Path) -> polib.POFile:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in SOURCES:
            shutil.copytree(root / name, copy / name, ignore=shutil.ignore_patterns("*.html.py"))
        subprocess.run(
            [
                *(sys.executable, "-m", "django", "makemessages", "--locale=de"),
                *("--no-obsolete", "--no-wrap", "--no-location", "--verbosity=0"),
            ],
            cwd=copy,
            check=True,
            env={"PATH": os.environ["PATH"]},
        )
        return polib.pofile(str(copy / CATALOGUE))


def _keys(catalogue: polib.POFile) -> set[tuple[str | None, str, str]]:
    return {(e.msgctxt, e.msgid, e.msgid_plural or "") for e in catalogue if not e.obsolete}


def _texts(catalogue: polib.POFile | polib.MOFile) -> set[str]:
    return {
        f"{entry.msgctxt}|{entry.msgid}|{entry.msgstr}|{sorted(entry.msgstr_plural.items())}"
        for entry in catalogue
        if entry.msgstr or any(entry.msgstr_plural.values())
    }


if __name__ == "__main__":
    lines = problems()
    for line in lines:
        print(line)
    print(f"{len(lines)} problems of the German catalogue." if lines else "German is complete.")
    sys.exit(bool(lines))
