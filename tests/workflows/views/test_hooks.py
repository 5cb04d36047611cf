"""The organisation office keeps the systems that are told."""

import re

import pytest

from tests.kinds import AT
from workflows.actions.people.foundation import found_organisation
from workflows.models import Webhook

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _organisation(db: None) -> None:
    found_organisation(at=AT)


PAGE = "/organisation/andere-systeme/"
GOOD = {"name": "Fachverfahren", "url": "https://fach.stadt.example/hook", "kinds": ["errand"]}


def test_secret_is_shown_once(login, office):
    client = login(office.organiser)
    html = client.post(PAGE, GOOD).content.decode()
    hook = Webhook.objects.get()
    assert (hook.name, hook.url, hook.kinds) == tuple(GOOD.values())
    assert re.search(r"<code>(whsec_[^<]+)</code>", html)[1] == hook.secret
    again = client.get(PAGE).content.decode()
    assert (hook.secret in again, "https://fach.stadt.example/hook" in again) == (False, True)


@pytest.mark.parametrize(
    "wrong", [{"url": "http://intern/"}, {"url": "https://a:b@c/"}, {"name": ""}, {"kinds": ["x"]}]
)
def test_mistakes_are_explained_and_nothing_typed_is_lost(login, office, wrong):
    response = login(office.organiser).post(PAGE, {**GOOD, **wrong})
    assert response.status_code == 422
    assert Webhook.objects.count() == 0
    kept = {**GOOD, **wrong}
    assert f'value="{kept["url"]}"' in response.content.decode()


def test_calls_can_be_ended_and_only_by_the_office(login, office):
    login(office.organiser).post(PAGE, GOOD)
    url = f"{PAGE}{Webhook.objects.get().pk}/beenden/"
    assert login(office.head).post(url).status_code == 403
    assert login(office.head).get(PAGE).status_code == 403
    response = login(office.organiser).post(url, follow=True)
    assert "Kein System bekommt Nachricht" in response.content.decode()
    assert login(office.organiser).post(url).status_code == 404
