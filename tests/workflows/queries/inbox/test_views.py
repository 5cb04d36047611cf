"""What each view holds, and what the filters leave of it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.kinds import AT, Office, desk, person
from tests.workflows.errands import DAY, Add, represent
from workflows.calendars import end_of_day, local_date
from workflows.models import CaseAudience, Desk, Task, Unit, User
from workflows.queries.inbox import CAP, Place, View, case_page, counts, shown, task_page
from workflows.queries.people.desks import held_by

TODAY = local_date(AT)


def titles(user: User, at: datetime = AT, **place: str) -> list[str]:
    desks = held_by(user.pk, on=local_date(at))
    found = task_page(Place.of(place), person=user.pk, desks=desks, at=at)
    return [row.title for row in found.rows]


def numbers(user: User, at: datetime = AT) -> dict[str, int]:
    desks = held_by(user.pk, on=local_date(at))
    found = counts(person=user.pk, desks=desks, at=at)
    return {view.value: n for view, n in found.views.items()}


@pytest.fixture
def other_desk(office: Office) -> Desk:
    """A desk in another office whose holder the head may represent."""
    unit = Unit.objects.create(
        key="parks", name="Parks", short_name="Parks", kind="office", function="parks",
        valid_from=date(2020, 1, 1), sort_key="parks",
    )  # fmt: skip
    return desk(unit, "head", person("absent"))


def absent() -> User:
    return User.objects.get(given_name="Absent")


def test_desk_shows_what_is_free_and_mine_what_is_in_hand(
    office: Office, add: Add, colleague: User
) -> None:
    add("free")
    add("own", by=office.head)
    add("theirs", by=colleague)
    assert titles(office.head, view="desk") == ["free"]
    assert titles(office.head, view="mine") == ["own"]
    assert titles(office.head, view="desk", holder="taken") == ["theirs"]
    assert numbers(office.head) == {
        "todo": 2, "mine": 1, "desk": 1, "deputy": 0, "resubmission": 0, "done": 0, "started": 0,
    }  # fmt: skip


def test_substitution_shows_free_tasks_and_those_the_absent_had_in_hand(
    office: Office, add: Add, other_desk: Desk
) -> None:
    add("free", desk=other_desk)
    add("in hand", desk=other_desk, by=absent(), due=AT)
    assert titles(office.head, view="deputy") == []
    represent(absent(), office.head, first=TODAY, last=TODAY + DAY)
    assert titles(office.head, view="deputy") == ["in hand", "free"]
    assert titles(office.head, view="desk") == []
    assert numbers(office.head)["deputy"] == 2


def test_substitution_ends_by_itself(office: Office, add: Add, other_desk: Desk) -> None:
    add("free", desk=other_desk)
    taken = add("taken by the deputy", desk=other_desk, by=office.head)
    represent(absent(), office.head, first=TODAY, last=TODAY)
    assert titles(office.head, view="mine") == [taken.case.title]
    tomorrow = AT + DAY
    assert titles(office.head, at=tomorrow, view="deputy") == []
    assert titles(office.head, at=tomorrow, view="mine") == []


def test_revoked_substitution_shows_nothing(office: Office, add: Add, other_desk: Desk) -> None:
    add("free", desk=other_desk)
    made = represent(absent(), office.head, first=TODAY, last=TODAY)
    made.revoked_at = AT
    made.save()
    assert titles(office.head, view="deputy") == []


def test_a_desk_once_held_shows_nothing(office: Office, add: Add, head_desk: Desk) -> None:
    add("free")
    head_desk.holders.update(valid_until=TODAY - DAY)
    assert titles(office.head, view="desk") == []


def test_done_shows_the_latest_first_while_the_case_is_seen(office: Office, add: Add) -> None:
    for number in range(3):
        task = add(f"errand {number}")
        closed = AT + number * DAY
        Task.objects.filter(pk=task.pk).update(
            status="done", closed_at=closed, closed_by=office.head, outcome="answer"
        )
    assert titles(office.head, view="done") == ["errand 2", "errand 1", "errand 0"]
    assert numbers(office.head)["done"] == 3
    CaseAudience.objects.filter(case__title="errand 1").delete()
    assert titles(office.head, view="done") == ["errand 2", "errand 0"]


def test_started_shows_own_cases_and_where_they_lie(office: Office, add: Add) -> None:
    task = add("errand", due=AT + DAY)
    clerks = Desk.objects.get(unit=office.unit, function="clerk")
    CaseAudience.objects.create(case=task.case, desk=clerks, reason="lead")
    desks = held_by(office.clerk.pk, on=TODAY)
    (row,) = case_page(Place(view="started"), person=office.clerk.pk, desks=desks).rows
    assert (row.title, row.state_label, row.units, row.due_at) == (
        "errand", "check", ["errands"], AT + DAY,
    )  # fmt: skip


def test_counts_stop_at_the_cap(office: Office, add: Add, head_desk: Desk) -> None:
    first = add("many")
    from workflows.models import StepRun

    runs = [
        StepRun(case=first.case, key="check", state="check", subject=f"n:{n}", opened_at=AT)
        for n in range(CAP + 5)
    ]
    StepRun.objects.bulk_create(runs)
    Task.objects.bulk_create(
        Task(step=run, case=first.case, desk=head_desk, addressed_to=head_desk, opened_at=AT)
        for run in runs
    )
    assert numbers(office.head)["desk"] == CAP
    assert (shown(CAP), shown(999), shown(0)) == ("999+", "999", "0")


MONDAY_NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        ("", ["late", "now", "tonight", "sunday", "monday", "never"]),
        ("overdue", ["late", "now"]),
        ("today", ["tonight"]),
        ("week", ["tonight", "sunday"]),
        ("none", ["never"]),
        ("nonsense", ["late", "now", "tonight", "sunday", "monday", "never"]),
    ],
)
def test_due_filter(office: Office, add: Add, due: str, expected: list[str]) -> None:
    add("never")
    add("monday", due=end_of_day(date(2026, 3, 9)))
    add("sunday", due=end_of_day(date(2026, 3, 8)))
    add("tonight", due=end_of_day(date(2026, 3, 2)))
    add("now", due=MONDAY_NOON)
    add("late", due=MONDAY_NOON - timedelta(days=9))
    assert titles(office.head, at=MONDAY_NOON, view="desk", due=due) == expected


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("sprach", ["M-2026-0007 Sprachkurse", "M-2026-0012 Muttersprache"]),
        ("2026 kurse", ["M-2026-0007 Sprachkurse"]),
        ("M-2026-0012", ["M-2026-0012 Muttersprache"]),
        ("100%", []),
        ("100 %", ["100 % sicher_er"]),
        ("r_e", ["100 % sicher_er"]),
        ("\\", []),
        ("'; DROP TABLE workflows_task; --", []),
    ],
)
def test_search_by_number_and_title(office: Office, add: Add, q: str, expected: list[str]) -> None:
    add("M-2026-0007 Sprachkurse", due=AT)
    add("M-2026-0012 Muttersprache", due=AT + DAY)
    add("100 % sicher_er", due=AT + 2 * DAY)
    assert titles(office.head, view="desk", q=q) == expected


def test_kind_step_and_desk_filters(office: Office, add: Add, head_desk: Desk) -> None:
    add("check")
    add("plan", step="plan")
    add("other", kind="other")
    organisation = Desk.objects.get(unit=office.unit, function="organisation")
    add("elsewhere", desk=organisation)
    assert titles(office.head, view="desk", step="plan") == ["plan"]
    assert titles(office.head, view="desk", kind="other") == ["other"]
    assert titles(office.head, view="desk", kind="errand", step="check") == ["check"]
    assert len(titles(office.head, view="desk", desk=str(head_desk.pk))) == 3
    # A desk that is not one's own shows nothing of it.
    assert titles(office.head, view="desk", desk=str(organisation.pk)) == []


def test_start_list_holds_what_is_mine_and_what_is_free_at_my_desk_overdue_first(
    office: Office, add: Add, colleague: User, other_desk: Desk
) -> None:
    represent(absent(), office.head, first=TODAY, last=TODAY)
    add("of an absent colleague", desk=other_desk, due=AT - DAY)
    add("in another hand", by=colleague, due=AT - DAY)
    add("no deadline", by=office.head)
    add("mine, soon", by=office.head, due=AT + DAY)
    add("free, soon", due=AT + 2 * DAY)
    add("free, overdue", due=AT - 3 * DAY)
    add("taken for the absent one", desk=other_desk, by=office.head, due=AT - 2 * DAY)
    assert titles(office.head, view="todo") == [
        "free, overdue", "taken for the absent one", "mine, soon", "free, soon", "no deadline",
    ]  # fmt: skip
    assert numbers(office.head) == {
        "todo": 5, "mine": 3, "desk": 2, "deputy": 1, "resubmission": 0, "done": 0, "started": 0,
    }  # fmt: skip


def test_accepting_one_task_hides_no_other(office: Office, add: Add) -> None:
    first = add("first", due=AT - DAY)
    add("second", due=AT)
    before = titles(office.head, view="todo")
    Task.objects.filter(pk=first.pk).update(claimed_by=office.head, claimed_at=AT)
    assert titles(office.head, view="todo") == before == ["first", "second"]


def test_what_is_due_in_more_than_six_weeks_is_folded_until_it_is_sought(
    office: Office, add: Add
) -> None:
    last_day = AT + timedelta(weeks=6)
    add("near", due=last_day)
    add("far milestone", due=last_day + timedelta(seconds=1))
    add("my far milestone", due=last_day + DAY, by=office.head)
    desks = held_by(office.head.pk, on=TODAY)
    found = counts(person=office.head.pk, desks=desks, at=AT)
    assert (found.views[View.TODO], found.far) == (1, 2)
    assert titles(office.head, view="todo") == ["near"]
    assert titles(office.head, view="todo", due="later") == ["far milestone", "my far milestone"]
    assert titles(office.head, view="todo", q="mile") == ["far milestone", "my far milestone"]
    # The narrower views hide nothing.
    assert titles(office.head, view="desk") == ["near", "far milestone"]


def test_substitution_shows_only_the_tasks_within_its_limits(
    office: Office, add: Add, other_desk: Desk
) -> None:
    add("within", desk=other_desk)
    add("in hand", desk=other_desk, by=absent(), due=AT)
    represent(absent(), office.head, first=TODAY, last=TODAY)
    limits = absent().substitutions
    limits.update(steps=["send"])
    assert titles(office.head, view="deputy") == []
    assert numbers(office.head)["deputy"] == 0
    limits.update(steps=["send", Task.objects.first().step.key])
    assert titles(office.head, view="deputy") == ["in hand", "within"]
    assert numbers(office.head)["deputy"] == 2
