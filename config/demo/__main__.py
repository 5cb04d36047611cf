"""`python -m config.demo [run|stop]`."""

import sys

from ..postgres.errors import PostgresError
from . import leftovers, options, supervisor
from .errors import DemoError


def main(arguments: list[str]) -> int:
    """Do what is asked; the result is the exit code."""
    try:
        if arguments == ["stop"]:
            for line in leftovers.stop_all(options.read().folder) or ["Nothing runs."]:
                print(line)
            return 0
        if arguments in ([], ["run"]):
            return supervisor.run(options.read())
    except (DemoError, PostgresError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stderr.write("usage: python -m config.demo [run|stop]\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
