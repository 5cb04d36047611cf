"""How a session goes: planned → invited → held → minutes drafted → sent → approved (domain 2.8)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.work import Opening
from workflows.calendars import Period, PeriodUnit
from workflows.machine import TIMED, At, CaseFlow, Stage, act, system
from workflows.machine.entry import Entry
from workflows.machine.reasons import reason_given
from workflows.models import Unit
from workflows.refusals import Unmet
from workflows.subjects import thing

from ...city.rules import INTEGRATION_DEPUTY, MAYOR, SECRETARIAT
from ..enums import SessionState as S
from ..models import GroupDecision, MinutesObjection, Order, SessionItem
from .fields import read_words
from .session_look import (
    ANSWER,
    DRAFT,
    ENDS,
    OBJECTIONS,
    SessionLook,
    SessionWork,
    keeping,
    leading,
    member,
)

NOTICE = timedelta(days=7)
"""So long before a session its members are invited (domain 2.8)."""

FARTHEST = timedelta(days=2 * 366)
ANSWERING = Period(5, PeriodUnit.WORKING_DAYS)


def title_of(day: date) -> str:
    """What the case of a session is called."""
    text = gettext("Coordination group, session of %(day)s")
    return text % {"day": f"{day:%d.%m.%Y}"}


def read_day(entry: Entry, *, today: date) -> None:
    """A day ahead, near enough."""
    day = entry.day("held_on")
    entry.text("place", longest=200, needed=False)
    if day is None:
        return
    if day < today:
        entry.note("past", gettext("This day is over. Please choose a later one."), "held_on")
    elif day > today + FARTHEST:
        entry.note("too_far", gettext("Please choose a day within two years."), "held_on")


def show_to_the_house(work: SessionWork) -> None:
    """Planned: the secretariat, whoever leads, the mayor and the members see it."""
    work.admit([SECRETARIAT, INTEGRATION_DEPUTY, MAYOR], "named")
    work.admit(work.member_posts(), "named")


def can_add_item(look: SessionLook) -> Iterator[Unmet]:
    """A title."""
    look.entry.text("title", longest=300)
    look.entry.make("note", str(look.call.data.get("note") or "").strip())
    yield from look.entry.unmet


@act(_("put a point on the agenda"), guards=[can_add_item])
def add_point(work: SessionWork) -> None:
    """After what stands there by itself."""
    entry = work.look.entry
    row = SessionItem(session=work.look.subject, title=entry["title"], note=entry["note"])
    work.store(row)
    work.note(item=row.pk, name=row.title)


def can_drop_item(look: SessionLook) -> Iterator[Unmet]:
    """A point that somebody has put there."""
    look.entry.row("item", SessionItem.objects.filter(session=look.subject.pk))
    yield from look.entry.unmet


@act(_("take a point off the agenda"), guards=[can_drop_item])
def drop_point(work: SessionWork) -> None:
    """What stands there by itself stays."""
    row = work.look.entry["item"]
    work.note(item=row.pk, name=row.title)
    work.remove([row])


def can_invite(look: SessionLook) -> Iterator[Unmet]:
    """At least seven days before."""
    first = look.subject.held_on - NOTICE
    if look.call.today > first:
        text = gettext("Members are invited seven days before. Please move the session.")
        yield Unmet("too_late", text, "held_on")
    if not look.members:
        yield Unmet("nobody", gettext("The group has no member yet."), "members")


@act(_("invite the members"), guards=[can_invite])
def invite(work: SessionWork) -> None:
    """They are told, and see the agenda as it is from now on."""
    work.admit(work.member_posts(), "named")
    work.tell_members("group_invited", day=str(work.look.subject.held_on))
    work.set_state(S.INVITED)


def can_move(look: SessionLook) -> Iterator[Unmet]:
    """Another day."""
    read_day(look.entry, today=look.call.today)
    yield from look.entry.unmet


@act(_("move the session"), guards=[can_move, reason_given])
def move_session(work: SessionWork) -> None:
    """The agenda goes with it; members are invited anew."""
    session, before = work.look.subject, work.look.subject.held_on
    session.held_on = work.look.entry["held_on"]
    session.place = work.look.entry["place"] or session.place
    if work.source == S.INVITED:
        work.tell_members("group_moved", day=str(session.held_on))
    work.case.title = title_of(session.held_on)
    work.set_state(S.PLANNED, "held_on", "place")
    work.note(day_before=str(before), day=str(session.held_on))


@act(_("cancel the session"), guards=[reason_given])
def cancel_session(work: SessionWork) -> None:
    """What is open stands on the agenda of the next one by itself."""
    if work.source == S.INVITED:
        work.tell_members("group_cancelled", day=str(work.look.subject.held_on))
    work.set_state(S.CANCELLED)


def can_hold(look: SessionLook) -> Iterator[Unmet]:
    """Its day has come; who took part is in the group."""
    if look.subject.held_on > look.call.today:
        yield Unmet("ahead", gettext("The session is still to come."), "held_on")
    said = look.call.data.get("present") or []
    keys = said if isinstance(said, list) else [None]
    if not keys or not look.members.issuperset(keys):
        text = gettext("Please choose the members that took part.")
        look.entry.note("missing", text, "present")
    look.entry.make("present", sorted(look.members & {*keys}))
    yield from look.entry.unmet


@act(_("record that the session was held"), guards=[can_hold])
def record_held(work: SessionWork) -> None:
    """Who took part and which orders stood on the agenda; the secretariat drafts the minutes."""
    session = work.look.subject
    session.present = work.look.entry["present"]
    session.orders = list(
        Order.objects.open().order_by("due_on", "pk").values_list("pk", flat=True)
    )
    work.set_state(S.HELD, "present", "orders")
    work.note(present=session.present, orders=len(session.orders))


def ask_for_the_minutes(work: SessionWork) -> None:
    """Held, or changed after an objection."""
    work.ask_for_the_minutes()


def can_decide(look: SessionLook) -> Iterator[Unmet]:
    """A title and the words."""
    look.entry.text("title", longest=300)
    read_words(look.entry, "words")
    yield from look.entry.unmet


@act(_("record a decision of the group"), guards=[can_decide])
def add_decision(work: SessionWork) -> None:
    """Numbered within its session; orders can be drafted from it."""
    session, entry = work.look.subject, work.look.entry
    rows = GroupDecision.objects.filter(session=session.pk)
    last = rows.aggregate(last=Max("number"))["last"]
    row = GroupDecision(
        session=session, number=(last or 0) + 1, title=entry["title"], words=entry["words"]
    )
    work.store(row)
    work.note(decision=row.pk, name=row.title)


def can_draft(look: SessionLook) -> Iterator[Unmet]:
    """The minutes."""
    words = str(look.call.data.get("minutes") or "").strip()
    if not words:
        look.entry.note("missing", gettext("Please fill in this field."), "minutes")
    look.entry.make("minutes", words)
    yield from look.entry.unmet


@act(_("draft the minutes"), guards=[can_draft])
def draft_minutes(work: SessionWork) -> None:
    """They can be changed until they are sent."""
    work.look.subject.minutes = work.look.entry["minutes"]
    work.set_state(S.MINUTES, "minutes")


@act(_("send the minutes"))
def send_minutes(work: SessionWork) -> None:
    """Members have five working days to object; then they are approved by themselves."""
    session = work.look.subject
    end = work.reckon(ENDS, OBJECTIONS)
    assert end is not None, "a period is given"
    session.sent_on, session.objections_until = work.today, end.due_on
    work.finish(DRAFT.key)
    work.set_deadline(ENDS, effect="minutes_period_over", due_on=end.due_on)
    work.tell_members("group_minutes", day=str(end.due_on))
    work.set_state(S.SENT, "sent_on", "objections_until")


def can_object(look: SessionLook) -> Iterator[Unmet]:
    """Within the period, with what is wrong."""
    read_words(look.entry, "objection")
    yield from look.entry.unmet
    until = look.subject.objections_until
    if until is not None and look.call.today > until:
        text = gettext("The period for objections ended on %(day)s.")
        yield Unmet("over", text % {"day": f"{until:%d.%m.%Y}"}, "objection")


@act(_("object to the minutes"), guards=[can_object])
def object_to_minutes(work: SessionWork) -> None:
    """Whoever leads the group answers; until then the minutes are not approved."""
    look, capacity = work.look, work.call.capacity
    assert capacity is not None, "a person has done it"
    unit = next(unit for unit, _ in capacity.units if unit in look.members)
    row = MinutesObjection(
        session=look.subject, unit=Unit.objects.get(pk=unit), by_id=work.call.person, at=work.at,
        text=look.entry["objection"],
    )  # fmt: skip
    work.store(row)
    work.open(Opening(ANSWER, subject=thing("objection", row.pk), period=ANSWERING))
    work.note(objection=row.pk, unit=unit)


def can_settle(look: SessionLook) -> Iterator[Unmet]:
    """An open objection, yes or no, an answer; minutes that change with a yes."""
    entry = look.entry
    open_ones = MinutesObjection.objects.filter(session=look.subject.pk, is_accepted=None)
    entry.row("objection", open_ones)
    entry.flag("is_accepted")
    read_words(entry, "answer")
    entry.make("minutes", str(look.call.data.get("minutes") or "").strip())
    if entry["is_accepted"] and entry["minutes"] in ("", look.subject.minutes):
        text = gettext("Whoever agrees changes the minutes. Please change them.")
        entry.note("unchanged", text, "minutes")
    yield from entry.unmet


@act(_("answer an objection to the minutes"), guards=[can_settle])
def settle_objection(work: SessionWork) -> None:
    """Taken over into the minutes, or not; the answer stands beside it."""
    entry, row = work.look.entry, work.look.entry["objection"]
    row.is_accepted, row.answer = entry["is_accepted"], entry["answer"]
    work.store(row, "is_accepted", "answer")
    if row.is_accepted:
        work.look.subject.minutes = entry["minutes"]
        work.keep_session("minutes")
    work.finish(ANSWER.key, thing("objection", row.pk))
    if row.by_id != work.call.person:
        work.tell_people("group_objection_answered", [row.by_id])
    work.note(objection=row.pk, accepted=row.is_accepted)


@act(_("the period for objections is over"))
def minutes_period_over(work: SessionWork) -> None:
    """What follows from it follows by itself."""
    work.note(objections=len(work.look.open_objections))


def is_approved(look: SessionLook) -> bool:
    """The period is over and no objection is open."""
    until = look.subject.objections_until
    return until is not None and look.call.today > until and not look.open_objections


@act(_("the minutes are approved"), when=is_approved)
def approve_minutes(work: SessionWork) -> None:
    """Nobody objects any more."""
    work.set_state(S.APPROVED)


POINTS = (add_point.by(keeping), drop_point.by(keeping))
MOVE, CANCEL = move_session.by(keeping, to=S.PLANNED), cancel_session.by(keeping, to=S.CANCELLED)
WRITE = (
    add_decision.by(keeping),
    draft_minutes.by(keeping, to=S.MINUTES),
)


class GroupSessionFlow(CaseFlow):
    """A session of the coordination group, led by whoever leads integration."""

    kind = "group_session"
    label = _("session of the coordination group")
    states = S
    initial = S.PLANNED
    final = frozenset({S.APPROVED, S.CANCELLED})
    opener = keeping
    look = SessionLook
    work = SessionWork
    url_name = "coordination:group_session"
    route_of = "measure"
    fixed_deadlines = frozenset({ENDS})
    stages = (
        Stage(
            {
                S.PLANNED: At(
                    enters=(show_to_the_house,),
                    acts=(*POINTS, invite.by(keeping, to=S.INVITED), MOVE, CANCEL),
                ),
                S.INVITED: At(acts=(*POINTS, record_held.by(keeping, to=S.HELD), MOVE, CANCEL)),
                S.HELD: At(enters=(ask_for_the_minutes,), acts=WRITE),
                S.MINUTES: At(
                    enters=(ask_for_the_minutes,),
                    acts=(*WRITE, send_minutes.by(keeping, to=S.SENT)),
                ),
                S.SENT: At(
                    acts=(
                        object_to_minutes.by(member),
                        settle_objection.by(leading),
                        minutes_period_over.by(system),
                        approve_minutes.by(system, to=S.APPROVED),
                    )
                ),
            },
            steps=(DRAFT, ANSWER),
        ),
        TIMED,
    )
