from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import File
from django.test import Client

from coordination.council.models import Consultation, Paper
from coordination.decisions.actions import attachments
from coordination.measures.models import Measure
from coordination.portal.actions.publishing import refresh
from coordination.portal.actions.releasing import decide
from coordination.portal.models import OparlRelease
from tests.town import Town, found

CANARY = "Kanarienvogel"
ROOT = "/oparl/v1.1"
RELEASE: Mapping[str, Any] = {
    "is_released": True, "ags": "05112000", "basis": "Ratsbeschluss vom 1. Februar 2026",
    "contact_name": "Sitzungsdienst", "contact_email": "rat@stadt.example",
    "license": "https://www.govdata.de/dl-de/by-2-0", "secrecy": "Geschäftsordnung § 6",
    "terms": [{"name": "2025–2030", "starts": "2025-11-01", "ends": "2030-10-31"}],
}  # fmt: skip


@dataclass
class Publicity:
    """A town with one paper that everybody may read, and much that nobody may."""

    town: Town
    open: Measure
    secret: Measure
    draft: Measure

    @property
    def paper(self) -> Paper:
        return Paper.objects.get(case=self.open.case_id)

    def decide(self, **fields: Any) -> OparlRelease:
        by = self.town.person("council_office-council_secretary")
        return decide({**RELEASE, **fields}, by=by, at=self.town.now)

    def refresh(self, *, minutes: int = 1, everything: bool = False) -> int:
        self.town.now += timedelta(minutes=minutes)
        return refresh(at=self.town.now, everything=everything)

    def all_bytes(self) -> str:
        """Everything that the endpoint says to anybody, deleted things too."""
        from coordination.portal.vocabulary import LISTS

        client, texts = Client(), [Client().get(f"{ROOT}/").content.decode()]
        for name in LISTS:
            url = f"{ROOT}/{name}?modified_since=2000-01-01T00:00:00Z"
            while url:
                answer = client.get(url)
                texts.append(answer.content.decode())
                url = answer.json()["links"].get("next", "")
                for thing in answer.json()["data"]:
                    texts.append(client.get(thing["id"]).content.decode())
                    for access in ("accessUrl", "downloadUrl"):
                        if access in thing:
                            got = client.get(thing[access])
                            texts.append(str(got.headers))
                            texts.append(b"".join(got).decode("latin-1"))
        return "\n".join(texts)


def attach(town: Town, measure: Measure, title: str, content: bytes, *, is_public: bool) -> None:
    attachments.attach(
        measure.case_id, File(BytesIO(content), f"{title}.pdf"), name=f"{title}.pdf",
        media_type="application/pdf", title=title, is_public=is_public,
        by=town.person("youth-clerk"), at=town.now, command=uuid4(),
    )  # fmt: skip


@pytest.fixture
def publicity(db: None) -> Publicity:
    """Signed and public, signed and secret, unsigned; a canary wherever nobody may look."""
    town = found()
    shown = town.propose(title="Öffentliche Vorlage", impact_school=True)
    attach(town, shown, "Plan", b"%PDF-1.7 Plan", is_public=True)
    attach(town, shown, f"Intern {CANARY}", f"%PDF-1.7 {CANARY}".encode(), is_public=False)
    town.do(shown, "submit", "youth-head")
    town.do(shown, "pass_check", "centre-clerk")
    town.vote_all(shown)
    town.do(shown, "release", "division_3-deputy_mayor")
    town.do(shown, "sign", "mayor-mayor", text=f"Nur intern: {CANARY}")
    secret = town.in_deliberation(title=f"Vertraulich {CANARY}", council_public=False)
    draft = town.in_release(title=f"Entwurf {CANARY}")
    Consultation.objects.filter(case=secret.case_id).update(is_public=False)
    return Publicity(town, shown, secret, draft)


def get(path: str, **query: str) -> dict[str, Any]:
    """The JSON under a path of the endpoint."""
    answer = Client().get(f"{ROOT}{path}", query)
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = json.loads(answer.content)
    return found


def read(url: str) -> bytes:
    """The content of a file."""
    return b"".join(Client().get(url))
