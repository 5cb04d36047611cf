"""The inbox as a file: exactly the view that its address names, all pages of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ...calendars import local_date
from ...forms.acting.pages import person_of
from ...forms.downloads import workbook_download
from ...forms.inbox.steps import sensible
from ...forms.inbox.workbooks import (
    MOST_ROWS,
    check_length,
    done_table,
    resubmission_table,
    started_table,
    task_table,
)
from ...models import User
from ...queries.inbox import Place, View, case_page, task_page, task_topics
from ...queries.inbox.personal import resubmissions
from ...queries.people.desks import held_by
from ...tables import Cell


@require_safe
def inbox_workbook(request: HttpRequest) -> HttpResponse:
    """What the person's inbox shows at this place, as XLSX. GuardsUnmet 422 beyond MOST_ROWS."""
    person, at = person_of(request), timezone.now()
    place = sensible(Place.of(request.GET.dict())).at(choose="")
    place = place if place.view else place.at(view=View.TODO)
    title = str(View(place.view).label)
    name = f"eingang-{local_date(at):%Y-%m-%d}.xlsx"
    return workbook_download([(title, _table(person, place, at))], name)


def _table(person: User, place: Place, at: datetime) -> Iterable[Iterable[Cell]]:
    desks = held_by(person.pk, on=local_date(at))
    if place.view == View.RESUBMISSION:
        return resubmission_table(resubmissions(person.pk, desks=desks))
    if place.view == View.STARTED:
        cases = case_page(place, person=person.pk, desks=desks, size=MOST_ROWS)
        check_length(is_cut=cases.forward is not None)
        return started_table(cases.rows)
    tasks = task_page(place, person=person.pk, desks=desks, at=at, size=MOST_ROWS)
    check_length(is_cut=tasks.forward is not None)
    topics = task_topics(tasks.rows)
    if place.view == View.DONE:
        return done_table(tasks.rows, topics=topics)
    return task_table(tasks.rows, desks=desks, topics=topics)
