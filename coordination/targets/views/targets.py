"""The list of targets, and one target with the curves of its objectives."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from workflows.forms.acting.case_page import case_context, seen_by
from workflows.forms.acting.pages import person_of
from workflows.subjects import thing

from ...council.queries import consultations_of, waivers_of
from ...decisions.flows.planning import NEXT_STEPS
from ...decisions.queries.cosignatures import rounds_of
from ...decisions.queries.history import history_of
from ...decisions.queries.opinions import opinions_of
from ...decisions.queries.urgency import urgency_of
from ...decisions.rules.looks import decision_of
from ...decisions.views.planning import show_sessions
from ...publishing.flows.look import announces
from ..queries.public import SHOWN
from ..queries.targets import Standing, standings_of, target_seen_by, targets_of
from ..rules import share_reached
from .writing import may_open

Row = dict[str, object]


@require_GET
def target_list(request: HttpRequest) -> HttpResponse:
    """The targets that the person sees, each with its objectives; those nobody serves are named."""
    person, at = person_of(request), timezone.now()
    found = targets_of(person, at=at)
    standings = standings_of(found)
    rows = [
        {
            "target": target,
            "objectives": [_row(one) for one in standings if one.objective.target_id == target.pk],
        }
        for target in found
    ]
    context: Mapping[str, object] = {"rows": rows, "may_open": may_open(person, at=at), "now": at}
    return render(request, "coordination/targets/list.html", context)


@require_GET
def target_page(request: HttpRequest, case_id: int) -> HttpResponse:
    """A target: what is next, its objectives with their curves, and how it came about."""
    person, at = person_of(request), timezone.now()
    target = target_seen_by(person, case_id, at=at)
    seen = seen_by(person, target, at=at)
    standings, stations = standings_of([target]), consultations_of(case_id)
    context = {
        **case_context(request, target, seen, person=person, at=at),
        "target": target,
        "announces": target.case.state in SHOWN
        and announces(seen.scene.capacities, target.lead_id),
        "rows": [_row(one) for one in standings],
        "topics": {thing("objective", one.objective.pk): one.objective.text for one in standings},
        "rounds": rounds_of(case_id),
        "document_requests": decision_of(seen.look).document_requests,
        "urgency": urgency_of(target.case, decision_of(seen.look).urgency),
        "stations": stations,
        "opinions": opinions_of(case_id) if stations else [],
        "waivers": waivers_of(case_id),
        "entries": history_of(target.case),
        "prints": request.GET.get("print") == "1",
        "plans_sessions": target.case.state in NEXT_STEPS,
    }
    return render(request, "coordination/targets/target.html", context)


@require_GET
def target_sessions(request: HttpRequest, case_id: int) -> HttpResponse:
    """Which session of the council can be reached, and what a wished one would cost."""
    person, at = person_of(request), timezone.now()
    target = target_seen_by(person, case_id, at=at)
    return show_sessions(request, target, seen_by(person, target, at=at), at=at)


def _row(one: Standing) -> Row:
    row, last = one.objective, one.last
    value = last.value if last is not None else row.baseline
    return {
        "objective": row,
        "last": last,
        "share": share_reached(row, value),
        "served": one.served,
        "is_gap": one.is_gap,
        "curve": _curve(one),
    }


def _curve(one: Standing) -> Row | None:
    """What the drawing needs; nothing as long as the objective is not complete."""
    row = one.objective
    if row.baseline is None or row.baseline_on is None or row.goal is None or row.due_on is None:
        return None
    begin = (row.baseline_on, row.baseline, _("at the beginning"))
    later = [(reading.measured_on, reading.value, reading.note) for reading in one.readings]
    points = sorted([begin, *later], key=lambda point: point[0])
    return {
        "title": row.indicator or row.text, "unit": row.unit, "points": points,
        "goal": (row.due_on, row.goal),
    }  # fmt: skip
