"""A whole city at once: all or nothing, an event for each row, only once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.kinds import AT
from tests.workflows.house import SINCE, assert_trail_holds, build, events_of_the_organisation, tree
from workflows.actions import people as organisation
from workflows.models import Case, Desk, DeskHolder, Event, Notification, Unit, User
from workflows.refusals import GuardsUnmet


def city(**changes):
    return {
        "units": [
            organisation.NewUnit("below", "Below", "B", "office", parent="above"),
            organisation.NewUnit("above", "Über", "A", "mayor", function="mayor"),
        ],
        "desks": [
            organisation.NewDesk("clerk", "below", "Clerk", "clerk", superior="mayor"),
            organisation.NewDesk("mayor", "above", "Mayor", "mayor", signs="none"),
        ],
        "people": [organisation.NewPerson("Mayor@Stadt.example", "Äbtissin", "Ötzi")],
        "appointments": [organisation.NewAppointment("mayor", "mayor@stadt.example")],
        "valid_from": SINCE,
        "at": AT,
        **changes,
    }  # fmt: skip


def test_establish_finds_the_order_by_itself(db):
    result = organisation.establish(**city())
    assert tree() == {"above": [], "below": ["above"]}
    assert Unit.objects.get(key="above").sort_key == "uber"
    assert Desk.objects.get(key="clerk").superior.key == "mayor"
    person = User.objects.get()
    assert (person.email, person.sort_key) == ("Mayor@Stadt.example", "oetzi aebtissin")
    assert person.has_usable_password() is False
    held = DeskHolder.objects.get()
    assert (held.desk.key, held.person_id, held.valid_from) == ("mayor", person.pk, SINCE)
    assert result.units == {unit.key: unit.pk for unit in Unit.objects.all()}
    assert result.people == {"Mayor@Stadt.example": person.pk}


def test_establish_writes_an_event_for_each_row(db):
    result = organisation.establish(**city())
    events = events_of_the_organisation()
    assert [event.action for event in events] == [
        "open",
        "create_unit", "establish_units", "create_unit", "establish_units",
        "create_desk", "establish_desks", "create_desk", "establish_desks",
        "invite_person", "establish_people", "appoint", "establish_appointments",
    ]  # fmt: skip
    assert {event.actor_id for event in events} == {None}
    assert events[1].data["unit"] == result.units["above"]
    assert_trail_holds(result.case)


def test_establish_invites_only_on_demand(db):
    organisation.establish(**city())
    assert not Notification.objects.exists()


def test_establish_may_invite_everybody(db):
    organisation.establish(**city(invite=True))
    row = Notification.objects.get()
    assert (row.template, row.channel, row.recipient_id) == (
        "invitation", "mail", User.objects.get().pk,
    )  # fmt: skip


def test_a_city_is_established_once(db):
    organisation.establish(**city())
    with pytest.raises(organisation.AlreadyEstablished) as error:
        organisation.establish(**city())
    assert error.value.status == 409
    assert Unit.objects.count() == 2


@pytest.mark.parametrize(
    ("part", "row"),
    [
        ("units", organisation.NewUnit("lost", "Lost", "L", "office", parent="nowhere")),
        ("desks", organisation.NewDesk("lost", "above", "Lost", "clerk", superior="lost")),
    ],
)
def test_unknown_and_circular_keys_write_nothing(db, part, row):
    whole = city()
    with pytest.raises(ValueError, match="lost"):
        organisation.establish(**{**whole, part: [*whole[part], row]})
    assert (Unit.objects.count(), Event.objects.count()) == (0, 0)


def test_a_route_that_nobody_understands_writes_nothing(db):
    route = organisation.NewRoute("club", SINCE, "")
    with pytest.raises(GuardsUnmet):
        organisation.establish(**city(routes=[route]))
    assert not Unit.objects.exists()


def test_a_large_city_is_brought_in_parts(db):
    whole = city()
    unit = whole["units"][0]
    many = [replace(unit, key=f"u{n}", name=f"Unit {n}") for n in range(2500)]
    organisation.establish(**{**whole, "units": [*whole["units"], *many]})
    assert Unit.objects.count() == 2502
    assert Event.objects.filter(action="establish_units").count() == 3


def test_the_organisation_is_founded_once(db):
    first = organisation.found_organisation(at=AT)
    again = organisation.found_organisation(at=AT + timedelta(days=1))
    assert first == again
    assert Case.objects.filter(kind="organisation").count() == 1


def test_a_second_organisation_is_refused_by_the_database(db):
    from django.db import IntegrityError

    from workflows.actions.acting.cases import open_case

    organisation.found_organisation(at=AT)
    with pytest.raises(IntegrityError):
        open_case(kind="organisation", title="Second", by=None, at=AT)


def test_the_house_of_the_tests_is_whole(db):
    assert_trail_holds(build().result.case)
