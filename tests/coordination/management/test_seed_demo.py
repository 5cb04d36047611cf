"""The command that fills the demo's database: once, into an empty one, never anybody else's."""

from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from coordination.demo.models import DemoSeed
from coordination.demo.queries import Filling, filling, is_demo
from coordination.measures.models import Measure
from workflows.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _german():
    with translation.override("de"):
        yield


def test_empty_database_is_told_from_others():
    assert (filling(), is_demo()) == (Filling.EMPTY, False)
    User.objects.create_user("a@b.example", given_name="A", family_name="B")
    assert filling() is Filling.FOREIGN
    DemoSeed.objects.create(seeded_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert (filling(), is_demo()) == (Filling.DEMO, True)


def test_outside_the_demo_nothing_is_seeded(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="Das ist nicht die Vorführung"):
        call_command("seed_demo")


def test_foreign_data_is_left_alone(settings):
    settings.DEMO = True
    User.objects.create_user("a@b.example", given_name="A", family_name="B")
    for options in ({}, {"reset": True}):
        with pytest.raises(CommandError, match="die nicht zur Vorführung gehören"):
            call_command("seed_demo", **options)
    assert User.objects.count() == 1


def test_demo_is_not_seeded_again(settings):
    settings.DEMO = True
    DemoSeed.objects.create(seeded_at=datetime(2026, 1, 1, tzinfo=UTC))
    call_command("seed_demo")
    assert Measure.objects.count() == 0
