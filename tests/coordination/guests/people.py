"""An association and two agencies with an access each, a draft they were invited to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any
from uuid import uuid4

import time_machine
from django.core.files.base import File
from django.test import Client

from coordination.concept.actions.concepts import attach_document
from coordination.concept.models import Chapter, Commission, Concept, DiscussionGroup
from coordination.guests.actions.inviting import invite
from coordination.guests.models import GuestAccess
from tests.coordination.concept import concepts as stage
from tests.coordination.demands.demands import brought_to
from tests.rows import remembered
from tests.town import FOUNDED, Town, found
from workflows.actions import people
from workflows.models import User

CENTRE, CLERK = "centre-clerk", "youth-clerk"
UNTIL = date(2026, 9, 1)
NAMES = {
    "caritas": "Caritasverband",
    "institute": "Institut für Sozialplanung",
    "rival": "Büro Zwei",
}
PURPOSE = "Beteiligung am Integrationskonzept."


def partner(town: Town, key: str) -> None:
    """A partner of the city, entered by the organisation office."""
    made = people.create_unit(
        name=NAMES[key], short_name=key, kind="partner", valid_from=FOUNDED, key=key,
        by=town.person("organisation-organisation").pk, at=town.now, command=uuid4(),
    )  # fmt: skip
    town.units = {**town.units, key: made.facts["unit"]}


def invited(town: Town, key: str, *, by: str = CENTRE, **said: Any) -> GuestAccess:
    """A person of the partner is invited and has set a password."""
    email = f"gast@{key}.example"
    given: dict[str, Any] = {
        "unit": town.unit(key), "email": email, "given_name": "Gast", "family_name": "Verband",
        "until": UNTIL, "purpose": PURPOSE, "command": uuid4(),
    }  # fmt: skip
    outcome = invite(by=town.person(by), at=town.now, **{**given, **said})
    access = GuestAccess.objects.get(case=outcome.case)
    person = User.objects.get(pk=access.person_id)
    person.set_password("x")
    person.save()
    town.emails = {**town.emails, key: email}
    town._people.pop(key, None)
    return access


@dataclass
class Guests:
    """The town with its guests and what they may and may not see."""

    town: Town
    concept: Concept
    # The first is the one that the association was invited to.
    chapters: list[Chapter]
    commissions: dict[str, Commission]
    accesses: dict[str, GuestAccess]
    # A session of the group that the first agency moderates; it has a document.
    session: int
    # The case of what the association has asked for; the city reports it as fulfilled.
    demand: int

    def browser(self, who: str) -> Client:
        """A browser in which a guest, or somebody of the town, is logged in."""
        client = Client(raise_request_exception=False)
        with self.now():
            client.force_login(self.town.person(who))
        return client

    @contextmanager
    def now(self) -> Iterator[None]:
        """The day of the town."""
        with time_machine.travel(self.town.now, tick=False):
            yield


@remembered
def let_in() -> Guests:
    """A small town with its guests."""
    return settled(found())


def settled(town: Town) -> Guests:
    """Three guests, a draft with two chapters, a commission of each agency."""
    accesses = {}
    for key in NAMES:
        partner(town, key)
        accesses[key] = invited(town, key)
    other = stage.commissioned(town)
    stage.do(town, other, "name_agency", CENTRE, unit=town.units["rival"])
    concept = stage.drafted(town)
    stage.do(town, concept, "name_agency", CENTRE, unit=town.units["institute"])
    stage.chapter(town, concept, "Wohnen")
    chapters = list(Chapter.objects.filter(concept=concept).order_by("position"))
    stage.do(
        town, concept, "invite_to_comment", CENTRE, unit=town.units["caritas"],
        chapters=[str(chapters[0].pk)],
    )  # fmt: skip
    own = brought_to(town, "reported", sender=town.units["caritas"])
    group = DiscussionGroup.objects.filter(concept=concept).first()
    assert group is not None
    stage.do(town, concept, "hand_group_over", CENTRE, group=group.pk)
    commissions = {
        "institute": Commission.objects.get(concept=concept),
        "rival": Commission.objects.get(concept=other),
    }
    session = documented(town, concept, group)
    return Guests(town, concept, chapters, commissions, accesses, session, own.case_id)


def documented(town: Town, concept: Concept, group: DiscussionGroup) -> int:
    """The session of a group, with its minutes as a file."""
    session = group.sessions.earliest("pk")
    attach_document(
        concept.case_id, File(BytesIO(b"%PDF-1.7 minutes"), "protokoll.pdf"), session=session.pk,
        name="protokoll.pdf", media_type="application/pdf", by=town.person(CENTRE), at=town.now,
        command=uuid4(),
    )  # fmt: skip
    return session.pk
