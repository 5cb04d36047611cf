"""Demands of the town, for tests, in each of their states."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest

from coordination.city.models import FieldOfAction
from coordination.demands.actions.demands import record_demand
from coordination.demands.models import Demand
from coordination.guests.actions.inviting import invite
from coordination.guests.models import GuestAccess
from coordination.imports.enums import RowFate
from coordination.imports.reading import take
from coordination.measures.models import Measure
from tests.town import Town
from workflows.actions import people
from workflows.actions.acting.acts import Outcome, Request, act
from workflows.models import Case, Deadline, Notification, Task, Unit, User
from workflows.refusals import GuardsUnmet

KI, BGI, HEAD, CLERK = "centre-head", "division_3-integration_deputy", "social-head", "social-clerk"
ROLES = {
    "ki": KI, "ki_clerk": "centre-clerk", "bgi": BGI, "mayor": "mayor-mayor", "head": HEAD,
    "clerk": CLERK, "bgf": "division_4-deputy_mayor", "guest": "aid-guest", "other": "school-head",
    "stranger": "relief-guest",
}  # fmt: skip
REASON = "Das ist gut begründet."
EVIDENT = {"said_on": "2026-03-02", "said_way": "letter", "evidence": "Akte 50-12/7"}
"""What a recorded word of a sender needs."""


def association(
    town: Town, key: str = "aid", *, with_guest: bool = False, with_desk: bool = False
) -> int:
    """The key of an association outside; with a guest of it who has an access of their own, or
    with somebody who holds a desk there and no access.
    """
    by, at = town.person("organisation-organisation").pk, town.now
    known = Unit.objects.filter(key=key).values_list("pk", flat=True).first()
    unit = known or people.create_unit(
        key=key, name=f"Verband {key}", short_name=key.title(), kind="partner", parent=None,
        valid_from=at.date(), by=by, at=at,
    ).facts["unit"]  # fmt: skip
    if (with_guest or with_desk) and f"{key}-guest" not in town.emails:
        desk = people.create_desk(
            unit=unit, key=f"{key}-guest", name=f"Zugang {key}", function="observer",
            superior=None, signs="none", by=by, at=at,
        ).facts["desk"]  # fmt: skip
        email = f"{key}-guest@town.example"
        person = people.invite_person(
            email=email, given_name="Zugang", family_name=key.title(), by=by, at=at
        ).facts["person"]
        people.appoint(desk=desk, person=person, valid_from=at.date(), by=by, at=at)
        # One record of them for all towns that are copies of this one.
        town.emails = {**town.emails, f"{key}-guest": email}
        town.desks = {**town.desks, f"{key}-guest": desk}
        User.objects.filter(pk=person).update(is_active=True, password="x")
    if with_guest:
        grant(town, key)
    return int(unit)


def grant(town: Town, key: str = "aid", *, days: int = 300) -> GuestAccess:
    """Who holds a desk at an association gets an access of their own."""
    person = town.person(f"{key}-guest")
    outcome = invite(
        unit=Unit.objects.get(key=key), email=person.email, given_name=person.given_name,
        family_name=person.family_name, until=town.now.date() + timedelta(days=days),
        purpose="Forderungen des Verbandes.", by=town.person(KI), at=town.now, command=uuid4(),
    )  # fmt: skip
    return GuestAccess.objects.get(case=outcome.case)


def recorded(town: Town, by: str = "centre-clerk", **fields: Any) -> Demand:
    """A demand that was written down and not registered yet."""
    said = {
        "kind": "demand", "title": "Mittelfristige Planung", "dated_on": "2026-02-27",
        "words": "Eine Planung, die alle Lebensbereiche der Alt- und Neubürger einschließt.",
        "received_on": "2026-03-02", "way": "letter", "evidence": "Akte 50-12/7", **fields,
    }  # fmt: skip
    said.setdefault("sender", association(town))
    outcome = record_demand(fields=said, by=town.person(by), at=town.now, command=uuid4())
    return Demand.objects.get(case=outcome.case)


def read_in(town: Town, text: str) -> list[RowFate | None]:
    """What became of each row of a list that the centre reads in."""
    rows = take(
        BytesIO(text.encode()), source="Verbände", by=town.person(KI), clock=lambda: town.now,
        is_stock=True, kind="demand",
    )  # fmt: skip
    return [row.fate for row in rows]


def do(town: Town, demand: Demand, name: str, by: str, *, text: str = "", **data: Any) -> Outcome:
    """An act on the present version, by the holder of a desk."""
    version = Case.objects.values_list("version", flat=True).get(pk=demand.case_id)
    outcome = act(
        Request(
            demand.case_id, name, town.person(by).pk, town.now, command=uuid4(), version=version,
            data=data, text=text,
        )
    )  # fmt: skip
    demand.refresh_from_db()
    return outcome


def register(town: Town, demand: Demand, **data: Any) -> None:
    """The centre confirms the receipt."""
    said = {
        "confirmed_on": town.now.date().isoformat(), "confirmed_way": "letter",
        "fields_of_action": [FieldOfAction.objects.get(key="language").pk], **data,
    }  # fmt: skip
    do(town, demand, "register_demand", KI, **said)


def assign(town: Town, demand: Demand) -> None:
    """The deputy mayor for integration gives it to the social office."""
    do(town, demand, "assign_demand", BGI, office=town.units["social"])


def draft(town: Town, demand: Demand, outcome: str = "answered", **data: Any) -> None:
    """The clerk of the social office drafts an answer."""
    said = {"outcome": outcome, "answer": "Das Konzept liegt im Herbst vor.", **data}
    do(town, demand, "draft_answer", CLERK, **said)


def measure_of(town: Town, **fields: Any) -> Measure:
    """A measure that the social office leads."""
    return town.propose("social-clerk", lead=town.units["social"], **fields)


def link(town: Town, demand: Demand, measure: Measure) -> None:
    """The clerk of the social office links a measure."""
    do(town, demand, "link_measure", CLERK, measure=measure.pk)


def answer(town: Town, demand: Demand, outcome: str = "answered", **data: Any) -> None:
    """Drafted by the office, signed by the deputy mayor for integration."""
    draft(town, demand, outcome, **data)
    do(town, demand, "sign_answer", BGI)


SITUATIONS = (
    "received", "registered", "assigned", "examining", "examining:drafted", "answered",
    "in_measure", "declined", "reported", "disputed", "confirmed", "withdrawn", "settled",
)  # fmt: skip


def brought_to(town: Town, situation: str, **fields: Any) -> Demand:
    """A demand in a state, or a variant of it, by the acts that lead there."""
    demand = recorded(town, **fields)
    bring_on(town, demand, situation)
    return demand


def bring_on(town: Town, demand: Demand, situation: str) -> None:
    """The same of one that was received."""
    state, _, variant = situation.partition(":")
    if state == "received":
        return
    register(town, demand)
    if state == "registered":
        return
    assign(town, demand)
    if state == "withdrawn":
        do(town, demand, "record_withdrawal", KI, **EVIDENT)
    elif state == "settled":
        do(town, demand, "settle_demand", BGI, text=REASON)
    elif state != "assigned":
        do(town, demand, "begin_examination", CLERK)
        _beyond(town, demand, state, is_drafted=variant == "drafted")
    assert demand.state == state


def _beyond(town: Town, demand: Demand, state: str, *, is_drafted: bool) -> None:
    if state == "examining":
        if is_drafted:
            draft(town, demand)
        return
    if state == "in_measure":
        link(town, demand, measure_of(town))
    answer(town, demand, state if state in {"in_measure", "declined"} else "answered")
    if state in {"reported", "disputed", "confirmed"}:
        do(town, demand, "report_fulfilled", HEAD)
    guest = town.emails.get("aid-guest")
    if state == "disputed":
        by = (
            {"name": "dispute", "by": "aid-guest"}
            if guest
            else {"name": "record_dispute", "by": KI}
        )
        do(town, demand, text=REASON, **by, **({} if guest else EVIDENT))
    elif state == "confirmed":
        name = "confirm_fulfilled" if guest else "record_confirmation"
        do(town, demand, name, "aid-guest" if guest else KI, **({} if guest else EVIDENT))


def notified(town: Town) -> Demand:
    """A demand with a row of each table: notice, measure, two answers, a word of its sender."""
    demand = brought_to(town, "examining")
    said = {"notice": "Die Prüfung läuft.", "sent_on": town.now.date().isoformat()}
    do(town, demand, "send_notice", KI, **said, sent_way="mail")
    link(town, demand, measure_of(town, title="Dient einer Forderung"))
    draft(town, demand, "in_measure")
    do(town, demand, "return_answer", BGI, text=REASON)
    answer(town, demand)
    do(town, demand, "record_dispute", KI, text=REASON, **EVIDENT)
    return demand


def open_tasks(demand: Demand) -> list[tuple[str, str]]:
    """Step and desk of each open task, sorted."""
    rows = Task.objects.filter(case=demand.case_id, status="open").select_related("step", "desk")
    return sorted((task.step.key, task.desk.key) for task in rows)


def deadlines(demand: Demand) -> dict[str, date]:
    """The running deadlines by their kind."""
    rows = Deadline.objects.filter(case=demand.case_id, status="running")
    return dict(rows.values_list("kind", "due_on"))


def codes(refused: pytest.ExceptionInfo[GuardsUnmet]) -> list[str]:
    return sorted(unmet.code for unmet in refused.value.unmet)


def told(template: str) -> set[str]:
    """Who was told something in the application."""
    rows = Notification.objects.filter(template=template, channel="in_app")
    return set(rows.values_list("recipient__email", flat=True))
