"""A stock of running measures through HTTP: its template, its preview, its file, its reports."""

from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from coordination.measures.models import Measure
from tests.coordination.importers.stocks import LONG, STOCK
from tests.coordination.views.test_imports import UPLOAD, checked, page, work_off
from tests.town import NOW


@pytest.fixture(autouse=True)
def _private_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def login(town):
    """A browser of the holder of a desk."""

    def login(desk):
        client = Client(raise_request_exception=False)
        client.force_login(town.person(desk))
        return client

    return login


def test_empty_stock_has_the_reports_of_the_last_three_years(login):
    with time_machine.travel(NOW, tick=False):
        response = login("centre-head").get(f"{UPLOAD}bestand.csv")
    head = b"".join(response.streaming_content).decode("utf-8-sig").strip().split(";")
    yearly = ("bericht", "stand", "ampel", "ausgegeben_eur", "kennzahlen")
    assert head[-15:] == [f"{name}_{year}" for year in (2023, 2024, 2025) for name in yearly]
    assert {"verantwortlich", "beendet_am", "beendet_grund"} <= set(head)


def test_stock_and_its_reports_by_hand(login, town):
    """Upload, groups, one confirmation, the file of the measure, next year's list of reports."""
    client = login("centre-head")
    url = checked(client, STOCK, name="bestand.csv", is_stock="on")
    shown = page(client, url)
    assert "abgeschlossen 2 2 2 4" in shown
    assert "in Umsetzung 1 3 1 3" in shown
    assert "R3 Sprachmobil Unit youth neu: eingestellt" in shown
    client.post(f"{url}beginnen/")
    work_off()
    assert "Niemand hat dafür eine E-Mail erhalten." in page(client, url)
    measure = Measure.objects.get(source="bestand", source_number="R1")
    case_page = page(client, f"/massnahmen/{measure.case_id}/")
    assert "Aus einem Bestand übernommen" in case_page
    for said in ("DS 22-0815", "Bericht für 2023", "Der Träger steht.", "Kinder 41", "1.200,50"):
        assert said in case_page
    form = page(client, f"{UPLOAD}jahresberichte/")
    assert "Nummern der Liste" in form
    response = client.post(
        f"{UPLOAD}jahresberichte/",
        {"file": SimpleUploadedFile("b.csv", LONG.encode()), "command": str(uuid4()),
         "source": "bestand"},
    )  # fmt: skip
    work_off()
    url = response.headers["Location"]
    shown = page(client, url)
    assert "Geänderte Berichte 1" in shown
    assert "R1 Lesepaten Bericht geändert" in shown
    client.post(f"{url}beginnen/")
    work_off()
    assert "als übernommen gekennzeichnet" in page(client, url)
    assert "Drei Räume gefunden." in page(client, f"/massnahmen/{measure.case_id}/")
    # What another list is called is no choice, and nothing that was typed is a fault of the page.
    response = client.post(f"{UPLOAD}jahresberichte/", {"source": "fremd"})
    assert response.status_code == 422
    assert login("youth-clerk").get(f"{UPLOAD}jahresberichte/").status_code == 403


def test_history_stays_inside_the_administration(login, town):
    client = login("centre-head")
    url = checked(client, STOCK, name="bestand.csv", is_stock="on")
    client.post(f"{url}beginnen/")
    work_off()
    measure = Measure.objects.get(source="bestand", source_number="R1")
    seen = page(login("council-observer"), f"/massnahmen/{measure.case_id}/")
    assert "Lesepaten" in seen
    assert "Der Träger steht." not in seen
