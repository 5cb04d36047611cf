"""The report to a body: two parts from one set, taken note of in a session."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import openpyxl
import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from coordination.council.models import Meeting
from coordination.followup.actions.noting import note_report, work_on_note
from coordination.followup.models import FollowUp, FollowUpNote
from coordination.followup.queries.periods import period_of
from coordination.followup.queries.reporting import Period, report_of
from coordination.followup.rules import next_report_after
from coordination.followup.views import reports
from tests.coordination.followup.items import SECRETARY, answer, item
from tests.town import Town
from workflows.queries.people.routes import working_calendar
from workflows.refusals import GuardsUnmet
from workflows.tables import workbook

QUARTER = Period(date(2026, 1, 1), date(2026, 3, 31), "quarter")


@pytest.mark.parametrize(
    ("day", "rhythm", "period"),
    [
        (date(2026, 3, 31), "quarter", (date(2026, 1, 1), date(2026, 3, 31))),
        (date(2026, 4, 1), "quarter", (date(2026, 4, 1), date(2026, 6, 30))),
        (date(2026, 12, 31), "quarter", (date(2026, 10, 1), date(2026, 12, 31))),
        (date(2026, 6, 30), "half_year", (date(2026, 1, 1), date(2026, 6, 30))),
        (date(2026, 7, 1), "half_year", (date(2026, 7, 1), date(2026, 12, 31))),
    ],
)
def test_period_of_a_day(day: date, rhythm: str, period: tuple[date, date]) -> None:
    assert period_of(day, rhythm) == period


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "rhythm", "due"),
    [
        (date(2026, 3, 30), "quarter", date(2026, 3, 31)),
        (date(2026, 3, 31), "quarter", date(2026, 6, 30)),
        # 31.10. is Reformation Day and a Saturday: not in NRW; 31.12.2027 is a Friday.
        (date(2027, 12, 30), "quarter", date(2027, 12, 31)),
        # The end of January to March 2029 is Easter Saturday: earlier, never later.
        (date(2029, 3, 1), "quarter", date(2029, 3, 29)),
        (date(2029, 3, 29), "quarter", date(2029, 6, 29)),
        (date(2026, 3, 31), "half_year", date(2026, 6, 30)),
    ],
)
def test_next_report_is_the_end_of_a_period_or_the_working_day_before(
    day: date, rhythm: str, due: date
) -> None:
    assert next_report_after(day, rhythm, calendar=working_calendar()) == due


def test_a_workbook_can_be_read_by_another_reader() -> None:
    rows = [["Kopf", "Zahl", "Tag", "Summe"], ["=1+1 <&> \x01", 7, date(2026, 3, 2), None]]
    sheet = openpyxl.load_workbook(BytesIO(workbook([("Öffentlich", rows)]))).active
    assert sheet is not None
    assert sheet.title == "Öffentlich"
    first, second = list(sheet.iter_rows(values_only=True))
    assert first == ("Kopf", "Zahl", "Tag", "Summe")
    assert (second[0], second[1], second[2].date(), second[3]) == (
        "=1+1 <&> ", 7, date(2026, 3, 2), None,
    )  # fmt: skip
    assert sheet["A2"].data_type == "s"


@pytest.mark.django_db
def test_a_note_drops_what_is_done_out_and_goes_on_after_a_break(town: Town) -> None:
    done, late, silent = item(town), item(town, title="Später"), item(town, title="Ohne Antwort")
    dropped = item(town, title="Entfallen", is_public=False)
    answer(town, done, "done")
    answer(town, late, "delayed")
    answer(town, dropped, "dropped")
    town.now += timedelta(days=40)
    meeting = Meeting.objects.filter(organization=done.body, starts_at__lte=town.now).latest(
        "starts_at"
    )
    said = {
        "body": done.body, "period": QUARTER, "meeting": meeting, "noted_on": None,
        "by": town.person(SECRETARY), "at": town.now, "command": uuid4(),
    }  # fmt: skip
    note = note_report(**said)
    assert note_report(**said) == note
    assert work_on_note(note.pk, at=town.now, goes_on=lambda count: count < 1) is False
    assert work_on_note(note.pk, at=town.now, goes_on=lambda _count: True) is True
    assert work_on_note(note.pk, at=town.now, goes_on=lambda _count: True) is True
    states = dict(FollowUp.objects.values_list("title", "state"))
    assert states == {
        done.title: "closed", late.title: "delayed", silent.title: "open", dropped.title: "closed",
    }  # fmt: skip
    note = FollowUpNote.objects.get()
    assert (note.noted, note.closed, note.refused) == (3, 2, 0)
    report = report_of(
        town.person(SECRETARY), body=done.body, period=QUARTER, is_public=True, at=town.now
    )
    assert report.counts == {"delayed": 1, "open": 1}


@pytest.mark.django_db
def test_a_note_needs_a_session_of_the_body_that_has_begun(town: Town) -> None:
    asked = item(town)
    ahead = Meeting.objects.filter(organization=asked.body, starts_at__gt=town.now).first()
    other = Meeting.objects.exclude(organization=asked.body).first()
    for meeting, day, code in (
        (ahead, None, "noted_on_future"), (other, None, "meeting_unknown"),
        (None, None, "noted_on_missing"), (None, date(2026, 3, 3), "noted_on_future"),
    ):  # fmt: skip
        with pytest.raises(GuardsUnmet) as refusal:
            note_report(
                body=asked.body, period=QUARTER, meeting=meeting, noted_on=day,
                by=town.person(SECRETARY), at=town.now, command=uuid4(),
            )  # fmt: skip
        assert [unmet.code for unmet in refusal.value.unmet] == [code]


@pytest.mark.django_db
def test_pages_of_the_report_hold_no_internal_note_and_part_what_is_secret(town: Town) -> None:
    shown, secret = item(town), item(town, title="Grundstück am Hafen", is_public=False)
    answer(town, shown, "delayed", internal_note="CANARY intern")
    answer(town, secret, "delayed", internal_note="CANARY intern", provided="Verhandelt.")
    query = f"?body={shown.body_id}&period={QUARTER.key}"
    with time_machine.travel(town.now, tick=False):
        client = Client()
        client.force_login(town.person(SECRETARY))
        public = client.get(reverse("coordination:followup_report") + query).content.decode()
        other = client.get(
            reverse("coordination:followup_report") + query + "&part=nichtoeffentlich"
        ).content.decode()
        file = client.get(reverse("coordination:followup_workbook") + query).content
        made = client.get(reverse("coordination:followup_pdf") + query).content
        note = reverse("coordination:followup_note") + query
        sent = client.post(note, {"command": str(uuid4()), "noted_on": "02.03.2026"})
        stranger = Client()
        stranger.force_login(town.person("youth-head"))
        assert stranger.get(note).status_code == 403
    assert sent.status_code == 302
    assert FollowUpNote.objects.get().noted == 2
    assert shown.title in public
    assert f'<option value="{shown.body_id}" selected>' in public
    assert secret.title not in public
    assert secret.title in other
    cells = {
        str(cell)
        for row in openpyxl.load_workbook(BytesIO(file)).active.iter_rows(values_only=True)
        for cell in row
    }
    assert shown.title in cells
    assert secret.title not in cells
    printed = "".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages)
    words = " ".join(printed.split())
    assert "Spielplätze" in words
    assert "Hafen" not in words
    assert "CANARY" not in words
    assert "CANARY" not in public + other + "".join(cells)


@pytest.mark.django_db
def test_a_long_report_is_printed_in_pieces_and_nothing_is_left_out(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    titles = [f"Auftrag {number}" for number in range(5)]
    first, *_others = [item(town, title=title) for title in titles]
    monkeypatch.setattr(reports, "PRINTED_AT_ONCE", 2)
    client, query = Client(), f"?body={first.body_id}&period={QUARTER.key}"
    with time_machine.travel(town.now, tick=False):
        client.force_login(town.person(SECRETARY))
        page = client.get(reverse("coordination:followup_report") + query).content.decode()
        address = reverse("coordination:followup_pdf") + query
        pieces = [client.get(f"{address}&piece={number}") for number in (1, 2, 3)]
    assert [f"Stück {number}" in page for number in (1, 2, 3, 4)] == [True, True, True, False]
    texts = [
        " ".join(
            " ".join(one.extract_text() for one in PdfReader(BytesIO(made.content)).pages).split()
        )
        for made in pieces
    ]
    assert [[title for title in titles if title in text] for text in texts] == [
        titles[:2], titles[2:4], titles[4:]
    ]  # fmt: skip
    assert "Stück 2 von 3" in texts[1]
    assert pieces[1].headers["Content-Disposition"].endswith('teil-2.pdf"')
