"""The escalation list and “what lies where”: for whom, of what, and in which figures."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from tests.town import Town, found
from workflows.actions.time.ladder import climb
from workflows.calendars import BERLIN, local_date
from workflows.models import CaseAudience, Deadline, DeskHolder, Task, User
from workflows.queries.people.desks import held_by
from workflows.queries.time.escalations import Height, escalations
from workflows.queries.time.oversight import Reach, escalation_readers, overseers
from workflows.queries.time.stuck import GROUP, Behind, heaps, late_units, waiting

pytestmark = pytest.mark.django_db

CITY = Reach(None)


@pytest.fixture
def town() -> Town:
    """A matter in its check that nobody deals with, and what the ladder made of it."""
    town = found()
    town.do(town.propose(title="Liegt lange"), "submit", "youth-head")
    return town


def lying() -> Task:
    """The work that nobody does, at the first of the desks that could."""
    return Task.objects.filter(status="open").select_related("desk__unit").order_by("pk")[0]


def let_pass(town: Town, days: int) -> datetime:
    """Let days pass with a tick each morning; the moment after the last one."""
    moment = town.now
    for _day in range(days):
        moment = (moment + timedelta(days=1)).astimezone(BERLIN).replace(hour=8)
        climb(at=moment)
    town.now = moment
    return moment


def listed(town: Town, desk: str, height: Height = Height.BOARD) -> list[tuple[str, str]]:
    viewer = town.person(desk)
    reach = escalation_readers.reach(held_by(viewer.pk, on=local_date(town.now)))
    assert reach is not None
    found = escalations(height, viewer=viewer, reach=reach, at=town.now)
    return [(row.title.partition(" ")[2], row.told) for row in found]


def get(town: Town, desk: str, path: str):
    with time_machine.travel(town.now, tick=False):
        client = Client()
        client.force_login(town.person(desk))
        answer = client.get(path)
        return answer, b"".join(answer).decode()


def test_matter_stands_in_the_list_when_it_has_reached_the_board(town: Town) -> None:
    let_pass(town, 14)
    assert listed(town, "mayor-mayor") == []
    assert listed(town, "mayor-mayor", Height.HEAD) != []
    let_pass(town, 21)
    assert listed(town, "mayor-mayor") == [("Liegt lange", "Verwaltungsvorstand und OB")]
    assert listed(town, "mayor-mayor", Height.DIVISION) == [
        ("Liegt lange", "Verwaltungsvorstand und OB")
    ]


def test_later_due_day_takes_the_matter_off_the_list(town: Town) -> None:
    let_pass(town, 35)
    deadline = Deadline.objects.get(status="running", step=lying().step)
    Deadline.objects.filter(pk=deadline.pk).update(due_on=deadline.due_on + timedelta(days=1))
    assert listed(town, "mayor-mayor", Height.HEAD) == []


def test_list_is_of_visible_cases_only(town: Town) -> None:
    let_pass(town, 35)
    CaseAudience.objects.filter(desk__key="mayor-mayor").delete()
    assert listed(town, "mayor-mayor", Height.HEAD) == []


def test_list_says_who_has_it_since_when_and_until_when_it_was_seen(town: Town) -> None:
    let_pass(town, 35)
    task = lying()
    deadline = Deadline.objects.get(status="running", step=lying().step)
    until = local_date(town.now) + timedelta(days=3)
    deadline.entries.create(
        change="seen", at=town.now, by=town.person("mayor-mayor"), event_seq=1,
        due_before=deadline.due_on, until=until,
    )  # fmt: skip
    (row,) = escalations(Height.BOARD, viewer=town.person("mayor-mayor"), reach=CITY, at=town.now)
    held = Task.objects.filter(status="open", step=task.step)
    assert sorted((holder.desk, holder.since) for holder in row.holders) == sorted(
        held.values_list("desk__name", "opened_at")
    )
    assert row.task in held.values_list("pk", flat=True)
    assert (row.due_on, row.seen_until) == (deadline.due_on, until)
    assert row.seen_by == str(town.person("mayor-mayor"))


@pytest.mark.parametrize("path", ["/eskalationen/", "/eskalationen/?print=1", "/eskalationen.csv"])
@pytest.mark.parametrize(
    ("desk", "status"),
    [
        ("mayor-mayor", 200),
        ("division_3-deputy_mayor", 200),
        ("youth-head", 403),
        ("youth-clerk", 403),
        ("organisation-organisation", 403),
    ],
)
def test_list_is_for_the_board(town: Town, desk: str, status: int, path: str) -> None:
    answer, _text = get(town, desk, path)
    assert answer.status_code == status


def test_print_and_csv_hold_the_same_matters(town: Town) -> None:
    let_pass(town, 35)
    for path in ("/eskalationen/", "/eskalationen/?print=1", "/eskalationen.csv"):
        _answer, text = get(town, "mayor-mayor", path)
        assert "Liegt lange" in text
        assert "Verwaltungsvorstand und OB" in text
        assert not re.search(r"\bE4\b", text)
    assert "VV-Liste" in get(town, "mayor-mayor", "/eskalationen/?print=1")[1]


def test_deputy_mayor_reads_of_the_own_division_only(town: Town) -> None:
    let_pass(town, 35)
    unit = lying().desk.unit_id
    viewer = town.person("mayor-mayor")
    for units, number in ((frozenset({unit}), 1), (frozenset({town.units["social"]}), 0)):
        found = escalations(Height.HEAD, viewer=viewer, reach=Reach(units), at=town.now)
        assert len(found) == number


def test_represented_mayor_is_read_for_only_by_a_deputy_for_everything(town: Town) -> None:
    from workflows.models import Substitution

    today = local_date(town.now)
    row = Substitution.objects.create(
        represented=town.person("mayor-mayor"), deputy=town.person("youth-clerk"),
        starts_on=today, ends_on=today, entered_at=town.now, steps=["check"],
    )  # fmt: skip
    assert get(town, "youth-clerk", "/eskalationen/")[0].status_code == 403
    row.steps = []
    row.save()
    assert get(town, "youth-clerk", "/eskalationen/")[0].status_code == 200


# --- what lies where ----------------------------------------------------------------------------


def crew(town: Town, desk: str, size: int) -> None:
    """Let a unit have so many people."""
    for number in range(size):
        person = User.objects.create(
            email=f"kraft{number}.{desk}@stadt.example", given_name="K", family_name=str(number),
            password="!", sort_key=f"k {number}",
        )  # fmt: skip
        DeskHolder.objects.create(
            desk_id=town.desks[desk], person=person, valid_from=local_date(town.now)
        )


def figures(town: Town, reach: Reach = CITY) -> dict[str, list[tuple[str, int, int]]]:
    found = heaps(viewer=town.person("mayor-mayor"), reach=reach, at=town.now)
    return {
        heap.unit.name: [(item.step, item.number, item.overdue) for item in heap.figures]
        for heap in found
    }


def test_work_is_counted_per_unit_and_step(town: Town) -> None:
    task = lying()
    crew(town, task.desk.key, GROUP)
    name = task.desk.unit.name
    assert figures(town) == {name: [("check", 1, 0)]}
    town.do(town.propose(title="Noch eine"), "submit", "youth-head")
    assert figures(town)[name] == [("check", 2, 0)]
    town.now += timedelta(days=60)
    assert figures(town)[name] == [("check", 2, 2)]


def test_small_units_are_counted_with_the_one_above(town: Town) -> None:
    task = lying()
    unit = task.desk.unit
    assert unit.parent is not None
    DeskHolder.objects.filter(desk__unit=unit).update(valid_until=local_date(town.now))
    held = DeskHolder.objects.filter(desk__unit=unit).count()
    assert held < GROUP
    (heap,) = heaps(viewer=town.person("mayor-mayor"), reach=CITY, at=town.now)
    assert heap.unit.id in unit.ancestors
    assert heap.also == (unit.name,)
    mayor = town.person("mayor-mayor")
    wanted = Behind(heap.unit.id, "measure", "check")
    rows = waiting(wanted, viewer=mayor, reach=CITY, at=town.now)
    assert [row.case for row in rows] == [task.case_id]
    town.now += timedelta(days=60)
    (late,) = late_units(viewer=mayor, reach=CITY, at=town.now)
    wanted = Behind(late.unit.id, only_overdue=True)
    rows = waiting(wanted, viewer=mayor, reach=CITY, at=town.now)
    assert (late.unit, late.number, len(rows)) == (heap.unit, 1, 1)


def test_nothing_is_counted_beyond_what_the_viewer_leads(town: Town) -> None:
    unit = lying().desk.unit
    assert list(figures(town, Reach(frozenset({unit.pk})))) == [unit.name]
    assert figures(town, Reach(frozenset({town.units["social"]}))) == {}


def test_work_in_hidden_cases_is_not_counted(town: Town) -> None:
    CaseAudience.objects.filter(desk__key="mayor-mayor").delete()
    assert figures(town) == {}


@pytest.mark.parametrize(
    ("desk", "status"),
    [
        ("mayor-mayor", 200),
        ("division_3-deputy_mayor", 200),
        ("youth-head", 200),
        ("centre-clerk", 200),
        ("youth-clerk", 403),
        ("organisation-organisation", 403),
    ],
)
def test_overview_is_for_those_who_lead(town: Town, desk: str, status: int) -> None:
    assert get(town, desk, "/stand/")[0].status_code == status
    assert get(town, desk, "/stand/?unit=1&kind=measure&step=check")[0].status_code == status


def test_figure_leads_to_its_matters(town: Town) -> None:
    text = get(town, "mayor-mayor", "/stand/")[1]
    address = text.partition('href="/stand/?')[2].partition('"')[0].replace("&amp;", "&")
    assert "Liegt lange" in get(town, "mayor-mayor", f"/stand/?{address}")[1]
    assert "Hier liegt nichts" in get(town, "mayor-mayor", "/stand/?unit=999999")[1]


def test_overview_costs_the_same_for_one_matter_and_for_three(
    town: Town, django_assert_num_queries
) -> None:
    viewer = town.person("mayor-mayor")
    for _round in range(2):
        with django_assert_num_queries(3):
            heaps(viewer=viewer, reach=CITY, at=town.now)
        town.do(town.propose(title="Noch eine"), "submit", "youth-head")


def test_head_oversees_the_own_office_only(town: Town) -> None:
    desks = held_by(town.person("youth-head").pk, on=local_date(town.now))
    assert overseers.reach(desks) == Reach(frozenset({town.units["youth"]}))
    assert escalation_readers.reach(desks) is None
