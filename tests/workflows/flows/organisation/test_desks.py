"""Desks: place, function, superior, mark, the end; and who may not raise their own."""

import pytest

from tests.workflows.house import TODAY, YESTERDAY, desk_of, last_event
from workflows.models import Desk
from workflows.queries.people.seen import fingerprint
from workflows.refusals import GuardsUnmet, NotAllowed, Stale


def new(house, **changes):
    return {
        "unit": house.unit("errands"), "key": "second-clerk", "name": "Second clerk",
        "function": "clerk", "superior": house.desk("head"), "signs": "ia", **changes,
    }  # fmt: skip


def values(key, **changes):
    desk = desk_of(key)
    return {
        "desk": desk.pk, "name": desk.name, "function": desk.function,
        "superior": desk.superior_id, "signs": desk.signs, **changes,
    }  # fmt: skip


def unmet(error):
    return sorted((item.code, item.field) for item in error.value.unmet)


def test_create_desk_writes_an_event(house):
    made = house.do("create_desk", **new(house)).facts["desk"]
    desk = Desk.objects.get(pk=made)
    assert (desk.unit.key, desk.superior.key, desk.signs) == ("errands", "head", "ia")
    assert last_event().action == "create_desk"
    assert last_event().data == {
        "desk": made, "unit": desk.unit_id, "key": "second-clerk", "name": "Second clerk",
        "function": "clerk", "superior": house.desk("head"),
    }  # fmt: skip


def test_create_desk_tells_all_faults_at_once(house):
    wrong = new(house, unit=0, key="clerk", name=" ", function="mayor", superior="x", signs="iv")
    with pytest.raises(GuardsUnmet) as error:
        house.do("create_desk", **wrong)
    assert unmet(error) == [
        ("function_taken", "function"),
        ("key_taken", "key"),
        ("mark", "signs"),
        ("missing", "name"),
        ("unknown", "superior"),
        ("unknown", "unit"),
    ]


def test_create_desk_needs_a_superior_below_the_top(house):
    with pytest.raises(GuardsUnmet) as error:
        house.do("create_desk", **new(house, superior=None))
    assert unmet(error) == [("superior_missing", "superior")]
    made = house.do("create_desk", **new(house, superior=None, function="observer")).facts["desk"]
    assert Desk.objects.get(pk=made).superior is None


def test_change_desk_gives_it_another_superior(house):
    house.do("change_desk", **values("clerk", superior=house.desk("mayor"), signs="none"))
    desk = desk_of("clerk")
    assert (desk.superior.key, desk.signs) == ("mayor", "none")
    assert last_event().data == {
        "desk": desk.pk,
        "changes": {
            "signs": ["ia", "none"],
            "superior_id": [house.desk("head"), house.desk("mayor")],
        },
    }


@pytest.mark.parametrize("superior", ["head", "clerk", "team"])
def test_change_desk_refuses_a_cycle(house, superior):
    with pytest.raises(GuardsUnmet) as error:
        house.do("change_desk", **values("head", superior=house.desk(superior)))
    assert unmet(error) == [("cycle", "superior")]


def test_change_desk_refuses_what_was_seen_otherwise(house):
    seen = fingerprint(desk_of("clerk"))
    house.do("change_desk", **values("clerk", name="Desk 1"), seen=seen)
    with pytest.raises(Stale):
        house.do("change_desk", **values("clerk", name="Desk 2"), seen=seen)


def test_nobody_changes_the_function_of_their_own_desk(house):
    house.do("appoint", desk=house.desk("clerk"), person=house.person("second"), valid_from=TODAY)
    with pytest.raises(NotAllowed) as error:
        house.do("change_desk", by="second", **values("clerk", function="head"))
    assert "eigenen Stelle" in error.value.reason
    house.do("change_desk", by="second", **values("clerk", name="Another name"))
    house.do("change_desk", by="organiser", **values("clerk", function="head"))
    assert desk_of("clerk").function == "head"


def test_the_last_desk_of_the_office_stays(house):
    mayor_does_it = values("office", function="clerk")
    with pytest.raises(GuardsUnmet) as error:
        house.do("change_desk", by=None, **mayor_does_it)
    assert unmet(error) == [("last_of_the_office", "function")]


def test_close_desk_needs_a_free_desk_without_others_below(house):
    with pytest.raises(GuardsUnmet) as error:
        house.do("close_desk", desk=house.desk("head"))
    assert unmet(error) == [("has_subordinates", "desk"), ("held", "desk")]


def test_close_desk_has_nothing_to_hand_up_once_its_work_has_gone_up(house):
    case = house.errand()
    for key in ("clerk", "team"):
        house.do("change_desk", **values(key, superior=house.desk("mayor")))
    # The day after tomorrow's holder keeps the work at the desk, then nobody is left.
    vacate(house, "head")
    assert house.task(case).desk.key == "mayor"
    assert house.do("close_desk", desk=house.desk("head")).facts == {
        "desk": house.desk("head"), "hand_up": False,
    }  # fmt: skip
    assert desk_of("head").closed_on == TODAY


def test_close_desk_hands_up_work_that_came_before_its_holder(house):
    vacate(house, "mayor")
    case = house.errand()
    for key in ("clerk", "team"):
        house.do("change_desk", **values(key, superior=house.desk("office")))
    vacate(house, "head")
    # Nobody above holds a desk either, so the work stayed.
    assert house.task(case).desk.key == "head"
    with pytest.raises(GuardsUnmet) as error:
        house.do("close_desk", desk=house.desk("head"))
    assert unmet(error) == [("open_work", "hand_up")]
    house.do("close_desk", desk=house.desk("head"), hand_up=True)
    task = house.task(case)
    assert (task.desk.key, task.addressed_to.key) == ("mayor", "head")


def test_closed_desk_is_changed_no_more(house):
    vacate(house, "team")
    house.do("close_desk", desk=house.desk("team"))
    with pytest.raises(GuardsUnmet) as error:
        house.do("change_desk", **values("team", name="Again"))
    assert unmet(error) == [("unknown", "desk")]


def vacate(house, name):
    house.do("end_appointment", appointment=house.appointment(name), last_day=YESTERDAY)
