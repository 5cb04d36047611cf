"""The letter's own case with its true dates: from 01.12.2015 to 08.05.2017.

Everything is done on the pages, by who may do it, on its day; the clock ticks between.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.letter import (
    agency,
    concept,
    declaration,
    measure,
    resolution,
    summer,
    target,
)
from tests.journeys.letter.city import founded
from tests.journeys.letter.story import Story
from workflows.queries.proof.verification import verify

pytestmark = pytest.mark.django_db


def test_from_the_declaration_to_the_adopted_concept(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    story = Story(founded())
    declaration.declared(story)
    declaration.grouped(story)
    declaration.asked_in_vain(story)
    summer.written(story)
    summer.arranged(story)
    plan = summer.begun(story)
    summer.mandated(story)
    target.council_moved(story)
    summer.instructed(story)
    order = measure.written(story)
    measure.linked(story, order)
    aim = target.written(story)
    target.planned(story, aim)
    summer.talked(story)
    summer.answered(story)
    measure.decided(story, order)
    target.carried(story, aim)
    target.resolved(story, aim)
    measure.carried_out(story, order)
    agency.awarded(story, plan)
    measure.completed(story, order)
    agency.reported_late(story, plan)
    agency.discussed(story, plan)
    concept.presented(story, plan)
    concept.commented(story, plan)
    concept.handed_in(story, plan)
    resolution.carried(story, plan)
    resolution.easter_leaves_one_day(story)
    resolution.chained(story, plan)
    resolution.adopted(story, plan)
    resolution.redeemed(story)
    assert list(verify()) == []
