"""Appointments: a leaving person loses nothing of the house's work."""

from datetime import timedelta

import pytest

from tests.kinds import AT
from tests.workflows.house import SINCE, TODAY, YESTERDAY, assert_trail_holds, desk_of, last_event
from workflows.actions import people
from workflows.actions.acting.acts import Request, act
from workflows.models import CaseAudience, DeskHolder, Event
from workflows.refusals import GuardsUnmet, Invisible, NotAllowed

TOMORROW = TODAY + timedelta(days=1)


def unmet(error):
    return sorted((item.code, item.field) for item in error.value.unmet)


def end(house, name, last_day=YESTERDAY, **more):
    return house.do(
        "end_appointment", appointment=house.appointment(name), last_day=last_day, **more
    )


def test_appoint_lets_the_person_work_at_once(house):
    case = house.errand()
    with pytest.raises(Invisible):
        house.claim(case, "guest")
    made = house.do(
        "appoint", desk=house.desk("head"), person=house.person("guest"), valid_from=TODAY
    )
    house.claim(case, "guest")
    assert house.task(case).claimed_by_id == house.person("guest")
    assert last_event().data == {
        "appointment": made.facts["appointment"], "desk": house.desk("head"),
        "person": house.person("guest"), "first_day": str(TODAY), "last_day": None,
    }  # fmt: skip
    assert house.told("appointed") == [("guest", "in_app"), ("guest", "mail")]


def test_appoint_tells_all_faults_at_once(house):
    with pytest.raises(GuardsUnmet) as error:
        house.do(
            "appoint", desk=-1, person=house.person("guest"), valid_from=TODAY,
            valid_until=YESTERDAY,
        )  # fmt: skip
    assert unmet(error) == [("ends_before_start", "valid_until"), ("unknown", "desk")]


def test_appoint_refuses_the_same_person_twice(house):
    with pytest.raises(GuardsUnmet) as error:
        house.do(
            "appoint", desk=house.desk("head"), person=house.person("head"), valid_from=TOMORROW
        )
    assert unmet(error) == [("overlap", "person")]
    end(house, "head", TODAY)
    house.do("appoint", desk=house.desk("head"), person=house.person("head"), valid_from=TOMORROW)
    assert DeskHolder.objects.filter(desk=house.desk("head")).count() == 2


def test_appoint_refuses_who_left(house):
    house.do("deactivate_person", person=house.person("guest"))
    with pytest.raises(GuardsUnmet) as error:
        house.do("appoint", desk=house.desk("head"), person=house.person("guest"), valid_from=TODAY)
    assert unmet(error) == [("unknown", "person")]


def test_nobody_appoints_themselves(house):
    with pytest.raises(NotAllowed) as error:
        house.do(
            "appoint", desk=house.desk("mayor"), person=house.person("organiser"), valid_from=TODAY
        )
    assert error.value.reason.startswith("Niemand besetzt")
    made = house.do(
        "appoint", by="second", desk=house.desk("mayor"), person=house.person("organiser"),
        valid_from=TODAY,
    )  # fmt: skip
    assert DeskHolder.objects.get(pk=made.facts["appointment"]).desk.key == "mayor"


def test_vacant_desk_passes_its_work_to_the_superior(house):
    case = house.errand()
    house.claim(case, "head")
    outcome = end(house, "head")
    assert outcome.facts == {
        "appointment": outcome.facts["appointment"], "desk": house.desk("head"),
        "person": house.person("head"), "last_day": str(YESTERDAY),
    }  # fmt: skip
    task = house.task(case)
    assert (task.desk.key, task.addressed_to.key, task.claimed_by_id) == ("mayor", "head", None)
    assert CaseAudience.objects.filter(case=case, desk=house.desk("mayor")).exists()
    assert house.told("task_opened") == [
        ("head", "in_app"), ("head", "mail"), ("mayor", "in_app"), ("mayor", "mail"),
    ]  # fmt: skip
    assert house.told("desk_vacant") == [("organiser", "in_app"), ("second", "in_app")]


def test_moved_work_has_an_event_of_the_system_in_its_own_trail(house):
    case = house.errand()
    task = house.task(case)
    end(house, "head")
    event = Event.objects.filter(case=case).latest("seq")
    assert (event.action, event.actor_id) == ("return_work", None)
    assert event.data == {"moved": {str(task.pk): house.desk("mayor")}}
    assert_trail_holds(case)
    assert_trail_holds(event.case_id)


def test_vacant_desks_are_climbed_until_somebody_is_found(house):
    end(house, "head")
    case = house.errand()
    assert house.task(case).desk.key == "mayor"
    house.do("change_desk", **values("head", superior=house.desk("office")))
    end(house, "mayor")
    task = house.task(case)
    # The mayor's desk is at the top, nobody is above: the work stays and the office knows.
    assert (task.desk.key, task.addressed_to.key) == ("mayor", "head")
    other = house.errand(at=AT + timedelta(minutes=1))
    assert house.task(other).desk.key == "office"


def values(key, **changes):
    desk = desk_of(key)
    return {
        "desk": desk.pk, "name": desk.name, "function": desk.function,
        "superior": desk.superior_id, "signs": desk.signs, **changes,
    }  # fmt: skip


def test_colleague_keeps_the_work_of_who_leaves(house):
    house.do("appoint", desk=house.desk("head"), person=house.person("guest"), valid_from=SINCE)
    case = house.errand()
    house.claim(case, "head")
    end(house, "head")
    task = house.task(case)
    assert (task.desk.key, task.claimed_by_id) == ("head", None)
    house.claim(case, "guest")
    assert house.told("desk_vacant") == []


def test_work_of_colleagues_stays_claimed(house):
    house.do("appoint", desk=house.desk("head"), person=house.person("guest"), valid_from=SINCE)
    case = house.errand()
    house.claim(case, "guest")
    end(house, "head")
    assert house.task(case).claimed_by_id == house.person("guest")


def test_removed_role_ends_during_the_session(house):
    case = house.errand()
    task = house.task(case)
    house.claim(case, "head")
    end(house, "head")
    with pytest.raises(Invisible):
        act(Request(case, "answer", house.person("head"), AT, task=task.pk))


def test_work_comes_back_when_the_desk_is_held_again(house):
    case = house.errand()
    end(house, "head")
    assert house.task(case).desk.key == "mayor"
    house.do("appoint", desk=house.desk("head"), person=house.person("guest"), valid_from=TODAY)
    assert house.task(case).desk.key == "head"
    house.claim(case, "guest")


def test_work_that_the_superior_has_claimed_stays_there(house):
    case = house.errand()
    end(house, "head")
    house.claim(case, "mayor")
    house.do("appoint", desk=house.desk("head"), person=house.person("guest"), valid_from=TODAY)
    task = house.task(case)
    assert (task.desk.key, task.claimed_by_id) == ("mayor", house.person("mayor"))


def test_appointment_ends_by_itself_and_the_clock_passes_the_work_on(house):
    case = house.errand()
    house.claim(case, "head")
    end(house, "head", TODAY)
    assert house.task(case).claimed_by_id == house.person("head")
    assert people.return_left_work(at=AT + timedelta(hours=10)) == 0
    assert people.return_left_work(at=AT + timedelta(days=1)) == 1
    task = house.task(case)
    assert (task.desk.key, task.claimed_by_id) == ("mayor", None)
    assert people.return_left_work(at=AT + timedelta(days=1, minutes=1)) == 0
    assert house.told("desk_vacant") == [("organiser", "in_app"), ("second", "in_app")]


def test_end_appointment_keeps_to_the_calendar(house):
    with pytest.raises(GuardsUnmet) as error:
        end(house, "head", YESTERDAY - timedelta(days=1))
    assert unmet(error) == [("past", "last_day")]
    end(house, "head", TODAY)
    with pytest.raises(GuardsUnmet) as error:
        end(house, "head", TOMORROW)
    assert unmet(error) == [("ends_earlier", "last_day")]


def test_appointment_ended_on_its_first_day_is_withdrawn(house):
    made = house.do(
        "appoint", desk=house.desk("head"), person=house.person("guest"), valid_from=TODAY
    ).facts["appointment"]
    outcome = house.do("end_appointment", appointment=made, last_day=YESTERDAY)
    assert outcome.facts["withdrawn"] is True
    assert not DeskHolder.objects.filter(pk=made).exists()


def test_somebody_keeps_the_organisation(house):
    end(house, "second")
    with pytest.raises(GuardsUnmet) as error:
        end(house, "organiser", TODAY + timedelta(days=30))
    assert unmet(error) == [("last_of_the_office", "appointment")]


def test_a_temporary_colleague_does_not_keep_the_organisation(house):
    end(house, "second")
    house.do(
        "appoint", desk=house.desk("office"), person=house.person("guest"), valid_from=TODAY,
        valid_until=TOMORROW,
    )  # fmt: skip
    with pytest.raises(GuardsUnmet) as error:
        end(house, "organiser")
    assert unmet(error) == [("last_of_the_office", "appointment")]


def test_ending_twice_with_the_same_command_changes_nothing_more(house):
    from uuid import uuid4

    case, command = house.errand(), uuid4()
    deed = {
        "appointment": house.appointment("head"), "last_day": YESTERDAY, "at": AT,
        "by": house.person("organiser"), "command": command,
    }  # fmt: skip
    first = people.end_appointment(**deed)
    again = people.end_appointment(**deed)
    assert (again.replayed, again.seq) == (True, first.seq)
    assert Event.objects.filter(case=case, action="return_work").count() == 1
