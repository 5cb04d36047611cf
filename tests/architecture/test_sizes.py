"""Files stay short enough to be read in one go."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("config", "coordination", "workflows")
LONGEST = 400
"""Lines; more than that has two topics."""


def test_no_source_file_is_longer_than_400_lines():
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts
    }
    assert len(lengths) > 300
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}
