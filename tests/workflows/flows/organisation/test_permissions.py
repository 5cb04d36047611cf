"""Every act of the organisation: who may, and that everybody else meets 403 first."""

import uuid
from datetime import timedelta

import pytest

from tests.kinds import AT
from tests.workflows.house import SINCE, TODAY, assert_trail_holds
from workflows.actions import people
from workflows.actions.acting.acts import Request, act
from workflows.calendars import Period
from workflows.flows.people import OrganisationFlow
from workflows.models import Event, User
from workflows.queries.people.case import organisation_case
from workflows.refusals import GuardsUnmet, NotAllowed, NotLoggedIn

LATER = TODAY + timedelta(days=40)


def deeds(house):
    """A deed of each kind that the organisation office may do now."""
    names = {"given_name": "A", "family_name": "B"}
    unit_names = {"name": "N", "short_name": "N", "kind": "office"}
    place = {"function": "clerk", "superior": house.desk("mayor"), "signs": "ia"}
    made = material(house)
    unit, desk, gone = made["unit"], made["desk"], made["gone"]
    return {
        "create_unit": {"key": "n", "valid_from": SINCE, **unit_names},
        "change_unit": {"unit": unit, "parent": None, "function": "", **unit_names},
        "end_unit": {"unit": made["ended"], "last_day": TODAY},
        "create_desk": {"unit": unit, "key": "n", "name": "N", **place},
        "change_desk": {"desk": desk, "name": "N", **place},
        "close_desk": {"desk": made["other"]},
        "appoint": {"desk": desk, "person": house.person("clerk"), "valid_from": TODAY},
        "end_appointment": {"appointment": made["held"], "last_day": TODAY},
        "add_substitution": {"represented": house.person("clerk"), "deputy": house.person("guest"),
                             "starts_on": TODAY, "ends_on": TODAY},
        "revoke_substitution": {"substitution": made["substitution"]},
        "invite_person": {"email": "n@stadt.example", **names},
        "invite_again": {"person": house.person("guest")},
        "change_person": {"person": house.person("guest"), "email": "g@stadt.example", **names},
        "reactivate_person": {"person": gone},
        "deactivate_person": {"person": gone},
        "let_leave": {"person": house.person("colleague"), "successors": {}, "heir": None},
        "publish_route": {"kind": "errand", "valid_from": LATER, "note": "", "cosign_rules": (),
                          "periods": {"check": Period(1, "days")}, "thresholds": {"large": 1}},
        "add_days_off": {"days": {LATER + timedelta(days=1): "Day"}},
        "remove_day_off": {"day": LATER},
    }  # fmt: skip


def material(house):
    """What the deeds are done to."""
    unit = house.do(
        "create_unit", key="spare", name="Spare", short_name="S", kind="office", valid_from=SINCE
    ).facts["unit"]
    desk = house.do(
        "create_desk", unit=unit, key="spare", name="Spare", function="clerk",
        superior=house.desk("mayor"), signs="ia",
    ).facts["desk"]  # fmt: skip
    other = house.do(
        "create_desk", unit=house.unit("teams"), key="other", name="Other", function="clerk",
        superior=house.desk("mayor"), signs="ia",
    ).facts["desk"]  # fmt: skip
    held = house.do(
        "appoint", desk=desk, person=house.person("guest"), valid_from=SINCE
    ).facts["appointment"]  # fmt: skip
    gone = house.do(
        "invite_person", email="gone@stadt.example", given_name="G", family_name="G"
    ).facts["person"]
    house.do("deactivate_person", person=gone)
    house.do("add_days_off", days={LATER: "Day"})
    substitution = house.do(
        "add_substitution", by="team", represented=house.person("team"),
        deputy=house.person("clerk"), starts_on=TODAY, ends_on=TODAY,
    ).facts["substitution"]  # fmt: skip
    ended = house.do(
        "create_unit", key="ended", name="E", short_name="E", kind="office", valid_from=SINCE
    ).facts["unit"]
    return {
        "unit": unit, "desk": desk, "other": other, "held": held, "gone": gone,
        "substitution": substitution, "ended": ended,
    }  # fmt: skip


ELSEWHERE = {"pass_on_work", "transfer_leads", "add_hook", "end_hook"}
"""Acts with a test of their own: they need work that got lost, a lead, or another system."""
BY_EVERY_DESK = {"claim", "give_back", "hand_over", "return_work", "ask_instead"}
"""Acts that every kind of case knows."""
BY_THE_SYSTEM = {
    "establish_units", "establish_desks", "establish_people", "establish_appointments",
    "bind_upgrade",
}  # fmt: skip


def test_the_table_knows_every_act(house):
    known = set(deeds(house)) | ELSEWHERE | BY_EVERY_DESK | BY_THE_SYSTEM
    assert set(OrganisationFlow.act_names()) == known


def test_the_office_may_do_everything_with_an_event_each(house):
    table = deeds(house)
    before = Event.objects.filter(case=organisation_case()).count()
    for deed, values in table.items():
        house.do(deed, **values)
    events = list(Event.objects.filter(case=organisation_case()).order_by("seq"))[before:]
    assert [event.action for event in events] == list(table)
    assert {event.actor_id for event in events} == {house.person("organiser")}
    assert_trail_holds(organisation_case())


@pytest.mark.parametrize("by", ["mayor", "colleague", "guest", "team", "admin"])
def test_everybody_else_is_refused_and_nothing_is_written(house, by):
    table = deeds(house)
    User.objects.create_superuser("admin@stadt.example", given_name="A", family_name="B")
    person = house.user(by).pk
    own = {("team", "revoke_substitution")}
    before = Event.objects.count()
    for deed, values in table.items():
        if (by, deed) in own:
            continue
        with pytest.raises(NotAllowed):
            getattr(people, deed)(**values, by=person, at=AT, command=uuid.uuid4())
    assert Event.objects.count() == before


def test_people_may_not_do_what_the_system_does(house):
    for name in sorted(BY_THE_SYSTEM | {"return_work", "ask_instead"}):
        with pytest.raises(NotAllowed):
            act(request(name, house.person("organiser")))


def test_nobody_at_all_is_refused_first(house):
    with pytest.raises(NotLoggedIn):
        act(request("create_unit", None))


def test_a_role_that_was_removed_is_gone_at_once(house):
    house.do(
        "end_appointment", by="second", appointment=house.appointment("organiser"),
        last_day=TODAY - timedelta(days=1),
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        house.do("add_days_off", days={LATER: "Day"})


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"unit": "1' OR 1=1", "desk": [1], "person": {"a": 1}, "appointment": True},
        {"unit": 10**30, "desk": -1, "person": 0, "appointment": 1.5, "substitution": "x"},
        {"name": "x" * 10_000, "key": "\x00", "email": "\r\nBcc: a@b.example", "days": "24.12."},
        {"days": [1, 2], "periods": [{"step": []}], "cosign_rules": [{}]},
        {"kind": "errand", "thresholds": [{"amount": {}}], "periods": [7]},
        {"valid_from": "31.02.2026", "last_day": [], "starts_on": 5, "ends_on": None, "kind": None},
    ],
)  # fmt: skip
def test_nonsense_is_told_never_a_crash(house, data):
    names = set(OrganisationFlow.act_names()) - BY_EVERY_DESK - BY_THE_SYSTEM
    for name in sorted(names):
        with pytest.raises(GuardsUnmet) as error:
            act(request(name, house.person("organiser"), **data))
        assert all(str(item.text) for item in error.value.unmet)


def request(deed, by, /, **data):
    return Request(organisation_case(), deed, by, AT, command=uuid.uuid4(), data=data)
