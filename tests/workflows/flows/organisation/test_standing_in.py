"""What deputies may: no more than the represented, no longer, and never in chains."""

from datetime import timedelta

import pytest

from tests.kinds import AT, ErrandFlow
from tests.workflows.flows.organisation.absences import NEXT_WEEK, absent, add, answer
from tests.workflows.house import TODAY, YESTERDAY, last_event
from workflows.actions import people
from workflows.actions.telling.messages import notice_text
from workflows.machine import line_of
from workflows.models import Case, Event, Notification, Substitution
from workflows.queries.acting.scene import read_scene
from workflows.queries.telling.outbox import facts_of
from workflows.refusals import Invisible, NotAllowed


def test_deputy_acts_for_the_represented_and_it_is_recorded(house):
    case = house.errand()
    add(house)
    answer(house, case, "guest")
    event = Event.objects.get(case=case, action="answer")
    assert (event.actor_id, event.on_behalf_of_id) == (house.person("guest"), house.person("head"))
    assert event.desk_id == house.desk("head")


def test_substitution_ends_by_itself(house):
    case = house.errand()
    add(house, last=TODAY)
    evening, after = AT.replace(hour=22, minute=59), AT.replace(hour=23, minute=1)
    assert Case.objects.visible_to(house.user("guest"), at=evening).filter(pk=case).exists()
    with pytest.raises(Invisible):
        # 23:01 UTC is already tomorrow in Berlin.
        answer(house, case, "guest", at=after)
    answer(house, case, "guest", at=evening)


def test_substitution_begins_with_its_first_day(house):
    case = house.errand()
    add(house, first=TODAY + timedelta(days=1))
    with pytest.raises(Invisible):
        answer(house, case, "guest")


def test_there_is_no_chain(house):
    """Guest stands in for the head's deputy, who is away: that gives nothing of the head's."""
    case = house.errand()
    add(house, "team")
    absent(house, "head", "team")
    for name in ("guest", "team"):
        with pytest.raises(Invisible):
            answer(house, case, name)
    answer(house, case, "mayor")
    event = Event.objects.get(case=case, action="answer")
    assert (event.actor_id, event.on_behalf_of_id) == (house.person("mayor"), house.person("head"))


def test_of_several_deputies_the_first_who_is_there_acts(house):
    case = house.errand()
    absent(house, "head", "guest")
    absent(house, "head", "team", rank=2)
    with pytest.raises(Invisible):
        answer(house, case, "team")
    absent(house, "guest", "clerk", last=TODAY)
    answer(house, case, "team")


def test_a_limited_deputy_acts_only_on_tasks_of_that_kind(house):
    case = house.errand()
    absent(house, "head", "guest", steps=["send"])
    with pytest.raises(NotAllowed) as error:
        answer(house, case, "guest")
    assert (error.value.status, error.value.reason) == (
        403, "Ihre Vertretung umfasst diese Art von Aufgabe nicht.",
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        house.claim(case, "guest")
    Substitution.objects.update(steps=["check", "send"])
    house.claim(case, "guest")
    answer(house, case, "guest")
    assert Event.objects.get(case=case, action="answer").on_behalf_of_id == house.person("head")


def test_an_act_without_a_task_needs_a_deputy_for_everything(house):
    absent(house, "organiser", "guest", steps=["check"])
    with pytest.raises(NotAllowed):
        house.do("add_days_off", by="guest", days={NEXT_WEEK: "Day of the town"})
    absent(house, "organiser", "guest", rank=2)
    house.do("add_days_off", by="guest", days={NEXT_WEEK: "Day of the town"})


def test_naming_a_task_lends_nothing_that_the_task_does_not_offer(house):
    case = house.errand()
    task = read_scene(case=case, person=None, command=None, today=TODAY).tasks[0]
    answered = {
        name: ErrandFlow.answered(line_of(ErrandFlow.declared(name)[0]), task)
        for name in ("answer", "claim", "edit", "jot")
    }
    assert answered == {"answer": "check", "claim": "check", "edit": "", "jot": ""}


def test_a_superior_only_does_the_tasks_of_whom_nobody_represents(house):
    house.do("add_days_off", days={NEXT_WEEK: "Day of the town"})
    absent(house, "organiser", "guest")
    absent(house, "second", "guest")
    absent(house, "guest", "clerk")
    with pytest.raises(NotAllowed):
        house.do("add_days_off", by="mayor", days={YESTERDAY: "Day of the town"})


def test_a_deputy_gives_way_when_an_earlier_one_comes_back(house):
    case = house.errand()
    absent(house, "head", "guest")
    absent(house, "head", "team", rank=2)
    absent(house, "guest", "clerk", last=TODAY)
    house.claim(case, "team")
    assert people.return_left_work(at=AT) == 0
    assert people.return_left_work(at=AT + timedelta(days=1)) == 1
    assert house.task(case).claimed_by_id is None


def test_a_superior_gives_way_when_somebody_comes_back(house):
    case = house.errand()
    absent(house, "head", "guest")
    absent(house, "guest", "clerk", last=TODAY)
    house.claim(case, "mayor")
    assert people.return_left_work(at=AT) == 0
    assert people.return_left_work(at=AT + timedelta(days=1)) == 1


def test_a_request_reaches_whoever_is_there(house):
    absent(house, "head", "guest")
    absent(house, "head", "team", rank=2, steps=["send"])
    house.errand()
    assert {name for name, _channel in house.told("task_opened")} == {"head", "guest"}
    absent(house, "guest", "clerk")
    house.errand()
    assert {name for name, _channel in house.told("task_opened")} == {"head", "guest", "mayor"}


def test_a_deputy_is_told_in_whose_place_they_act(house):
    absent(house, "head", "guest")
    house.errand()
    rows = Notification.objects.filter(template="task_opened", channel="mail").order_by("pk")
    texts = {
        row.recipient.given_name: notice_text(row, facts)
        for row, facts in zip(rows, facts_of(rows), strict=True)
    }
    assert sorted(texts) == ["Guest", "Head"]
    assert "In Vertretung für" not in texts["Head"]
    assert "In Vertretung für die Stelle „Desk head“ (errands)." in texts["Guest"]


def test_deputy_never_gets_more_than_the_represented(house):
    add(house, "clerk", "guest")
    case = house.errand()
    with pytest.raises(NotAllowed):
        answer(house, case, "guest")


def test_deputy_loses_what_the_represented_loses(house):
    case = house.errand()
    house.do("appoint", desk=house.desk("head"), person=house.person("colleague"), valid_from=TODAY)
    add(house)
    house.do("end_appointment", appointment=house.appointment("head"), last_day=YESTERDAY)
    with pytest.raises(Invisible):
        answer(house, case, "guest")


def test_deputy_of_the_office_keeps_the_organisation(house):
    add(house, "organiser", "guest")
    house.do("add_days_off", by="guest", days={NEXT_WEEK: "Day of the town"})
    event = last_event()
    assert (event.actor_id, event.on_behalf_of_id) == (
        house.person("guest"), house.person("organiser"),
    )  # fmt: skip
