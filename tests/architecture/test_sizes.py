"""Files stay short enough to be read in one go, and each exception to a rule says why."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("config", "coordination", "workflows", "tests", "bench")
LONGEST = 400
"""Lines; more than that has two topics."""
MOST_LINES = 40
"""Of one function, with its signature and docstring; more than that does two things."""

EXCEPTION = re.compile(r"# (?:noqa|type: ignore)\b.*")
SAYS_NOTHING = re.compile(r"noqa(: [A-Z]+\d+(, [A-Z]+\d+)*)?|type: ignore(\[[a-z, -]+\])?|[-#(\s]")


def sources() -> Iterator[Path]:
    for app in APPS:
        yield from (path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)


def test_no_source_file_is_longer_than_400_lines() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in sources()
    }
    assert len(lengths) > 300
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}


def test_no_function_of_the_apps_has_more_than_40_lines() -> None:
    lengths = {
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1
        for path in sources()
        if path.relative_to(ROOT).parts[0] in ("config", "coordination", "workflows")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.end_lineno is not None
    }
    assert len(lengths) > 3000
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}


def test_every_exception_to_a_rule_has_a_reason() -> None:
    found = {
        f"{path.relative_to(ROOT)}:{number}": match[0]
        for path in sources()
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (match := EXCEPTION.search(line))
    }
    assert len(found) > 100
    assert [place for place, text in found.items() if not SAYS_NOTHING.sub("", text)] == []
