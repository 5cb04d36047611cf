"""The settings of the tests and of the type checker: never those of a demo or a production."""

import os

os.environ["TESTING"] = "1"
os.environ["FEDERFUEHRUNG_PG"] = os.environ.get("TEST_PG_DIR", "var/pg/test")
for name in ("DEMO", "SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL"):
    os.environ.pop(name, None)

from config.settings import *  # noqa: E402, F403
