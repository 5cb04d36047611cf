"""What is in the way of an act is said once on its page, before and after it was refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from coordination.council.models import Consultation
from coordination.measures.models import Measure
from tests.situations import Stage
from tests.town import Town

pytestmark = pytest.mark.django_db


def without_stations(stage: Stage) -> Measure:
    measure = stage.final_signature()
    Consultation.objects.filter(case=measure.case_id).delete()
    return measure


def in_the_past(stage: Stage) -> Measure:
    return stage.town.propose()


def without_funds(stage: Stage) -> Measure:
    measure = stage.resolved_unfunded()
    measure.milestones.update(due_on=date(2031, 1, 7))
    return measure


@pytest.mark.parametrize(
    ("matter", "act", "desk", "sentence", "mended"),
    [
        (without_stations, "sign", "mayor-mayor", "genau eine entscheidende Station", ""),
        (in_the_past, "submit", "youth-head", "„Kurse begonnen“ liegt in", "bearbeiten"),
        (
            without_funds, "start_implementation", "social-head",
            "Stadtkämmerei hat die Mittel noch nicht", "",
        ),
    ],
)  # fmt: skip
def test_what_is_in_the_way_is_said_once_and_first_of_all(
    town: Town, matter: Callable[[Stage], Measure], act: str, desk: str, sentence: str, mended: str
) -> None:
    measure = matter(Stage(town))
    client, url = Client(), reverse(f"measure:{act}", args=[measure.case_id])
    client.force_login(town.person(desk))
    measure.case.refresh_from_db()
    sent = {
        "command": str(uuid4()), "version": measure.case.version, "stage": "send",
        "responsible": town.person("social-clerk").pk,
    }  # fmt: skip
    shown, refused = client.get(url), client.post(url, sent)
    assert (shown.status_code, refused.status_code) == (200, 422)
    pages = [page.content.decode() for page in (shown, refused)]
    assert [page.count(sentence) for page in pages] == [1, 1]
    summary = pages[1].partition('role="alert"')[2].partition("</ul>")[0]
    assert sentence in summary, "whoever sent it hears of it first"
    assert not mended or f"/{mended}/" in summary, "where it can be mended"
