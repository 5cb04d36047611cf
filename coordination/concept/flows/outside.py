"""What people outside do on a concept by login: associations comment, the agency reports."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.definitions import Capacity, Post
from workflows.enums import DeskFunction as F
from workflows.enums import UnitKind
from workflows.machine import Rule, act
from workflows.machine.reasons import reason_given
from workflows.models import Unit
from workflows.refusals import Unmet

from ...city.queries.outside import people_outside
from ...city.rules import OUTSIDE
from ...decisions.flows.values import entries, key
from ...decisions.rules import posts
from ...decisions.rules.people import holds
from ..models import Chapter, ChapterInvitation
from .commissioning import awaited
from .look import ConceptLook
from .work import ConceptWork

secretariat = holds(lambda _look: [posts.SECRETARIAT], _("integration centre"))

GUEST = "guest"
"""Why a desk outside sees a concept: it was invited to comment, or is the agency."""


def _may_comment(look: ConceptLook, capacity: Capacity) -> bool:
    if capacity.fits(posts.SECRETARIAT):
        return True
    if capacity.function != F.OBSERVER:
        return False
    return not look.is_guest(capacity) or any(unit == capacity.unit for unit, _ch in look.invited)


commenter: Rule[ConceptLook] = Rule(
    _("association, integration council, integration centre for them"), _may_comment
)


def _is_the_agency(look: ConceptLook, capacity: Capacity) -> bool:
    commission = look.commission
    return (
        commission is not None
        and commission.terminated_on is None
        and capacity.function == F.OBSERVER
        and commission.unit_id == capacity.unit
    )


agency: Rule[ConceptLook] = Rule(_("the agency that is commissioned"), _is_the_agency)


def named_unit(look: ConceptLook) -> Unit | None:
    """The unit outside the administration that the call names, in force today."""
    wanted = key(look.call.data.get("unit"))
    rows = Unit.objects.in_force(on=look.call.today).filter(kind__in=OUTSIDE)
    return rows.filter(pk=wanted).first() if wanted else None


def has_people(look: ConceptLook) -> Iterator[Unmet]:
    """Somebody of the named unit can log in."""
    unit = named_unit(look)
    if unit is not None and not people_outside(unit, on=look.call.today).exists():
        text = gettext("Nobody of “%(unit)s” has an access yet. Please invite somebody first.")
        yield Unmet("nobody_there", text % {"unit": unit.name}, "unit")


def invitation_fits(look: ConceptLook) -> Iterator[Unmet]:
    """An association or a body with an access, and chapters of this concept."""
    if named_unit(look) is None:
        text = gettext("Please choose an association or a body.")
        yield Unmet("unit_missing", text, "unit")
    yield from has_people(look)
    wanted = _chapters(look)
    known = Chapter.objects.filter(concept=look.subject.pk, pk__in=wanted).count()
    if known != len(wanted):
        text = gettext("One of the chosen entries does not exist.")
        yield Unmet("unknown_choice", text, "chapters")


def _chapters(look: ConceptLook) -> set[int]:
    return {key(value) for value in entries(look.call.data.get("chapters"))}


@act(_("invite to comment"), guards=[invitation_fits], needs_version=False)
def invite_to_comment(work: ConceptWork) -> None:
    """On which chapters an association or a body may comment by login; none takes it back.

    Its people are told by mail when it is invited to more. What was commented stays.
    """
    unit = named_unit(work.look)
    assert unit is not None, "guarded by invitation_fits"
    wanted = _chapters(work.look)
    rows = ChapterInvitation.objects.filter(chapter__concept=work.look.subject.pk, unit=unit)
    known = list(rows)
    have = {row.chapter_id for row in known}
    work.remove([row for row in known if row.chapter_id not in wanted])
    work.store_new(ChapterInvitation(chapter_id=pk, unit=unit) for pk in sorted(wanted - have))
    work.admit([_desk_of(unit)], GUEST)
    if wanted - have:
        work.tell("comment_invited", [_desk_of(unit)])
    work.note(unit=unit.pk, chapters=sorted(wanted))


def agency_fits(look: ConceptLook) -> Iterator[Unmet]:
    """A partner of the organisation; somebody is commissioned."""
    unit = named_unit(look)
    if unit is None or unit.kind != UnitKind.PARTNER:
        yield Unmet("unit_missing", gettext("Please choose a partner."), "unit")
    yield from has_people(look)
    if look.commission is None or look.commission.signed_on is None:
        yield Unmet("not_commissioned", gettext("Nobody is commissioned yet."))


@act(_("say who the agency is"), guards=[agency_fits], needs_version=False)
def name_agency(work: ConceptWork) -> None:
    """The partner whose people read this commission and hand in its reports by login."""
    unit, row = named_unit(work.look), work.look.commission
    assert unit is not None, "guarded by agency_fits"
    assert row is not None, "guarded by agency_fits"
    row.unit = unit
    work.keep_commission(row)
    work.admit([_desk_of(unit)], GUEST)
    work.note(unit=unit.pk)


def handing_fits(look: ConceptLook) -> Iterator[Unmet]:
    """A month that is awaited, and what is reported."""
    if awaited(look) is None:
        text = gettext("No report is awaited for this month.")
        yield Unmet("month_missing", text, "month")
    yield from reason_given(look)


@act(_("hand in the report"), guards=[handing_fits], needs_version=False)
def hand_in_report(work: ConceptWork) -> None:
    """The agency's words; the integration centre hears of it and takes the report in.

    Until then the agency may hand it in again; the last one counts, the trail keeps each.
    """
    row = awaited(work.look)
    assert row is not None, "guarded by handing_fits"
    row.handed_text, row.handed_by_id, row.handed_at = work.call.text, work.call.person, work.at
    work.store(row, "handed_text", "handed_by", "handed_at")
    work.remind_no_more(row)
    work.tell("report_handed_in", [posts.SECRETARIAT], month=row.month.isoformat())
    work.note(month=row.month)


def _desk_of(unit: Unit) -> Post:
    return Post((F.OBSERVER,), unit=unit.pk)
