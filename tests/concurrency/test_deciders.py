"""Two who may decide press at the same moment: one decides, the other is told."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

import pytest

from coordination.council.models import Paper
from coordination.measures.actions.measures import perform
from coordination.measures.models import Measure
from tests.concurrency.threads import Deed, at_once, kinds
from tests.situations import REASON, Stage
from tests.town import Town
from tests.trails import assert_trails_hold
from workflows.models import Case, Event

TURNS = 8
TWENTY = 20


def deed(town: Town, measure: Measure, name: str, desk: str, **data: object) -> Deed:
    """An act on the version that is there now."""
    version = Case.objects.values_list("version", flat=True).get(pk=measure.case_id)
    return partial(
        perform, measure.case_id, name, by=town.person(desk), at=town.now, command=uuid4(),
        version=version, text=REASON, data=data,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("situation", "first", "second", "ends"),
    [
        (
            "final_signature",
            ("sign", "mayor-mayor"),
            ("sign", "division_1-general_deputy"),
            {"deliberation"},
        ),
        (
            "release:second",
            ("release", "division_3-integration_deputy"),
            ("reject", "mayor-mayor"),
            {"final_signature", "rejected"},
        ),
        (
            "check",
            ("pass_check", "centre-head"),
            ("send_back", "centre-clerk"),
            {"cosigning", "revision"},
        ),
        (
            "check",
            ("pass_check", "centre-head"),
            ("withdraw", "social-head"),
            {"cosigning", "withdrawn"},
        ),
    ],
)
def test_one_wins_and_the_other_gets_a_conflict(
    town: Town,
    situation: str,
    first: tuple[str, str],
    second: tuple[str, str],
    ends: set[str],
) -> None:
    for turn in range(TURNS):
        measure = Stage(town, fields={"title": f"Sache {turn}"}).bring(situation)
        seq = Case.objects.get(pk=measure.case_id).seq
        results = at_once([deed(town, measure, *first), deed(town, measure, *second)])
        (loser,) = [result for result in results if isinstance(result, Exception)]
        assert (getattr(loser, "status", loser), town.state(measure) in ends) == (409, True)
        acts = Event.objects.filter(case=measure.case_id, seq__gt=seq, actor__isnull=False)
        assert acts.count() == 1
        assert_trails_hold(measure.case_id)


def test_papers_signed_at_once_are_numbered_without_a_gap(town: Town) -> None:
    measures = [
        Stage(town, fields={"title": f"Sache {number}"}).final_signature()
        for number in range(TWENTY)
    ]
    results = at_once([deed(town, measure, "sign", "mayor-mayor") for measure in measures])
    assert kinds(results) == ["Outcome"] * TWENTY
    references = sorted(Paper.objects.values_list("reference", flat=True))
    assert references == [f"26-{number:04d}" for number in range(1, TWENTY + 1)]
