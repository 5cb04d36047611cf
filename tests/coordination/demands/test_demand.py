"""Demands: their periods, their senders, their age (domain 2.7)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.utils import IntegrityError

from coordination.demands.actions.following import show_to_senders
from coordination.demands.flows.flow import DemandFlow
from coordination.demands.models import Demand, DemandAnswer
from coordination.demands.planning import counted_from, due_on
from coordination.demands.queries.demands import demands_of_sender, open_numbers
from tests.coordination.demands.demands import (
    BGI,
    CLERK,
    EVIDENT,
    HEAD,
    KI,
    REASON,
    answer,
    assign,
    association,
    brought_to,
    codes,
    deadlines,
    do,
    draft,
    open_tasks,
    recorded,
    register,
    told,
)
from tests.mandates import end_mandate
from tests.town import Town
from workflows.actions import people
from workflows.actions.acting.acts import Request, act
from workflows.models import Case, Deadline
from workflows.queries.people.routes import working_calendar
from workflows.queries.proof.verification import verify
from workflows.refusals import GuardsUnmet, Invisible, NotAllowed, Stale

pytestmark = pytest.mark.django_db


def test_the_periods_run_from_the_receipt(town: Town) -> None:
    """3 working days for the receipt, 5 to assign, 20 for a notice, 30 for the answer."""
    demand = recorded(town)
    # Monday, 2 March 2026; Good Friday is the 3rd of April, Easter Monday the 6th.
    assert deadlines(demand) == {"demand_register": date(2026, 3, 5)}
    assert open_tasks(demand) == [("demand_register", "centre-clerk"), ("demand_register", KI)]
    register(town, demand)
    assert deadlines(demand) == {
        "demand_assign": date(2026, 3, 9), "demand_interim": date(2026, 3, 30),
    }  # fmt: skip
    assign(town, demand)
    assert deadlines(demand) == {
        "demand_answer": date(2026, 4, 15), "demand_interim": date(2026, 3, 30),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("received", "receipt", "answered"),
    [
        (date(2026, 3, 2), date(2026, 3, 5), date(2026, 4, 15)),
        (date(2026, 2, 16), date(2026, 3, 3), date(2026, 3, 30)),
        # Thirty working days ago it still counts from its receipt, a day earlier it is stock.
        (date(2026, 1, 19), date(2026, 3, 3), date(2026, 3, 3)),
        (date(2026, 1, 16), date(2026, 3, 5), date(2026, 4, 15)),
        (date(2015, 12, 1), date(2026, 3, 5), date(2026, 4, 15)),
    ],
)
def test_a_stock_gets_whole_periods(
    town: Town, received: date, receipt: date, answered: date
) -> None:
    calendar, today = working_calendar(), town.now.date()
    start = counted_from(received, today=today, calendar=calendar)
    assert due_on(start, 3, today=today, calendar=calendar) == receipt
    assert due_on(start, 30, today=today, calendar=calendar) == answered


def test_a_demand_goes_its_whole_way(town: Town) -> None:
    association(town, with_guest=True)
    demand = brought_to(town, "examining")
    draft(town, demand)
    assert open_tasks(demand) == [
        ("demand_interim", "centre-clerk"), ("demand_interim", KI), ("demand_sign", BGI),
    ]  # fmt: skip
    do(town, demand, "return_answer", BGI, text="Bitte mit Datum.")
    assert ("demand_answer", CLERK) in open_tasks(demand)
    draft(town, demand, promised_on="2026-09-30")
    do(town, demand, "sign_answer", BGI)
    assert deadlines(demand) == {"demand_fulfil": date(2026, 9, 30)}
    do(town, demand, "report_fulfilled", CLERK)
    assert open_tasks(demand) == [("demand_confirm", "aid-guest")]
    # Nobody presses a guest: only the house has deadlines.
    assert deadlines(demand) == {}
    do(town, demand, "dispute", "aid-guest", text="Ein Kapitel fehlt noch.")
    assert deadlines(demand) == {
        "demand_assign": date(2026, 3, 9), "demand_interim": date(2026, 3, 30),
    }  # fmt: skip
    assign(town, demand)
    do(town, demand, "begin_examination", CLERK)
    answer(town, demand)
    do(town, demand, "report_fulfilled", HEAD)
    do(town, demand, "confirm_fulfilled", "aid-guest")
    assert open_tasks(demand) == []
    assert (demand.closed_on, demand.open_since) == (date(2026, 3, 2), date(2026, 2, 27))
    assert [row.is_returned for row in demand.answers.all()] == [True, False, False]
    assert [(row.word, row.is_recorded) for row in demand.sayings.all()] == [
        ("disputed", False), ("confirmed", False),
    ]  # fmt: skip
    assert list(verify()) == []


def test_the_centre_closes_no_demand(town: Town) -> None:
    demand = brought_to(town, "examining:drafted")
    for name in ("sign_answer", "settle_demand"):
        with pytest.raises(NotAllowed) as refusal:
            do(town, demand, name, KI, text=REASON)
        assert "Kommunale Integrationszentrum registriert" in refusal.value.text
    reported = brought_to(town, "reported", title="Andere")
    with pytest.raises(NotAllowed) as refusal:
        do(town, reported, "confirm_fulfilled", KI)
    assert "wer gefordert hat" in refusal.value.text


def test_the_centre_records_what_a_sender_without_access_has_said(town: Town) -> None:
    demand = brought_to(town, "reported")
    assert open_tasks(demand) == [("demand_confirm", "centre-clerk"), ("demand_confirm", KI)]
    with pytest.raises(GuardsUnmet) as refusal:
        do(town, demand, "record_confirmation", KI, **{**EVIDENT, "said_on": "2026-03-03"})
    assert codes(refusal) == ["future"]
    do(town, demand, "record_confirmation", KI, **EVIDENT)
    (word,) = demand.sayings.all()
    assert (word.is_recorded, word.evidence, word.way) == (True, "Akte 50-12/7", "letter")
    assert told("demand_confirmed") >= {"division_3-deputy_mayor@town.example"}


def test_with_an_access_the_sender_confirms_alone(town: Town) -> None:
    demand = brought_to(town, "reported")
    association(town, with_guest=True)
    with pytest.raises(NotAllowed) as refusal:
        do(town, demand, "record_confirmation", KI, **EVIDENT)
    assert "eigenen Zugang" in refusal.value.text
    # What it asked for before it got the access, it sees with the next tick, and only that.
    other = recorded(town, sender=association(town, "relief"))
    with pytest.raises(Invisible):
        do(town, demand, "confirm_fulfilled", "aid-guest")
    assert (show_to_senders(at=town.now), show_to_senders(at=town.now)) == (1, 0)
    guest = town.person("aid-guest")
    assert list(demands_of_sender(demand.sender_id, viewer=guest, at=town.now)) == [demand]
    assert list(demands_of_sender(other.sender_id, viewer=guest, at=town.now)) == []
    do(town, demand, "confirm_fulfilled", "aid-guest")


def test_a_guest_records_only_for_their_own_association(town: Town) -> None:
    association(town, with_guest=True)
    relief = association(town, "relief")
    own = recorded(town, by="aid-guest", way="online", evidence="")
    assert own.is_from_sender
    with pytest.raises(NotAllowed):
        recorded(town, by="aid-guest", sender=relief)
    with pytest.raises(NotAllowed):
        recorded(town, by=CLERK)


def test_whoever_drafts_does_not_sign(town: Town) -> None:
    """Four eyes; the mayor is asked where whoever leads integration is barred."""
    demand = recorded(town)
    register(town, demand)
    do(town, demand, "assign_demand", BGI, office=town.units["division_3"])
    deputy = "division_3-deputy_mayor"
    do(town, demand, "begin_examination", deputy)
    said = {"outcome": "declined", "answer": "Dafür ist das Land zuständig."}
    do(town, demand, "draft_answer", deputy, **said)
    with pytest.raises(NotAllowed) as refusal:
        do(town, demand, "sign_answer", BGI)
    assert "Vier-Augen" in refusal.value.text
    assert [desk for step, desk in open_tasks(demand) if step == "demand_sign"] == [
        "division_1-general_deputy", "mayor-mayor",
    ]  # fmt: skip
    do(town, demand, "sign_answer", "mayor-mayor")
    drafted = DemandAnswer.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        DemandAnswer.objects.filter(pk=drafted.pk).update(signed_by=drafted.drafted_by)


def test_without_a_mandate_the_mayor_assigns(town: Town) -> None:
    demand = brought_to(town, "received")
    end_mandate(town)
    register(town, demand)
    with pytest.raises(NotAllowed) as refusal:
        assign(town, demand)
    assert "Mandat" in refusal.value.text
    assert ("demand_assign", "mayor-mayor") in open_tasks(demand)
    do(town, demand, "assign_demand", "mayor-mayor", office=town.units["social"])


def test_a_mandate_that_ends_lets_waiting_demands_go_to_the_mayor(town: Town) -> None:
    demand = brought_to(town, "registered")
    assert ("demand_assign", BGI) in open_tasks(demand)
    end_mandate(town)
    people.return_left_work(at=town.now + timedelta(days=1))
    assert [desk for step, desk in open_tasks(demand) if step == "demand_assign"] == [
        "division_1-general_deputy", "mayor-mayor",
    ]  # fmt: skip


def test_only_an_office_of_the_city_examines(town: Town) -> None:
    demand = brought_to(town, "registered")
    for office, code in ((association(town), "outside"), (town.units["organisation"], "unled")):
        with pytest.raises(GuardsUnmet) as refusal:
            do(town, demand, "assign_demand", BGI, office=office)
        assert codes(refusal) == [code]


def test_an_extension_of_a_superior_stays(town: Town) -> None:
    demand = brought_to(town, "assigned")
    line = Deadline.objects.get(case=demand.case_id, kind="demand_answer", status="running")
    superior = "division_4-deputy_mayor"
    do(town, demand, "extend_deadline", superior, text=REASON, deadline=str(line.pk),
       due_on="2026-05-04")  # fmt: skip
    do(town, demand, "begin_examination", CLERK)
    draft(town, demand)
    assert deadlines(demand)["demand_answer"] == date(2026, 5, 4)
    assert demand.answer_due_on == date(2026, 5, 4)


def test_a_repetition_keeps_the_old_day(town: Town) -> None:
    old = brought_to(town, "declined", dated_on="2015-12-01", received_on="2015-12-02")
    again = recorded(town, title="Noch einmal")
    other = recorded(town, title="Fremd", sender=association(town, "relief"))
    with pytest.raises(GuardsUnmet) as refusal:
        register(town, again, repeats=other.pk)
    assert codes(refusal) == ["other_sender"]
    register(town, again, repeats=old.pk)
    assert (again.open_since, again.dated_on) == (date(2015, 12, 1), date(2026, 2, 27))
    third = recorded(town, title="Zum dritten Mal")
    register(town, third, repeats=again.pk)
    assert third.open_since == date(2015, 12, 1)
    # Three letters, one demand that is owed; and that of the other association.
    assert open_numbers(town.now.date()) == (2, (town.now.date() - date(2015, 12, 1)).days)
    with pytest.raises(GuardsUnmet) as refusal:
        do(town, third, "revise_demand", KI, text=REASON, kind="demand", title="Drittes",
           words="Worte.", dated_on="2015-01-01", way="letter")  # fmt: skip
    assert codes(refusal) == ["not_older"]


def test_what_was_fulfilled_is_asked_for_anew(town: Town) -> None:
    over = brought_to(town, "confirmed")
    again = recorded(town)
    with pytest.raises(GuardsUnmet) as refusal:
        register(town, again, repeats=over.pk)
    assert codes(refusal) == ["original_over"]


def test_a_talk_with_the_mayor_has_an_appointment_and_a_result(town: Town) -> None:
    demand = brought_to(town, "examining", kind="talk", title="Gespräch mit dem Oberbürgermeister")
    with pytest.raises(GuardsUnmet) as refusal:
        draft(town, demand)
    assert codes(refusal) == ["appointment_missing"]
    said = {"meets_on": "2026-03-10", "meets_from": "14:30", "meets_where": "Rathaus, Raum 100"}
    with pytest.raises(GuardsUnmet) as refusal:
        do(town, demand, "set_appointment", CLERK, **{**said, "meets_from": "halb drei"})
    assert codes(refusal) == ["invalid"]
    do(town, demand, "set_appointment", CLERK, **said)
    assert demand.meets_at == datetime(2026, 3, 10, 13, 30, tzinfo=UTC)
    answer(town, demand)
    with pytest.raises(GuardsUnmet) as refusal:
        do(town, demand, "record_result", CLERK, result="Ein Termin je Quartal.")
    assert codes(refusal) == ["appointment_ahead"]
    with pytest.raises(GuardsUnmet) as refusal:
        do(town, demand, "report_fulfilled", HEAD)
    assert codes(refusal) == ["result_missing"]
    town.now += timedelta(days=9)
    do(town, demand, "record_result", CLERK, result="Ein Termin je Quartal.")
    do(town, demand, "report_fulfilled", HEAD)


def test_a_correction_says_what_it_was_before(town: Town) -> None:
    demand = brought_to(town, "registered")
    do(town, demand, "revise_demand", KI, text="Falsch abgeschrieben.", kind="demand",
       title="Mittelfristige Planung", words="Worte.", dated_on="2015-12-01",
       received_on="2015-12-03", way="declaration", evidence="")  # fmt: skip
    assert (demand.open_since, demand.answer_due_on) == (date(2015, 12, 1), date(2026, 4, 15))
    event = Case.objects.get(pk=demand.case_id).events.latest("seq")
    assert event.data["changed"]["dated_on"] == ["2026-02-27", "2015-12-01"]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"dated_on": "2026-03-03"}, ["future"]),
        ({"dated_on": "2026-02-30"}, ["invalid"]),
        ({"dated_on": "1890-01-01"}, ["too_early"]),
        ({"received_on": "2026-02-26"}, ["before_date"]),
        ({"sender": 0}, ["unknown"]),
        ({"sender": "aid"}, ["unknown"]),
        ({"kind": "order", "way": "pigeon"}, ["invalid", "invalid"]),
        ({"title": "", "words": " "}, ["missing", "missing"]),
        ({"words": "x" * 4001}, ["too_long"]),
        ({"title": "x" * 301}, ["too_long"]),
    ],
)
def test_what_does_not_fit_is_named(town: Town, fields: dict[str, Any], found: list[str]) -> None:
    with pytest.raises(GuardsUnmet) as refusal:
        recorded(town, **fields)
    assert codes(refusal) == found
    assert not Demand.objects.exists()


def test_the_office_of_a_city_is_no_sender(town: Town) -> None:
    with pytest.raises(GuardsUnmet) as refusal:
        recorded(town, sender=town.units["social"])
    assert codes(refusal) == ["unknown"]


def test_two_who_decide_at_once_get_one_answer(town: Town) -> None:
    """The second has decided on a draft that is no longer the present one."""
    demand = brought_to(town, "examining:drafted")
    seen = Case.objects.get(pk=demand.case_id).version
    draft(town, demand, "declined")
    with pytest.raises(Stale):
        act(Request(demand.case_id, "sign_answer", town.person(BGI).pk, town.now, command=uuid4(),
                    version=seen))  # fmt: skip
    assert DemandAnswer.objects.filter(signed_at__isnull=False).count() == 0


def test_an_office_that_has_open_demands_names_them(town: Town) -> None:
    demand = brought_to(town, "assigned")
    brought_to(town, "settled", title="Vorbei")
    assert DemandFlow.ties(town.units["social"]) == [demand.reference]
    assert DemandFlow.ties(demand.sender_id) == [demand.reference]
