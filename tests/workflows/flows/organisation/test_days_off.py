"""The town's own days off."""

from datetime import date, timedelta

import pytest

from tests.kinds import AT
from tests.workflows.house import TODAY, last_event
from workflows.calendars import Period
from workflows.models import DayOff, Deadline
from workflows.queries.people.routes import working_calendar
from workflows.refusals import GuardsUnmet

CARNIVAL = date(2027, 2, 8)
YEAR = {date(2026, 12, 24): "Heiligabend", date(2026, 12, 31): "Silvester"}


def unmet(error):
    return sorted((item.code, item.field) for item in error.value.unmet)


def test_add_days_off_takes_a_whole_year(house):
    house.do("add_days_off", days=YEAR)
    assert dict(DayOff.objects.values_list("day", "name")) == YEAR
    assert last_event().data == {"days": {str(day): name for day, name in YEAR.items()}}
    assert working_calendar().is_working_day(date(2026, 12, 24)) is False


def test_new_deadlines_know_the_day_off_and_running_ones_keep_their_day(house):
    old = house.errand()
    house.do("add_days_off", days={TODAY + timedelta(days=3): "Day of the town"})
    later = house.errand(at=AT + timedelta(hours=1))
    days = dict(Deadline.objects.filter(kind="check").values_list("case", "due_on"))
    assert days == {old: TODAY + timedelta(days=7), later: TODAY + timedelta(days=8)}


def test_a_day_stands_in_the_list_once(house):
    house.do("add_days_off", days={CARNIVAL: "Rosenmontag"})
    with pytest.raises(GuardsUnmet) as error:
        house.do("add_days_off", days={CARNIVAL: "Again"})
    assert unmet(error) == [("twice", "day")]
    with pytest.raises(GuardsUnmet) as error:
        house.do("add_days_off", days={**YEAR, CARNIVAL: ""})
    assert unmet(error) == [("missing", "days.2.name"), ("twice", "days.2.day")]
    with pytest.raises(GuardsUnmet) as error:
        house.do("add_days_off", days={})
    assert unmet(error) == [("missing", "days")]


def test_remove_day_off_only_while_it_is_to_come(house):
    house.do("add_days_off", days={CARNIVAL: "Rosenmontag", TODAY: "Today"})
    house.do("remove_day_off", day=CARNIVAL)
    assert [str(day.day) for day in DayOff.objects.all()] == [str(TODAY)]
    assert last_event().data == {"days": {str(CARNIVAL): "Rosenmontag"}}
    with pytest.raises(GuardsUnmet) as error:
        house.do("remove_day_off", day=TODAY)
    assert unmet(error) == [("past", "day")]
    with pytest.raises(GuardsUnmet) as error:
        house.do("remove_day_off", day=CARNIVAL)
    assert unmet(error) == [("unknown", "day")]


def test_holiday_of_the_municipality_is_kept_apart_from_mere_days_off(house):
    """A Monday on which the town alone has a holiday, and the Friday before it."""
    holiday, bridge = date(2026, 8, 17), date(2026, 8, 14)
    days = {holiday: "Kirmesmontag", bridge: "Brückentag"}
    house.do("add_days_off", days=days, holidays=[holiday])
    assert last_event().data == {
        "days": {str(bridge): "Brückentag", str(holiday): "Kirmesmontag"},
        "holidays": [str(holiday)],
    }
    calendar = working_calendar()
    assert [calendar.is_public_holiday(day) for day in (bridge, holiday)] == [False, True]
    week = Period(1, "weeks")
    ends = [calendar.forward(day - timedelta(days=7), week).due_on for day in (bridge, holiday)]
    assert ends == [bridge, holiday + timedelta(days=1)]
