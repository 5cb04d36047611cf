"""The differing opinions that deputy mayors put to the main committee (GO NRW § 70 Abs. 4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import QuerySet

from workflows.calendars import local_date
from workflows.models import Case, Event, Task
from workflows.subjects import keys_of, thing

from ...city.enums import OrganizationType
from ...council.models import Consultation, Meeting, Organization, Paper
from ...council.queries import next_meeting

KIND = "dissent"
"""What the task is about: this, and who has put it."""

STEP = "hear_dissent"
"""While it waits, the main committee has not heard an opinion yet."""

ACTS = ("put_dissent", STEP)


def main_committee() -> Organization | None:
    """The main committee of the city."""
    kind = OrganizationType.MAIN_COMMITTEE
    return Organization.objects.filter(type=kind).order_by("key").first()


@dataclass(frozen=True, slots=True)
class Opinion:
    """Whose it is, of which division, in whose place, since when, and its words.

    `paper`: our number of the paper that it stands in, empty in older ones; `heard_at`: the
    station at which the main committee has heard it, 0 while it waits.
    """

    person: str
    division: str
    represented: str
    put_on: date
    informed_on: date | None
    text: str
    paper: str
    subject: str
    heard_at: int = 0


def opinion_of(case: int, subject: str) -> Opinion | None:
    """The last one that whoever the task is about has put; one statement."""
    persons = [int(key) for key in keys_of(KIND, [subject]) if key.isdigit()]
    found = Event.objects.filter(case=case, action="put_dissent", actor__in=persons)
    event = _read(found).last() if persons else None
    return _opinion(event) if event else None


def opinions_of(case: int) -> list[Opinion]:
    """All of a matter in the order in which they were put; one statement."""
    return opinions_in(_read(Event.objects.filter(case=case, action__in=ACTS)))


def opinions_in(events: Iterable[Event]) -> list[Opinion]:
    """The same among the events of a matter that were read anyway, in whichever order."""
    found: list[Opinion] = []
    mine = (event for event in events if event.action in ACTS)
    for event in sorted(mine, key=lambda one: one.seq):
        if event.action == STEP:
            _hear(found, event)
        else:
            found.append(_opinion(event))
    return found


def opinions_in_paper(paper: Paper) -> list[Opinion]:
    """Those that were put while this was the paper of its matter; one statement."""
    return [one for one in opinions_of(paper.case_id) if one.paper in ("", paper.reference)]


def opinions_at(
    meeting: Meeting, visible: QuerySet[Case], *, at: datetime
) -> list[tuple[Case, Opinion]]:
    """What the main committee hears or has heard in a session, with its matter, of these matters.

    What waits goes to its next session; no other body hears any.
    """
    body = meeting.organization
    if body.type != OrganizationType.MAIN_COMMITTEE:
        return []
    stations = Consultation.objects.filter(meeting=meeting).values_list("pk", "case")
    heard = dict(stations)
    waits = _waiting() if next_meeting(body.pk, after=at) == meeting else set()
    wanted = {*heard.values(), *(case for case, _subject in waits)}
    cases = visible.filter(pk__in=wanted).in_bulk()
    events: dict[int, list[Event]] = defaultdict(list)
    for event in _read(Event.objects.filter(case__in=cases, action__in=ACTS)):
        events[event.case_id].append(event)
    return [
        (cases[case], one)
        for case, mine in events.items()
        for one in opinions_in(mine)
        if (one.heard_at in heard if one.heard_at else (case, one.subject) in waits)
    ]


def _waiting() -> set[tuple[int, str]]:
    """The opinions that the main committee has not heard yet: case and subject."""
    tasks = Task.objects.filter(step__key=STEP, closed_at=None)
    return set(tasks.values_list("case", "step__subject"))


def _read(rows: QuerySet[Event]) -> QuerySet[Event]:
    return rows.select_related("text", "actor", "on_behalf_of", "desk__unit").order_by("seq")


def _hear(found: list[Opinion], event: Event) -> None:
    """The oldest one of this person that waits was heard; in older events nobody is named."""
    subject = str(event.data.get("opinion", ""))
    for place, one in enumerate(found):
        if not one.heard_at and subject in ("", one.subject):
            found[place] = replace(one, heard_at=int(event.data.get("consultation", 0)))
            return


def _opinion(event: Event) -> Opinion:
    said, informed = getattr(event, "text", None), event.data.get("informed_on")
    return Opinion(
        person=str(event.actor),
        division=event.desk.unit.name if event.desk else "",
        represented=str(event.on_behalf_of or ""),
        put_on=local_date(event.at),
        informed_on=date.fromisoformat(informed) if informed else None,
        text=said.text if said else "",
        paper=str(event.data.get("paper", "")),
        subject=thing(KIND, event.actor_id),
    )
