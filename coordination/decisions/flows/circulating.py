"""Keeping the list of who is asked: one more office, one that should not have been asked (2.3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows.actions.ballots import OPEN_ITEMS
from workflows.enums import ItemStatus, Participation
from workflows.machine import At, ItemView, Stage, act, at_step
from workflows.machine.reasons import reason_given
from workflows.models import Question, Unit
from workflows.refusals import Unmet
from workflows.subjects import thing

from ...city.rules import OUTSIDE
from ..enums import MeasureState as S
from ..models import CirculationEntry
from ..rules import posts
from ..rules.circulation import LONGEST_WORDS, added, end_of_round, spans_of
from ..rules.looks import DecisionLook
from ..rules.people import head_of_leading_centre, secretariat
from .cosigning import ask_offices, ask_once_more
from .preparing import plan_circulation
from .values import day, key
from .work import DecisionWork

Unmets = Iterator[Unmet]


def _item_of(look: DecisionLook, unit: int) -> ItemView | None:
    return next((item for item in look.scene.items if item.unit == unit), None)


def can_be_asked(look: DecisionLook) -> Unmets:
    """An office of the city that is not asked yet in this round; not the lead."""
    unit = key(look.call.data.get("unit"))
    inside = Unit.objects.in_force(on=look.call.today).exclude(kind__in=OUTSIDE)
    item = _item_of(look, unit)
    if not inside.filter(pk=unit).exists():
        yield Unmet("unit_missing", _("Please name the office that shall be asked."), "unit")
    elif unit == look.subject.lead_id:
        yield Unmet("unit_is_lead", _("This office has the lead already."), "unit")
    elif item is not None and item.status != ItemStatus.VOID:
        yield Unmet("unit_asked", _("This office was already asked in this round."), "unit")
    if str(look.call.data.get("participation")) not in Participation.values:
        yield Unmet("participation_missing", _("Please say how it takes part."), "participation")
    if len(look.call.text) > LONGEST_WORDS:
        text = _("Please write at most %(most)s characters.") % {"most": LONGEST_WORDS}
        yield Unmet("too_long", text, "text")


def date_fits(look: DecisionLook) -> Unmets:
    """Its own date lies within the round; it never gets less than its period."""
    said, unit = look.call.data.get("due_on"), key(look.call.data.get("unit"))
    if said and day(said) is None:
        yield Unmet("date_missing", _("Please write the date like DD.MM.YYYY."), "due_on")
    spans = spans_of(look, [unit], last=end_of_round(look), round_=look.case.round)
    yield from spans[unit].problems(day(said))


def clocks_run(look: DecisionLook) -> Unmets:
    """Nobody is asked while a request of the secretariat stops the clocks of all."""
    if any(row.stops_all and not row.end for row in look.document_requests):
        text = _("The periods of all offices stand still at present. Ask it once they go on.")
        yield Unmet("clocks_stopped", text)


@act(
    gettext_lazy("ask one more office"),
    guards=[can_be_asked, date_fits, clocks_run],
    needs_version=True,
)
def ask_office(work: DecisionWork) -> None:
    """It gets the question at once, with its full period or until a date within the round."""
    data, unit = work.call.data, key(work.call.data["unit"])
    who = added(unit, str(data["participation"]))
    due_on = day(data.get("due_on"))
    dates = {unit: due_on} if due_on else {}
    spared = _item_of(work.look, unit)
    if spared is None:
        ask_offices(work, [who], dates=dates)
    else:
        ask_once_more(work, spared, who, dates=dates)
    _keep(work, unit, participation=who.participation, due_on=due_on, words=work.call.text.strip())
    work.note(asked=[unit])
    work.tell_turn("office_asked", unit=unit)


def _keep(
    work: DecisionWork, unit: int, *, participation: str, due_on: date | None, words: str
) -> None:
    """What the office is told; one that was spared before is asked anew."""
    here = CirculationEntry.objects.filter(case=work.case.pk, round=work.case.round, unit=unit)
    row = here.first() or CirculationEntry(
        case_id=work.case.pk, round=work.case.round, unit_id=unit
    )
    row.participation, row.due_on, row.words = participation, due_on, words
    row.sent_at, row.spared_at, row.spared_by_id, row.spared_because = work.at, None, None, ""
    work.store(row)


def can_be_spared(look: DecisionLook) -> Unmets:
    """An office that has not answered, and that neither a rule nor the matter names."""
    item = look.item
    if item is None or item.status not in OPEN_ITEMS:
        text = _("Only an office that has still to answer can be spared.")
        yield Unmet("item_closed", text, "item")
    elif item.unit in look.obligatory:
        text = _("This office has to be asked: a rule names it, or the text names it as a partner.")
        yield Unmet("obligatory", text, "item")


@act(gettext_lazy("spare an office"), guards=[can_be_spared, reason_given])
def spare_office(work: DecisionWork) -> None:
    """It should not have been asked: nobody waits for it any more; it is told so, and the lead."""
    item = work.look.item
    assert item is not None, "guarded by can_be_spared"
    for question in Question.objects.filter(item=item.id, answered_at=None).order_by("pk"):
        work.drop("answer_question", thing("question", question.pk))
    work.drop_requests([item.id])
    work.ballots.spare(item.unit)
    here = CirculationEntry.objects.filter(case=work.case.pk, round=work.case.round, unit=item.unit)
    row = here.first() or CirculationEntry(
        case_id=work.case.pk, round=work.case.round, unit_id=item.unit, sent_at=work.at,
        participation=item.participation,
    )  # fmt: skip
    row.spared_at, row.spared_by_id = work.at, work.call.person
    row.spared_because = work.call.text.strip()
    work.store(row)
    work.note(item=str(item.id), unit=item.unit)
    concerned = [*posts.cosigners(item.unit), *posts.lead_staff(work.look)]
    people = work.people_at(concerned) - {work.call.person}
    work.tell_people("office_spared", people, unit=item.unit)


checker = at_step("check", gettext_lazy("integration centre (check)"))

CIRCULATING = Stage(
    {
        S.CHECK: At(acts=(plan_circulation.by(head_of_leading_centre | checker),)),
        S.COSIGNING: At(acts=(ask_office.by(secretariat), spare_office.by(secretariat))),
    }
)
"""The secretariat keeps the list of who is asked: prepared, sent with the check, kept up."""
