"""The tools of `make check` find what they are made for."""

import shutil
import subprocess
import sys

import polib
import pytest
from django.conf import settings

from tests import translations

needs_gettext = pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is missing")


@pytest.fixture
def root(tmp_path):
    """A small source with a complete catalogue of its own."""
    for name in translations.SOURCES:
        (tmp_path / name).mkdir()
    write(tmp_path, 'gettext("Yes")')
    folder = (tmp_path / translations.CATALOGUE).parent
    folder.mkdir(parents=True)
    store(tmp_path, {"Yes": "Ja"})
    return tmp_path


def write(root, *lines):
    text = "\n".join(["from django.utils.translation import gettext", *lines])
    (root / "config" / "views.py").write_text(text)


def store(root, texts, *, compiled=None):
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Language": "de"}
    for text, german in texts.items():
        catalogue.append(polib.POEntry(msgid=text, msgstr=german))
    path = root / translations.CATALOGUE
    catalogue.save(str(path))
    if compiled is not None:
        catalogue[0].msgstr = compiled
    catalogue.save_as_mofile(str(path.with_suffix(".mo")))


@needs_gettext
def test_complete_catalogue_has_no_problem(root):
    assert translations.problems(root) == []


@needs_gettext
def test_text_that_was_not_extracted_is_found(root):
    write(root, 'gettext("Yes")', 'gettext("No")')
    assert translations.problems(root) == ["not extracted yet: 'No'"]


@needs_gettext
def test_text_that_is_no_longer_used_is_found(root):
    store(root, {"Yes": "Ja", "Perhaps": "Vielleicht"})
    assert translations.problems(root) == ["no longer used: 'Perhaps'"]


@needs_gettext
def test_text_without_german_is_found(root):
    store(root, {"Yes": ""})
    assert translations.problems(root) == ["without German: 'Yes'"]


@needs_gettext
def test_catalogue_that_was_not_compiled_is_found(root):
    store(root, {"Yes": "Ja"}, compiled="Jawohl")
    assert translations.problems(root) == [
        "not compiled: 'None|Yes|Jawohl|[]'",
        "not compiled: 'None|Yes|Ja|[]'",
    ]


@pytest.mark.browser
def test_chromium_shows_a_page(page):
    page.set_content("<h1>Rathaus</h1>")
    assert page.get_by_role("heading").inner_text() == "Rathaus"


def without_browser(tmp_path, **environment):
    """Run the test above where no browser is to be found."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", f"{__file__}::test_chromium_shows_a_page"],
        cwd=settings.BASE_DIR,
        env={"PATH": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_missing_browser_is_said_loudly(tmp_path):
    result = without_browser(tmp_path)
    assert result.returncode == pytest.ExitCode.OK
    assert "1 BROWSER TESTS WERE SKIPPED: sudo apt-get install chromium" in result.stdout


def test_missing_browser_is_an_error_where_it_is_required(tmp_path):
    result = without_browser(tmp_path, REQUIRE_BROWSER="1")
    assert result.returncode == pytest.ExitCode.USAGE_ERROR
    assert "Chromium is missing and REQUIRE_BROWSER=1" in result.stderr
