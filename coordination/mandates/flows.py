"""The register of mandates: one state for ever, and an act for each change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.lasting import LastingFlow, LastingLook, LastingState, LastingWork
from workflows.actions.acting.work import Opening
from workflows.definitions import Capacity, Post, Step, Tie
from workflows.machine import TIMED, At, Rule, Stage, act, system
from workflows.machine.entry import Entry
from workflows.machine.reasons import reason_given
from workflows.refusals import NotAllowed, Unmet

from ..city.models import FieldOfAction
from ..city.rules import MAYOR
from .models import Mandate
from .queries import KIND, desk_of, is_followed, lead_on, may_be_given
from .rules import RECORDERS, TO_RECORD, WARNING, check_basis, check_period

MATTERS = 2000
WARN, END = "mandate_warning", "mandate_end"
"""The kinds of the deadlines that the clock takes."""


class MandatesLook(LastingLook):
    """The register as a call meets it."""

    @cached_property
    def named(self) -> Mandate | None:
        """The mandate that the clock speaks of."""
        subject = str(self.call.data.get("subject") or "")
        found = Mandate.objects.filter(pk=int(subject)) if subject.isdecimal() else None
        return found.select_related("desk").first() if found is not None else None


class MandatesWork(LastingWork):
    """Writes mandates."""

    look: MandatesLook


def _records(_look: MandatesLook, capacity: Capacity) -> bool:
    return any(capacity.fits(post) for post in RECORDERS)


recorder: Rule[MandatesLook] = Rule(
    _("mayor, general deputy, organisation office"), _records, system=True
)


def _recorders(_look: MandatesLook) -> tuple[Post, ...]:
    return (MAYOR,)


def show_to_recorders(work: MandatesWork) -> None:
    """Who may record mandates comes back to the register afterwards."""
    work.admit(RECORDERS, "register")


RECORD = Step(
    "record_mandate",
    _("Record who leads integration"),
    _recorders,
    acts=("record_mandate",),
)


def can_record(look: MandatesLook) -> Iterator[Unmet]:
    """Somebody who can lead, a basis, matters and a time that begins after each earlier one."""
    entry, today = look.entry, look.call.today
    first = entry.day("valid_from")
    entry.day("valid_until")
    check_period(entry, today=today)
    check_basis(entry, today=today)
    _read_matters(entry)
    person = entry.row("person", may_be_given(on=max(first or today, today)))
    if person and look.call.actor.person is not None:
        _not_for_oneself(look, person.pk)
    if first:
        _begins_later(entry, first, today)
    yield from entry.unmet


def _read_matters(entry: Entry) -> None:
    words = str(entry.given("matters") or "").strip()
    if not words:
        entry.note("missing", gettext("Please fill in this field."), "matters")
    elif len(words) > MATTERS:
        text = gettext("Please shorten this text to %(count)s characters.")
        entry.note("too_long", text % {"count": MATTERS}, "matters")
    entry.make("matters", words)
    keys = entry.given("fields_of_action") or []
    known = set(FieldOfAction.objects.values_list("pk", flat=True))
    keys = keys if isinstance(keys, list) else [None]
    if not known.issuperset(keys):
        text = gettext("Please choose one of the values offered.")
        entry.note("invalid", text, "fields_of_action")
    entry.make("fields_of_action", sorted(known & {*keys}))


def _not_for_oneself(look: MandatesLook, person: int) -> None:
    """403: nobody writes down their own mandate, in their own name or in another's."""
    capacity = look.call.capacity
    if person in {look.call.actor.person, capacity.holder if capacity else None}:
        reason = gettext(
            "Nobody may record a mandate for themselves. Please ask another one of these: %(role)s."
        )
        role = str(recorder.role)
        raise NotAllowed(role, reason % {"role": role})


def _begins_later(entry: Entry, first: date, today: date) -> None:
    """Mandates follow each other: the new one begins after the beginning of each other one."""
    others = Mandate.objects.order_by("valid_from")
    last = others.last()
    if last and first <= last.valid_from:
        text = gettext("The last mandate began on %(day)s. Please choose a later day.")
        entry.note("before_last", text % {"day": f"{last.valid_from:%d.%m.%Y}"}, "valid_from")
    elif last and last.last_day >= first and first <= today - timedelta(days=1):
        # What was done under the last one stays so: it is not ended for days that are over.
        text = gettext("A mandate that replaces another begins today or later.")
        entry.note("replaces_past", text, "valid_from")


@act(_("record a mandate"), guards=[can_record], legal_basis="GO NRW §§ 62, 73")
def record_mandate(work: MandatesWork) -> None:
    """The mandate holds from its first day on; one that still lasts ends on the day before."""
    entry = work.look.entry
    first: date = entry["valid_from"]
    for earlier in Mandate.objects.filter(last_day__gte=first):
        _end(work, earlier, first - timedelta(days=1))
    names = ("person", "basis", "reference", "basis_on", "matters", "fields_of_action",
             "valid_from", "valid_until")  # fmt: skip
    row = Mandate(
        **{name: entry[name] for name in names},
        case_id=work.case.pk,
        desk_id=desk_of(entry["person"].pk, on=max(first, work.today)),
        last_day=entry["valid_until"],
        recorded_by_id=work.call.actor.person,
        recorded_at=work.at,
    )
    work.store(row)
    _wait(work, row)
    _answer(work)
    work.note(mandate=row.pk, person=row.person_id, first=row.valid_from, last=row.last_day)
    if work.call.actor.person is not None:
        _tell(work, "mandate_recorded", row, day=str(row.valid_from))


def _answer(work: MandatesWork) -> None:
    """Whoever was asked is done with it, or no longer needed where another one was quicker."""
    mine = {capacity.desk for capacity in work.call.actor.capacities}
    for task in [task for task in work.scene.tasks_of(RECORD.key) if task.desk in mine][:1]:
        work.complete(task, outcome=RECORD.key, person=work.call.actor.person)
    work.drop(RECORD.key)


def _wait(work: MandatesWork, row: Mandate) -> None:
    """The clock warns six weeks before the last day, and notices the end."""
    key = str(row.pk)
    work.set_deadline(WARN, subject=key, effect="warn_of_end", due_on=row.last_day - WARNING)
    work.set_deadline(END, subject=key, effect="mandate_over", due_on=row.last_day)


def _end(work: MandatesWork, row: Mandate, last: date) -> None:
    """An earlier last day: it is warned of no more, and is over then."""
    key = str(row.pk)
    work.end_deadline(kind=WARN, subject=key, status="lifted")
    work.end_deadline(kind=END, subject=key, status="lifted")
    row.last_day = last
    work.store(row, "last_day")
    if last >= work.today:
        work.set_deadline(END, subject=key, effect="mandate_over", due_on=last)


def _tell(work: MandatesWork, template: str, row: Mandate, **data: object) -> None:
    """The mayor, the general deputy and whoever leads hear of it; not who has done it."""
    people = work.people_at([MAYOR]) | {row.person_id}
    work.tell_people(template, people - {work.call.actor.person}, **data)


def can_end(look: MandatesLook) -> Iterator[Unmet]:
    """One that is not over; its last day is yesterday (at once) or later, and an earlier one."""
    entry, today = look.entry, look.call.today
    row = entry.row("mandate", Mandate.objects.not_over(on=today))
    last = entry.day("last_day")
    if row and last:
        if last < today - timedelta(days=1):
            text = gettext("What was done under the mandate stays. Please choose a later day.")
            entry.note("past", text, "last_day")
        elif last >= row.last_day:
            text = gettext("The mandate ends on %(day)s anyway. Please choose an earlier day.")
            entry.note("not_earlier", text % {"day": f"{row.last_day:%d.%m.%Y}"}, "last_day")
    yield from entry.unmet


@act(_("end the mandate"), guards=[can_end, reason_given], legal_basis="GO NRW §§ 62, 73")
def end_mandate(work: MandatesWork) -> None:
    """Before the day up to which it was given, with a reason; what was done under it stays."""
    row, last = work.look.entry["mandate"], work.look.entry["last_day"]
    _end(work, row, last)
    work.note(mandate=row.pk, person=row.person_id, last=last)
    _tell(work, "mandate_ended", row, day=str(last))
    _ask(work)


@act(_("the mandate ends with the office"), legal_basis="GO NRW § 73")
def lapse_mandate(work: MandatesWork) -> None:
    """Who leads no longer holds the desk for integration: at once; the mayor is asked who does."""
    row = work.look.named
    if row is None:
        return
    last = work.today - timedelta(days=1)
    _end(work, row, last)
    work.note(mandate=row.pk, person=row.person_id, last=last)
    _tell(work, "mandate_over", row, day=str(last))
    _ask(work)


@act(_("warn of the end of the mandate"))
def warn_of_end(work: MandatesWork) -> None:
    """Six weeks before: whoever leads and the mayor hear of it, and the mayor is asked for more."""
    row = work.look.named
    if row is None:
        return
    work.note(mandate=row.pk, last=row.last_day)
    if not is_followed(row):
        _tell(work, "mandate_ends", row, day=str(row.last_day))
        _ask(work, due_on=row.last_day)


@act(_("the mandate is over"))
def mandate_over(work: MandatesWork) -> None:
    """Its last day has passed; without another one the mayor is asked who leads from now on."""
    row = work.look.named
    if row is None:
        return
    work.note(mandate=row.pk, last=row.last_day)
    if lead_on(work.today).mandate is None:
        _tell(work, "mandate_over", row, day=str(row.last_day))
        _ask(work)


@act(_("ask who leads integration"))
def ask_for_mandate(work: MandatesWork) -> None:
    """A city without a mandate: the mayor gets the task to record one."""
    _ask(work)


def _ask(work: MandatesWork, *, due_on: date | None = None) -> None:
    """Once: the task lies with the mayor until a mandate is recorded."""
    later = Mandate.objects.filter(valid_from__gt=work.today).exists()
    if work.scene.tasks_of(RECORD.key) or later:
        return
    work.open(Opening(RECORD, due_on=due_on, period=None if due_on else TO_RECORD))


class MandatesFlow(LastingFlow):
    """Who leads integration, by which act, from when to when, for which matters."""

    kind = KIND
    label = _("lead of integration")
    url_name = "coordination:mandates_case"
    route_of = "measure"
    look = MandatesLook
    work = MandatesWork
    fixed_deadlines = frozenset({WARN, END})
    stages = (
        Stage(
            {
                LastingState.IN_FORCE: At(
                    enters=(show_to_recorders,),
                    acts=(
                        record_mandate.by(recorder),
                        end_mandate.by(recorder),
                        lapse_mandate.by(system),
                        warn_of_end.by(system),
                        mandate_over.by(system),
                        ask_for_mandate.by(system),
                    ),
                )
            },
            steps=(RECORD,),
        ),
        TIMED,
    )

    @classmethod
    def hangs_on(cls, person: int, *, on: date) -> Sequence[Tie]:
        """The mandate that somebody has, or will have."""
        rows = Mandate.objects.not_over(on=on).filter(person=person)
        fate = gettext(
            "Ends with the desk: the mayor is asked for a new one, and decides until then."
        )
        return [Tie(gettext("Mandate to lead integration"), rows.count(), fate)]
