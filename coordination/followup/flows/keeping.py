"""The council office keeps the list: corrects, assigns, asks later, notes, strikes, publishes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.calendars import local_date
from workflows.machine import act
from workflows.machine.reasons import reason_given
from workflows.machine.values import day, key
from workflows.models import Desk, Unit
from workflows.refusals import Unmet

from ...city.rules import LEADERS, OUTSIDE
from ...council.models import Meeting
from ..enums import FINISHED, Publication
from ..enums import FollowUpState as S
from ..rules import next_report_problems
from . import fields
from .look import FollowUpLook
from .work import FollowUpWork

# --- assigning ----------------------------------------------------------------------------


def new_office(look: FollowUpLook) -> Unit | None:
    """The office that the call names; none if it cannot answer."""
    inside = Unit.objects.in_force(on=look.call.today).exclude(kind__in=OUTSIDE)
    return inside.filter(pk=key(look.call.data.get("lead"))).first()


def office_can_answer(look: FollowUpLook) -> Iterator[Unmet]:
    """Another office of the house, in force, that somebody leads."""
    unit = new_office(look)
    if unit is None:
        yield Unmet("office_missing", gettext("Please choose the responsible office."), "lead")
    elif unit.pk == look.subject.office_id:
        text = gettext("This office is responsible already. Please choose another one.")
        yield Unmet("office_same", text, "lead")
    elif not is_led(unit):
        yield nobody_leads("lead")


def is_led(unit: Unit) -> bool:
    """Whether a unit has a desk from which it is led."""
    return Desk.objects.filter(unit=unit, function__in=LEADERS, closed_on=None).exists()


def nobody_leads(field: str) -> Unmet:
    """An office without a head cannot answer."""
    text = gettext("Nobody leads this office. Please choose an office with a head.")
    return Unmet("office_without_head", text, field)


def person_says_why(look: FollowUpLook) -> Iterator[Unmet]:
    """A person gives a reason; the organisation's own act has said it for all its matters."""
    if look.call.actor.person is not None:
        yield from reason_given(look)


@act(_("assign to another office"), guards=[office_can_answer, person_says_why])
def transfer_lead(work: FollowUpWork) -> None:
    """Another office owes the answer; a draft of the old one stays for it to see and change."""
    unit = new_office(work.look)
    assert unit is not None, "guarded by office_can_answer"
    item, before = work.look.subject, work.look.subject.office_id
    item.office = unit
    work.keep_item("office")
    work.show_to_the_house()
    if item.state not in FINISHED:
        work.ask_office()
    work.note(lead=unit.pk, lead_before=before)


# --- correcting ---------------------------------------------------------------------------


def entries_fit(look: FollowUpLook) -> Iterator[Unmet]:
    """Each corrected field by itself, and what the public reads."""
    yield from fields.problems(look.call.data, today=look.call.today, partial=True)
    item, said = look.subject, look.call.data
    if said.get("is_public") is False and item.publication == Publication.PUBLIC:
        text = gettext("The public can read this item. Please end its publication first.")
        yield Unmet("is_published", text, "is_public")


@act(_("correct the item"), guards=[entries_fit], changes_text=True, needs_version=True)
def revise(work: FollowUpWork) -> None:
    """What was recorded wrongly or has changed; the day of the next report is no part of it."""
    item = work.look.subject
    changed = fields.take(item, work.call.data)
    if "title" in changed:
        work.case.title = item.title
    if item.publication == Publication.PUBLIC and set(changed) & fields.PUBLIC:
        item.renewed_at = work.at
        changed.append("renewed_at")
    if changed:
        work.keep_item(*changed)
    if "is_public" in changed:
        work.show_to_the_council()
    work.note(fields=sorted(changed))


@act(_("follow the seats of the body"))
def follow_seats(work: FollowUpWork) -> None:
    """Somebody has got or lost a seat: what is not public is shown and hidden accordingly."""
    work.show_to_the_council()


# --- the day of the next report -----------------------------------------------------------


def may_come_later(look: FollowUpLook) -> Iterator[Unmet]:
    """A later day for the next report."""
    yield from next_report_problems(
        day(look.call.data.get("next_report_on")),
        today=look.call.today,
        after=look.subject.next_report_on,
    )


@act(_("ask later"), guards=[may_come_later, reason_given])
def extend_report(work: FollowUpWork) -> None:
    """The next report later, with a reason; the office keeps what it has begun."""
    item = work.look.subject
    before, due_on = item.next_report_on, day(work.call.data["next_report_on"])
    assert before is not None, "only a closed item has none"
    assert due_on is not None, "guarded by may_come_later"
    item.next_report_on = due_on
    work.keep_item("next_report_on")
    for deadline in work.look.deadlines:
        if deadline.kind in ("followup_report", "followup_release", "followup_note"):
            work.extend(deadline, due_on=due_on)
    work.note(due_before=before, due_after=due_on)


# --- the body takes note ------------------------------------------------------------------


def note_is_plausible(look: FollowUpLook) -> Iterator[Unmet]:
    """A session of the body that has begun, or a day, after the answer was given."""
    item, data = look.subject, look.call.data
    on = noted_day(look)
    if data.get("meeting") and _meeting(look) is None:
        text = gettext("Please choose a session of this body that has taken place.")
        yield Unmet("meeting_unknown", text, "meeting")
    elif on is None:
        text = gettext("Please choose the session, or enter the day.")
        yield Unmet("noted_on_missing", text, "noted_on")
    elif on > look.call.today:
        yield Unmet("noted_on_future", gettext("The day lies in the future."), "noted_on")
    elif item.answered_on is None:
        text = gettext("The office has not answered yet; there is nothing to take note of.")
        yield Unmet("not_answered", text)
    elif on < item.answered_on:
        text = gettext("The office answered on %(day)s only. The body cannot have read it before.")
        words = {"day": f"{item.answered_on:%d.%m.%Y}"}
        yield Unmet("before_answer", text % words, "noted_on")


def _meeting(look: FollowUpLook) -> Meeting | None:
    held = Meeting.objects.filter(
        organization=look.subject.body_id, is_cancelled=False, starts_at__lte=look.call.at
    )
    return held.filter(pk=key(look.call.data.get("meeting"))).first()


def noted_day(look: FollowUpLook) -> date | None:
    """The day of the session, or the day that was entered."""
    meeting = _meeting(look)
    if meeting is not None:
        return local_date(meeting.starts_at)
    return day(look.call.data.get("noted_on"))


@act(
    _("record that the body has taken note"),
    guards=[note_is_plausible],
    needs_version=False,
    legal_basis="GO NRW § 55 Abs. 3",
)
def take_note(work: FollowUpWork) -> str:
    """What is done or dropped leaves the list; all else stays with its next report."""
    item = work.look.subject
    item.noted_on = noted_day(work.look)
    work.finish("followup_note")
    work.note(noted_on=item.noted_on, meeting=key(work.call.data.get("meeting")))
    if item.state in FINISHED:
        work.set_state(S.CLOSED, next_report_on=None, names=("noted_on",))
    else:
        work.keep_item("noted_on")
    return item.state


@act(_("strike off the list"), guards=[reason_given])
def strike(work: FollowUpWork) -> None:
    """Without a note of the body: recorded by mistake, or taken into another item."""
    work.set_state(S.CLOSED, next_report_on=None, names=())


def comes_again(look: FollowUpLook) -> Iterator[Unmet]:
    """A day of the next report."""
    on = day(look.call.data.get("next_report_on"))
    yield from next_report_problems(on, today=look.call.today)


@act(_("take up again"), guards=[comes_again, reason_given])
def reopen(work: FollowUpWork) -> None:
    """The body was not satisfied, or it was closed too early: the office owes an answer again."""
    next_report_on = day(work.call.data["next_report_on"])
    work.set_state(S.OPEN, next_report_on=next_report_on, names=())
    work.note(until=next_report_on)


# --- the public ---------------------------------------------------------------------------


def may_be_public(look: FollowUpLook) -> Iterator[Unmet]:
    """A public item that is not public yet; what is not, GO NRW § 48 Abs. 2, never becomes so."""
    if not look.subject.is_public:
        text = gettext("This item belongs to the non-public part. It cannot be published.")
        yield Unmet("not_public", text)
    elif look.subject.publication == Publication.PUBLIC:
        yield Unmet("is_published", gettext("The public can read this item already."))


@act(_("publish the item"), guards=[may_be_public], needs_version=True)
def publish(work: FollowUpWork) -> None:
    """From now on the public reads it: the public note, never the internal one."""
    item = work.look.subject
    item.publication, item.renewed_at = Publication.PUBLIC.value, work.at
    item.published_at = item.published_at or work.at
    work.keep_item("publication", "renewed_at", "published_at")


def ends_in_a_way(look: FollowUpLook) -> Iterator[Unmet]:
    """It is public, and it is said what its address answers from now on."""
    if look.subject.publication not in (Publication.PUBLIC, *fields.ENDED):
        yield Unmet("not_published", gettext("The public cannot read this item."))
    elif look.call.data.get("publication") not in fields.ENDED:
        text = gettext("Please choose what the address answers from now on.")
        yield Unmet("ending_missing", text, "publication")


@act(_("end the publication"), guards=[ends_in_a_way])
def end_publication(work: FollowUpWork) -> None:
    """It stays as an archive, is gone (410) or not available at present (503)."""
    item = work.look.subject
    item.publication = Publication(str(work.call.data["publication"])).value
    item.renewed_at = work.at
    work.keep_item("publication", "renewed_at")
    work.note(publication=item.publication)
