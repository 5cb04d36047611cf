"""Recording what a body asked for."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from workflows.actions.acting.acts import Outcome
from workflows.actions.acting.cases import open_case
from workflows.actions.acting.work import Work
from workflows.calendars import local_date
from workflows.enums import Access
from workflows.machine.values import day, key
from workflows.models import Case, Unit, User
from workflows.queries.people.routes import working_calendar
from workflows.refusals import GuardsUnmet, Unmet
from workflows.spelling import one_line
from workflows.untyped import Json

from ...city.rules import OUTSIDE
from ...council.models import Consultation, Meeting, Organization
from ..flows import fields as item_fields
from ..flows.keeping import is_led, nobody_leads
from ..flows.work import FollowUpWork
from ..models import FollowUp
from ..rules import LEAD_TIME, next_report_after, next_report_problems


def record(
    *,
    fields: Json,
    by: User | None,
    at: datetime,
    command: UUID | None = None,
    consultation: Consultation | None = None,
    access: str = Access.NORMAL,
    source: str = "",
    source_number: str = "",
) -> Outcome:
    """Put an item on the list and ask its office for the first report; returns the outcome.

    `fields` are those of `flows.fields` and `body`, `meeting`, `office`, `next_report_on`, the keys
    of rows and days in ISO form. Without a day of the next report it is the end of the period that
    ends four weeks or more from now. Raises GuardsUnmet (422) with everything that does not fit,
    NotAllowed (403) for whoever does not keep the list; `by` None is the system. What comes from a
    list (`source`) tells nobody by mail.
    """
    today = local_date(at)
    if unmet := [*_problems(fields, today=today)]:
        raise GuardsUnmet(unmet)
    rhythm = str(fields.get("rhythm") or "quarter")
    next_report_on = day(fields.get("next_report_on")) or next_report_after(
        today + LEAD_TIME, rhythm, calendar=working_calendar()
    )

    def attach(case: Case, work: Work) -> FollowUp:
        item = FollowUp(
            case=case, reference=f"B-{work.today:%Y}-{case.pk:04d}", consultation=consultation,
            matter_id=consultation.case_id if consultation else None,
            next_report_on=next_report_on, source=source, source_number=source_number,
        )  # fmt: skip
        return _put(item, fields, work)

    return open_case(
        kind="followup", title=one_line(str(fields["title"]))[:300], by=by.pk if by else None,
        at=at, attach=attach, command=command, access=access,
        data={**fields, "source": source, "source_number": source_number},
    )  # fmt: skip


def _put(item: FollowUp, fields: Json, work: Work) -> FollowUp:
    """The item with what the fields say of it, seen by the house."""
    item.body_id, item.office_id = key(fields["body"]), key(fields["office"])
    item.meeting_id = key(fields.get("meeting")) or None
    item_fields.take(item, fields)
    work.store(item)
    work.is_quiet = bool(item.source)
    assert isinstance(work, FollowUpWork), "the doer of this kind"
    work.look = work.look.knowing(item)
    work.show_to_the_house()
    return item


def _problems(fields: Json, *, today: date) -> list[Unmet]:
    found = [*item_fields.problems(fields, today=today)]
    body = Organization.objects.filter(pk=key(fields.get("body"))).first()
    if body is None:
        found.append(Unmet("body_missing", _("Please choose the body."), "body"))
    elif fields.get("meeting"):
        of_body = Meeting.objects.filter(organization=body, pk=key(fields["meeting"]))
        if not of_body.exists():
            text = _("This session is none of this body.")
            found.append(Unmet("meeting_unknown", text, "meeting"))
    inside = Unit.objects.in_force(on=today).exclude(kind__in=OUTSIDE)
    office = inside.filter(pk=key(fields.get("office"))).first()
    if office is None:
        text = _("Please choose the responsible office.")
        found.append(Unmet("office_missing", text, "office"))
    elif not is_led(office):
        found.append(nobody_leads("office"))
    if fields.get("next_report_on"):
        found += next_report_problems(day(fields["next_report_on"]), today=today)
    return found
