"""Runs the benches: all of them, or those named. Ends with 1 if a target is missed."""

from __future__ import annotations

import argparse
import importlib
import os
import sys

from bench import BENCHES


def main(arguments: list[str]) -> int:
    """Measure, print, write; the number of missed targets decides about the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*BENCHES, []], metavar="name")
    parser.add_argument("--no-write", action="store_true", help="print only")
    options = parser.parse_args(arguments)
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    # Only now may anything read the settings.
    from bench import databases, report

    missed = 0
    with databases.server():
        for name in options.names or BENCHES:
            bench = importlib.import_module(f"bench.{name}")
            rows = bench.measure()
            report.show(bench.TITLE, rows)
            if not options.no_write:
                report.write(name, bench.TITLE, rows)
            missed += sum(row.is_met is False for row in rows)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
