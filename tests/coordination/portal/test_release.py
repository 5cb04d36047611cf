"""The council office records what the city decides about its endpoint."""

from __future__ import annotations

import time_machine
from django.test import Client

from coordination.council.models import Consultation
from coordination.portal.jobs import publish_changes
from coordination.portal.models import OparlRelease, PublicObject
from tests.coordination.portal.conftest import ROOT, Publicity

PAGE = "/veroeffentlichung/"
OFFICE = "council_office-council_secretary"
SAID = {
    "is_released": "on", "ags": "05112000", "basis": "Verfügung vom 1. März 2026",
    "secrecy": "Geschäftsordnung",
    "terms_text": "2020–2025; 01.11.2020; 31.10.2025\n2025; 01.11.2025",
}  # fmt: skip


def browser(publicity: Publicity, desk: str = OFFICE) -> Client:
    client = Client()
    client.force_login(publicity.town.person(desk))
    return client


def test_the_office_releases_and_closes(publicity: Publicity) -> None:
    with time_machine.travel(publicity.town.now, tick=False):
        office = browser(publicity)
        assert "antwortet nicht" in office.get(PAGE).content.decode()
        assert office.post(PAGE, SAID).status_code == 302
        assert Client().get(f"{ROOT}/body/1").json()["ags"] == "05112000"
        shown = office.get(PAGE).content.decode()
        assert "2025; 01.11.2025" in shown
        assert "Verfügung vom 1. März 2026" in shown
        office.post(PAGE, {**SAID, "is_released": "", "basis": "Beschluss"})
        assert Client().get(f"{ROOT}/").status_code == 404
    assert list(OparlRelease.objects.values_list("is_released", "basis")) == [
        (False, "Beschluss"), (True, "Verfügung vom 1. März 2026"),
    ]  # fmt: skip


def test_nobody_else_decides_and_nonsense_is_told(publicity: Publicity) -> None:
    with time_machine.travel(publicity.town.now, tick=False):
        assert browser(publicity, "youth-head").get(PAGE).status_code == 403
        assert browser(publicity, "youth-head").post(f"{PAGE}grund/").status_code == 403
        office = browser(publicity)
        for name, value in (
            ("ags", "123"), ("basis", ""), ("terms_text", "2020"), ("license", "no address"),
            ("terms_text", "2020; 31.10.2025; 01.11.2020"), ("terms_text", "x; 31.02.2020"),
        ):  # fmt: skip
            answer = office.post(PAGE, {**SAID, name: value})
            assert answer.status_code == 422
            assert name in answer.context["form"].errors
            assert SAID["secrecy"] in answer.content.decode(), "nothing typed is lost"
    assert not OparlRelease.objects.exists()


def test_an_item_gets_its_reason(publicity: Publicity) -> None:
    with time_machine.travel(publicity.town.now, tick=False):
        publicity.decide()
        office = browser(publicity)
        station = Consultation.objects.filter(case=publicity.secret.case_id).first()
        assert station is not None
        assert str(station.pk) in office.get(PAGE).content.decode()
        said = {"station": station.pk, "reason": "Personalangelegenheit"}
        assert office.post(f"{PAGE}grund/", said).status_code == 302
        item = Client().get(f"{ROOT}/agendaitem/{station.pk}").json()
        assert item["federfuehrung:secrecyReason"] == "Personalangelegenheit"
        for wrong in ({}, {"station": station.pk, "reason": ""}, {"station": 10**9, "reason": "x"}):
            answer = office.post(f"{PAGE}grund/", wrong, follow=True)
            assert "Bitte geben Sie einen Grund an" in answer.content.decode()


def test_each_minute_publishes_what_has_changed(publicity: Publicity) -> None:
    assert publish_changes(at=publicity.town.now) == ""
    publicity.decide()
    PublicObject.objects.filter(kind="Meeting").update(digest=b"")
    told = publish_changes(at=publicity.town.now)
    assert told.endswith("public objects changed")
    assert publish_changes(at=publicity.town.now) == ""
