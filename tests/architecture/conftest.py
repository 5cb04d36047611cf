"""The town that every table of this folder is asked in."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings

from tests.architecture.world import World, build
from tests.standing import settle, standing


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """One town for all rows: each test is rolled back to it."""
    folder = tmp_path_factory.mktemp("files")
    with standing(django_db_blocker), override_settings(MEDIA_ROOT=folder):
        built = build()
        settle()
        yield built
