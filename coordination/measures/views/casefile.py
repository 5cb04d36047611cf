"""The page of a measure: what is next, what the person can do, the document and its history."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from workflows.calendars import local_date
from workflows.enums import Access
from workflows.forms.acting.case_page import case_context, seen_by
from workflows.forms.acting.pages import person_of
from workflows.models import Question, User
from workflows.queries.acting.offers import Situation
from workflows.queries.acting.timed import deadline_offers
from workflows.queries.acting.waiting import Waiting
from workflows.queries.people.known import known_to
from workflows.queries.time.ledger import DeadlineLine, ledger_of
from workflows.queries.together import Lists
from workflows.refusals import Invisible
from workflows.subjects import thing

from ...council.enums import ConsultationRole
from ...council.models import Consultation, UrgentDecision
from ...decisions.enums import MeasureState
from ...decisions.flows.planning import NEXT_STEPS
from ...decisions.flows.releasing import needs_board
from ...decisions.queries.accepted import written
from ...decisions.queries.attachments import attachments_in
from ...decisions.queries.cosignatures import Round, rounds_in
from ...decisions.queries.differences import Change, ListedVersion, changes, versions_listed
from ...decisions.queries.opinions import opinions_in
from ...decisions.queries.subjects import station_words
from ...decisions.queries.urgency import urgency_of, was_shortened_before
from ...decisions.rules.looks import decision_of
from ...decisions.rules.people import lead_staff
from ...implementing.queries.implementation import obligations_in, questions_in, reports_in
from ...mandates.queries import Lead
from ...publishing.flows.look import announces
from ..actions.measures import SUPPLEMENTED_IN, TAKEN_UP_FROM
from ..actions.visits import note_visit
from ..models import Measure
from ..queries.audience import sight_of
from ..queries.brief import brief_of
from ..queries.casefile import file_lists
from ..queries.measures import file_of, relatives_of
from ..queries.process import Outlook, process_map
from ..queries.public import SHOWN
from ..queries.templates import KEEPING
from ..queries.timeline import Entry, Words, entries_in
from .beginning import begun_from_section
from .council import council_page
from .editing import proposing_units
from .taken_over import taken_over_section

EVENTS_SHOWN = 20

further_sections: dict[str, Callable[[Measure, User, datetime], str]] = {
    "taken_over": taken_over_section,
    "begun_from": begun_from_section,
}
"""What other rooms show on the page of a measure, to this person, as safe HTML.

By its name in BESIDE; asked where there is some.
"""

Links = list[tuple[str, object]]

_NAMED = ("milestone:", "condition:", "consultation:")
"""What deadlines are about that say so."""

DEADLINE_ACTS = {
    "announce_date": _("Announce a date"),
    "acknowledge_deadline": _("Note as seen"),
    "remind": _("Remind"),
    "extend_deadline": _("Extend"),
    "pause_deadline": _("Pause"),
    "resume_deadline": _("Let it go on"),
}
"""What the links to the acts on a deadline say."""


@require_GET
def case_page(request: HttpRequest, case_id: int) -> HttpResponse:
    """Everything about a measure; `?task=` names the task at hand, `?print=1` unfolds all."""
    person, at = person_of(request), timezone.now()
    sight = sight_of(person, case_id, at=at)
    if not sight.desks:
        raise Invisible
    measure = file_of(case_id, at=at, known=known_to(person, today=local_date(at)))
    if not sight.is_inside:
        return council_page(request, measure, sight, person=person, at=at)
    seen, found = seen_by(person, measure, at=at), file_lists(measure)
    common = case_context(request, measure, seen, person=person, at=at, tasks=found["tasks"])
    context = {
        **common,
        "measure": measure,
        **_course(measure, seen, common["waiting"], found, person=person, at=at),
        **_beside(measure, found, person, at),
        "may_take_up_again": _may_take_up_again(measure, person, at),
        "may_supplement": _may_supplement(measure, seen),
        "may_make_template": _may_make_template(measure, seen),
        "announces": measure.case.state in SHOWN
        and announces(seen.scene.capacities, measure.lead_id),
        "objection": next(iter(found["objections"]), None),
        "evaluation": next(iter(found["evaluations"]), None),
        "mandate_gap": _mandate_gap(measure, seen),
        "plans_sessions": measure.case.state in NEXT_STEPS,
        "urgent": _urgent(seen, found),
        "opinions": opinions_in(found["events"]),
        "further": [
            say(measure, person, at)
            for name, say in further_sections.items()
            if vars(measure)[f"has_{name}"]
        ],
        "why": sight.desks,
        "prints": (prints := request.GET.get("print") == "1"),
        # Where the work is, they are what it is about; elsewhere they are folded like the rest.
        "shows_milestones": prints or measure.case.state == MeasureState.IMPLEMENTATION,
    }
    return render(request, "coordination/measures/case.html", context)


def _urgent(seen: Situation, found: Lists) -> UrgentDecision | None:
    """An urgent decision that still waits for a signature or an approval."""
    approvals = (row for row in found["stations"] if row.role == ConsultationRole.APPROVAL)
    is_open = any(not row.result for row in approvals) or seen.scene.tasks_of("countersign")
    return next(iter(found["urgent"]), None) if is_open else None


def _may_make_template(measure: Measure, seen: Situation) -> bool:
    """Whether a link to save it as a template is of use; its page asks again."""
    is_open = measure.case.access == Access.NORMAL and measure.council_public
    held = (capacity.function in KEEPING for capacity in seen.scene.capacities)
    return is_open and any(held)


def _mandate_gap(measure: Measure, seen: Situation) -> Lead | None:
    """Said where the release waits, and nobody leads integration or it is not recorded who does."""
    if measure.case.state != MeasureState.RELEASE:
        return None
    lead = decision_of(seen.look).integration_lead
    return None if lead.mandate else lead


def _goes_to_board(seen: Situation, state: str) -> bool | None:
    """Asked of the rule that decides it, where it decides on the next step."""
    is_next = state == MeasureState.RELEASE
    return needs_board(decision_of(seen.look)) if is_next else None


def _departures(versions: Sequence[ListedVersion]) -> list[Change]:
    """Where the plan, adapted to the resolution, differs from the paper."""
    latest = {row.version.occasion: row.version for row in reversed(versions)}
    if not {"paper", "adapted"} <= latest.keys():
        return []
    paper, plan = latest["paper"].content, latest["adapted"].content
    return changes(written(paper), written(plan), names={}, model=Measure)


def _may_take_up_again(measure: Measure, person: User, at: datetime) -> bool:
    """Whether a link to take the measure up again is of use; its page asks once more."""
    return measure.case.state in TAKEN_UP_FROM and bool(proposing_units(person, at=at))


def _may_supplement(measure: Measure, seen: Situation) -> bool:
    """Whether a link to the supplementary paper is of use; its page asks once more."""
    is_decided = measure.case.state in SUPPLEMENTED_IN and measure.supplements_id is None
    return is_decided and lead_staff.capacity(decision_of(seen.look)) is not None


def _beside(measure: Measure, found: Lists, person: User, at: datetime) -> dict[str, object]:
    """What most measures have none of."""
    has_kin = vars(measure)["has_successors"] or measure.predecessor_id or measure.supplements_id
    versions = versions_listed(found["versions"], model=Measure)
    return {
        "departures": _departures(versions),
        "attachments": attachments_in(found),
        "reports": reports_in(found, reversed(found["events"])),
        "relatives": relatives_of(measure, viewer=person, at=at) if has_kin else [],
        "versions": versions,
        "obligations": obligations_in(found),
        "waivers": found["waivers"],
        "document_requests": found["document_requests"],
        "urgency": urgency_of(measure.case, found["urgency"]),
        "shortened_before": [
            event for event in found["events"] if was_shortened_before(event, found["versions"])
        ],
    }


def _course(
    measure: Measure,
    seen: Situation,
    waiting: Sequence[Waiting],
    found: Lists,
    *,
    person: User,
    at: datetime,
) -> dict[str, object]:
    """Where the measure stands, who has signed, what has happened, what was new to the person."""
    case = measure.case
    rounds, questions, stations = rounds_in(found), questions_in(found), found["stations"]
    topics = _topics(measure, rounds, questions, stations)
    lines = _lines(measure, seen, found, topics, at)
    entries = _entries(measure, rounds, lines, found, person=person, at=at)
    main = waiting[0] if waiting else None
    outlook = Outlook(
        due_on=local_date(main.due_at) if main and main.due_at else None,
        periods=seen.route.periods,
        calendar=seen.route.calendar,
        stations=stations,
        today=local_date(at),
        to_board=_goes_to_board(seen, case.state),
        hurries=urgency_of(case, found["urgency"]).hurries,
    )
    return {
        "rounds": rounds,
        "brief": brief_of(rounds, entries),
        "stations": stations,
        "deadlines": _deadlines(seen, lines),
        "entries": entries,
        "entries_shown": EVENTS_SHOWN,
        "news": [entry for entry in entries if entry.is_new],
        "map": process_map(measure, entries, outlook),
        "questions": questions,
        "topics": topics,
    }


def _entries(
    measure: Measure,
    rounds: list[Round],
    lines: Sequence[DeadlineLine],
    found: Lists,
    *,
    person: User,
    at: datetime,
) -> list[Entry]:
    """What has happened; what came after the person's last visit is marked as new."""
    case, today = measure.case, local_date(at)
    seen_before = note_visit(case, by=person, at=at)
    over = frozenset(row.pk for row in found["mandates"] if row.last_day < today)
    deadlines = {
        str(line.deadline.pk): f"{line.title}: {line.topic}" if line.topic else str(line.title)
        for line in lines
    }
    words = Words(case, _units(rounds), deadlines, over=over)
    return entries_in(found["events"], words, seen_before=seen_before or case.seq)


def _lines(
    measure: Measure, seen: Situation, found: Lists, topics: Mapping[str, str], at: datetime
) -> list[DeadlineLine]:
    named = {key: words for key, words in topics.items() if key.startswith(_NAMED)}
    return ledger_of(
        measure.case, found, at=at, route=seen.route, known=seen.scene.known, topics=named
    )


def _deadlines(
    seen: Situation, lines: Sequence[DeadlineLine]
) -> Mapping[str, list[tuple[DeadlineLine, Links]]]:
    """The deadlines with links to what the person may do to each, the live ones apart."""
    offers = deadline_offers(seen) if any(line.is_live for line in lines) else {}
    rows = [(line, _links(line, offers.get(line.deadline.pk, ()))) for line in lines]
    return {
        "live": [row for row in rows if row[0].is_live],
        "over": [row for row in rows if not row[0].is_live],
    }


def _links(line: DeadlineLine, names: Sequence[str]) -> Links:
    return [
        (reverse(f"workflows:{name}", args=[line.deadline.pk]), DEADLINE_ACTS[name])
        for name in names
    ]


def _topics(
    measure: Measure,
    rounds: Sequence[Round],
    questions: Sequence[Question],
    stations: Sequence[Consultation],
) -> Mapping[str, str]:
    """What one of several tasks of a step is about, from what was read for the page anyway."""
    parts = [part for round_ in rounds for part in round_.signatures]
    return {
        **{thing("milestone", stone.pk): stone.title for stone in measure.milestones.all()},
        **{thing("condition", c.pk): c.unit.short_name for part in parts for c in part.conditions},
        **{thing("item", part.item.pk): part.unit.short_name for part in parts},
        **{thing("question", question.pk): str(question.asked_by) for question in questions},
        **{thing("consultation", station.pk): station_words(station) for station in stations},
    }


def _units(rounds: list[Round]) -> Mapping[int, str]:
    return {part.unit.pk: part.unit.name for round_ in rounds for part in round_.signatures}
