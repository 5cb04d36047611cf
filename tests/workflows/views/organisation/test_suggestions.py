"""What is suggested while somebody types a name, and to whom."""

from datetime import timedelta

import pytest
from django.utils import timezone

from workflows.models import Substitution, Unit, User


def names(client, what, **query):
    response = client.get(f"/vorschlaege/{what}/", query)
    assert response.status_code == 200
    return [label for _key, label in response.json()["names"]]


def test_units_are_suggested_to_everybody_by_any_part_of_their_names(house, login):
    client = login("clerk")
    assert names(client, "einheiten", q="TEAM") == ["Unit teams (teams)"]
    assert names(client, "einheiten", q="unit errands") == ["Unit errands (errands)"]
    assert names(client, "einheiten", q="nowhere") == []
    assert names(client, "einheiten", q="") == []
    ((key, _label),) = client.get("/vorschlaege/einheiten/", {"q": "teams"}).json()["names"]
    assert key == str(house.unit("teams"))


def test_units_can_be_narrowed_to_kinds_and_to_those_in_force(house, login):
    client = login("clerk")
    kind = Unit.objects.get(key="teams").kind
    assert names(client, "einheiten", q="teams", kind=kind) == ["Unit teams (teams)"]
    assert names(client, "einheiten", q="teams", kind="council") == []
    Unit.objects.filter(key="teams").update(valid_until=timezone.localdate() - timedelta(days=1))
    assert names(client, "einheiten", q="teams") == []


def test_desks_are_suggested_to_the_organisation_office_alone(house, login):
    assert "errands: Desk head" in names(login("organiser"), "stellen", q="errands head")
    assert login("clerk").get("/vorschlaege/stellen/", {"q": "head"}).status_code == 403


def test_people_are_suggested_with_their_address(house, login):
    (found,) = names(login("head"), "personen", q="guest")
    assert found.startswith("Guest Probe (guest")


def test_a_suggested_person_is_understood(house, login):
    """What the list offers is what the form takes."""
    client = login("organiser")
    (found,) = names(client, "personen", q="guest")
    page = client.post(
        f"/organisation/stellen/{house.desk('head')}/besetzen/",
        {"person": found, "valid_from": "1.1.2026", "stage": "check",
         "command": "01a22a8c-e9e1-7059-a624-dbe7fe3b961c"},
    )  # fmt: skip
    assert ("Person", "Guest Probe") in page.context["answers"]


@pytest.mark.parametrize("what", ["x", "einheiten2"])
def test_nothing_else_is_suggested(house, login, what):
    assert login("organiser").get(f"/vorschlaege/{what}/?q=a").status_code == 404


def test_suggestions_cost_the_same_for_many_units(house, login, django_assert_num_queries):
    client = login("clerk")
    client.get("/vorschlaege/einheiten/?q=unit")
    with django_assert_num_queries(3):
        client.get("/vorschlaege/einheiten/?q=unit")


def test_an_absence_to_come_is_shown_after_it_was_entered(house, login):
    """It stood among those to come, while the list opened on those that run."""
    client, first = login("organiser"), timezone.localdate() + timedelta(days=7)
    address = "/organisation/vertretungen/neu/"
    absent, deputy = (User.objects.get(pk=house.person(name)) for name in ("head", "guest"))
    page = client.get(address)
    hidden = {field.name: field.value() or "" for field in page.context["form"].hidden_fields()}
    sent = client.post(
        address,
        {**hidden, "represented": absent.email, "deputy": deputy.email,
         "starts_on": f"{first:%d.%m.%Y}",
         "ends_on": f"{first:%d.%m.%Y}", "stage": "send"},
        follow=True,
    )  # fmt: skip
    row = Substitution.objects.get()
    assert sent.request["QUERY_STRING"] == "time=to_come"
    assert str(row.represented) in sent.content.decode()
