"""Each mutant still breaks something, and its tests are there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mutants import MUTANTS, ROOT, Mutant


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_mutant_finds_its_text_and_its_tests(mutant: Mutant) -> None:
    assert mutant.before in Path(ROOT / mutant.file).read_text(encoding="utf-8")
    assert all((ROOT / name).exists() for name in mutant.tests if name.startswith("tests/"))
