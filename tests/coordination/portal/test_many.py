"""Lists for everybody that are long: what is read does not grow with what is not shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from coordination.measures.models import Measure
from coordination.portal.queries.progress import progress
from coordination.portal.queries.shelves import found_by, page_of
from coordination.publishing.enums import Topic
from coordination.publishing.models import PublicEntry
from tests.coordination.portal.pieces import decided, get
from tests.coordination.publishing.entries import shown
from tests.statements import statements
from tests.town import Town
from workflows.enums import Access
from workflows.models import Case

pytestmark = pytest.mark.django_db

MANY = 2_000
LIST = "coordination_publicentry_list"


def copied(entry: PublicEntry, *, number: int) -> None:
    """Copies of a released entry, each with a case and a matter of its own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM workflows_case")
        (last,) = cursor.fetchone()
        cursor.execute(_CASES, {"case": entry.case_id, "last": last, "n": 2 * number})
        cursor.execute(_ENTRIES, {"entry": entry.pk, "last": last, "n": number})
        cursor.execute("ANALYZE workflows_case, coordination_publicentry, coordination_measure")


_CASES = """
INSERT INTO workflows_case SELECT (jsonb_populate_record(c, jsonb_build_object(
    'id', %(last)s + n))).* FROM workflows_case c, generate_series(1, %(n)s) n
 WHERE c.id = %(case)s
"""
_OWN = ", ".join(
    field.column
    for field in PublicEntry._meta.concrete_fields
    if not field.generated and not field.primary_key
)
_ENTRIES = f"""
INSERT INTO coordination_publicentry ({_OWN})
SELECT {_OWN} FROM (
    SELECT (jsonb_populate_record(e, jsonb_build_object('case_id', %(last)s + n,
        'matter_id', %(last)s + %(n)s + n, 'reference', 'M-X-' || n,
        'renewed_at', e.renewed_at - n * interval '1 minute'))).*
      FROM coordination_publicentry e, generate_series(1, %(n)s) n WHERE e.id = %(entry)s) r
"""


def below(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for one in node.get("Plans", ()):
        yield from below(one)


def test_the_last_page_is_reached_in_the_index_alone(town: Town) -> None:
    entry = shown(town, "measure", decided(town).case_id)
    copied(entry, number=MANY)
    found = found_by(Topic.MEASURE)
    assert found.count() == MANY + 1
    question = found.values("pk")[MANY - 24 : MANY + 1]
    with connection.cursor() as cursor:
        # What was written in this transaction was never vacuumed: the table alone looks cheaper.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
    (plan,) = json.loads(question.explain(format="json", analyze=True, buffers=True))
    nodes = list(below(plan["Plan"]))
    assert [one["Node Type"] for one in nodes if one.get("Index Name") == LIST] == [
        "Index Only Scan"
    ]
    # No matter is looked up: the few that are shut are read once, by indexes of their own.
    visits = {one.get("Relation Name"): one["Actual Loops"] for one in nodes}
    assert {visits[name] for name in visits if name != "coordination_publicentry"} <= {0, 1, None}


def test_what_is_restricted_or_secret_is_in_no_list_and_no_figure(town: Town) -> None:
    one, other, third = (decided(town) for _number in range(3))
    for measure in (one, other, third):
        shown(town, "measure", measure.case_id)
    assert found_by(Topic.MEASURE).count() == 3
    Case.objects.filter(pk=one.case_id).update(access=Access.RESTRICTED)
    Measure.objects.filter(pk=other.pk).update(council_public=False)
    found = found_by(Topic.MEASURE)
    assert [row.matter_id for row in found] == [third.case_id]
    (piece,) = page_of(Topic.MEASURE, found, 0, 25)
    assert piece.reference == PublicEntry.objects.get(matter=third.case).reference
    assert {sum(line.measures for line in table.lines) for table in progress()} == {1}
    assert "1 Eintrag" in get(town, "measures").content.decode()


def test_progress_reads_each_measure_once(town: Town) -> None:
    shown(town, "measure", decided(town).case_id)
    with statements() as count:
        fields, groups = progress()
    # The figures, and the two catalogues.
    assert count.sent == 3
    for table in (fields, groups):
        (line,) = (line for line in table.lines if line.measures)
        assert (line.milestones, line.reached) == (2, 1)
