"""`python -m config.worker`: the same as `manage.py runworker`."""

import argparse
import sys

from . import group, supervisor
from .supervisor import CALM
from .vitals import SILENCE


def main(arguments: list[str]) -> int:
    """Do what is asked; the result is the exit code."""
    parser = argparse.ArgumentParser(prog="runworker")
    parser.add_argument(
        "--once",
        action="store_true",
        help="only one group, which ends with 1 when it dies or hangs; for systemd",
    )
    parser.add_argument(
        "--grace", type=float, default=60.0, help="seconds for running jobs when asked to end"
    )
    parser.add_argument(
        "--silence", type=float, default=SILENCE, help="seconds without a sign of life"
    )
    parser.add_argument(
        "--calm", type=float, default=CALM, help="seconds of life after which the pauses are short"
    )
    options = parser.parse_args(arguments)
    if options.once:
        return group.run(grace=options.grace, silence=options.silence)
    return supervisor.run(grace=options.grace, silence=options.silence, calm=options.calm)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
