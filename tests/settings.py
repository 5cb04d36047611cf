"""The settings of the tests and of the type checker: never those of a demo or a production."""

import os

os.environ["TESTING"] = "1"
os.environ["FEDERFUEHRUNG_PG"] = os.environ.get("TEST_PG_DIR", "var/pg/test")
for name in ("DEMO", "SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL"):
    os.environ.pop(name, None)

# What no row of a process's own database names is tidied up at night.
_files = os.environ.get("FEDERFUEHRUNG_FILES")
os.environ["FEDERFUEHRUNG_FILES"] = (
    _files or f"var/files/testing-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
)

from config.settings import *  # noqa: E402, F403 - the settings of the house, changed

if _files is None:
    # The processes that tests start take what they are told, or their own.
    del os.environ["FEDERFUEHRUNG_FILES"]

_database = DATABASES["default"]  # noqa: F405 - from there
# Tests with real transactions empty the tables after themselves, also those of the trail. A test
# of the refusal says: SET federfuehrung.allow_truncate = off.
_database["OPTIONS"]["options"] += " -c federfuehrung.allow_truncate=on"
# A process that a test starts works on the database of that test.
if "TEST_PROCESS_DATABASE" in os.environ:
    _database["NAME"] = os.environ["TEST_PROCESS_DATABASE"]
from config.settings import INSTALLED_APPS as _APPS  # noqa: E402 - after the environment

# A kind of case that neither app knows.
INSTALLED_APPS = [*_APPS, "tests.second_kind"]
