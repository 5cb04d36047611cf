"""Preparing an entry: the first words come from the matter itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from workflows.actions.acting.acts import Outcome
from workflows.actions.acting.cases import open_case
from workflows.actions.acting.work import Work
from workflows.calendars import local_date
from workflows.enums import DeskFunction
from workflows.models import Case, User
from workflows.queries.people.desks import HeldDesk, held_by
from workflows.refusals import GuardsUnmet, NotAllowed, Unmet
from workflows.untyped import Json

from ...city.rules import INTEGRATION_CENTRE, LEADERS
from ..enums import Topic
from ..flows import words
from ..flows.look import preparer
from ..flows.work import EntryWork
from ..models import PublicEntry
from ..queries.entries import entry_of
from ..queries.sources import Draft, source_of

PREFIXES = {
    Topic.PLAN: "V", Topic.TARGET: "EZ", Topic.CONCEPT: "EK", Topic.MEASURE: "EM",
    Topic.DEMAND: "EF",
}  # fmt: skip
"""How the number of an entry begins, by its list; never as that of a matter inside."""


def writes_at(desk: HeldDesk, office: int) -> bool:
    """Whether a desk is the council office's, the centre's, or of the office that has the lead."""
    if not desk.scope.covers(""):
        return False
    is_staff = desk.function in (*LEADERS, DeskFunction.CLERK)
    is_centre = desk.unit_function == INTEGRATION_CENTRE or desk.unit_id == office
    return desk.function == DeskFunction.COUNCIL_SECRETARY or (is_staff and is_centre)


def may_prepare(person: User, office: int, *, at: datetime) -> bool:
    """Whether a person writes for the office that leads the matter; it needs a whole deputy."""
    return any(writes_at(desk, office) for desk in held_by(person.pk, on=local_date(at)))


def _once(matter: int, topic: str) -> Iterator[Unmet]:
    if entry_of(matter, topic) is not None:
        text = _("There is an entry about this matter already. Please change that one.")
        yield Unmet("entry_exists", text)


def prepare(
    *,
    matter: int,
    topic: str,
    fields: Json,
    by: User,
    at: datetime,
    command: UUID | None = None,
) -> Outcome:
    """Write an entry about a matter and ask the council office to release it.

    `fields` are the words (`flows.words.WORDS`). Raises Invisible (404) for who does not see the
    matter, NotAllowed (403) for who does not write for it, GuardsUnmet (422) with everything that
    is missing: also where there is an entry already, or nothing of the matter may be public.
    """
    source = source_of(topic)
    draft = source.draft(by, matter, at=at)
    if not may_prepare(by, draft.office, at=at):
        raise NotAllowed(str(preparer.role))
    unmet = [*source.problems(matter), *words.problems(fields), *_once(matter, topic)]
    if unmet:
        raise GuardsUnmet(unmet)

    def attach(case: Case, work: Work) -> PublicEntry:
        entry = PublicEntry(
            case=case, matter_id=matter, topic=topic, office_id=draft.office,
            reference=f"{PREFIXES[Topic(topic)]}-{work.today:%Y}-{case.pk:04d}",
        )  # fmt: skip
        words.take(entry, fields)
        work.store(entry)
        assert isinstance(work, EntryWork), "the doer of this kind"
        work.look = work.look.knowing(entry)
        work.show_to_the_house()
        return entry

    return open_case(
        kind="entry", title=f"{draft.number} {draft.title}"[:300], by=by.pk, at=at, attach=attach,
        command=command, data={**fields, "matter": matter, "topic": topic},
    )  # fmt: skip


def first_words(draft: Draft) -> dict[str, object]:
    """What the form of a new entry begins with."""
    return {name: getattr(draft, name) for name in words.WORDS}
