"""Rules that a release ships reach a city only by an act of its council office."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coordination.council.actions.calendar import keep_calendar, take_stock
from coordination.council.actions.law import load_law, offer_new_law
from coordination.council.models import CouncilRule
from coordination.council.queries import rules_on
from coordination.council.queries.shipped import dated_from, digest_of_rules, new_rules, rows_of
from coordination.council.vocabulary import RuleSubject
from tests.coordination.council.calendar import OFFICE, keep
from tests.town import Town
from workflows.actions.time.ladder import climb
from workflows.calendars import local_date, opening
from workflows.models import Case, Event, Reminder, Task
from workflows.queries.proof.verification import verify
from workflows.refusals import GuardsUnmet, NotAllowed, Stale

pytestmark = pytest.mark.django_db

SHIPPED_LATER = ("change_of_cost", "change_of_end", "excerpt_period")
FIRST = timedelta(days=1)


@contextmanager
def before_the_upgrade() -> Iterator[None]:
    """What an earlier release has left could be written today by the owner of the table alone."""
    table = "ALTER TABLE coordination_councilrule {} TRIGGER councilrule_kept"
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(table.format("DISABLE"))
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(table.format("ENABLE"))
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def of_before(town: Town) -> None:
    """A city as the release before has left it: without the rules of this one."""
    with before_the_upgrade():
        CouncilRule.objects.filter(subject__in=SHIPPED_LATER).delete()
    take_stock(at=town.now)


def open_tasks() -> list[str]:
    rows = Task.objects.filter(step__key="adopt_law", closed_at=None)
    return list(rows.values_list("desk__key", flat=True))


def new(town: Town) -> list[CouncilRule]:
    return new_rules("NW", today=local_date(town.now))


def adopt(town: Town, *, by: str = OFFICE, day: date | None = None, seen: str = "") -> Any:
    day = day or local_date(town.now) + FIRST
    return keep(town, "adopt_law", by=by, valid_from=day, seen=seen)


def test_city_that_has_every_rule_is_asked_for_nothing(town: Town) -> None:
    take_stock(at=town.now)
    assert (new(town), offer_new_law("NW", at=town.now), open_tasks()) == ([], False, [])
    with pytest.raises(GuardsUnmet, match="nothing"):
        adopt(town)


def test_rules_of_a_release_are_offered_and_never_just_loaded(town: Town) -> None:
    of_before(town)
    assert load_law("NW") == 0
    assert sorted(row.subject for row in new(town)) == [*SHIPPED_LATER]
    assert [offer_new_law("NW", at=town.now) for _again in range(2)] == [True, False]
    assert open_tasks() == [OFFICE]
    today = rules_on(local_date(town.now))
    assert [today.row(RuleSubject(one)) for one in SHIPPED_LATER] == [None] * 3


def test_office_adopts_all_of_them_from_a_day_on(town: Town) -> None:
    of_before(town)
    offer_new_law("NW", at=town.now)
    day = local_date(town.now) + timedelta(days=7)
    adopt(town, day=day, seen=digest_of_rules(new(town)))
    assert (new(town), open_tasks(), offer_new_law("NW", at=town.now)) == ([], [], False)
    made = CouncilRule.objects.filter(subject__in=SHIPPED_LATER)
    assert set(made.values_list("valid_from", "origin")) == {(day, "proposal")}
    before, after = rules_on(day - FIRST), rules_on(day)
    assert before.amount(RuleSubject.CHANGE_OF_COST) is None
    assert after.amount(RuleSubject.CHANGE_OF_COST) == 10
    assert len(Event.objects.get(action="adopt_law").data["rules"]) == 3
    assert list(verify()) == []


def test_nobody_else_adopts_and_no_session_is_judged_anew(town: Town) -> None:
    of_before(town)
    with pytest.raises(NotAllowed):
        adopt(town, by="mayor-mayor")
    measure = town.in_deliberation()
    town.decide(measure)
    held = local_date(town.now)
    for day, code in ((held, "judged"), (held + timedelta(days=400), "too_far")):
        with pytest.raises(GuardsUnmet) as refusal:
            adopt(town, day=day)
        assert [unmet.code for unmet in refusal.value.unmet] == [code]
    adopt(town, day=held + FIRST)


def test_what_was_read_is_what_is_adopted(town: Town) -> None:
    of_before(town)
    read = digest_of_rules(new(town)[:2])
    with pytest.raises(Stale):
        adopt(town, seen=read)


def test_task_climbs_the_ladder_in_a_calendar_of_before_too(town: Town) -> None:
    of_before(town)
    case = keep_calendar(at=town.now)
    Case.objects.filter(pk=case).update(route=None)
    offer_new_law("NW", at=town.now)
    for days in range(40):
        climb(at=opening(local_date(town.now) + timedelta(days=days)) + timedelta(minutes=1))
    levels = Reminder.objects.filter(deadline__case=case, is_skipped=False)
    assert {"E-2", "E0", "E4"} <= set(levels.values_list("level", flat=True))
    assert list(verify()) == []


def test_office_is_asked_no_longer_once_nothing_is_lacking(town: Town) -> None:
    of_before(town)
    offer_new_law("NW", at=town.now)
    CouncilRule.objects.bulk_create(new(town))
    offer_new_law("NW", at=town.now)
    assert open_tasks() == []


def shipped(amount: int, begins: int, **more: Any) -> dict[str, Any]:
    return {
        "subject": "excerpt_period", "amount": amount, "unit": "working_days", "norm": "§",
        "origin": "land", "valid_from": date(begins, 1, 1), **more,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "stored"),
    [
        ([(1, 2020)], [(1, 2026)]),
        # What a later one has replaced is not taken over; what begins later, begins later.
        ([(1, 2020), (2, 2024)], [(2, 2026)]),
        ([(1, 2020), (2, 2027)], [(1, 2026), (2, 2027)]),
    ],
)
def test_rows_begin_on_the_chosen_day_or_later(
    rows: list[tuple[int, int]], stored: list[tuple[int, int]]
) -> None:
    found = dated_from([CouncilRule(**shipped(*row)) for row in rows], date(2026, 1, 1))
    assert [(row.amount, row.valid_from.year) for row in found] == stored


def test_corrected_row_of_the_land_is_new_again(town: Town) -> None:
    """The same rule from the same day on, with another value."""
    with before_the_upgrade():
        CouncilRule.objects.filter(subject="excerpt_period").update(amount=5)
    take_stock(at=town.now)
    assert [(row.subject, row.amount) for row in new(town)] == [("excerpt_period", 10)]
    adopt(town)
    assert (new(town), CouncilRule.objects.filter(subject="excerpt_period").count()) == ([], 2)
    tomorrow = rules_on(local_date(town.now) + FIRST)
    assert tomorrow.amount(RuleSubject.EXCERPT_PERIOD) == 10


def test_pages_lead_from_the_task_to_the_adopted_rules(client: Client, town: Town) -> None:
    of_before(town)
    town.now = timezone.now()
    offer_new_law("NW", at=town.now)
    client.force_login(town.person(OFFICE))
    rules = reverse("coordination:council_rules")
    assert "3 neue Regeln des Landes" in client.get(rules).content.decode()
    task = Task.objects.get(step__key="adopt_law")
    case = reverse("coordination:council_case", args=[task.case_id])
    page = client.get(f"{case}?task={task.pk}", follow=True)
    text = page.content.decode()
    assert (page.status_code, "Wertgrenze" in text or "10 %" in text) == (200, True)
    form = page.context["form"]
    hidden = {field.name: field.value() or "" for field in form.hidden_fields()}
    day = f"{local_date(town.now) + FIRST:%d.%m.%Y}"
    address = page.request["PATH_INFO"]
    check = client.post(address, {**hidden, "stage": "check", "valid_from": day})
    assert (check.status_code, "10 %" in check.content.decode()) == (200, True)
    sent = client.post(address, {**hidden, "stage": "send", "valid_from": day})
    assert (sent.status_code, new(town), open_tasks()) == (302, [], [])
    assert "neue Regeln des Landes" not in client.get(rules).content.decode()


def test_another_land_ships_nothing_yet(town: Town) -> None:
    assert (list(rows_of("BY")), new_rules("BY", today=local_date(town.now))) == ([], [])
