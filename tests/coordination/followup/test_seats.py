"""What is not public of a body is seen by those members of the council who sit in it that day."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from coordination.council.models import Membership
from coordination.followup.actions.seats import follow_the_seats
from coordination.followup.models import FollowUp
from tests.coordination.council.calendar import keep
from tests.coordination.followup.items import SECRETARY, answer, do, item
from tests.town import Town
from workflows.actions.inbox.watches import tell_watchers
from workflows.actions.telling.delivery import dispatch
from workflows.models import Case, Event, Watch

pytestmark = pytest.mark.django_db
MEMBER, CANARY = "council-observer", "KANARIENGRUNDSTUECK"


def seated(town: Town, asked: FollowUp) -> Membership:
    """The member gets a seat in the body that has asked."""
    keep(
        town, "add_seat", body=asked.body_id, person=town.person(MEMBER).pk, role="Ratsmitglied",
        voting_right=True, start_date=str(town.now.date()),
    )  # fmt: skip
    return Membership.objects.get()


def secret(town: Town) -> FollowUp:
    """An item of the non-public part, answered, whose every text is a canary."""
    asked = item(town, title=CANARY, asked=CANARY, needed=CANARY, is_public=False)
    answer(town, asked, "delayed", provided=CANARY)
    return asked


def met(town: Town, asked: FollowUp) -> dict[str, bool]:
    """Where the member meets the canary: on pages, in the files, in mails."""
    client = Client()
    query = f"?body={asked.body_id}&period=2026-01-01.quarter&part=nichtoeffentlich"
    with time_machine.travel(town.now, tick=False):
        client.force_login(town.person(MEMBER))
        read = {name: client.get(reverse(f"coordination:{name}") + query) for name in (
            "followup_report", "followups", "followup_workbook", "followup_pdf",
        )}  # fmt: skip
        one = client.get(reverse("coordination:followup", args=[asked.case_id]))
        found = client.get(reverse("coordination:followups"), {"q": CANARY.lower()})
        lines = client.get(reverse("coordination:followup_export"))
    book = openpyxl.load_workbook(BytesIO(read["followup_workbook"].content)).active
    assert book is not None
    pages = PdfReader(BytesIO(read["followup_pdf"].content)).pages
    return {
        "report": CANARY in read["followup_report"].content.decode(),
        "list": CANARY in read["followups"].content.decode(),
        "search": f">{CANARY}<" in found.content.decode(),
        "item": one.status_code == 200 and CANARY in one.content.decode(),
        "XLSX": any(CANARY in str(cell) for row in book.values for cell in row),
        "PDF": any(CANARY in page.extract_text() for page in pages),
        "CSV": CANARY in b"".join(lines.streaming_content).decode(),  # type: ignore[attr-defined] # the client hides the stream
        "mail": _is_written_to(town, asked),
    }


def _is_written_to(town: Town, asked: FollowUp) -> bool:
    """Whether the member, who watches the item from before, gets a mail when it moves."""
    person = town.person(MEMBER)
    seq = Case.objects.values_list("seq", flat=True).get(pk=asked.case_id)
    Watch.objects.update_or_create(
        case_id=asked.case_id, person=person, defaults={"since": town.now, "told_seq": seq}
    )
    answer(town, asked, "in_work" if asked.state == "delayed" else "delayed", provided=CANARY)
    mail.outbox.clear()
    tell_watchers(at=town.now)
    dispatch(at=town.now + timedelta(days=3))  # mails of news are collected
    return any(person.email in one.to for one in mail.outbox)


def test_only_who_sits_in_the_body_that_day_meets_what_is_not_public(town: Town) -> None:
    asked = secret(town)
    assert set(met(town, asked).values()) == {False}
    seat = seated(town, asked)
    follow_the_seats(at=town.now)
    assert {name for name, is_met in met(town, asked).items() if not is_met} == set()
    keep(town, "end_seat", seat=seat.pk, end_date=str(town.now.date()))
    town.now += timedelta(days=1)
    assert follow_the_seats(at=town.now) == 1
    assert set(met(town, asked).values()) == {False}
    told = Event.objects.filter(case=asked.case_id, action="follow_seats")
    assert [bool(one.data.get("unseen")) for one in told.order_by("seq")] == [False, True]


def test_nothing_is_looked_at_while_nobody_gets_or_loses_a_seat(
    town: Town, django_assert_num_queries
) -> None:
    asked = secret(town)
    seated(town, asked)
    assert [follow_the_seats(at=town.now) for _ in range(2)] == [1, 0]
    assert Event.objects.filter(action="follow_seats").count() == 1
    with django_assert_num_queries(3):  # seats, holders, what was last
        follow_the_seats(at=town.now)


def test_item_that_becomes_public_is_seen_by_the_council_and_back(town: Town) -> None:
    asked, member = secret(town), town.person(MEMBER)

    def sees() -> bool:
        return Case.objects.visible_to(member, at=town.now).filter(pk=asked.case_id).exists()

    seen = [sees()]
    for is_public in (True, False):
        do(town, asked, "revise", SECRETARY, is_public=is_public)
        seen.append(sees())
    assert seen == [False, True, False]
    open_item = item(town, title="Öffentlich")
    assert Case.objects.visible_to(member, at=town.now).filter(pk=open_item.case_id).exists()
