"""What may be asked of whom, until when: no circles, depth two, before the office's own date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from workflows.enums import Access
from workflows.models import Case, CaseAudience, CosignatureItem, Desk, Unit
from workflows.refusals import Unmet

from ...city.rules import cosigners
from ..models import Contribution
from ..queries.contributions import waits_on

if TYPE_CHECKING:
    from collections.abc import Collection


def contribution_date_fits(
    wanted: date | None, *, today: date, before: date | None
) -> Iterator[Unmet]:
    """Not over, and before the day on which whoever asks has to answer.

    Where that day is over already there is nothing left to be before.
    """
    if wanted is None:
        yield Unmet("missing", _("Please fill in this field."), "wanted_on")
    elif wanted < today:
        yield Unmet("past", _("The day is over already."), "wanted_on")
    elif before is not None and today <= before <= wanted:
        text = _("Your office itself has to answer by %(day)s. Please choose a day before that.")
        yield Unmet("after_own", text % {"day": f"{before:%d.%m.%Y}"}, "wanted_on")


def unit_can_be_asked(
    unit: Unit | None,
    *,
    item: CosignatureItem,
    parent: Contribution | None,
    lead: int | None,
    candidates: Collection[int],
) -> Iterator[Unmet]:
    """An office that neither asks nor leads and does not wait for the asker.

    That it is not asked already, the database sees to: so the same command finds what it did.
    """
    asker = parent.unit_id if parent else item.unit_id
    above = {item.unit_id, asker}
    if unit is None or unit.pk not in candidates:
        yield Unmet("unit_missing", _("Please name the office that you ask."), "unit")
    elif unit.pk in above:
        text = _("This office asks itself. Please name another one.")
        yield Unmet("asks_itself", text, "unit")
    elif unit.pk == lead:
        text = _("This office has the lead. Please ask it a question in the matter itself.")
        yield Unmet("unit_is_lead", text, "unit")
    elif asker in waits_on(item.case_id, unit.pk):
        yield waits_itself()
    else:
        yield from office_may_read(item.case, unit.pk)


def waits_itself() -> Unmet:
    """Whoever is asked waits for the asker: nobody could go on."""
    text = _("This office waits for a contribution of yours itself. Please give that first.")
    return Unmet("circle", text, "unit")


def question_missing() -> Unmet:
    """Whoever is asked has to know what."""
    return Unmet("question_missing", _("Please write what you need."), "question")


def is_asked() -> Unmet:
    """The office has been asked for this answer already."""
    return Unmet("is_asked", _("This office is asked already."), "unit")


def office_may_read(matter: Case, unit: int) -> Iterator[Unmet]:
    """A matter that is restricted to named desks is shown to no other office."""
    if matter.access != Access.RESTRICTED:
        return
    functions = [function for post in cosigners(unit) for function in post.functions]
    desks = Desk.objects.filter(unit=unit, function__in=functions)
    if not CaseAudience.objects.filter(case=matter.pk, desk__in=desks).exists():
        text = _("The matter is restricted to named desks, and this office has none of them.")
        yield Unmet("restricted", text, "unit")
