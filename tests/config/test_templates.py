"""Templates keep the strict Content-Security-Policy and compile."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted(
    path
    for app in ("config", "workflows", "coordination")
    for path in (ROOT / app / "templates").rglob("*.*")
)
FORBIDDEN = re.compile(
    r"\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|<style|javascript:|hx-on", re.IGNORECASE
)


PAGES = [path for path in TEMPLATES if path.parent.name != "messages"]
"""All but the mails: they carry their few styles with them and no policy of a browser."""


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_template_has_no_inline_script_or_style(path: Path) -> None:
    assert FORBIDDEN.findall(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_template_compiles(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix().split("/templates/", 1)[1]
    assert get_template(name).template.name == name
