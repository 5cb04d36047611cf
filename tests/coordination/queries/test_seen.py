"""What a person sees of a case is asked by a query that was put together once."""

from datetime import timedelta

import pytest

from coordination.measures.models import Measure
from coordination.measures.queries.measures import measure_known_to, measure_seen_by
from tests.roles import cast
from tests.town import found
from workflows.refusals import Invisible

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        (measure_seen_by, Measure.objects.visible_to),
        (measure_known_to, Measure.objects.known_inside_to),
    ],
)
def test_each_person_sees_on_each_day_what_django_finds_for_them(
    asked, rows, django_assert_num_queries
) -> None:
    town = found()
    people = cast(town)
    cases = [
        town.in_cosigning(title="Eine", impact_school=True, access="restricted").case_id,
        town.in_deliberation(title="Noch eine").case_id,
    ]
    expected, answers = {}, {}
    for at in (town.now - timedelta(days=4), town.now, town.now + timedelta(days=800)):
        for role, person in people.items():
            for case in cases:
                expected[role, at, case] = rows(person, at=at).filter(case=case).first()
                with django_assert_num_queries(1):
                    try:
                        found_one = asked(person, case, at=at)
                        answers[role, at, case] = (found_one, found_one.case.pk, found_one.lead.pk)
                    except Invisible:
                        answers[role, at, case] = None
    assert answers == {
        key: row and (row, row.case_id, row.lead_id) for key, row in expected.items()
    }
    seen = {role for (role, _at, _case), row in expected.items() if row}
    assert 3 < len(seen) < len(people)
    assert len({row for row in expected.values() if row}) == len(cases)
