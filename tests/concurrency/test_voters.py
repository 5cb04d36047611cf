"""Many offices answer at the same moment: no vote is lost, the case moves once, none is stuck."""

from __future__ import annotations

from collections import Counter

from tests.concurrency.threads import at_once, kinds
from tests.faults.votes import at_the_same_instant, ballot
from tests.offices import add_offices, asked, tasks_of
from tests.town import Town
from tests.trails import assert_trails_hold
from workflows.models import Event, Vote

CASES = 40


def test_24_voters_with_forms_loaded_before_the_first_vote(town: Town) -> None:
    offices = add_offices(town, 24)
    measure = asked(town, offices)
    tasks = tasks_of(measure, offices)
    deeds = [ballot(town, measure, office, tasks[office.desk]) for office in offices]
    results = at_once(deeds, threads=8)
    assert kinds(results) == ["Outcome"] * 24
    assert Counter(outcome.state for outcome in results) == {"cosigning": 23, "release": 1}
    assert Vote.objects.filter(item__case=measure.case_id, is_current=True).count() == 24
    actions = Counter(Event.objects.filter(case=measure.case_id).values_list("action", flat=True))
    assert (actions["vote"], actions["complete_cosigning"]) == (24, 1)
    assert_trails_hold(measure.case_id)


def test_no_case_gets_stuck_or_moves_twice(transactional_db: None) -> None:
    """Votes, a changed vote, a withdrawal and a passing deadline fall on the same instant."""
    figures = at_the_same_instant(cases=CASES)
    assert (figures.losses, figures.numbers["cases"]) == ([], CASES)
