#!/usr/bin/env python
"""Runs the commands of the project."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # A bare checkout is the demo of whoever works in it. Whoever configures a secret or a database
    # runs for real, and then the settings insist on being complete.
    if not os.environ.keys() & {"SECRET_KEY", "DATABASE_URL", "DEMO", "TESTING"}:
        os.environ["DEMO"] = "1"
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
