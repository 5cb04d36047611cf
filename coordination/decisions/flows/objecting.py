"""Objections that hold up the execution of a resolution (GO NRW §§ 54, 57 Abs. 4; M14 to M17)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.ledger_work import running
from workflows.calendars import local_date
from workflows.machine import act
from workflows.machine.reasons import reason_given
from workflows.models import Deadline
from workflows.refusals import OnlyOnce, Unmet

from ...city.enums import OrganizationType
from ...council.enums import ObjectionKind
from ...council.models import Consultation, Objection
from ...council.queries import resolution_of, rules_on
from ...council.queries.sessions import legal_members
from ...council.rules.objection import basis_of_objection, mayors_objection, objectors_needed
from ...council.vocabulary import RuleSubject
from ..rules.looks import DecisionLook
from . import approving, values
from .deliberating import OBJECTION
from .work import DecisionWork

VETO_PERIOD = "veto_period"


class SecondObjection(OnlyOnce):
    """There is one objection of this kind to a resolution, whatever became of it."""

    @property
    def text(self) -> str:
        return gettext(
            "The mayor has already objected to this resolution. A second objection is not"
            " possible (GO NRW § 54 Abs. 1). What is unlawful can still be objected to as such."
        )


class SecondVeto(OnlyOnce):
    """The council decides on a veto once."""

    @property
    def text(self) -> str:
        return gettext("The council has already decided on a veto against this decision.")


# --- what is objected to --------------------------------------------------------------------


def was_resolved(look: DecisionLook) -> Iterator[Unmet]:
    """A body has decided; current administration has no resolution to object to."""
    if look.resolution is None:
        text = gettext("No body of the council has decided here; there is nothing to object to.")
        yield Unmet("no_resolution", text, for_good=True)


def may_be_called_unlawful(look: DecisionLook) -> Iterator[Unmet]:
    """M16: where the rules of that day know such an objection (GO NRW § 54 Abs. 2, 3)."""
    resolution = look.resolution
    if resolution is None:
        return  # said by `was_resolved`
    if not rules_on(_day_of(resolution)).says(RuleSubject.LEGAL_OBJECTION, resolution.organization):
        text = gettext("By the rules of that day “%(body)s” is not objected to as unlawful.")
        named = text % {"body": resolution.organization.name}
        yield Unmet("no_legal_objection", named, for_good=True)


def not_vetoed_yet(look: DecisionLook) -> Iterator[Unmet]:
    """M14: the council decides on a veto once; raises SecondVeto (409)."""
    resolution = look.resolution
    if (
        resolution is not None
        and Objection.objects.filter(resolution=resolution, kind=ObjectionKind.VETO).exists()
    ):
        raise SecondVeto(state=look.case.state, version=look.case.version)
    yield from ()


def veto_runs(look: DecisionLook) -> Iterator[Unmet]:
    """The period after the committee's decision has not ended."""
    period = _veto_period(look)
    if period is None or look.call.at >= period.due_at:
        yield Unmet("veto_over", gettext("The period for a veto has ended."))


def enough_members_object(look: DecisionLook) -> Iterator[Unmet]:
    """M14: a fifth of the committee's legal number of members, within the period."""
    resolution = look.resolution
    body = resolution.organization if resolution else None
    least = objectors_needed(body, on=_day_of(resolution)) if body and resolution else None
    members = legal_members(body, on=_day_of(resolution)) if body and resolution else None
    if least is None or members is None:
        text = gettext("The legal number of members of this body is not known yet.")
        yield Unmet("members_unknown", text, "objectors")
        return
    try:
        given = values.count(look.call.data.get("objectors"))
    except ValueError:
        given = None
    if given is None:
        text = gettext("Please enter how many members object.")
        yield Unmet("objectors_missing", text, "objectors")
    elif not least <= given <= members:
        text = gettext("At least %(least)d of the %(members)d members have to object.")
        yield Unmet("objectors_wrong", text % {"least": least, "members": members}, "objectors")


def veto_was_in_time(look: DecisionLook) -> Iterator[Unmet]:
    """M14: it arrived after the decision and before the end of the period, whenever it is kept."""
    filed = values.day(look.call.data.get("filed_on"))
    resolution, period = look.resolution, _veto_period(look)
    if period is None:
        text = gettext("No committee has decided here; members can object to its decisions only.")
        yield Unmet("no_veto", text, for_good=True)
    elif filed is None:
        text = gettext("Please enter the day on which the veto arrived.")
        yield Unmet("filed_missing", text, "filed_on")
    elif filed > look.call.today:
        yield Unmet("filed_future", gettext("The day lies in the future."), "filed_on")
    elif resolution is None or filed < _day_of(resolution):
        text = gettext("The committee had not decided yet on that day.")
        yield Unmet("filed_before", text, "filed_on")
    elif filed > period.due_on:
        text = gettext("The period for a veto had ended by that day.")
        yield Unmet("filed_late", text, "filed_on")


def mayor_may_object(look: DecisionLook) -> Iterator[Unmet]:
    """M15: to a resolution of the council, in time, for the first time.

    Raises SecondObjection (409) where there was one already.
    """
    resolution = look.resolution
    if resolution is None:
        return  # said by `was_resolved`
    if Objection.objects.filter(resolution=resolution, kind=ObjectionKind.OBJECTION).exists():
        raise SecondObjection(state=look.case.state, version=look.case.version)
    period = mayors_objection(resolution.organization, on=_day_of(resolution))
    if period is None:
        text = gettext(
            "The decision of a committee can only be objected to as unlawful (GO NRW § 54 Abs. 3)."
        )
        yield Unmet("committee", text, for_good=True)
        return
    last = look.calendar.forward(_day_of(resolution), period).due_on
    if look.call.today > last:
        text = gettext("The period for an objection ended on %(day)s.")
        yield Unmet("objection_over", text % {"day": f"{last:%d.%m.%Y}"})


def _veto_period(look: DecisionLook) -> Deadline | None:
    """The last veto period of the case, running or over."""
    rows = Deadline.objects.filter(case=look.case.pk, kind=VETO_PERIOD)
    return rows.order_by("-due_at").first()


def _day_of(station: Consultation) -> date:
    assert station.meeting is not None, "a body resolves in a session"
    return local_date(station.meeting.starts_at)


# --- the acts --------------------------------------------------------------------------------


@act(
    _("object within the veto period"),
    guards=[not_vetoed_yet, veto_runs, reason_given],
    legal_basis="GO NRW § 57 Abs. 4 S. 2",
    decides=True,
)
def veto(work: DecisionWork) -> None:
    """M14: the mayor objects to the decision of a committee; the council decides."""
    _hold_up(work, ObjectionKind.VETO)


@act(
    _("record a veto of members"),
    guards=[not_vetoed_yet, enough_members_object, veto_was_in_time],
    legal_basis="GO NRW § 57 Abs. 4 S. 2",
    decides=True,
)
def record_veto(work: DecisionWork) -> None:
    """M14: a fifth of the members of the committee object, as the council office records it."""
    row = _hold_up(work, ObjectionKind.VETO, filed_on=str(work.call.data["filed_on"]))
    row.objectors = values.count(work.call.data["objectors"])
    work.store(row, "objectors")
    work.note(objectors=row.objectors)


@act(
    _("object to the resolution"),
    guards=[was_resolved, mayor_may_object, reason_given],
    legal_basis="GO NRW § 54 Abs. 1",
    decides=True,
)
def object_to_resolution(work: DecisionWork) -> None:
    """M15: it endangers the welfare of the city; the body decides anew within two weeks."""
    row = _hold_up(work, ObjectionKind.OBJECTION)
    resolution = row.resolution
    work.basis = basis_of_objection(resolution.organization, on=_day_of(resolution))
    work.end_deadline(kind=OBJECTION)


@act(
    _("object to an unlawful resolution"),
    guards=[was_resolved, may_be_called_unlawful, reason_given],
    legal_basis="GO NRW § 54 Abs. 2",
    decides=True,
)
def object_as_unlawful(work: DecisionWork) -> None:
    """M16: at any time; the body that decided deals with it again."""
    row = _hold_up(work, ObjectionKind.LEGAL)
    if row.resolution.organization.type != OrganizationType.COUNCIL:
        work.basis = "GO NRW § 54 Abs. 3"


def _hold_up(work: DecisionWork, kind: ObjectionKind, *, filed_on: str = "") -> Objection:
    """Nothing is executed from now on: tasks and deadlines of the work wait (suspensive effect).

    What the clock does by a rule goes on.
    """
    resolution = resolution_of(work.case.pk)
    assert resolution is not None, "guarded: a body has decided"
    row = Objection(
        case=work.case,
        resolution=resolution,
        kind=kind,
        filed_on=values.day(filed_on) or work.today,
        filed_by_id=work.call.person,
        held_in=work.source,
    )
    work.store(row)
    work.end_deadline(kind=VETO_PERIOD)
    work.pause(line for line in running(work.look.deadlines) if not line.effect)
    # An approval has its session, whatever holds up the work (GO NRW § 60 Abs. 1 S. 3).
    approving.drop(work)
    work.rest()
    work.note(objection=kind.value, consultation=resolution.pk)
    return row
