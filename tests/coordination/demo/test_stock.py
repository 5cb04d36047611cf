"""What ran in the demo city before it had this software, and an office that asks another."""

from __future__ import annotations

import pytest

from coordination.decisions.enums import MeasureState as S
from coordination.drafting.models import Contribution
from coordination.implementing.queries.lights import light_days, with_light
from coordination.measures.models import Measure
from tests.coordination.demo.conftest import AT
from workflows.calendars import local_date
from workflows.models import Task
from workflows.queries.people.routes import working_calendar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

TODAY = local_date(AT)


def test_a_stock_was_taken_over_with_the_reports_of_three_years() -> None:
    stock = Measure.objects.filter(source="Bestand").order_by("source_number")
    assert [one.case.state for one in stock.select_related("case")] == [
        S.IMPLEMENTATION, S.COMPLETED,
    ]  # fmt: skip
    years = [sorted(one.earlier_reports.values_list("year", flat=True)) for one in stock]
    last = TODAY.year - 1
    assert years == [[last - 2, last - 1, last], [last - 1, last]]
    # Nothing of it is late on the day on which it is shown.
    days = light_days(working_calendar(), TODAY)
    assert with_light(stock, days).get(source_number="B1").light == "green"


def test_an_office_waits_for_a_contribution_and_another_has_come_in() -> None:
    rows = Contribution.objects.order_by("pk").values_list("case__state", "is_live")
    assert list(rows) == [("given", True), ("asked", True)]
    desks = Task.objects.filter(step__key="contribute", status="open", case__state="asked")
    assert {task.desk.unit.key for task in desks.select_related("desk__unit")} == {
        "property_management"
    }
