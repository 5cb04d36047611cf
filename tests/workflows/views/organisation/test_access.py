"""Who sees which page of the organisation."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.workflows.house import House
from workflows.models import DayOff, RouteVersion, Substitution, User


def addresses(house: House) -> dict[str, str]:
    """Every page of the organisation office with an object that exists."""
    today = timezone.localdate()
    held = house.appointment("team")
    row = Substitution.objects.create(
        represented_id=house.person("team"), deputy_id=house.person("guest"), starts_on=today,
        ends_on=today, entered_at=timezone.now(),
    )  # fmt: skip
    DayOff.objects.create(day=date(today.year + 1, 12, 24), name="Heiligabend")
    gone = house.person("guest")
    route = RouteVersion.objects.get(kind="errand").pk
    keys = {
        "organisation": [], "new_unit": [], "unit": [house.unit("teams")],
        "change_unit": [house.unit("teams")], "end_unit": [house.unit("teams")],
        "transfer_leads": [house.unit("teams")],
        "new_desk": [house.unit("teams")], "desk": [house.desk("team")],
        "change_desk": [house.desk("team")], "close_desk": [house.desk("team")],
        "appoint": [house.desk("team")], "end_appointment": [held], "undeliverable": [],
        "people": [], "invite": [], "person": [gone], "change_person": [gone],
        "invite_again": [gone], "deactivate_person": [gone], "reactivate_person": [gone],
        "let_leave": [gone], "roles": [], "roles_workbook": [],
        "substitutions": [], "add_substitution": [], "days_off": [], "add_day_off": [],
        "add_year": [today.year + 2], "remove_day_off": [f"{today.year + 1}-12-24"],
        "routes": [], "route": [route], "new_route": ["errand"], "organisation_trail": [],
        "revoke_substitution": [row.pk],
    }  # fmt: skip
    return {name: reverse(f"workflows:{name}", args=args) for name, args in keys.items()}


def test_the_office_sees_every_page(house, login):
    client = login("organiser")
    found = {name: client.get(url).status_code for name, url in addresses(house).items()}
    assert found == dict.fromkeys(found, 200)


@pytest.mark.parametrize("name", ["mayor", "head", "clerk", "guest"])
def test_everybody_else_meets_403(house, login, name):
    client = login(name)
    found = {page: client.get(url).status_code for page, url in addresses(house).items()}
    # The head of the absent person may revoke the substitution.
    expected = dict.fromkeys(found, 403)
    if name == "head":
        expected["revoke_substitution"] = 200
    assert found == expected


def test_posts_meet_the_same_refusal(house, login):
    client = login("mayor")
    pages = addresses(house)
    found = {name: client.post(url).status_code for name, url in pages.items()}
    reads = {
        "organisation", "unit", "desk", "undeliverable", "people", "person", "substitutions",
        "days_off", "routes", "route", "organisation_trail", "roles", "roles_workbook",
    }  # fmt: skip
    assert found == {name: 405 if name in reads else 403 for name in pages}


def test_strangers_are_led_to_the_login(house, client):
    found = {name: client.get(url).status_code for name, url in addresses(house).items()}
    assert found == dict.fromkeys(found, 302)


def test_a_technical_account_sees_nothing_here(house, client):
    admin = User.objects.create_superuser("admin@stadt.example", given_name="A", family_name="B")
    client.force_login(admin)
    found = {name: client.get(url).status_code for name, url in addresses(house).items()}
    assert found == dict.fromkeys(found, 403)


def test_everybody_has_their_own_substitution(house, login):
    for name in ("mayor", "clerk", "guest", "organiser"):
        client = login(name)
        assert client.get(reverse("workflows:my_substitution")).status_code == 200
        assert client.get(reverse("workflows:add_own_substitution")).status_code == 200


def test_only_who_leads_enters_for_staff(house, login):
    url = reverse("workflows:add_staff_substitution")
    found = {name: login(name).get(url).status_code for name in ("mayor", "head", "clerk", "guest")}
    assert found == {"mayor": 200, "head": 200, "clerk": 403, "guest": 403}


def test_messages_lead_to_the_trail_or_to_the_own_page(house, login):
    url = reverse("workflows:organisation_case", args=[house.result.case])
    assert login("organiser").get(url).headers["Location"] == reverse(
        "workflows:organisation_trail"
    )
    assert login("clerk").get(url).headers["Location"] == reverse("workflows:my_substitution")
    other = reverse("workflows:organisation_case", args=[house.errand()])
    assert login("organiser").get(other).status_code == 404


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("unit", [10**9]), ("desk", [10**9]), ("person", [10**9]), ("route", [10**9]),
        ("change_unit", [10**9]), ("close_desk", [10**9]), ("end_appointment", [10**9]),
        ("revoke_substitution", [10**9]), ("new_route", ["club"]), ("add_year", [1]),
        ("remove_day_off", ["tomorrow"]), ("remove_day_off", ["2026-02-30"]),
        ("unit", [10**30]), ("pass_on", ["00000000-0000-0000-0000-000000000000"]),
    ],
)  # fmt: skip
def test_what_is_not_there_is_404(house, login, name, args):
    assert login("organiser").get(reverse(f"workflows:{name}", args=args)).status_code == 404
