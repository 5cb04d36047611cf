"""Reports of earlier years are taken over from lists: history beside the reports written here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.machine import act
from workflows.refusals import Unmet

from ...decisions.flows.values import amount, day, entries, fields, key, line
from ...implementing.enums import ReportedState, TrafficLight
from ...implementing.models import EarlierReport
from ...implementing.queries.earlier import SAYS, TakenOver, content_of, taken_over
from ...implementing.rules import contradictions_of_reports
from .look import MeasureLook
from .work import MeasureWork


def _told(look: MeasureLook) -> list[Mapping[str, object]]:
    return [fields(row) for row in entries(look.call.data.get("reports"))]


def _how_it_stands(look: MeasureLook) -> TakenOver | None:
    """By the call that takes the measure over, else by the event that has done so."""
    data = look.call.data
    if look.call.name == "take_over_decided":
        decided_on, ended_on = day(data.get("decided_on")), day(data.get("ended_on"))
        return TakenOver(str(data.get("state")), decided_on, ended_on)
    return taken_over(look.case.pk, state=look.case.state)


def reports_fit(look: MeasureLook) -> Iterator[Unmet]:
    """Each says something of a year that it can know, and none contradicts another."""
    told = _told(look)
    stands = _how_it_stands(look) if told else None
    if told and stands is None:
        text = gettext(
            "This measure was not taken over from a stock. Its own status reports say how it goes."
        )
        yield Unmet("not_taken_over", text, "nr")
    if stands is None:
        return
    said = dict(look.subject.earlier_reports.values_list("year", "state"))
    for row in told:
        year = key(row.get("year"))
        if not year or not _can_be_kept(row):
            text = gettext("The report of this year cannot be read.")
            yield Unmet("report_invalid", text, f"reports-{row.get('year')}")
            return
        said[year] = line(row.get("state")) or said.get(year, "")
    named = {f"reports-{key(row.get('year'))}" for row in told}
    for unmet in contradictions_of_reports(
        said, state=stands.state, decided_on=stands.decided_on, ended_on=stands.ended_on,
        today=look.call.today,
    ):  # fmt: skip
        if unmet.field in named or stands.is_new:
            yield unmet


def _can_be_kept(row: Mapping[str, object]) -> bool:
    states, lights = {"", *ReportedState.values}, {"", *TrafficLight.values}
    return line(row.get("state")) in states and line(row.get("light")) in lights


@act(_("take over reports of earlier years"), guards=[reports_fit])
def take_over_reports(work: MeasureWork) -> None:
    """What a later list says of a year is added, or replaces what an earlier list said of it."""
    work.is_quiet = True
    work.note(imported_by=work.call.data.get("imported_by"))
    take_in(work)


def take_in(work: MeasureWork) -> None:
    """Write the reports of the call; a year that is there is overwritten, none is doubled.

    Which years were new and which changed stands in the event, their words only in the rows.
    """
    subject, data = work.look.subject, work.call.data
    known = {row.year: row for row in subject.earlier_reports.all()}
    new, changed = [], []
    for told in _told(work.look):
        year = key(told.get("year"))
        row = known.get(year) or EarlierReport(measure_id=subject.pk, year=year)
        before = content_of(row)
        _fill(row, told)
        if year not in known:
            new.append(row)
        elif content_of(row) != before:
            changed.append(row)
    for row in (*new, *changed):
        row.source = line(data.get("source")) or subject.source
        row.taken_by_id, row.taken_at = key(data.get("imported_by")), work.at
    work.store_new(new)
    work.store_changed(changed, *SAYS, "source", "taken_by", "taken_at")
    work.note(reports=sorted(row.year for row in new), changed=sorted(row.year for row in changed))


def _fill(row: EarlierReport, told: Mapping[str, object]) -> None:
    """What the list says; what it leaves open stays as it was."""
    for name in ("state", "light"):
        setattr(row, name, line(told.get(name)) or getattr(row, name))
    row.text = str(told.get("text") or "").strip() or row.text
    spent = amount(told.get("spent"))
    row.spent = row.spent if spent is None else spent
    row.figures = list(entries(told.get("figures"))) or row.figures
