"""The demo, seeded once for all tests of this folder and rolled back after them."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from coordination.demo.seed import seed
from tests.standing import settle, standing

AT = datetime(2026, 11, 20, 11, tzinfo=UTC)


@pytest.fixture(scope="package")
def demo(django_db_setup, django_db_blocker):
    with standing(django_db_blocker), translation.override("de"):
        seeded = seed(at=AT)
        settle()
        yield seeded
