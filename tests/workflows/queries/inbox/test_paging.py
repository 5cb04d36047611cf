"""Every row once and in order, whatever the order and from whichever side one comes."""

from datetime import timedelta

import pytest

from tests.kinds import AT, Office
from tests.workflows.errands import DAY, Add
from workflows.calendars import local_date
from workflows.models import Task, User
from workflows.queries.inbox import Page, Place, TaskRow, case_page, task_page
from workflows.queries.people.desks import held_by

# Twice the same moment, none at all, and not in the order of the ids.
DUES = [3, None, -2, 3, None, 0, 1, -2, 9, None, 5]


def page(user: User, place: Place, size: int = 3) -> Page[TaskRow, Place]:
    desks = held_by(user.pk, on=local_date(AT))
    return task_page(place, person=user.pk, desks=desks, at=AT, size=size)


def walk(user: User, place: Place, way: str) -> list[TaskRow]:
    """All rows page by page, from the first one forward or from the last one back."""
    rows: list[TaskRow] = []
    spot: Place | None = place
    while spot is not None:
        found = page(user, spot)
        rows = [*rows, *found.rows] if way == "forward" else [*found.rows, *rows]
        spot = getattr(found, way)
    return rows


@pytest.fixture
def tasks(add: Add) -> list[Task]:
    return [
        add(
            f"Errand {number}",
            due=AT + due * DAY if due is not None else None,
            opened=AT - timedelta(hours=(number * 7) % 11),
        )
        for number, due in enumerate(DUES)
    ]


def in_order(tasks: list[Task], sort: str) -> list[object]:
    if sort == "due":
        ordered = sorted(tasks, key=lambda t: (t.due_at is None, t.due_at or AT, t.pk))
    else:
        ordered = sorted(tasks, key=lambda t: (t.opened_at, t.pk), reverse=sort == "new")
    return [task.pk for task in ordered]


@pytest.mark.parametrize("sort", ["due", "old", "new"])
def test_pages_forward_hold_every_task_once(office: Office, tasks: list[Task], sort: str) -> None:
    rows = walk(office.head, Place(view="desk", sort=sort), "forward")
    assert [row.id for row in rows] == in_order(tasks, sort)


@pytest.mark.parametrize("sort", ["due", "old", "new"])
def test_pages_of_the_start_list_hold_every_task_once(
    office: Office, tasks: list[Task], sort: str
) -> None:
    Task.objects.filter(pk__in=[task.pk for task in tasks[::2]]).update(
        claimed_by=office.head, claimed_at=AT
    )
    place = Place(view="todo", sort=sort)
    assert [row.id for row in walk(office.head, place, "forward")] == in_order(tasks, sort)
    last = page(office.head, place, size=len(tasks) - 1).forward
    assert last is not None
    back = [*walk(office.head, last, "back")]
    assert list(dict.fromkeys(row.id for row in back)) == in_order(tasks, sort)


@pytest.mark.parametrize("sort", ["due", "old", "new"])
def test_pages_back_hold_the_same(office: Office, tasks: list[Task], sort: str) -> None:
    place = Place(view="desk", sort=sort)
    order = in_order(tasks, sort)
    last = page(office.head, place, size=len(tasks) - 1).forward
    assert last is not None
    back = page(office.head, last).back
    assert back is not None
    rows = [*walk(office.head, back, "back"), *page(office.head, last).rows]
    # The first page is shown whole, so what it repeats stands at its end.
    assert list(dict.fromkeys(row.id for row in rows)) == order


def test_overdue_comes_first_then_due_then_none(office: Office, add: Add) -> None:
    none, late, soon = add(due=None), add(due=AT - DAY), add(due=AT + DAY)
    assert [r.id for r in page(office.head, Place(view="desk")).rows] == [late.pk, soon.pk, none.pk]


def test_rows_that_went_meanwhile_leave_no_gap(office: Office, tasks: list[Task]) -> None:
    first = page(office.head, Place(view="desk"))
    Task.objects.filter(pk=first.rows[-1].id).update(claimed_by=office.clerk, claimed_at=AT)
    assert first.forward is not None
    following = page(office.head, first.forward)
    assert [row.id for row in following.rows] == in_order(tasks, "due")[3:6]


def test_a_page_that_vanished_shows_the_first_one(office: Office, add: Add) -> None:
    task = add()
    place = Place(view="desk", after="99999999999999999.0192b0c0000070008000000000000000")
    assert [row.id for row in page(office.head, place).rows] == [task.pk]


@pytest.mark.parametrize("cursor", ["x", "1.x", "-.", "9" * 40 + "." + "0" * 32, "1.5", "-.-1"])
def test_a_broken_cursor_shows_the_first_page(office: Office, add: Add, cursor: str) -> None:
    task = add()
    for place in (Place(view="desk", after=cursor), Place(view="desk", before=cursor)):
        assert [row.id for row in page(office.head, place).rows] == [task.pk]


def test_started_cases_page_by_page(office: Office, add: Add) -> None:
    clerk = office.clerk
    cases = [add(f"Errand {n}", opened=AT + n * DAY).case_id for n in range(5)]
    from workflows.models import CaseAudience, Desk

    desk = Desk.objects.get(unit=office.unit, function="clerk")
    CaseAudience.objects.bulk_create(
        CaseAudience(case_id=case, desk=desk, reason="lead") for case in cases
    )
    desks = held_by(clerk.pk, on=local_date(AT))
    first = case_page(Place(view="started"), person=clerk.pk, desks=desks, size=3)
    assert [row.id for row in first.rows] == cases[:1:-1]
    assert first.forward is not None
    second = case_page(first.forward, person=clerk.pk, desks=desks, size=3)
    assert [row.id for row in second.rows] == cases[1::-1]
    assert (second.forward, second.back is not None) == (None, True)
