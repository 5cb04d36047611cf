"""Accounts on their pages, and the way from the invitation to the first login."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from tests.workflows.house import YESTERDAY
from tests.workflows.views.organisation.test_units_and_desks import errors, post, said, url
from workflows.actions.telling.delivery import dispatch
from workflows.models import User

NEW = {
    "given_name": "Änne", "family_name": "Öztürk", "email": "aenne@stadt.example",
    "language": "de", "external_id": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _mails_in_memory(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def test_invitation_leads_to_a_first_login(house, login, client):
    response = post(login("organiser"), url("invite"), **NEW)
    person = User.objects.get(email="aenne@stadt.example")
    assert response.headers["Location"] == url("person", person.pk)
    assert said(response) == ["Das Konto ist angelegt; die Einladung ist unterwegs."]
    dispatch(at=timezone.now())
    (message,) = mail.outbox
    assert message.to == ["aenne@stadt.example"]
    (path,) = set(
        re.findall(
            r"https?://[^/]+(/konto/passwort/zuruecksetzen/schluessel/[^\s\"<]+)", message.body
        )
    )
    form = client.get(path, follow=True)
    secret = "ein sehr langes Kennwort 7"
    done = client.post(
        form.request["PATH_INFO"], {"password1": secret, "password2": secret}, follow=True
    )
    assert done.status_code == 200
    assert User.objects.get(pk=person.pk).check_password(secret)
    assert client.login(username="aenne@stadt.example", password=secret, email=person.email)


def test_invitation_link_works_once(house, login, client):
    post(login("organiser"), url("invite"), **NEW)
    dispatch(at=timezone.now())
    path = re.search(r"(/konto/passwort/zuruecksetzen/schluessel/[^\s\"<]+)", mail.outbox[0].body)[
        1
    ]
    form = client.get(path, follow=True)
    secret = {"password1": "ein sehr langes Kennwort 7", "password2": "ein sehr langes Kennwort 7"}
    client.post(form.request["PATH_INFO"], secret)
    from django.test import Client

    again = Client().get(path, follow=True)
    assert "password1" not in again.content.decode()


def test_faults_of_an_invitation_are_shown(house, login):
    response = post(
        login("organiser"), url("invite"),
        **{**NEW, "email": "HEAD@stadt.example", "given_name": "<b>"},
    )  # fmt: skip
    assert response.status_code == 422
    assert errors(response) == {"given_name": ["name_character"]}
    response = post(login("organiser"), url("invite"), **{**NEW, "email": "HEAD@stadt.example"})
    assert errors(response) == {"email": ["email_taken"]}


def test_list_searches_and_filters(house, login):
    client = login("organiser")

    def names(**query):
        page = client.get(url("people"), query).context["page"]
        return [person.email.partition("@")[0] for person in page]

    everybody = [
        "clerk", "colleague", "guest", "head", "mayor", "organiser", "second", "team",
    ]  # fmt: skip
    assert names() == everybody
    assert names(q="guest") == ["guest"]
    assert names(q="probe head") == ["head"]
    assert names(q="second@stadt") == ["second"]
    assert names(standing="no_desk") == ["guest"]
    house.do("deactivate_person", person=house.person("guest"))
    assert names(standing="deactivated") == ["guest"]
    assert "guest" not in names()
    assert "guest" in names(standing="all")
    assert names(standing="nonsense") == [name for name in everybody if name != "guest"]
    assert names(q="%_\\'") == []


def test_list_sorts_names_the_german_way(house, login):
    for given, family in (("A", "Müller"), ("A", "Muffel"), ("A", "Muller"), ("A", "Mueller")):
        house.do("invite_person", email=f"{family.encode().hex()}@stadt.example", given_name=given,
                 family_name=family)  # fmt: skip
    page = login("organiser").get(url("people"), {"q": "mu"}).context["page"]
    assert [person.family_name for person in page] == ["Müller", "Mueller", "Muffel", "Muller"]


def test_list_needs_as_many_queries_for_many_people(house, login, django_assert_max_num_queries):
    client = login("organiser")
    client.get(url("people"))
    with django_assert_max_num_queries(9):
        client.get(url("people"))


def test_change_person(house, login):
    address = url("change_person", house.person("clerk"))
    response = post(login("organiser"), address, **{**NEW, "email": "clerk@stadt.example"})
    assert response.status_code == 302
    assert str(house.user("clerk")) == "Änne Öztürk"


def test_deactivation_ends_the_session_at_once(house, login):
    guest = login("guest")
    assert guest.get("/").status_code == 200
    response = post(login("organiser"), url("deactivate_person", house.person("guest")))
    assert response.status_code == 302
    gone = guest.get("/")
    assert (gone.status_code, gone.headers["Location"]) == (
        302,
        f"{reverse('account_login')}?next=/",
    )


def test_deactivation_says_what_is_in_the_way(house, login):
    response = post(login("organiser"), url("deactivate_person", house.person("head")))
    assert response.status_code == 422
    assert "Desk head" in response.content.decode()


def test_person_page_tells_of_desks_and_changes(house, login):
    house.do("end_appointment", appointment=house.appointment("team"), last_day=YESTERDAY)
    page = login("organiser").get(url("person", house.person("team"))).content.decode()
    assert "teams: Desk team" in page
    assert "Besetzung beenden" in page


def test_technical_accounts_are_not_listed(house, login):
    admin = User.objects.create_superuser("admin@stadt.example", given_name="A", family_name="B")
    client = login("organiser")
    assert (
        "admin@stadt.example" not in client.get(url("people"), {"standing": "all"}).content.decode()
    )
    assert client.get(url("person", admin.pk)).status_code == 404


def leave(client, person, **values):
    return post(client, url("let_leave", person), reason="", **values)


def test_page_shows_what_hangs_on_a_person_and_hands_it_over_in_one_act(house, login):
    client = login("organiser")
    case = house.errand(at=timezone.now())
    house.claim(case, "head", at=timezone.now())
    head, desk = house.person("head"), house.desk("head")
    address = url("let_leave", head)
    shown = client.get(address).content.decode()
    assert (
        "Geht nach oben an top: Desk mayor; die Organisationsstelle wird benachrichtigt." in shown
    )
    values = {f"successor_{desk}": "guest@stadt.example", "heir": "team@stadt.example"}
    check = leave(client, head, **values, stage="check")
    assert dict(check.context["answers"]) == {
        "errands: Desk head": "Guest Probe, ab heute", "Nachfolge für alles Übrige": "Team Probe",
    }  # fmt: skip
    assert User.objects.get(pk=head).is_active
    done = client.post(address, {**dict(check.context["kept"]), "stage": "send"})
    assert done.headers["Location"] == url("person", head)
    assert said(done) == ["Alles ist übergeben; das Konto ist geschlossen."]
    assert house.task(case).claimed_by is None
    assert not User.objects.get(pk=head).is_active


def test_page_says_at_the_field_what_is_missing_and_keeps_what_was_typed(house, login):
    client, mayor = login("organiser"), house.person("mayor")
    field = f"successor_{house.desk('mayor')}"
    response = leave(client, mayor, heir="colleague@stadt.example", stage="send")
    assert (response.status_code, errors(response)) == (422, {field: ["required"]})
    assert 'value="colleague@stadt.example"' in response.content.decode()
    response = leave(client, mayor, **{field: "niemand@stadt.example"}, stage="check")
    assert (response.status_code, errors(response)) == (422, {field: ["unknown"]})


def test_what_has_changed_since_the_page_was_opened_is_409(house, login):
    client, team = login("organiser"), house.person("team")
    page = client.get(url("let_leave", team))
    hidden = {field.name: field.value() or "" for field in page.context["form"].hidden_fields()}
    house.do(
        "appoint", desk=house.desk("clerk"), person=team, valid_from=timezone.localdate(),
        at=timezone.now(),
    )  # fmt: skip
    response = client.post(url("let_leave", team), {**hidden, "stage": "send", "reason": "Umzug"})
    assert response.status_code == 409
    assert "Umzug" in response.content.decode()
    assert User.objects.get(pk=team).is_active
