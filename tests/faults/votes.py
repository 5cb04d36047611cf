"""The last of many simultaneous votes always moves the case, once, whatever else happens then."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

from coordination.measures.actions.measures import perform
from coordination.measures.models import Measure
from tests.concurrency.threads import Deed, at_once
from tests.faults.figures import Figures
from tests.offices import Office, add_offices, asked, tasks_of
from tests.situations import REASON
from tests.town import Town, found
from tests.trails import assert_trails_hold
from workflows.actions.time.clock import take_effects
from workflows.models import Case, Condition, Deadline, Event, Task, User, Vote
from workflows.refusals import Busy

A_MONTH = timedelta(days=30)


def at_the_same_instant(*, cases: int, seed: int = 1) -> Figures:
    """Five to twelve offices vote on each case, while votes change and the case is withdrawn."""
    figures, dice, town = Figures("simultaneous votes"), random.Random(seed), found()
    offices, votes = add_offices(town, 12), 0
    for number in range(cases):
        wanted = dice.randint(5, 12)
        measure = asked(town, offices[:wanted], title=f"Sache {number}")
        deeds = list(simultaneous(town, measure, offices[:wanted], dice))
        dice.shuffle(deeds)
        results = at_once([partial(_until_there_is_room, deed) for deed in deeds])
        votes += len(deeds)
        # A deadline whose case was locked all the while is the next tick's.
        take_effects(at=town.now + A_MONTH)
        try:
            check(measure, results)
        except AssertionError as error:
            figures.losses.append(f"case {number}: {error}")
    figures.numbers |= {"cases": cases, "acts at once": votes}
    return figures


def _until_there_is_room(deed: Deed) -> object:
    """Do it, again if too many wait already: so does a person."""
    while True:
        try:
            return deed()
        except Busy:
            time.sleep(0.01)


def ballot(
    town: Town, measure: Measure, office: Office, task: Task, *, at: datetime | None = None
) -> Deed:
    """An approval on the form as it was loaded: with its version and its task."""
    version = Case.objects.values_list("version", flat=True).get(pk=measure.case_id)
    return partial(
        perform, measure.case_id, "vote", by=office.person, at=at or town.now, command=uuid4(),
        version=version, task=task.pk, data={"choice": "approved"},
    )  # fmt: skip


def simultaneous(
    town: Town, measure: Measure, offices: list[Office], dice: random.Random
) -> Iterator[Deed]:
    """The last votes of all offices together with what else may happen at that instant."""
    first, second, *others = offices
    tasks = tasks_of(measure, offices)
    ballot(town, measure, first, tasks[first.desk])()
    at = town.now
    if dice.random() < 0.5:
        at = _let_decline(town, measure, second, tasks[second.desk])
        yield partial(_clock, at)
        if dice.random() < 0.5:
            yield _confirmation(measure, second, at)
    else:
        others = [second, *others]
    if dice.random() < 0.7:
        yield _change(measure, first, at, dice.choice(["refused", "not_affected"]))
    if dice.random() < 0.3:
        yield _withdrawal(measure, town.person("social-head"), at)
    for office in others:
        yield ballot(town, measure, office, tasks[office.desk], at=at)


def _let_decline(town: Town, measure: Measure, office: Office, task: Task) -> datetime:
    """The office set a condition that was declined; the moment when its answer is due."""
    case, person = measure.case_id, town.person("social-head")
    version = Case.objects.get(pk=case).version
    condition = {"choice": "conditional", "conditions": ["Nur ein Jahr."]}
    perform(
        case, "vote", by=office.person, at=town.now, task=task.pk, version=version, data=condition
    )
    answer = {"accept": False}
    perform(
        case, "answer_condition", by=person, at=town.now, version=version, data=answer, text=REASON
    )
    return Deadline.objects.get(case=case, effect="lapse_decline").due_at


def _clock(at: datetime) -> int:
    return sum(take_effects(at=at).done for _ in range(20))


def _confirmation(measure: Measure, office: Office, at: datetime) -> Deed:
    task = Task.objects.get(case=measure.case_id, step__key="confirm_decline")
    return partial(
        perform, measure.case_id, "confirm_decline", by=office.person, at=at, task=task.pk,
        command=uuid4(),
    )  # fmt: skip


def _change(measure: Measure, office: Office, at: datetime, choice: str) -> Deed:
    vote = Vote.objects.get(item__case=measure.case_id, item__unit=office.unit, is_current=True)
    data = {"item": str(vote.item_id), "replaces": str(vote.pk), "choice": choice}
    version = Case.objects.get(pk=measure.case_id).version
    return partial(
        perform, measure.case_id, "change_vote", by=office.person, at=at, command=uuid4(),
        version=version, data=data, text=REASON,
    )  # fmt: skip


def _withdrawal(measure: Measure, head: User, at: datetime) -> Deed:
    version = Case.objects.get(pk=measure.case_id).version
    return partial(
        perform, measure.case_id, "withdraw", by=head, at=at, command=uuid4(), version=version,
        text=REASON,
    )  # fmt: skip


def check(measure: Measure, results: list[object]) -> None:
    """Nothing but done and 409; the case has left co-signature, exactly once."""
    faults = [r for r in results if isinstance(r, Exception) and getattr(r, "status", 0) != 409]
    assert faults == []
    state = Case.objects.get(pk=measure.case_id).state
    actions = Counter(Event.objects.filter(case=measure.case_id).values_list("action", flat=True))
    moves = actions["complete_cosigning"] + actions["open_clarification"] + actions["withdraw"]
    assert (moves, state in {"release", "clarification", "withdrawn"}) == (1, True)
    votes = Vote.objects.filter(item__case=measure.case_id)
    assert votes.count() == actions["vote"] + actions["change_vote"]
    if state != "withdrawn":
        assert actions["vote"] == votes.values("item").distinct().count()
        refused = votes.filter(is_current=True, choice="refused").exists()
        assert refused == (state == "clarification")
        assert not Condition.objects.filter(
            case=measure.case_id, status__in=["open", "declined"]
        ).exists()
    # A declined condition is confirmed or lapses, once.
    assert Condition.objects.filter(case=measure.case_id).count() >= actions["confirm_decline"]
    assert_trails_hold(measure.case_id)
