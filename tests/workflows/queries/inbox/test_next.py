from datetime import timedelta

from tests.kinds import AT, Office
from tests.workflows.errands import DAY, Add
from workflows.models import Task
from workflows.queries.inbox import Place, next_in_turn, next_task


def done(task: Task, office: Office) -> None:
    Task.objects.filter(pk=task.pk).update(
        status="done", claimed_by=None, claimed_at=None, closed_at=AT, closed_by=office.head
    )


def test_next_is_the_one_behind_at_the_same_place(office: Office, add: Add) -> None:
    tasks = [add(f"{n}", due=AT + n * DAY) for n in range(3)]
    done(tasks[1], office)
    found = next_task(office.head, at=AT, after=tasks[1].pk, place=Place(view="desk"))
    assert found is not None
    assert found.id == tasks[2].pk


def test_behind_the_last_comes_the_first(office: Office, add: Add) -> None:
    tasks = [add(f"{n}", due=AT + n * DAY) for n in range(3)]
    done(tasks[2], office)
    found = next_task(office.head, at=AT, after=tasks[2].pk, place=Place(view="desk"))
    assert found is not None
    assert found.id == tasks[0].pk


def test_filters_of_the_place_hold(office: Office, add: Add) -> None:
    first, _other, third = (
        add("a", due=AT),
        add("b", due=AT + DAY, step="plan"),
        add("c", due=AT + 2 * DAY),
    )
    done(first, office)
    place = Place(view="desk", step="check")
    found = next_task(office.head, at=AT, after=first.pk, place=place)
    assert found is not None
    assert found.id == third.pk


def test_without_a_place_the_first_of_the_start_list_comes(office: Office, add: Add) -> None:
    add("own", due=AT + DAY, by=office.head)
    free = add("free", due=AT)
    found = next_task(office.head, at=AT)
    assert found is not None
    assert found.id == free.pk


def test_what_is_far_is_not_next(office: Office, add: Add) -> None:
    add("milestone", due=AT + timedelta(weeks=7))
    assert next_task(office.head, at=AT) is None


def test_an_open_task_is_not_its_own_next(office: Office, add: Add) -> None:
    task = add("only")
    assert next_task(office.head, at=AT, after=task.pk) is None


def test_nothing_left(office: Office) -> None:
    assert next_task(office.head, at=AT) is None


def test_turn_says_how_far_one_is_in_the_view(office: Office, add: Add) -> None:
    """Five lie there, one of them without a deadline and so the last; another step between."""
    tasks = [add(f"{n}", due=AT + n * DAY) for n in range(4)]
    last = add("without a deadline")
    add("other step", due=AT + DAY / 2, step="plan")
    done(tasks[1], office)
    place = Place(view="desk", step="check")
    turn = next_in_turn(office.head, at=AT, after=tasks[1].pk, place=place)
    assert turn is not None
    assert (turn.task.id, turn.number, turn.total) == (tasks[2].pk, 2, 4)
    done(tasks[3], office)
    turn = next_in_turn(office.head, at=AT, after=tasks[3].pk, place=place)
    assert turn is not None
    assert (turn.task.id, turn.number, turn.total) == (last.pk, 3, 3)


def test_without_a_view_there_is_no_turn(office: Office, add: Add) -> None:
    first, second = add("a", due=AT), add("b", due=AT + DAY)
    done(first, office)
    for place in (None, Place(view="done"), Place(view="mine")):
        turn = next_in_turn(office.head, at=AT, after=first.pk, place=place)
        assert turn is not None
        assert (turn.task.id, turn.number, turn.total) == (second.pk, 0, 0)
