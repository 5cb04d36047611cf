"""One row of each table of the coordination group, by the acts that write them."""

from __future__ import annotations

from coordination.group.actions.register import change
from coordination.group.models import MinutesObjection
from tests.coordination.letter.orders import BGI, brought_to
from tests.coordination.letter.test_sessions import KI, MEMBER, do, planned, run_to
from tests.town import Town


def coordinate(town: Town) -> None:
    """A member, a template, capacity, statutory work, an order with a report, a whole session."""
    session = planned(town)
    do(town, session, "add_point", KI, title="Lage in den Schulen")
    keeper, day, unit = town.person(BGI).pk, town.now.date(), town.units["school"]
    change("set_capacity", by=keeper, at=town.now, unit=unit, items=500, valid_from=day)
    change("add_statutory", by=keeper, at=town.now, unit=unit, items=1, valid_from=day,
           title="Beschulung", norm="SchulG NRW § 34")  # fmt: skip
    change("add_template", by=keeper, at=town.now, title="Lagebericht", words="Zahlen.", days=10,
           unit=unit, rhythm="monthly", next_on=day)  # fmt: skip
    due_on = day.replace(year=day.year + 1).isoformat()
    brought_to(town, "confirmed", due_on=due_on)
    run_to(town, session, "held")
    do(town, session, "add_decision", KI, title="Lagebild", words="Monatlich ein Lagebild.")
    run_to(town, session, "sent", since="held")
    do(town, session, "object_to_minutes", MEMBER, objection="Das Schulamt widersprach.")
    do(town, session, "settle_objection", BGI, objection=MinutesObjection.objects.get().pk,
       is_accepted=False, answer="Das steht schon darin.")  # fmt: skip
