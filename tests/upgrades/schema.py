"""What a database consists of, line by line, so that two can be held against each other."""

from __future__ import annotations

import re
import subprocess

from django.db import connection

from config.postgres.binaries import program

_CAST = re.compile(r"::(character varying|text|bpchar)(\(\d+\))?(\[\])?")
_NO_PART_OF_IT = re.compile(r"^(--|SET |SELECT pg_catalog\.|\\)")


def schema_of(name: str) -> list[str]:
    """The lines of pg_dump with every column, constraint, index, function and trigger, in order.

    Casts, brackets and blanks are left out: PostgreSQL writes a condition with others once it was
    restored from a dump.
    """
    reach = connection.get_connection_params()
    command = [
        *(program("pg_dump"), "--schema-only", "--no-owner", "--no-privileges"),
        *(f"--host={reach['host']}", f"--username={reach['user']}", name),
    ]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    lines = [line for line in said.splitlines() if line.strip() and not _NO_PART_OF_IT.match(line)]
    return [re.sub(r"[()\s]+", "", _CAST.sub("", line)) for line in lines]
