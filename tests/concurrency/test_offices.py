"""In an office and between offices: a draft is saved while it is signed, a stock is signed while
somebody answers, offices ask each other, a question is taken back while it is given to a clerk.
"""

from __future__ import annotations

from functools import partial

import pytest

from coordination.drafting.actions.asking import close_contributions
from coordination.drafting.actions.giving import close_drafts
from coordination.drafting.models import AnswerDraft, Contribution
from tests.concurrency.test_circulating import act, fresh
from tests.concurrency.threads import at_once
from tests.coordination.drafting.contributions import contributed, requested
from tests.coordination.drafting.contributions import do as wish
from tests.coordination.drafting.drafts import CLERK, HEAD, asked, do, given, handed_in, token
from tests.coordination.flows.test_circulating import REASON, ask, item
from tests.coordination.flows.test_lapsing import task_of
from tests.coordination.views import test_bulk as bulk
from tests.journeys.driver import Person
from tests.town import Town
from tests.trails import assert_trails_hold
from workflows.actions.acting.acts import Outcome
from workflows.models import BulkRun, Event, Task, Vote
from workflows.refusals import AlreadyVoted, Conflict, DraftChanged, GuardsUnmet, WrongState

TURNS = 2


def test_what_is_signed_is_what_was_seen_while_the_clerk_saves_the_draft(town: Town) -> None:
    for turn in range(TURNS):
        measure = fresh(asked(town, title=f"Sache {turn}"))
        draft = handed_in(town, measure)
        task = task_of(town, measure.case_id, HEAD)
        words = {"choice": "approved", "draft": token(draft)}
        signed, saved = at_once([
            act(town, measure, "vote", HEAD, task=task, **words),
            partial(do, town, draft, "revise_draft", CLERK, choice="refused", text="Doch nicht."),
        ])  # fmt: skip
        draft.refresh_from_db()
        votes = list(Vote.objects.filter(item=draft.item_id).values_list("choice", flat=True))
        if isinstance(signed, Outcome):
            # Too late for the clerk: nothing of the other words is anywhere.
            assert (type(saved), draft.choice, votes) == (WrongState, "conditional", ["approved"])
        else:
            # Nobody signs what they have not seen; the clerk's words are kept.
            assert (type(signed), type(saved)) == (DraftChanged, Outcome)
            assert (draft.choice, draft.text, votes) == ("refused", "Doch nicht.", [])
            words = {"choice": "refused", "text": "Doch nicht.", "draft": token(draft)}
            town.do(measure, "vote", HEAD, task=task, **words)
        assert close_drafts(at=town.now) == 1
        draft.case.refresh_from_db()
        assert draft.case.state == "signed"
        assert_trails_hold(measure.case_id, draft.case_id)


def test_an_office_answers_once_while_its_stock_is_signed(town: Town) -> None:
    head = Person(town, HEAD)
    for turn in range(TURNS):
        measures = [fresh(asked(town, title=f"Sache {turn}, {n}")) for n in range(2)]
        for measure in measures:
            head.case(measure)
        tasks = bulk.tasks(measures)
        bulk.begin(head, bulk.ask(bulk.tick(head, *tasks), "vote"))
        run = BulkRun.objects.latest("pk")
        raced = measures[turn]
        refusal = {"choice": "refused", "text": "Dafür fehlen die Räume."}
        ended, answer = at_once([
            partial(bulk.run_now, town, run),
            act(town, raced, "vote", "school-cosigner", **refusal,
                task=task_of(town, raced.case_id, "school-cosigner")),
        ])  # fmt: skip
        assert ended is True, ended
        first = isinstance(answer, Outcome)
        assert first or isinstance(answer, Conflict), answer
        expected = ["refused" if measure is raced and first else "done" for measure in measures]
        assert bulk.states(run) == expected
        assert all(run.items.filter(status="refused").values_list("words", flat=True))
        for measure in measures:
            by_hand = measure is raced and first
            vote = Vote.objects.get(item__case=measure.case_id)
            assert vote.cast_by == town.person("school-cosigner" if by_hand else HEAD)
            assert vote.choice == ("refused" if by_hand else "approved")
            assert Event.objects.filter(case=measure.case_id, action="vote").count() == 1
            assert_trails_hold(measure.case_id)


@pytest.mark.parametrize("offices", [("school", "health"), ("school", "health", "finance")])
def test_offices_that_ask_each_other_at_once_do_not_wait_in_a_circle(
    town: Town, offices: tuple[str, ...]
) -> None:
    for turn in range(TURNS):
        measure = asked(town, title=f"Sache {turn}", impact_health=True, cost="20000", cover="x")
        around = [*zip(offices, [*offices[1:], offices[0]], strict=True)]
        results = at_once([
            partial(requested, town, measure, asking=asking, by=f"{asking}-head", unit=unit)
            for asking, unit in around
        ])  # fmt: skip
        refused = [one for one in results if not isinstance(one, Contribution)]
        assert [type(one) for one in refused] == [GuardsUnmet], results
        assert [one.code for one in refused[0].unmet] == ["circle"]
        rows = Contribution.objects.filter(item__case=measure.case_id)
        assert rows.count() == len(offices) - 1
        # Whoever was refused can answer, and then one after the other.
        assert close_contributions(at=town.now) == 0
        assert_trails_hold(measure.case_id, *rows.values_list("case", flat=True))


def test_what_is_sent_back_while_the_other_office_asks_makes_no_circle(town: Town) -> None:
    for turn in range(TURNS):
        measure = asked(town, title=f"Sache {turn}", impact_health=True)
        row = contributed(town, measure)
        results = at_once([
            partial(wish, town, row, "return_contribution", HEAD, text=REASON),
            partial(requested, town, measure, asking="health", by="health-head", unit="school"),
        ])  # fmt: skip
        (refused,) = [one for one in results if isinstance(one, Exception)]
        assert isinstance(refused, GuardsUnmet), results
        assert [one.code for one in refused.unmet] == ["circle"]
        rows = Contribution.objects.filter(item__case=measure.case_id)
        assert rows.filter(case__state="asked").count() == 1
        assert_trails_hold(measure.case_id, *rows.values_list("case", flat=True))


@pytest.mark.parametrize(
    ("name", "by"), [("spare_office", "centre-clerk"), ("withdraw", "youth-head")]
)
def test_nobody_goes_on_drafting_what_was_taken_back_meanwhile(
    town: Town, name: str, by: str
) -> None:
    for turn in range(TURNS):
        measure = fresh(asked(town, title=f"Sache {turn}"))
        ask(town, measure, "health")
        taken_back = {"item": str(item(town, measure, "health").pk), "text": REASON}
        drafting, back = at_once([
            partial(given, town, measure, unit="health", desk="health-head"),
            act(town, fresh(measure), name, by, **taken_back),
        ])  # fmt: skip
        assert isinstance(back, Outcome), back
        assert isinstance(drafting, AnswerDraft | AlreadyVoted), drafting
        found = AnswerDraft.objects.filter(item__case=measure.case_id)
        assert found.count() == close_drafts(at=town.now) == isinstance(drafting, AnswerDraft)
        assert [draft.case.state for draft in found] == ["dropped"] * found.count()
        assert not Task.objects.filter(case__in=found.values("case"), status="open").exists()
        assert item(town, measure, "health").status == "void"
        assert_trails_hold(measure.case_id, *found.values_list("case", flat=True))
