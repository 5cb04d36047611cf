"""Work for which no desk is found goes to the organisation office, which passes it on unseen."""

from uuid import uuid4

import pytest

from tests.kinds import AT
from tests.workflows.house import YESTERDAY, assert_trail_holds, last_event
from workflows.actions import people
from workflows.actions.acting.acts import Request, act
from workflows.actions.acting.cases import open_case
from workflows.actions.acting.last_resort import is_lost
from workflows.definitions import Post, Step
from workflows.enums import StepMode
from workflows.models import Case, CaseAudience, Event, Task, Unit
from workflows.queries.acting.posts import Address
from workflows.queries.people.work import undeliverable_work
from workflows.refusals import GuardsUnmet, NotAllowed


@pytest.fixture
def lost(house):
    """An errand for whose head there is no desk: the office has another function key now."""
    unit = Unit.objects.get(key="errands")
    house.do(
        "change_unit", unit=unit.pk, name=unit.name, short_name=unit.short_name, kind=unit.kind,
        function="walks", parent=unit.parent_id,
    )  # fmt: skip
    return house.errand()


def pass_on(house, case, desk="head", by="organiser"):
    return house.do("pass_on_work", by=by, task=house.task(case).pk, desk=house.desk(desk))


def unmet(error):
    return sorted((item.code, item.field) for item in error.value.unmet)


def test_lost_work_lies_at_the_office_and_is_told(house, lost):
    task = house.task(lost)
    assert (task.desk.key, task.addressed_to.key, task.status) == ("office", "office", "open")
    assert task.due_at is not None
    assert house.told("task_undeliverable") == [
        ("organiser", "in_app"), ("organiser", "mail"), ("second", "in_app"), ("second", "mail"),
    ]  # fmt: skip
    assert house.told("task_opened") == []
    assert [task.pk for task in undeliverable_work()] == [task.pk]


def test_the_office_does_not_see_the_case(house, lost):
    assert not CaseAudience.objects.filter(case=lost, desk=house.desk("office")).exists()
    assert not Case.objects.visible_to(house.user("organiser"), at=AT).filter(pk=lost).exists()


def test_the_office_passes_it_on(house, lost):
    pass_on(house, lost)
    task = house.task(lost)
    assert (task.desk.key, task.addressed_to.key) == ("head", "head")
    event = last_event()
    assert (event.action, event.data) == (
        "pass_on_work", {"task": str(task.pk), "desk": house.desk("head")},
    )  # fmt: skip
    assert Event.objects.filter(case=lost).latest("seq").action == "return_work"
    assert_trail_holds(lost)
    assert house.told("task_opened") == [("head", "in_app"), ("head", "mail")]
    act(Request(lost, "answer", house.person("head"), AT, command=uuid4(), task=task.pk))
    assert Case.objects.get(pk=lost).state == "done"


def test_what_is_passed_to_a_vacant_desk_climbs(house, lost):
    house.do("end_appointment", appointment=house.appointment("head"), last_day=YESTERDAY)
    pass_on(house, lost)
    task = house.task(lost)
    assert (task.desk.key, task.addressed_to.key) == ("mayor", "head")


@pytest.mark.parametrize("by", ["mayor", "head", "guest"])
def test_others_may_not_pass_it_on(house, lost, by):
    with pytest.raises(NotAllowed):
        pass_on(house, lost, by=by)


def test_only_lost_work_is_passed_on_and_not_within_the_office(house, lost):
    with pytest.raises(GuardsUnmet) as error:
        pass_on(house, lost, desk="office")
    assert unmet(error) == [("unknown", "desk")]
    pass_on(house, lost)
    with pytest.raises(GuardsUnmet) as error:
        pass_on(house, lost, desk="mayor")
    assert unmet(error) == [("unknown", "task")]


def test_delivered_work_is_not_lost(house):
    case = house.errand()
    assert house.task(case).desk.key == "head"
    assert not undeliverable_work().exists()
    assert house.told("task_undeliverable") == []


def address(post):
    return Address(post, 1, 1, 1, (1,))


@pytest.mark.parametrize(
    ("mode", "posts", "found", "expected"),
    [
        (StepMode.ALL, 2, [0, 1], False),
        (StepMode.ALL, 2, [1], True),
        (StepMode.ORDERED, 2, [0], True),
        (StepMode.ANY, 2, [1], False),
        (StepMode.ANY, 2, [], True),
        (StepMode.ALL, 0, [], False),
        (StepMode.ANY, 0, [], False),
    ],
)
def test_is_lost_asks_each_post_unless_any_will_do(mode, posts, found, expected):
    step = Step("s", "s", lambda _flow: [], mode=mode)
    assert is_lost(step, range(posts), [address(post) for post in found]) is expected


def test_a_house_without_an_office_still_opens_the_step(db):
    """Before a city is established there is nobody to pass it to: the step waits."""
    people.found_organisation(at=AT)
    from tests.kinds import make_office

    office = make_office("walks")
    organiser = office.organiser.desks_held.get()
    organiser.desk.function = "observer"
    organiser.desk.save()
    case = open_case(
        kind="errand", title="Errand", by=office.clerk.pk, at=AT, command=uuid4(),
        attach=lambda _case, work: work.admit([Post(("clerk",), unit=office.unit.pk)], "lead"),
    ).case  # fmt: skip
    act(Request(case, "send", office.clerk.pk, AT, command=uuid4(), version=1))
    assert Case.objects.get(pk=case).steps.count() == 1
    assert not Task.objects.filter(case=case).exists()
