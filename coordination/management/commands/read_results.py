"""Try how the results of a city's minutes are read: lines in, one JSON object out for each."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict

from django.core.management.base import BaseCommand

from ...council.results.reader import read_result

_LINE_ENDS = {ord(letter): f"\\u{ord(letter):04x}" for letter in "\x85\u2028\u2029"}
"""What some programs take for the end of a line."""


class Command(BaseCommand):
    help = (
        "Read results as minutes word them: for each line of the standard input (UTF-8) one JSON"
        " object with text, kind, yes, no, abstentions, majority and target. What is not known is"
        " “unknown”."
    )
    requires_system_checks = ()

    def handle(self, **_options: object) -> None:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8")
        try:
            for line in _lines():
                self.stdout.write(_answer(line))
        except BrokenPipeError:
            # Whoever reads has seen enough; nothing may be written while the program ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _lines() -> Iterator[str]:
    """The lines of the input; a byte that is no UTF-8 becomes the sign for that."""
    source = getattr(sys.stdin, "buffer", sys.stdin)
    for line in source:
        text = line.decode("utf-8", errors="replace") if isinstance(line, bytes) else line
        yield text.removesuffix("\n").removesuffix("\r")


def _answer(text: str) -> str:
    found = {"text": text, **asdict(read_result(text))}
    return json.dumps(found, ensure_ascii=False).translate(_LINE_ENDS)
