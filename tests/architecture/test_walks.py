"""What the plan of the house says of files is true: each exists, and no walk visits one twice."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _numbered(page: str, begin: str) -> list[str]:
    """The files of the numbered list that follows a heading."""
    text = (ROOT / page).read_text(encoding="utf-8")
    after = text[text.index(begin) + len(begin) :]
    steps = re.search(r"(?:^\d+\. .*\n)+", after, re.MULTILINE)
    assert steps, begin
    return re.findall(r"^\d+\. `([^`]+)`", steps.group(), re.MULTILINE)


WALKS = (
    "**A deputy mayor releases a measure in the browser**",
    "**An office keeps silent until its period has passed**",
    "**Somebody opens the list of measures**",
)


@pytest.mark.parametrize("walk", WALKS)
def test_walk_names_files_that_are_there_and_none_twice(walk):
    steps = _numbered("ARCHITECTURE.md", walk)
    assert len(steps) >= 7
    assert [step for step in steps if not (ROOT / step).is_file()] == []
    assert len(set(steps)) == len(steps)


def test_a_new_act_touches_at_most_nine_files_that_are_there():
    files = _numbered("CONTRIBUTING.md", "**An exercise: the act M22.**")
    assert 0 < len(files) <= 9
    assert [name for name in files if not (ROOT / name).is_file()] == []


@pytest.mark.parametrize("document", ["ARCHITECTURE.md", "CONTRIBUTING.md"])
def test_every_path_with_a_slash_and_an_ending_exists(document):
    text = (ROOT / document).read_text(encoding="utf-8")
    named = re.findall(r"`([\w./]+/[\w.]+\.(?:py|md|csv|html|po))`", text)
    places = (ROOT, ROOT / "workflows", ROOT / "coordination")
    assert named
    assert [name for name in named if not any((at / name).is_file() for at in places)] == []
