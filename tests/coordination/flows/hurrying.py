"""Asking for urgency of the co-signature, and deciding on it."""

from __future__ import annotations

from coordination.decisions.models import UrgencyRequest
from coordination.measures.models import Measure
from tests.town import Town
from workflows.models import Task

WHY = "Der Förderbescheid verfällt Ende März."
NO = "Der Bescheid lässt sich verlängern."


def request(
    town: Town, measure: Measure, why: str = WHY, by: str = "youth-clerk"
) -> UrgencyRequest:
    """The lead asks; the latest request."""
    town.do(measure, "request_urgency", by, text=why)
    return UrgencyRequest.objects.filter(case=measure.case_id).order_by("-asked_at", "-pk")[0]


def decide(town: Town, measure: Measure, *, accept: bool, by: str = "") -> UrgencyRequest:
    """Whoever has the task decides, or whoever is named."""
    task = Task.objects.get(case=measure.case_id, step__key="urgency", status="open")
    row = UrgencyRequest.objects.get(case=measure.case_id, end="")
    text = "" if accept else NO
    desk = by or task.desk.key
    town.do(measure, "decide_urgency", desk, task=task.pk, accept=accept, text=text)
    row.refresh_from_db()
    return row


def hurry(town: Town, measure: Measure, by: str = "youth-clerk") -> None:
    """Urgency is asked for and accepted."""
    request(town, measure, by=by)
    decide(town, measure, accept=True)
