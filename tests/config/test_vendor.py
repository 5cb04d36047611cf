"""Vendored files are what their publisher made, and nothing else lies beside them."""

import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "config" / "static"
VENDOR = STATIC / "vendor" / "kern"
FONTS = Path(settings.BASE_DIR) / "coordination" / "printing" / "fonts"


def listed(folder: Path) -> dict[str, str]:
    lines = (folder / "VENDOR").read_text("utf-8").splitlines()
    rows = [line.split() for line in lines if not line.startswith("#")]
    return {file: digest for _name, _version, _licence, file, digest in rows}


@pytest.mark.parametrize("folder", [VENDOR, FONTS], ids=["kern", "printing"])
def test_vendored_files_have_the_listed_hashes(folder: Path) -> None:
    found = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "VENDOR"
    }
    assert found == listed(folder)


def test_vendored_licences_are_the_full_texts() -> None:
    assert "EUROPÄISCHE UNION PUBLIC LICENCE v. 1.2" in (VENDOR / "LICENSE.md").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in (VENDOR / "fonts" / "OFL.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text("utf-8")
    assert "Bitstream" in (FONTS / "LICENSE-DejaVu.txt").read_text("utf-8")


def test_own_styles_load_nothing_from_elsewhere() -> None:
    addresses = [
        address
        for sheet in (STATIC / "css").glob("*.css")
        for address in re.findall(r"url\(\"?([^\")]+)", sheet.read_text("utf-8"))
    ]
    assert {address.split("/")[0] for address in addresses} == {".."}
    assert all((STATIC / "css" / address).resolve().is_file() for address in addresses)


def test_own_styles_use_only_tokens_that_kern_has() -> None:
    known = set(re.findall(r"(--kern-[\w-]+)\s*:", (VENDOR / "kern.min.css").read_text("utf-8")))
    used = {
        token
        for sheet in (STATIC / "css").glob("*.css")
        for token in re.findall(r"var\((--kern-[\w-]+)", sheet.read_text("utf-8"))
    }
    assert used - known == set()


def test_every_stylesheet_is_linked() -> None:
    page = (STATIC.parent / "templates" / "bare.html").read_text("utf-8")
    linked = set(re.findall(r"css/(\w+)\.css", page))
    assert linked == {sheet.stem for sheet in (STATIC / "css").glob("*.css")}
