"""The handbook says what the pages say."""

import re
from pathlib import Path

import polib
import pytest
from django.conf import settings

HANDBOOK = Path(settings.BASE_DIR) / "docs" / "handbuch"
CHAPTERS = sorted(HANDBOOK.glob("*.md"))


def shown() -> str:
    """All German texts of the pages, each on a line, without regard to case."""
    entries = polib.pofile(str(settings.BASE_DIR / "locale/de/LC_MESSAGES/django.po"))
    texts = (text for e in entries for text in (e.msgstr, *e.msgstr_plural.values()))
    return "\n".join(texts).casefold()


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_words_in_bold_stand_on_a_page(chapter: Path) -> None:
    text = re.sub(r"\s+", " ", chapter.read_text(encoding="utf-8"))
    german = shown()
    bold = re.findall(r"\*\*(.+?)\*\*", text)
    assert [words for words in bold if words.casefold() not in german] == []


def test_chapters_are_all_in_the_contents_and_short() -> None:
    contents = (HANDBOOK / "index.md").read_text(encoding="utf-8")
    linked = re.findall(r"\]\(([a-z-]+\.md)\)", contents)
    assert sorted([*linked, "index.md"]) == [path.name for path in CHAPTERS]
    assert [p.name for p in CHAPTERS if len(p.read_text("utf-8").splitlines()) > 80] == []
