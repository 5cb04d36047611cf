"""Accounts: invited without a password, changed, deactivated, never deleted."""

from datetime import timedelta

import pytest

from tests.workflows.house import TODAY, YESTERDAY, last_event
from workflows.models import Notification, User
from workflows.queries.people.seen import fingerprint
from workflows.refusals import GuardsUnmet, NotAllowed, Stale

NEW = {"email": "neu@stadt.example", "given_name": "Änne", "family_name": "Öztürk-Ščepanović"}


def unmet(error):
    return sorted((item.code, item.field) for item in error.value.unmet)


def test_invite_person_makes_an_account_without_a_password(house):
    made = house.do("invite_person", **NEW).facts["person"]
    person = User.objects.get(pk=made)
    assert (person.email, person.language, person.is_active) == ("neu@stadt.example", "de", True)
    assert (person.is_superuser, person.has_usable_password()) == (False, False)
    assert person.sort_key == "oeztuerk scepanovic aenne"
    row = Notification.objects.get(template="invitation")
    assert (row.recipient_id, row.channel, row.data) == (made, "mail", {})


def test_the_trail_keeps_no_personal_data_of_an_invitation(house):
    made = house.do("invite_person", **NEW).facts["person"]
    assert last_event().data == {"person": made}


def test_invite_person_tells_all_faults_at_once(house):
    with pytest.raises(GuardsUnmet) as error:
        house.do(
            "invite_person", email="HEAD@Stadt.example", given_name="<b>", family_name="",
            language="fr",
        )  # fmt: skip
    assert unmet(error) == [
        ("email_taken", "email"), ("invalid", "language"), ("missing", "family_name"),
        ("name_character", "given_name"),
    ]  # fmt: skip
    with pytest.raises(GuardsUnmet) as error:
        house.do("invite_person", **{**NEW, "email": "no address"})
    assert unmet(error) == [("invalid", "email")]


def test_somebody_with_one_name_only_has_an_account(house):
    """DIN 91379 knows such names; the one name is what the person is sorted and called by."""
    made = house.do("invite_person", **{**NEW, "given_name": "", "family_name": "Aïcha"})
    person = User.objects.get(pk=made.facts["person"])
    assert (str(person), person.get_short_name(), person.sort_key) == ("Aïcha", "Aïcha", "aicha")


def test_an_address_stays_with_who_left(house):
    house.do("deactivate_person", person=house.person("guest"))
    with pytest.raises(GuardsUnmet) as error:
        house.do("invite_person", **{**NEW, "email": "guest@stadt.example"})
    assert unmet(error) == [("email_taken", "email")]


def test_invite_again_only_before_the_first_login(house):
    house.do("invite_again", person=house.person("guest"))
    assert house.told("invitation") == [("guest", "mail")]
    person = house.user("guest")
    person.set_password("a long enough secret")
    person.save()
    with pytest.raises(GuardsUnmet) as error:
        house.do("invite_again", person=person.pk)
    assert unmet(error) == [("has_password", "person")]


def test_change_person_tells_which_values_changed_and_not_which(house):
    values = {
        "person": house.person("clerk"), "email": "neu@stadt.example", "given_name": "Clerk",
        "family_name": "Ähre", "language": "en", "external_id": "id-7",
    }  # fmt: skip
    house.do("change_person", **values)
    person = house_person(values["person"])
    assert (person.email, person.family_name, person.external_id) == (
        "neu@stadt.example", "Ähre", "id-7",
    )  # fmt: skip
    assert person.sort_key == "aehre clerk"
    assert last_event().data == {
        "person": person.pk, "changed": ["email", "external_id", "family_name", "language"],
    }  # fmt: skip


def house_person(pk):
    return User.objects.get(pk=pk)


def test_change_person_refuses_what_was_seen_otherwise(house):
    person = house.user("clerk")
    values = {
        "person": person.pk, "email": person.email, "given_name": "A", "family_name": "B",
        "seen": fingerprint(person),
    }  # fmt: skip
    house.do("change_person", **values)
    with pytest.raises(Stale):
        house.do("change_person", **values)


def test_deactivate_person_needs_a_person_without_duties(house):
    house.do(
        "add_substitution", by="clerk", represented=house.person("clerk"),
        deputy=house.person("head"), starts_on=TODAY, ends_on=TODAY,
    )  # fmt: skip
    with pytest.raises(GuardsUnmet) as error:
        house.do("deactivate_person", person=house.person("head"))
    assert unmet(error) == [("holds_desk", "person"), ("is_deputy", "person")]


def test_deactivate_person_needs_future_appointments_ended_too(house):
    house.do(
        "appoint", desk=house.desk("clerk"), person=house.person("guest"),
        valid_from=TODAY + timedelta(days=30),
    )  # fmt: skip
    with pytest.raises(GuardsUnmet) as error:
        house.do("deactivate_person", person=house.person("guest"))
    assert unmet(error) == [("holds_desk", "person")]


def test_deactivated_account_can_come_back(house):
    guest = house.person("guest")
    house.do("deactivate_person", person=guest)
    assert User.objects.get(pk=guest).is_active is False
    with pytest.raises(GuardsUnmet):
        house.do("deactivate_person", person=guest)
    house.do("reactivate_person", person=guest)
    assert User.objects.get(pk=guest).is_active is True
    with pytest.raises(GuardsUnmet):
        house.do("reactivate_person", person=guest)


def test_technical_accounts_are_not_the_offices(house):
    admin = User.objects.create_superuser("admin@stadt.example", given_name="A", family_name="B")
    for deed in ("deactivate_person", "invite_again"):
        with pytest.raises(GuardsUnmet) as error:
            house.do(deed, person=admin.pk)
        assert unmet(error) == [("unknown", "person")]
    with pytest.raises(GuardsUnmet) as error:
        house.do("appoint", desk=house.desk("clerk"), person=admin.pk, valid_from=YESTERDAY)
    assert unmet(error) == [("unknown", "person")]


def test_technical_account_has_no_rights_here(house):
    admin = User.objects.create_superuser("admin@stadt.example", given_name="A", family_name="B")
    from workflows.actions import people

    with pytest.raises(NotAllowed):
        people.invite_person(**NEW, by=admin.pk, at=last_event().at)
