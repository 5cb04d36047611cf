"""Everybody's own substitution, that of the staff, and the office's list."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.workflows.views.organisation.test_units_and_desks import errors, post, said, url
from workflows.models import Substitution
from workflows.queries.people.substitutions import kinds_of_task


@pytest.fixture
def days():
    today = timezone.localdate()
    return {
        "starts_on": f"{today:%d.%m.%Y}", "ends_on": f"{today + timedelta(days=3):%d.%m.%Y}",
    }  # fmt: skip


def send(client, address, **values):
    """Through the check page."""
    shown = post(client, address, stage="check", **values)
    assert shown.status_code == 200, shown.context["form"].errors
    return client.post(address, {**dict(shown.context["kept"]), "stage": "send"})


def test_everybody_enters_their_own(house, login, days):
    client = login("head")
    response = send(client, url("add_own_substitution"), deputy="guest", **days)
    assert response.headers["Location"] == url("my_substitution")
    assert (
        said(response)[-1] == "Die Vertretung ist eingetragen; Ihre Vertretung wird benachrichtigt."
    )
    row = Substitution.objects.get()
    assert (row.represented_id, row.deputy_id) == (house.person("head"), house.person("guest"))
    assert "Guest Probe" in client.get(url("my_substitution")).content.decode()
    assert "Head Probe" in login("guest").get(url("my_substitution")).content.decode()


def test_several_deputies_with_their_tasks_in_one_form(house, login, days):
    client = login("head")
    values = {
        "deputy": "guest", "steps": ["check"], "deputy_2": "team@stadt.example",
        "deputy_3": "clerk@stadt.example", "steps_3": ["check"], **days,
    }  # fmt: skip
    shown = post(client, url("add_own_substitution"), stage="check", **values)
    assert [words for label, words in shown.context["answers"] if label] == [
        days["starts_on"], days["ends_on"], "Guest Probe", kinds_of_task()["check"], "Team Probe",
        "Clerk Probe", kinds_of_task()["check"], "",
    ]  # fmt: skip
    client.post(url("add_own_substitution"), {**values, **_kept(shown), "stage": "send"})
    rows = Substitution.objects.order_by("rank")
    assert [(row.rank, row.deputy.given_name, row.steps) for row in rows] == [
        (1, "Guest", ["check"]), (2, "Team", []), (3, "Clerk", ["check"]),
    ]  # fmt: skip
    page = client.get(url("my_substitution")).content.decode()
    assert "2. Team Probe" in page
    assert "alle Aufgaben" in page


def _kept(shown):
    kept = {}
    for name, value in shown.context["kept"]:
        kept.setdefault(name, []).append(value)
    return kept


def test_faults_of_further_deputies_are_shown_at_their_rows(house, login, days):
    client, address = login("head"), url("add_own_substitution")
    response = post(client, address, deputy="guest", deputy_3="guest@stadt.example", stage="send",
                    **days)  # fmt: skip
    assert response.status_code == 422
    assert errors(response) == {"deputy_3": ["twice"]}
    assert 'value="guest@stadt.example"' in response.content.decode()
    response = post(client, address, deputy="guest", steps_2=["check"], stage="send", **days)
    assert list(response.context["form"].errors) == ["deputy_2"]
    response = post(client, address, deputy="guest", steps=["nonsense"], stage="send", **days)
    assert errors(response) == {"steps": ["invalid_choice"]}


def test_check_page_warns_of_a_deputy_who_is_away_for_a_part(house, login, days):
    today = timezone.localdate()
    Substitution.objects.create(
        represented_id=house.person("guest"), deputy_id=house.person("team"), starts_on=today,
        ends_on=today, entered_at=timezone.now(),
    )  # fmt: skip
    shown = post(login("head"), url("add_own_substitution"), stage="check", deputy="guest", **days)
    day = f"{today:%d.%m.%Y}"
    assert dict(shown.context["answers"])["Bitte beachten"] == (
        f"Guest Probe ist vom {day} bis {day} selbst abwesend. Dann handelt die nächste Vertretung,"
        " sonst die übergeordnete Stelle."
    )


def test_own_form_takes_no_other_person(house, login, days):
    """Mass assignment: whose substitution it is comes from the login, not from the form."""
    address = url("add_own_substitution")
    send(login("head"), address, deputy="guest", represented=house.person("mayor"), **days)
    assert Substitution.objects.get().represented_id == house.person("head")


def test_faults_are_shown_at_their_fields(house, login, days):
    address = url("add_own_substitution")
    response = post(login("head"), address, deputy="head@stadt.example", stage="send", **days)
    assert response.status_code == 422
    assert errors(response) == {"deputy": ["oneself"]}
    early = f"{timezone.localdate() - timedelta(days=2):%d.%m.%Y}"
    response = post(login("head"), address, deputy="guest", stage="send", starts_on=early,
                    ends_on=early)  # fmt: skip
    assert errors(response) == {"starts_on": ["past"], "ends_on": ["past"]}


def test_who_holds_no_desk_is_told(house, login, days):
    page = login("guest").get(url("my_substitution")).content.decode()
    assert "Sie haben derzeit keine Stelle" in page
    response = post(login("guest"), url("add_own_substitution"), deputy="head@stadt.example",
                    stage="send", **days)  # fmt: skip
    assert response.status_code == 403


def test_a_head_enters_for_the_staff_only(house, login, days):
    address = url("add_staff_substitution")
    client = login("head")
    choices = client.get(address).context["form"].fields["represented"].queryset
    assert [person.email.partition("@")[0] for person in choices] == ["clerk", "colleague", "team"]
    response = post(client, address, represented=house.person("mayor"), deputy="guest",
                    stage="send", **days)  # fmt: skip
    assert errors(response) == {"represented": ["invalid_choice"]}
    send(client, address, represented=house.person("clerk"), deputy="guest", **days)
    assert Substitution.objects.get().entered_by_id == house.person("head")
    assert "Clerk Probe" in client.get(url("my_substitution")).content.decode()


def test_the_office_enters_for_anybody(house, login, days):
    address = url("add_substitution")
    response = send(
        login("organiser"), address, represented="mayor", deputy="head@stadt.example", **days
    )
    assert response.headers["Location"] == url("substitutions")
    assert Substitution.objects.get().represented_id == house.person("mayor")


def test_list_shows_them_by_time(house, login, days):
    today, client = timezone.localdate(), login("organiser")
    for offset in (-20, 0, 20):
        Substitution.objects.create(
            represented_id=house.person("head"), deputy_id=house.person("guest"),
            starts_on=today + timedelta(days=offset), ends_on=today + timedelta(days=offset + 3),
            entered_at=timezone.now(),
        )  # fmt: skip

    def first_days(**query):
        page = client.get(url("substitutions"), query).context["page"]
        return [(row.starts_on - today).days for row in page]

    assert first_days() == [0]
    assert first_days(time="to_come") == [20]
    assert first_days(time="over") == [-20]
    assert first_days(time="nonsense") == [0]


@pytest.mark.parametrize(("name", "status"), [("head", 302), ("mayor", 302), ("organiser", 302),
                                              ("guest", 403), ("clerk", 403)])  # fmt: skip
def test_revoke_by_those_whom_it_concerns(house, login, days, name, status):
    send(login("head"), url("add_own_substitution"), deputy="guest", **days)
    row = Substitution.objects.get()
    response = login(name).post(
        url("revoke_substitution", row.pk), {"command": "6ff1ec03-44ea-4bd1-8bf7-6ba6f2f0a2a0"}
    )
    assert response.status_code == status
    assert (Substitution.objects.get().revoked_at is not None) is (status == 302)


def test_revoking_what_is_over_is_refused_with_a_reason(house, login):
    today = timezone.localdate()
    row = Substitution.objects.create(
        represented_id=house.person("head"), deputy_id=house.person("guest"),
        starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=5),
        entered_at=timezone.now(),
    )  # fmt: skip
    response = post(login("head"), reverse("workflows:revoke_substitution", args=[row.pk]))
    assert response.status_code == 422


def test_members_of_the_council_do_not_find_the_staff_by_name(house, login, days):
    """Whose desk lies with a partner is a guest and does not even open the page."""
    unit = house.do(
        "create_unit", key="aid", name="Council", short_name="Council", kind="council",
        valid_from=timezone.localdate(),
    ).facts["unit"]  # fmt: skip
    desk = house.do(
        "create_desk", unit=unit, key="aid", name="Aid", function="observer", superior=None,
        signs="none",
    ).facts["desk"]  # fmt: skip
    house.do("appoint", desk=desk, person=house.person("guest"), valid_from=timezone.localdate())
    client, address = login("guest"), url("add_own_substitution")
    for words in ("probe", "head@stadt.example", "mayor"):
        response = post(client, address, deputy=words, stage="check", **days)
        page = response.content.decode().replace(f'value="{words}"', "").replace(f"„{words}“", "")
        assert response.status_code in (200, 422)
        assert "head@stadt.example" not in page
        assert "Mayor Probe" not in page
