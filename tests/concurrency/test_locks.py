"""A lock not to be had in time is 503: nothing is written, the same command succeeds later."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.db import connection, models

from coordination.council.models import PaperNumber
from coordination.measures.actions.measures import perform
from coordination.measures.models import Measure
from tests.concurrency.threads import held
from tests.situations import Stage
from tests.town import Town
from tests.trails import assert_trails_hold
from workflows.models import Case, Command
from workflows.refusals import Busy


@contextmanager
def locked(rows: models.QuerySet[models.Model]) -> Iterator[None]:
    """Somebody else holds these rows; we wait for them a tenth of a second only."""
    with connection.cursor() as cursor, held(lambda: list(rows.select_for_update())):
        cursor.execute("SET lock_timeout = '100ms'")
        try:
            yield
        finally:
            cursor.execute("RESET lock_timeout")


@pytest.mark.parametrize("what", ["case", "counter"])
def test_whoever_waits_too_long_is_told_busy(town: Town, stage: Stage, what: str) -> None:
    measure = stage.final_signature()
    PaperNumber.objects.create(year=2026, last=41)
    rows = {
        "case": Case.objects.filter(pk=measure.case_id),
        "counter": PaperNumber.objects.filter(year=2026),
    }[what]
    command, seq = uuid4(), Case.objects.get(pk=measure.case_id).seq
    with locked(rows), pytest.raises(Busy):
        sign(town, measure, command)
    assert (Case.objects.get(pk=measure.case_id).seq, measure.case.papers.count()) == (seq, 0)
    assert not Command.objects.filter(pk=command).exists()
    assert sign(town, measure, command).state == "deliberation"
    assert measure.case.papers.get().reference == "26-0042"
    assert_trails_hold(measure.case_id)


def sign(town: Town, measure: Measure, command: object):
    version = Case.objects.values_list("version", flat=True).get(pk=measure.case_id)
    return perform(
        measure.case_id, "sign", by=town.person("mayor-mayor"), at=town.now, version=version,
        command=command,
    )  # fmt: skip
