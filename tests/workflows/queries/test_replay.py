"""The trail tells the state of its case again, and notices where it does not hold together."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.kinds import AT, answered, make_office, opened, sent
from workflows.actions.acting.acts import Request, act
from workflows.actions.time.clock import take_effects
from workflows.models import Case, Event
from workflows.queries.proof.replay import Replay, replayed

LATER = AT + timedelta(days=30)


@pytest.fixture
def office(db):
    return make_office()


def told(case):
    return replayed(Event.objects.filter(case=case).order_by("seq"))


def test_every_end_of_an_errand_is_told_again(office):
    for case in (opened(office).case, sent(office).case, answered(office).case):
        assert told(case).fits(Case.objects.get(pk=case))
    lapsed = sent(office).case
    take_effects(at=LATER)
    assert told(lapsed) == Replay(seq=3, state="lapsed", version=3, state_since=LATER)
    assert told(lapsed).fits(Case.objects.get(pk=lapsed))


def test_edit_raises_the_version_and_nothing_else(office):
    case = opened(office).case
    act(Request(case, "edit", office.clerk.pk, LATER, command=uuid4(), data={"title": "New"}))
    assert told(case) == Replay(seq=2, state="draft", version=2, state_since=AT)
    assert told(case).fits(Case.objects.get(pk=case))


@pytest.mark.parametrize(
    ("changes", "broken_at"),
    [
        ({}, None),
        ({2: {"source": "check"}}, 2),
        ({3: {"source": ""}}, 3),
        ({4: {"version": 1}}, 4),
        ({4: {"version": 2}}, 4),
        ({2: {"target": "done"}}, 3),
    ],
)
def test_events_that_do_not_follow_from_each_other_are_noticed(office, changes, broken_at):
    events = list(Event.objects.filter(case=answered(office).case).order_by("seq"))
    for event in events:
        for name, value in changes.get(event.seq, {}).items():
            setattr(event, name, value)
    assert replayed(events).broken_at == broken_at


@pytest.mark.parametrize(
    "change", [{"state": "draft"}, {"version": 9}, {"seq": 9}, {"state_since": LATER}]
)
def test_row_that_says_something_else_does_not_fit(office, change):
    case = Case.objects.get(pk=answered(office).case)
    assert told(case.pk).fits(case)
    for name, value in change.items():
        setattr(case, name, value)
    assert not told(case.pk).fits(case)


def test_no_events_tell_nothing():
    assert replayed([]) == Replay(seq=0, state="", version=0, state_since=None)
