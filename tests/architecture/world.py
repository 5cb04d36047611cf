"""A town with one object of every kind that an address can name, and a browser per role."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import time_machine
from django.conf import settings
from django.core.files.base import File
from django.db import connection
from django.test import Client

from coordination.council.actions.calendar import keep_calendar
from coordination.council.enums import CouncilSystem, ExcerptStatus
from coordination.council.models import (
    CouncilConflict,
    CouncilImport,
    CouncilSource,
    Excerpt,
    Meeting,
)
from coordination.decisions.actions import attachments
from coordination.decisions.models import Attachment
from coordination.drafting.actions.practice import keep_register
from coordination.group.queries.register import KIND as GROUP
from coordination.imports.actions import uploads
from coordination.mandates.queries import KIND as MANDATES
from coordination.measures.models import Measure
from tests.coordination.concept.concepts import commissioned, met
from tests.coordination.demands.demands import brought_to as demanded
from tests.coordination.drafting.contributions import requested
from tests.coordination.drafting.drafts import given
from tests.coordination.flows.templating import kept
from tests.coordination.followup.items import item
from tests.coordination.guests.people import invited, partner
from tests.coordination.letter.orders import brought_to
from tests.coordination.letter.test_sessions import brought
from tests.coordination.publishing.entries import entry
from tests.coordination.targets.targets import resolved
from tests.town import Town, found
from workflows.actions import people
from workflows.actions.inbox.saved import Content, save_view
from workflows.actions.time import heartbeats
from workflows.models import Case, Deadline, DeskHolder, Heartbeat, RouteVersion, Substitution, Task
from workflows.queries.lasting import only_case

ROLES = {
    "anonymous": "",
    "clerk": "youth-clerk",
    "head": "youth-head",
    "asked": "school-head",
    "deputy_mayor": "division_3-deputy_mayor",
    "mayor": "mayor-mayor",
    "stranger": "social-head",
    "office": "organisation-organisation",
}
"""The columns of the table: who is at the browser."""

NOBODY = UUID(int=7)
VISITS = frozenset(
    {
        "django_session", "coordination_visit", "workflows_notevisit",
        "coordination_inspectionlook", "coordination_guestlook", "workflows_attempt",
    }
)  # fmt: skip
"""What a page may note about its reader: that they are there, up to where they have read, and
that they were not let in."""


@dataclass(frozen=True)
class World:
    """The town, its measures by the names of the table, and the browsers."""

    town: Town
    measures: Mapping[str, Measure]
    arguments: Mapping[str, Mapping[str, Any]]
    logins: Mapping[str, str]

    def browser(self, role: str) -> Client:
        """A browser in which a role is logged in and has seen nothing yet."""
        client = Client(raise_request_exception=False)
        if self.logins[role]:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.logins[role]
        return client

    @contextmanager
    def now(self) -> Iterator[None]:
        """The day on which the logins were made."""
        with time_machine.travel(self.town.now, tick=False):
            yield


def build() -> World:
    """Found the town and everything in it; the caller has opened a transaction."""
    town = found()
    # Work goes on behind it.
    heartbeats.beat(key=NOBODY, role=Heartbeat.Role.TICK, host="one", pid=1, at=town.now)
    with time_machine.travel(town.now, tick=False):
        measures = {
            "draft": town.propose(),
            "open": _open(town, title="Offene Maßnahme"),
            "restricted": town.in_cosigning(
                title="Vertrauliche Maßnahme", impact_school=True, access="restricted"
            ),
            "closed": town.in_cosigning(title="Beendete Maßnahme", impact_school=True),
            "carried": _carried(town),
        }
        town.do(measures["closed"], "withdraw", "youth-head", text="Es wird nicht gebraucht.")
        logins = {role: _login(town, desk) for role, desk in ROLES.items()}
        arguments = {name: _of_measure(measure) for name, measure in measures.items()}
        arguments["session"] = {"case_id": brought(town, "invited").case_id}
        arguments["group"] = {"case_id": only_case(GROUP)}
        arguments["order"] = {"case_id": brought_to(town, "issued").case_id}
        arguments["demand"] = {"case_id": demanded(town, "examining").case_id}
        arguments["register"] = {"case_id": only_case(MANDATES)}
        arguments["calendar"] = {"case_id": keep_calendar(at=town.now)}
        draft = given(town, measures["open"])
        arguments["answer"] = {"case_id": draft.case_id, "item_id": draft.item_id}
        template = kept(town)
        arguments["template"] = {"template_id": template.pk, "case_id": template.case_id}
        arguments["for all"] = {"template_id": kept(town, "centre").pk}
        row = requested(town, measures["open"])
        arguments["contribution"] = {"case_id": row.case_id}
        arguments["practice"] = {"case_id": keep_register(at=town.now)}
        arguments["item"] = {"case_id": item(town).case_id}
        arguments["target"] = {"case_id": resolved(town).case_id}
        arguments["entry"] = {"case_id": entry(town, measures["carried"]).case_id}
        concept = commissioned(town)
        session = met(town, concept).pk
        arguments["concept"] = {"case_id": concept.case_id, "session": session}
        partner(town, "caritas")
        arguments["guest"] = {"case_id": invited(town, "caritas").case_id}
        of_town = {**_of_town(town), "template_id": template.pk}
        return World(town, measures, {**arguments, "": of_town}, logins)


def _open(town: Town, **fields: Any) -> Measure:
    measure = town.propose(impact_school=True, **fields)
    attachments.attach(
        measure.case_id, File(BytesIO(b"%PDF-1.7 Plan"), "plan.pdf"), name="plan.pdf",
        media_type="application/pdf", title="Plan", is_public=False,
        by=town.person("youth-clerk"), at=town.now, command=uuid4(),
    )  # fmt: skip
    town.do(measure, "submit", "youth-head")
    town.do(measure, "pass_check", "centre-clerk")
    return measure


def _carried(town: Town) -> Measure:
    measure = town.in_release(title="Laufende Maßnahme", decision_path="current_administration")
    town.do(
        measure, "find_current_administration", "division_3-deputy_mayor", is_current=True,
        text="Ein Geschäft der laufenden Verwaltung.",
    )  # fmt: skip
    town.do(measure, "release", "division_3-deputy_mayor")
    clerk = town.person("youth-clerk").pk
    town.do(measure, "start_implementation", "youth-head", responsible=clerk)
    return measure


def _login(town: Town, desk: str) -> str:
    """The session of somebody who is logged in; empty for nobody."""
    client = Client()
    if not desk:
        return ""
    client.force_login(town.person(desk))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _of_measure(measure: Measure) -> dict[str, Any]:
    task = Task.objects.filter(case=measure.case_id, desk__key="school-head").first()
    stored = Attachment.objects.filter(case=measure.case_id).first()
    return {
        "case_id": measure.case_id,
        "matter": measure.case_id,
        "topic": "plan",
        "section": "gegenstand",
        "task_id": task.pk if task else NOBODY,
        "deadline_id": Deadline.objects.get(step=task.step_id).pk if task else NOBODY,
        "attachment_id": stored.pk if stored else 0,
        "number": 1,
        "paper_id": 0,
    }


def _view(town: Town) -> int:
    """A view that the head of the lead office keeps alone."""
    kept = Content("view=desk", {"view": "My desk"})
    return save_view(
        listing="inbox", name="Meine Stelle", content=kept, desk=None,
        by=town.person("youth-head"), at=town.now,
    ).pk  # fmt: skip


_NAMED_ALIKE: Mapping[str, Any] = {
    "name": "keine",
    "uidb36": "1",
    "key": NOBODY,
    "row": NOBODY,
    "notice_id": 0,
    "resubmission_id": 0,
    "run_id": NOBODY,
    "note_id": NOBODY,
    "token": "falsch",
    "slug": "paper",
    "reference": "B-2026-0000",
    "paper_id": 0,
    "hook_id": 0,
    "pk": 0,
    "what": "einheiten",
    "kind": "measure",
    "body_key": "council",
    "rule": 0,
    "seat": 0,
    "year": 2027,
    "item": 0,
    "item_id": NOBODY,
    "case": 0,
    "recurring": 0,
    "report": 0,
    "session": 0,
    "group": 0,
    "number": 1,
}
"""What an address names in every town; most of it names nothing."""


def _of_town(town: Town) -> dict[str, Any]:
    record = uploads.upload(
        File(BytesIO(b"Titel\nEins\n"), "liste.csv"), name="liste.csv", source="Liste",
        by=town.person("youth-clerk"), at=town.now, command=uuid4(),
    )  # fmt: skip
    day = town.now.date()
    people.add_substitution(
        represented=town.person("youth-head").pk, deputy=town.person("youth-clerk").pk,
        starts_on=day.replace(day=20), ends_on=day.replace(day=25),
        by=town.person("youth-head").pk, at=town.now, command=uuid4(),
    )  # fmt: skip
    people.add_days_off(
        days={day.replace(day=27): "Betriebsausflug"},
        by=town.person("organisation-organisation").pk, at=town.now, command=uuid4(),
    )  # fmt: skip
    return {
        **_NAMED_ALIKE,
        "view_id": _view(town),
        "conflict_id": _conflict(town, record.pk),
        "import_id": record.pk,
        "unit_id": town.units["social"],
        "desk_id": town.desks["social-head"],
        "person_id": town.person("youth-clerk").pk,
        "appointment_id": DeskHolder.objects.get(desk__key="social-head").pk,
        "route_id": RouteVersion.objects.get().pk,
        "meeting_id": Meeting.objects.filter(organization__key="council").latest("starts_at").pk,
        "excerpt_id": _excerpt(town),
        "day": f"{day.replace(day=27)}",
        "substitution_id": Substitution.objects.get().pk,
        "case_id": Case.objects.get(kind="organisation").pk,
    }


def _conflict(town: Town, number: int) -> int:
    """A contradiction found by the import of the council system that has this number."""
    source = CouncilSource.objects.create(address="https://rat.example/oparl")
    found = CouncilImport.objects.create(pk=number, source=source, begun_at=town.now)
    return CouncilConflict.objects.create(
        kind=CouncilConflict.Kind.GONE, council_import=found, item_key="punkt", subject="Ein Punkt",
        ours="angenommen", found_at=town.now,
    ).pk  # fmt: skip


def _excerpt(town: Town) -> int:
    """An excerpt that waits for somebody to look at it."""
    return Excerpt.objects.create(
        system=CouncilSystem.FOLDER, name="auszug.json", digest="0" * 64, received_at=town.now,
        content={}, status=ExcerptStatus.OPEN, problem="session_unknown",
    ).pk  # fmt: skip


def written() -> dict[str, int]:
    """Rows written to each table so far in this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
            " WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
        return {name: count for name, count in cursor.fetchall() if name not in VISITS}
