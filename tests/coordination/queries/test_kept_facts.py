"""State and light facts of the list are those of the measure, whoever wrote what in between."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from coordination.implementing.models import LightFacts, Milestone, StatusReport
from coordination.implementing.rules import quarter_of
from coordination.measures.models import Measure
from tests.coordination.facts import computed, kept
from tests.town import Town
from workflows.models import Case

STATES = ("cosigning", "resolved", "implementation", "implementation", "paused", "completed")


def _move(chance: random.Random, measure: Measure) -> None:
    case = Case.objects.get(pk=measure.case_id)
    since = datetime(2026, 1, 5, tzinfo=UTC) + timedelta(days=chance.randrange(90))
    Case.objects.filter(pk=case.pk).update(
        state=chance.choice(STATES), state_since=since, version=case.version + 1
    )


def _plan(chance: random.Random, measure: Measure) -> None:
    due = date(2026, 6, 1) + timedelta(days=chance.randrange(-60, 60))
    stones = list(measure.milestones.all())
    if len(stones) < 4 and chance.random() < 0.5:
        last = max((stone.position for stone in stones), default=0)
        Milestone.objects.create(measure=measure, position=last + 1, title="x", due_on=due)
    elif stones:
        which = Milestone.objects.filter(pk=chance.choice(stones).pk)
        what = chance.choice(["due", "drop", "take back", "done", "delete", "pause"])
        if what == "due":
            which.update(due_on=due)
        elif what == "drop":
            which.update(dropped_reason="x")
        elif what == "take back":
            which.update(dropped_reason="", done_at=None, done_by=None, evidence="")
        elif what == "pause":
            which.update(is_paused=chance.random() < 0.5)
        elif what == "done":
            at = datetime(2026, 5, 1, tzinfo=UTC)
            which.update(done_at=at, done_by=measure.case.opened_by, evidence="x")
        else:
            which.delete()


def _report(chance: random.Random, measure: Measure) -> None:
    reports = list(measure.reports.all())
    if reports and chance.random() < 0.3:
        StatusReport.objects.filter(pk=chance.choice(reports).pk).delete()
        return
    start, end = quarter_of(date(2026, chance.choice([1, 4, 7, 10]), 1))
    at, who = datetime(2026, 5, 1, tzinfo=UTC), measure.case.opened_by
    released = {"released_at": at, "released_by": who} if chance.random() < 0.7 else {}
    StatusReport.objects.update_or_create(
        measure=measure, period_start=start, is_final=chance.random() < 0.2,
        defaults={
            "period_end": end, "status": "released" if released else "draft", "done": "x",
            "next_steps": "x", "risks": "x", "written_at": at,
            "spent": Decimal(chance.choice([1, 1300])),
            "forecast": Decimal(chance.randrange(900, 1200)), "written_by": who,
            "light": chance.choice(["green", "yellow", "red", "grey"]),
            "light_reason": chance.choice(["", "x"]),
            "released_at": None, "released_by": None, **released,
        },
    )  # fmt: skip


def _change_cost(chance: random.Random, measure: Measure) -> None:
    cost = chance.choice([None, Decimal(0), Decimal(1000), Decimal(30_000)])
    Measure.objects.filter(pk=measure.pk).update(cost=cost)


def test_facts_are_kept_whatever_is_written(town: Town) -> None:
    chance, at_work = random.Random(16), 0
    measures = [town.propose(title=f"Nummer {n}", cost="1000", cover="x") for n in range(3)]
    for _number in range(120):
        change = chance.choice([_move, _plan, _plan, _report, _report, _change_cost])
        change(chance, chance.choice(measures))
        assert kept() == computed(), change
        at_work += LightFacts.objects.count()
    assert at_work > 60  # else nothing was compared


def test_saving_what_was_read_before_does_not_turn_the_state_back(town: Town) -> None:
    measure = town.propose(cost="1000", cover="x")
    before = Measure.objects.get(pk=measure.pk)
    Case.objects.filter(pk=measure.case_id).update(state="implementation", version=2)
    before.title = "Anders"
    before.save()
    assert Measure.objects.get(pk=measure.pk).state == "implementation"
    Measure.objects.filter(pk=measure.pk).update(state="draft")
    assert kept() == computed()


def test_facts_go_back_with_what_failed(town: Town) -> None:
    measure = town.propose(cost="1000", cover="x")
    before = kept()
    with transaction.atomic():
        Case.objects.filter(pk=measure.case_id).update(state="implementation", version=2)
        assert kept() != before
        transaction.set_rollback(True)
    assert kept() == computed() == before
