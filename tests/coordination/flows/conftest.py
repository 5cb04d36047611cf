"""A council system that takes its papers from a folder."""

from pathlib import Path
from typing import Any

import pytest

from coordination.council.exchange.folder import FolderWay


@pytest.fixture
def way(tmp_path: Path, settings: Any) -> FolderWay:
    """The folder of this test, set as the city's way to its council system."""
    settings.COUNCIL_SYSTEM = "folder"
    settings.COUNCIL_SYSTEM_FOLDER = str(tmp_path)
    return FolderWay.of(str(tmp_path))
