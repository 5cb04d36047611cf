"""Opening a concept; storing a chapter, also one that comes at the same time as another."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.files.base import File
from django.utils.translation import gettext as _

from workflows.actions.acting.acts import Outcome, Request, act
from workflows.actions.acting.cases import open_case
from workflows.actions.acting.work import Work
from workflows.models import Case, Event, Unit, User
from workflows.refusals import Conflict, GuardsUnmet, Unmet
from workflows.spelling import one_line

from ...decisions.actions.attachments import store
from ..models import Concept


class UploadedBeside(Conflict):
    """Another version came first; both are kept."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    @property
    def text(self) -> str:
        return _(
            "Somebody else has uploaded a version of this chapter meanwhile. Yours is kept beside"
            " it as version %(number)s. Please bring both together and upload the result."
        ) % {"number": self.number}


def open_concept(
    *, title: str, lead: Unit, by: User, at: datetime, command: UUID | None = None
) -> Outcome:
    """Begin a concept; GuardsUnmet (422) without a title, NotAllowed (403) for who may not."""
    named = one_line(title)[:200]
    if not named:
        raise GuardsUnmet([Unmet("title_missing", _("The title is missing."), "title")])

    def attach(case: Case, work: Work) -> Concept:
        concept = Concept(
            case=case, reference=f"K-{work.today:%Y}-{case.pk:04d}", title=named, lead=lead
        )
        work.store(concept)
        work.bind(Concept, concept.pk, "partners", [])
        work.bind(Concept, concept.pk, "programme", [])
        case.title = f"{concept.reference} {named}"
        return concept

    return open_case(
        kind="concept", title=named, by=by.pk, at=at, attach=attach, command=command,
        data={"lead": lead.pk},
    )  # fmt: skip


def attach_document(
    case: int,
    file: File[bytes],
    *,
    session: int,
    name: str,
    media_type: str,
    by: User,
    at: datetime,
    command: UUID | None = None,
) -> Outcome:
    """Store a file and add it to a session of a discussion group, or as its next version."""
    data: dict[str, object] = {
        "sha256": store(file), "name": name, "media_type": media_type, "size": file.size,
        "session": session,
    }  # fmt: skip
    return act(Request(case, "attach_document", by.pk, at, command=command, data=data))


def upload_chapter(
    case: int,
    file: File[bytes],
    *,
    name: str,
    media_type: str,
    by: User,
    at: datetime,
    title: str = "",
    chapter: int | None = None,
    based_on: int | None = None,
    command: UUID | None = None,
) -> Outcome:
    """Store a file and add it as a new chapter or as the next version of one.

    `based_on` is the version that the person has seen. Where another one came first the file is
    kept beside it and UploadedBeside (409) says so; nothing is lost.
    """
    data: dict[str, object] = {
        "sha256": store(file), "name": name, "media_type": media_type, "size": file.size,
        "title": title, "chapter": chapter, "based_on": based_on,
    }  # fmt: skip
    outcome = act(Request(case, "upload_chapter", by.pk, at, command=command, data=data))
    said = Event.objects.values_list("data", flat=True).get(case=case, seq=outcome.seq)
    if said.get("is_beside"):
        raise UploadedBeside(said["number"])
    return outcome
