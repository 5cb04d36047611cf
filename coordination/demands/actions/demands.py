"""Recording a demand."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from workflows.actions.acting.acts import Outcome
from workflows.actions.acting.cases import open_case
from workflows.actions.acting.work import Work
from workflows.calendars import local_date
from workflows.machine.entry import Entry
from workflows.models import Case, User
from workflows.refusals import GuardsUnmet
from workflows.untyped import Json

from ..flows.fields import TEXT, read_demand, read_sender
from ..models import Demand
from ..planning import ANSWER, counted_from, due_on
from ..queries.demands import senders_of


def record_demand(
    *,
    fields: Json,
    by: User,
    at: datetime,
    command: UUID | None = None,
    source: str = "",
    source_number: str = "",
) -> Outcome:
    """Write down what an association has asked for; the secretariat is asked to register it.

    `fields`: `kind`, `title`, `words`, `sender` (key of a partner), `dated_on` and `received_on`
    (ISO), `way`, `evidence`. Raises GuardsUnmet (422) with everything that does not fit,
    NotAllowed (403) for whoever is neither of the secretariat nor of that sender. `source` and
    `source_number`: where an imported list has it.
    """
    entry, today = Entry(fields), local_date(at)
    read_demand(entry, today=today)
    read_sender(entry, today=today)
    theirs = senders_of(by, on=today)
    if entry.unmet:
        raise GuardsUnmet(entry.unmet)

    def attach(case: Case, work: Work) -> Demand:
        start = counted_from(entry["received_on"], today=today, calendar=work.calendar)
        demand = Demand(
            case=case, reference=f"F-{work.today:%Y}-{case.pk:04d}", sender=entry["sender"],
            is_from_sender=theirs.filter(pk=entry["sender"].pk).exists(),
            open_since=entry["dated_on"], counted_from=start,
            answer_due_on=due_on(start, ANSWER, today=today, calendar=work.calendar),
            source=source, source_number=source_number, **{name: entry[name] for name in TEXT},
        )  # fmt: skip
        return _stored(demand, work)

    return open_case(
        kind="demand", title=entry["title"], by=by.pk, at=at, attach=attach, command=command,
        data=fields,
    )  # fmt: skip


def _stored(demand: Demand, work: Work) -> Demand:
    demand.name(demand.title)
    demand.case.title = f"{demand.reference} {demand.title}"[:300]
    work.store(demand)
    return demand
