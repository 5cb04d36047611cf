"""Entering the demo by a click: only in the demo, on this machine, with the marker."""

import pytest
from django.core import checks
from django.urls import reverse

from coordination.demo.models import DemoSeed
from tests.kinds import AT, make_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def demo(settings, office):
    settings.DEMO = True
    DemoSeed.objects.create(seeded_at=AT)
    return office


def enter(client, person, **extra):
    return client.post(reverse("demo_roles"), {"person": person.pk}, **extra)


def test_role_is_entered_by_one_click(client, demo):
    response = enter(client, demo.head)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(demo.head.pk)


def test_roles_are_listed_with_their_desks(client, demo):
    page = client.get(reverse("demo_roles")).content.decode()
    assert [demo.clerk.get_full_name() in page, demo.head.get_full_name() in page] == [True, True]


def test_nobody_enters_without_the_demo_settings(client, demo, settings):
    settings.DEMO = False
    assert enter(client, demo.head).status_code == 404


def test_nobody_enters_without_the_marker(client, demo):
    DemoSeed.objects.all().delete()
    assert enter(client, demo.head).status_code == 404


@pytest.mark.parametrize("address", ["192.0.2.7", "2001:db8::1", "nonsense"])
def test_nobody_enters_from_another_machine(client, demo, address):
    assert enter(client, demo.head, REMOTE_ADDR=address).status_code == 404
    assert client.get(reverse("demo_roles"), REMOTE_ADDR=address).status_code == 404


def test_unknown_person_is_not_entered(client, demo):
    assert client.post(reverse("demo_roles"), {"person": "0"}).status_code == 404


def test_deployment_with_demo_settings_fails_its_check(settings):
    settings.DEMO = True
    found = checks.run_checks(include_deployment_checks=True)
    assert [item.id for item in found if item.id == "config.E001"] == ["config.E001"]
