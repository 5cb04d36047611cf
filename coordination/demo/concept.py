"""The integration concept on its way: commissioned, surveyed, in participation and late."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

from django.conf import settings
from django.core.files.base import File

from workflows.calendars import local_date
from workflows.models import Task, Unit
from workflows.untyped import Json

from ..city.models import FieldOfAction, TargetGroup
from ..concept.actions.concepts import open_concept, upload_chapter
from ..concept.models import Chapter, Concept, DiscussionGroup
from ..printing.blocks import Document, Text, Title
from ..printing.typesetting import MEDIA_TYPE, typeset
from ..targets.models import Target
from .journey import Steps
from .plot import BGI, SECRETARIAT, back, fields, groups, plot
from .stage import Stage

BEGUN, STARTS = 135, 108
"""Working days before today: the impulse, the planned start of the work."""

COMMISSIONED_FOR = timedelta(days=300)


def concept(stage: Stage) -> Steps:
    """Phase by phase to the participation, whose day is over; one obligatory cell is empty."""
    said = plot()["concept"]
    found = _begin(stage, said)
    target = Target.objects.order_by("pk")[0]
    yield stage.after(3)
    stage.do(found.case_id, "set_target", SECRETARIAT, target=target.pk)
    yield stage.after(8)
    stage.do(
        found.case_id, "begin_award", SECRETARIAT, terms=said["terms"], total=said["total"],
        procedure="negotiated",
    )  # fmt: skip
    yield stage.after(12)
    _commission(stage, found, said)
    yield stage.after(10)
    stage.do(found.case_id, "begin_survey", SECRETARIAT)
    yield from _report_until(stage, found, said, until=55)
    stage.do(found.case_id, "begin_participation", SECRETARIAT)
    yield from _report_until(stage, found, said, until=40)
    _meet(stage, found, said)
    yield from _report_until(stage, found, said, until=12)
    _write(stage, found, said)


def _begin(stage: Stage, said: Json) -> Concept:
    outcome = open_concept(
        title=said["title"], lead=Unit.objects.get(key=said["lead"]),
        by=stage.person(SECRETARIAT), at=stage.now,
    )  # fmt: skip
    days = {state: str(back(stage, number)) for state, number in said["phases"].items()}
    stage.do(
        outcome.case, "edit", SECRETARIAT, facts=said["facts"], proposal=said["proposal"],
        phases=days, starts_on=str(back(stage, STARTS)),
    )  # fmt: skip
    return Concept.objects.get(case=outcome.case)


def _commission(stage: Stage, found: Concept, said: Json) -> None:
    words = ("agency", "contact", "project_group", "advisory_board", "payment_plan")
    stage.do(
        found.case_id, "commission", BGI, **{name: said[name] for name in words},
        signed_on=str(stage.today), ends_on=str(stage.today + COMMISSIONED_FOR),
    )  # fmt: skip


def _report_until(stage: Stage, found: Concept, said: Json, *, until: int) -> Steps:
    """What the agency reports month by month is taken in a few days before its day."""
    while stage.today < back(stage, until):
        yield stage.at(min(stage.calendar.add_working_days(stage.today, 5), back(stage, until)))
        due = Task.objects.filter(
            case=found.case_id, status="open", step__key="agency_report",
            due_at__lte=stage.now + timedelta(days=7),
        )  # fmt: skip
        subjects = sorted(set(due.values_list("step__subject", flat=True)))
        for month in (subject.partition(":")[2] for subject in subjects):
            if date.fromisoformat(month) < stage.today.replace(day=1):
                stage.do(
                    found.case_id, "record_report", SECRETARIAT, text=said["report"], month=month
                )


def _meet(stage: Stage, found: Concept, said: Json) -> None:
    for one in said["groups"]:
        (field,) = fields([one["field"]])
        stage.do(
            found.case_id, "name_group", SECRETARIAT, title=one["title"], field=field,
            is_moderated_by_agency=one["by_agency"],
        )  # fmt: skip
        group = DiscussionGroup.objects.get(concept=found, title=one["title"])
        stage.do(
            found.case_id, "record_session", SECRETARIAT, group=group.pk,
            held_on=str(stage.today - timedelta(days=2)), participants=one["participants"],
            results=one["results"], heard_associations=True,
        )  # fmt: skip


def _write(stage: Stage, found: Concept, said: Json) -> None:
    gap = (
        FieldOfAction.objects.get(key=said["gap"]["field"]).pk,
        TargetGroup.objects.get(key=said["gap"]["group"]).pk,
    )
    for one in said["chapters"]:
        file = File(BytesIO(_pdf(stage, one)), "kapitel.pdf")
        upload_chapter(
            found.case_id, file, name="kapitel.pdf", media_type=MEDIA_TYPE, title=one["title"],
            by=stage.person(SECRETARIAT), at=stage.now,
        )  # fmt: skip
        chapter = Chapter.objects.get(concept=found, title=one["title"])
        pairs = [(field, group.pk) for field in fields(one["fields"]) for group in groups()]
        cells = [f"{field}-{group}" for field, group in pairs if (field, group) != gap]
        stage.do(found.case_id, "set_cells", SECRETARIAT, chapter=chapter.pk, cells=cells)


def _pdf(stage: Stage, said: Json) -> bytes:
    city, name = settings.CITY_NAME, plot()["concept"]["title"]
    return typeset(
        Document(
            title=said["title"], author=city, dated=local_date(stage.now), running=(city, name),
            foot=name, blocks=[Title(name, said["title"]), Text(said["text"])],
        )
    )  # fmt: skip
