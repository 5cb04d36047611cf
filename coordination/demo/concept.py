"""The integration concept on its way: commissioned, discussed, drafted, commented on and late."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

from django.conf import settings
from django.core.files.base import File

from workflows.calendars import local_date
from workflows.enums import Access
from workflows.models import Unit
from workflows.untyped import Json

from ..city.models import FieldOfAction, TargetGroup
from ..concept.actions.concepts import open_concept, upload_chapter
from ..concept.models import AgencyReport, Chapter, Concept, DiscussionGroup
from ..decisions.enums import MeasureState as S
from ..measures.models import Measure
from ..printing.blocks import Document, Text, Title
from ..printing.typesetting import MEDIA_TYPE, typeset
from ..targets.models import Target
from .journey import Steps
from .plot import BGI, SECRETARIAT, back, fields, groups, plot, unit
from .stage import Stage

BEGUN, STARTS = 135, 108
"""Working days before today: the impulse, the planned start of the work."""

PARTICIPATION, MET, WRITTEN, PRESENTED = 55, 40, 28, 24
"""The groups meet, the chapters are written, the draft is open for comments."""

COMMENTED, REWORKED = (18, 15, 5), 10
"""What is said of the draft; the chapter that is written anew after the first comment."""

COMMISSIONED_FOR = timedelta(days=300)
PROGRAMME = 12
A_MONTH = timedelta(days=31)
"""Just one month's report falls due in so long a time."""
AGENCY = "agency-observer"


def concept(stage: Stage) -> Steps:
    """Phase by phase to the draft, which is late: reworked, it leaves one obligatory cell empty."""
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
    yield from _report_until(stage, found, said, until=PARTICIPATION)
    stage.do(found.case_id, "begin_participation", SECRETARIAT)
    yield from _report_until(stage, found, said, until=MET)
    _meet(stage, found, said)
    yield from _report_until(stage, found, said, until=WRITTEN)
    _write(stage, found, said)
    yield stage.at(back(stage, PRESENTED))
    stage.do(found.case_id, "present_draft", SECRETARIAT)
    _open_for_comments(stage, found, said)
    yield from _discuss(stage, found, said)


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
    stage.do(found.case_id, "name_agency", SECRETARIAT, unit=unit(said["unit"]))


def _report_until(stage: Stage, found: Concept, said: Json, *, until: int) -> Steps:
    """The agency hands in month by month, the secretariat takes it in; the last month is late."""
    settled = local_date(stage.ends) - A_MONTH
    while stage.today < back(stage, until):
        yield stage.at(min(stage.calendar.add_working_days(stage.today, 5), back(stage, until)))
        due = AgencyReport.objects.filter(
            commission__concept=found, received_on=None, month__lt=stage.today.replace(day=1),
            due_on__lte=min(stage.today + timedelta(days=7), settled),
        )  # fmt: skip
        for month in [str(row.month) for row in due]:
            stage.do(found.case_id, "hand_in_report", AGENCY, text=said["report"], month=month)
            stage.do(found.case_id, "record_report", SECRETARIAT, text=said["report"], month=month)


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
            results=one["results"], heard_associations=True, heard_integration_council=True,
        )  # fmt: skip


def _write(stage: Stage, found: Concept, said: Json) -> None:
    """The chapters with what they deal with, and the measures of the programme."""
    for one in said["chapters"]:
        _upload(stage, found, one)
        _deal_with(stage, found, one, without="")
    left_out = FieldOfAction.objects.get(key=said["gap"]["field"])
    running = Measure.objects.filter(case__state=S.IMPLEMENTATION, case__access=Access.NORMAL)
    rows = running.exclude(fields_of_action=left_out).order_by("reference")
    numbers = "\n".join(rows.values_list("reference", flat=True)[:PROGRAMME])
    stage.do(found.case_id, "set_programme", SECRETARIAT, measures=numbers)


def _upload(stage: Stage, found: Concept, said: Json, chapter: Chapter | None = None) -> None:
    """A new chapter, or the second version of one."""
    file = File(BytesIO(_pdf(stage, said)), "kapitel.pdf")
    upload_chapter(
        found.case_id, file, name="kapitel.pdf", media_type=MEDIA_TYPE,
        title=said["title"], chapter=chapter.pk if chapter else None,
        based_on=1 if chapter else None, by=stage.person(SECRETARIAT), at=stage.now,
    )  # fmt: skip


def _deal_with(stage: Stage, found: Concept, said: Json, *, without: str) -> None:
    chapter = Chapter.objects.get(concept=found, title=said["title"])
    pairs = [(field, group.pk) for field in fields(said["fields"]) for group in groups()]
    cells = [f"{field}-{group}" for field, group in pairs]
    cells = [cell for cell in cells if cell != without]
    stage.do(found.case_id, "set_cells", SECRETARIAT, chapter=chapter.pk, cells=cells)


def _open_for_comments(stage: Stage, found: Concept, said: Json) -> None:
    """Until a day ahead; the associations with an access are invited to all chapters."""
    until = str(back(stage, said["comments_until"]))
    stage.do(found.case_id, "edit", SECRETARIAT, comments_until=until)
    chapters = [str(pk) for pk in found.chapters.values_list("pk", flat=True)]
    for key in dict.fromkeys(one["unit"] for one in said["comments"] if one["unit"]):
        stage.do(found.case_id, "invite_to_comment", SECRETARIAT, unit=unit(key), chapters=chapters)


def _discuss(stage: Stage, found: Concept, said: Json) -> Steps:
    """Comments, what became of them, and the chapter that is written anew."""
    for days, one in zip(COMMENTED, sorted(said["comments"], key=_is_open), strict=True):
        if days < REWORKED:
            yield stage.at(back(stage, REWORKED))
            _rework(stage, found, said)
        yield stage.at(back(stage, days))
        chapter = found.chapters.get(position=one["chapter"])
        stage.do(
            found.case_id, "comment_on_chapter", one["by"], chapter=chapter.pk,
            comment=one["text"], organisation=one.get("organisation", ""),
        )  # fmt: skip
        if not _is_open(one):
            yield stage.after(1)
            comment = chapter.comments.latest("pk")
            stage.do(
                found.case_id, "answer_comment", SECRETARIAT, comment=comment.pk,
                outcome=one["outcome"], text=one["answer"],
            )  # fmt: skip


def _is_open(comment: Json) -> bool:
    """Whether nobody has answered it yet."""
    return "outcome" not in comment


def _rework(stage: Stage, found: Concept, said: Json) -> None:
    gap = said["gap"]
    one = said["chapters"][gap["chapter"] - 1]
    chapter = Chapter.objects.get(concept=found, title=one["title"])
    _upload(stage, found, one, chapter)
    (field,) = fields([gap["field"]])
    group = TargetGroup.objects.get(key=gap["group"])
    _deal_with(stage, found, one, without=f"{field}-{group.pk}")


def _pdf(stage: Stage, said: Json) -> bytes:
    city, name = settings.CITY_NAME, plot()["concept"]["title"]
    return typeset(
        Document(
            title=said["title"], author=city, dated=local_date(stage.now), running=(city, name),
            foot=name, blocks=[Title(name, said["title"]), Text(said["text"])],
        )
    )  # fmt: skip
