"""A day decides the same in the ORM and in SQL."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from coordination.decisions.rules.asking import asked_by_predicate
from coordination.measures.forms.sections import NewMeasureForm
from tests.town import Town
from workflows.models import Unit
from workflows.models.validity import in_force
from workflows.queries.people.routes import route_in_force

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 3, 10), date(2026, 3, 20)


@pytest.mark.parametrize("until", [LAST, None])
@pytest.mark.parametrize("day", [date(2026, 3, d) for d in (9, 10, 15, 20, 21)])
def test_both_days_belong_to_it(town: Town, day: date, until: date | None) -> None:
    unit = town.units["health"]
    Unit.objects.filter(pk=unit).update(valid_from=FIRST, valid_until=until)
    expected = day >= FIRST and (until is None or day <= LAST)
    assert Unit.objects.in_force(on=day).filter(pk=unit).exists() is expected
    assert Unit.objects.not_over(on=day).filter(pk=unit).exists() is (until is None or day <= LAST)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {in_force('u', on='day')} FROM workflows_unit u WHERE id = %(unit)s",
            {"day": day, "unit": unit},
        )
        assert cursor.fetchone() == (expected,)


def test_an_office_that_will_end_may_still_lead(town: Town) -> None:
    """Until its last day an office is offered and named like any other."""
    unit = Unit.objects.get(pk=town.units["health"])
    unit.valid_until = LAST
    unit.save()
    route = route_in_force("measure", on=LAST)
    assert route is not None
    for day, is_offered in ((LAST, True), (date(2026, 3, 21), False)):
        choices = NewMeasureForm(on=day).fields["lead"].queryset  # type: ignore[attr-defined] # a field of choices
        assert choices.filter(pk=unit.pk).exists() is is_offered
        names = {name for names in asked_by_predicate(route.pk, on=day).values() for name in names}
        assert (unit.name in names) is is_offered
