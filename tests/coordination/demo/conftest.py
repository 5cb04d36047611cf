"""The demo, seeded once for all tests of this folder and rolled back after them."""

from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.utils import translation

from coordination.demo.seed import seed

AT = datetime(2026, 11, 20, 11, tzinfo=UTC)


@pytest.fixture(scope="package")
def demo(django_db_setup, django_db_blocker):
    with (
        django_db_blocker.unblock(),
        translation.override("de"),
        transaction.atomic(),
    ):
        yield seed(at=AT)
        transaction.set_rollback(True)
