"""`python -m config.worker`: the same as `manage.py runworker`."""

import argparse
import sys

from .group import run

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="runworker")
    parser.add_argument("--grace", type=float, default=60.0, help="seconds for jobs to finish")
    sys.exit(run(grace=parser.parse_args().grace))
