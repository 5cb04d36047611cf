"""What appointments and substitutions leave behind when they end by themselves."""

from datetime import timedelta

import pytest

from tests.kinds import AT
from tests.workflows.house import TODAY, YESTERDAY, assert_trail_holds
from workflows.actions import people
from workflows.actions.people import work
from workflows.models import Event, Task, User
from workflows.queries.people.desk_pages import load_of
from workflows.queries.people.work import left_work, vacant_with_work

NEXT_DAY = AT + timedelta(days=1)


def end(house, name, last_day=TODAY):
    house.do("end_appointment", appointment=house.appointment(name), last_day=last_day)


def test_nothing_is_left_in_a_house_at_work(house):
    house.claim(house.errand(), "head")
    assert left_work(on=TODAY) == {}
    assert vacant_with_work(on=TODAY) == []


def test_claims_of_a_deputy_are_free_after_the_last_day(house):
    case = house.errand()
    house.do(
        "add_substitution", by="head", represented=house.person("head"),
        deputy=house.person("guest"), starts_on=TODAY, ends_on=TODAY,
    )  # fmt: skip
    house.claim(case, "guest")
    assert people.return_left_work(at=AT) == 0
    assert people.return_left_work(at=NEXT_DAY) == 1
    task = house.task(case)
    assert (task.desk.key, task.claimed_by_id) == ("head", None)
    assert Event.objects.filter(case=case).latest("seq").data == {"moved": {str(task.pk): None}}
    assert_trail_holds(case)


def test_a_deputy_who_holds_the_desk_too_keeps_the_claim(house):
    case = house.errand()
    house.do("appoint", desk=house.desk("head"), person=house.person("guest"), valid_from=TODAY)
    house.do(
        "add_substitution", by="head", represented=house.person("head"),
        deputy=house.person("guest"), starts_on=TODAY, ends_on=TODAY,
    )  # fmt: skip
    house.claim(case, "guest")
    assert people.return_left_work(at=NEXT_DAY) == 0
    assert house.task(case).claimed_by_id == house.person("guest")


def test_all_cases_of_a_vacant_desk_climb_after_the_last_day(house):
    cases = [house.errand(at=AT + timedelta(minutes=minute)) for minute in range(3)]
    end(house, "head")
    assert people.return_left_work(at=NEXT_DAY) == 3
    assert {house.task(case).desk.key for case in cases} == {"mayor"}
    assert house.told("desk_vacant") == [("organiser", "in_app"), ("second", "in_app")]


def test_a_case_that_fails_stops_no_other(house, caplog):
    broken, sound = house.errand(), house.errand(at=AT + timedelta(minutes=1))
    end(house, "head")
    # A kind that nobody knows any more, as after a faulty update.
    from workflows.models import Case

    Case.objects.filter(pk=broken).update(kind="forgotten")
    assert people.return_left_work(at=NEXT_DAY) == 1
    assert house.task(sound).desk.key == "mayor"
    assert house.task(broken).desk.key == "head"
    assert f"case {broken}" in caplog.text


@pytest.mark.parametrize("days", [1, 30])
def test_the_office_is_told_once_a_day_where_nobody_is_above(house, days):
    house.errand()
    end(house, "head")
    end(house, "mayor")
    for minute in range(3):
        people.return_left_work(at=AT + timedelta(days=days, minutes=minute))
    assert house.told("desk_vacant") == [("organiser", "in_app"), ("second", "in_app")]
    assert {task.desk.key for task in Task.objects.all()} == {"head"}


def test_deactivated_people_hold_no_work(house):
    """Deactivation needs ended appointments; a row changed by hand is healed all the same."""
    case = house.errand()
    house.claim(case, "head")
    User.objects.filter(pk=house.person("head")).update(deactivated_at=AT)
    assert people.return_left_work(at=AT) == 1
    task = house.task(case)
    assert (task.desk.key, task.claimed_by_id) == ("mayor", None)


def test_appointment_moves_some_cases_and_the_clock_the_rest(house, monkeypatch):
    """Thousands of tasks come back by and by: nobody's page waits for them."""
    monkeypatch.setattr(work, "AT_ONCE", 2)
    cases = [house.errand() for _ in range(5)]
    end(house, "head", YESTERDAY)
    people.return_left_work(at=AT)
    lying = Task.objects.filter(case__in=cases)
    assert set(lying.values_list("desk__key", flat=True)) == {"mayor"}
    house.do(
        "appoint", desk=house.desk("head"), person=house.person("guest"), valid_from=TODAY
    )  # fmt: skip
    assert lying.filter(desk__key="head").count() == 2
    assert load_of(house.desk("head"), at=AT)["coming"] == 3
    assert people.return_left_work(at=AT) == 3
    assert lying.filter(desk__key="head").count() == 5
    assert people.return_left_work(at=AT) == 0
    assert_trail_holds(cases[-1])


def test_work_comes_back_on_the_first_day_of_an_appointment_to_come(house):
    case = house.errand()
    end(house, "head", YESTERDAY)
    house.do(
        "appoint", desk=house.desk("head"), person=house.person("guest"),
        valid_from=TODAY + timedelta(days=1),
    )  # fmt: skip
    assert people.return_left_work(at=AT) == 0
    assert house.task(case).desk.key == "mayor"
    assert people.return_left_work(at=NEXT_DAY) == 1
    assert house.task(case).desk.key == "head"


def test_tick_leaves_the_rest_to_the_next_one(house, monkeypatch):
    cases = [house.errand() for _ in range(3)]
    monkeypatch.setattr(work, "AT_ONCE", 1)
    end(house, "head", YESTERDAY)
    monkeypatch.setattr(work, "SECONDS", -1.0)
    assert people.return_left_work(at=AT) == 0
    monkeypatch.undo()
    people.return_left_work(at=AT)
    desks = Task.objects.filter(case__in=cases).values_list("desk__key", flat=True)
    assert set(desks) == {"mayor"}
