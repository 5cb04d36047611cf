"""The settings of a run: those of the demo, on a server that belongs to the bench alone."""

import os

os.environ["DEMO"] = "1"
os.environ["DATABASE_AS_OWNER"] = "1"  # it migrates
os.environ["FEDERFUEHRUNG_PG"] = os.environ.get("BENCH_PG_DIR", "var/pg/bench")
for name in ("TESTING", "SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS", "BASE_URL"):
    os.environ.pop(name, None)

from config.settings import *  # noqa: E402, F403 - the settings of the house, changed
from config.settings import INSTALLED_APPS as _APPS  # noqa: E402 - after the environment

# The flow that the engine is compared with lives in the bench alone.
INSTALLED_APPS = [*_APPS, "viewflow", "viewflow.workflow", "bench"]

# A web process of the bench serves one of its databases.
if _name := os.environ.get("BENCH_DATABASE"):
    DATABASES["default"]["NAME"] = _name  # noqa: F405 - of the house
