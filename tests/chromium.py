"""Where Chromium is, and what becomes of the browser tests without it."""

import os
import shutil

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def path() -> str | None:
    """The browser of CHROMIUM=, else the one of the operating system."""
    given = os.environ.get("CHROMIUM")
    return given or next(filter(None, map(shutil.which, _NAMES)), None)


def skip_without(items: list[pytest.Item]) -> None:
    """Skip the browser tests where there is no browser; with REQUIRE_BROWSER=1 refuse to run."""
    ours = [item for item in items if item.get_closest_marker("browser")]
    if path() is not None or not ours:
        return
    if os.environ.get("REQUIRE_BROWSER") == "1":
        raise pytest.UsageError("Chromium is missing and REQUIRE_BROWSER=1 allows no skipping.")
    for item in ours:
        item.add_marker(pytest.mark.skip(reason="Chromium is missing"))


def summary(reporter: pytest.TerminalReporter) -> None:
    """Say loudly that the browser was not tested."""
    skipped = [
        report for report in reporter.stats.get("skipped", []) if "browser" in report.keywords
    ]
    if skipped and path() is None:
        reporter.write_sep(
            "!",
            f"{len(skipped)} BROWSER TESTS WERE SKIPPED: sudo apt-get install chromium",
            red=True,
            bold=True,
        )
