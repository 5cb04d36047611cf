"""A concept of a small town on its way, phase by phase."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

from django.core.files.base import File

from coordination.city.models import FieldOfAction, TargetGroup
from coordination.concept.actions.concepts import open_concept, upload_chapter
from coordination.concept.models import (
    Chapter,
    ChapterComment,
    Concept,
    DiscussionGroup,
    DiscussionSession,
)
from coordination.targets.models import Target
from tests.coordination.targets.targets import resolved, state
from tests.town import Town
from workflows.actions.acting.acts import Outcome

CLERK, HEAD, BGI = "youth-clerk", "youth-head", "division_3-integration_deputy"
CENTRE = "centre-clerk"
SECRETARY = "council_office-council_secretary"
GROUPS = ("Altbürger", "Asyl", "EU/Südosteuropa")
LONG = "Ausführlich genug."


def groups() -> list[TargetGroup]:
    """The three that must not be left out (domain 2.5, point 3 of the letter)."""
    return [
        TargetGroup.objects.get_or_create(
            key=f"group-{number}", defaults={"name": name, "is_mandatory": True}
        )[0]
        for number, name in enumerate(GROUPS)
    ]


def prompted(town: Town) -> Concept:
    groups()
    outcome = open_concept(
        title="Integrationskonzept", lead=town.unit("youth"), by=town.person(CLERK), at=town.now,
        command=uuid4(),
    )  # fmt: skip
    concept = Concept.objects.get(case=outcome.case)
    do(
        town, concept, "edit", CLERK, facts="Die Verbände fordern es.",
        proposal="Der Rat beschließt das Konzept.", phases={"draft": "2026-03-16"},
    )  # fmt: skip
    return concept


def do(town: Town, concept: Concept, name: str, by: str, *, text: str = "", **data: Any) -> Outcome:
    return town.do(concept.case_id, name, by, text=text, **data)


def in_award(town: Town, *, total: str = "40000") -> Concept:
    concept = prompted(town)
    found = Target.objects.first() or resolved(town)
    do(town, concept, "set_target", CLERK, target=found.pk)
    do(town, concept, "begin_award", CLERK, terms=LONG, procedure="negotiated", total=total)
    return concept


def commissioned(town: Town) -> Concept:
    concept = in_award(town)
    commission(town, concept)
    return concept


def commission(town: Town, concept: Concept) -> None:
    day = town.now.date()
    do(
        town, concept, "commission", BGI, agency="Institut für Sozialplanung",
        contact="Dezernat III", project_group=LONG, advisory_board=LONG, payment_plan=LONG,
        signed_on=day.isoformat(), ends_on=(day + timedelta(days=300)).isoformat(),
    )  # fmt: skip


def chapter(town: Town, concept: Concept, title: str = "Sprache und Bildung") -> Chapter:
    upload(town, concept, title=title)
    return Chapter.objects.get(concept=concept, title=title)


def upload(
    town: Town, concept: Concept, *, by: str = CLERK, body: bytes = b"a", **said: Any
) -> None:
    upload_chapter(
        concept.case_id, File(BytesIO(b"%PDF-1.7 " + body), "kapitel.pdf"), name="kapitel.pdf",
        media_type="application/pdf", by=town.person(by), at=town.now, command=uuid4(), **said,
    )  # fmt: skip


def in_participation(town: Town) -> Concept:
    concept = commissioned(town)
    do(town, concept, "begin_survey", CLERK)
    do(town, concept, "begin_participation", CLERK)
    return concept


def met(town: Town, concept: Concept) -> DiscussionSession:
    """One session of one group."""
    field = FieldOfAction.objects.earliest("pk")
    do(town, concept, "name_group", CENTRE, title=f"AG {field}", field=field.pk)
    group = DiscussionGroup.objects.get(concept=concept, field=field)
    do(
        town, concept, "record_session", CENTRE, group=group.pk,
        held_on=town.now.date().isoformat(), participants="Verbände, Ämter", results=LONG,
    )  # fmt: skip
    return DiscussionSession.objects.get(group=group)


def heard(town: Town, concept: Concept) -> None:
    """A session in each field with associations and integration council."""
    for field in FieldOfAction.objects.all():
        do(town, concept, "name_group", CENTRE, title=f"AG {field}", field=field.pk)
        group = DiscussionGroup.objects.get(concept=concept, field=field)
        do(
            town, concept, "record_session", CENTRE, group=group.pk,
            held_on=town.now.date().isoformat(), participants="Verbände, Ämter", results=LONG,
            heard_associations=True, heard_integration_council=True,
        )  # fmt: skip


def covered(town: Town, concept: Concept, found: Chapter, *, without: str = "") -> None:
    """The chapter deals with every obligatory group in every field, but for one."""
    cells = [
        f"{field.pk}-{group.pk}"
        for field in FieldOfAction.objects.all()
        for group in groups()
        if f"{field.name} × {group.name}" != without
    ]
    do(town, concept, "set_cells", CENTRE, chapter=found.pk, cells=cells)


def drafted(town: Town) -> Concept:
    concept = in_participation(town)
    heard(town, concept)
    covered(town, concept, chapter(town, concept))
    do(town, concept, "present_draft", CLERK)
    return concept


def adopted(town: Town) -> Concept:
    """Through the stages of every resolution into force."""
    concept = drafted(town)
    carry(town, concept)
    town.decide(concept)
    concept.refresh_from_db()
    assert state(concept) == "implementation"
    return concept


def carry(town: Town, concept: Concept) -> None:
    """A presented draft through the house to the signed paper."""
    do(town, concept, "submit", HEAD)
    do(town, concept, "pass_check", CENTRE)
    do(town, concept, "release", "division_3-deputy_mayor")
    do(
        town, concept, "board_approves", "board_office-board_secretary",
        date=town.now.date().isoformat(), protocol="VV 9/2026",
    )  # fmt: skip
    do(town, concept, "sign", "mayor-mayor")


def comment(town: Town, concept: Concept, found: Chapter) -> ChapterComment:
    """What an association says; the integration centre records it for them."""
    do(
        town, concept, "comment_on_chapter", CENTRE, chapter=found.pk, organisation="Caritas",
        comment="Es fehlen Angebote für Frauen.",
    )  # fmt: skip
    return ChapterComment.objects.get(chapter=found)
