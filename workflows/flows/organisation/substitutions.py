"""Substitutions (Vertretung): one deputy for a time; it ends by itself and makes no chains."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ...enums import DeskFunction
from ...models import DeskHolder, Substitution, User
from ...models.organisation import SubstitutionQuerySet
from ...queries.organisation.people import works_outside
from ...refusals import Unmet

if TYPE_CHECKING:
    from .flow import OrganisationFlow


def can_add(flow: OrganisationFlow) -> Iterable[Unmet]:
    """Somebody with a desk, an active deputy of the house who is there, one at a time."""
    entry, today = flow.entry, flow.call.today
    active = User.objects.filter(deactivated_at=None, is_superuser=False)
    away, deputy = entry.row("represented", active), entry.row("deputy", active)
    first, last = entry.day("starts_on"), entry.day("ends_on")
    if first and first < today and not _may_enter_later(flow):
        text = _("The first day lies in the past. Please choose today or a later day.")
        entry.note("past", text, "starts_on")
    if last and last < today:
        text = _("The last day lies in the past. Please choose a later one.")
        entry.note("past", text, "ends_on")
    elif first and last and last < first:
        text = _("The last day must not lie before the first one.")
        entry.note("ends_before_start", text, "ends_on")
    if away and deputy and away.pk == deputy.pk:
        entry.note("oneself", _("Nobody can be their own deputy."), "deputy")
    if away and not DeskHolder.objects.not_over(on=today).filter(person=away).exists():
        text = _("This person holds no desk, so there is nothing to stand in for.")
        entry.note("no_desk", text, "represented")
    if away and deputy and _leads_outside(away, deputy, today):
        text = _("This person is not of the administration. Please choose a colleague.")
        entry.note("outside", text, "deputy")
    if first and last:
        _check_others(flow, first, last)
    return entry.unmet


def add(flow: OrganisationFlow) -> None:
    entry = flow.entry
    row = Substitution.objects.create(
        represented=entry["represented"],
        deputy=entry["deputy"],
        starts_on=entry["starts_on"],
        ends_on=entry["ends_on"],
        entered_by_id=flow.call.actor.person,
        entered_at=flow.call.at,
    )
    flow.work.note(
        substitution=row.pk,
        represented=row.represented_id,
        deputy=row.deputy_id,
        first_day=str(row.starts_on),
        last_day=str(row.ends_on),
    )
    _tell_both(flow, "substitution_entered", row)


def can_revoke(flow: OrganisationFlow) -> Iterable[Unmet]:
    """Still running or still to come."""
    flow.entry.row("substitution", Substitution.objects.not_over(on=flow.call.today))
    return flow.entry.unmet


def revoke(flow: OrganisationFlow) -> None:
    row = flow.entry["substitution"]
    row.revoked_at = flow.call.at
    row.save()
    flow.work.note(substitution=row.pk, represented=row.represented_id, deputy=row.deputy_id)
    _tell_both(flow, "substitution_revoked", row)


def _may_enter_later(flow: OrganisationFlow) -> bool:
    """The organisation office enters what a person fallen ill could not."""
    capacity = flow.call.capacity
    return capacity is None or capacity.function == DeskFunction.ORGANISATION


def _leads_outside(away: User, deputy: User, today: date) -> bool:
    """Whether what belongs to the administration would be shown to a partner."""
    return works_outside(deputy.pk, on=today) and not works_outside(away.pk, on=today)


def _check_others(flow: OrganisationFlow, first: date, last: date) -> None:
    entry = flow.entry
    at_that_time = Substitution.objects.filter(
        revoked_at=None, starts_on__lte=last, ends_on__gte=first
    )
    text = _("There is already a deputy from %(first)s to %(last)s. Please revoke this first.")
    _note_first(flow, at_that_time.filter(represented=entry["represented"]), text, "starts_on")
    text = _("This person is away from %(first)s to %(last)s. Please choose another deputy.")
    _note_first(flow, at_that_time.filter(represented=entry["deputy"]), text, "deputy")


def _note_first(flow: OrganisationFlow, rows: SubstitutionQuerySet, text: str, field: str) -> None:
    row = rows.order_by("starts_on").first()
    if row is not None:
        days = {"first": f"{row.starts_on:%d.%m.%Y}", "last": f"{row.ends_on:%d.%m.%Y}"}
        flow.entry.note("overlap" if field == "starts_on" else "deputy_away", text % days, field)


def _tell_both(flow: OrganisationFlow, template: str, row: Substitution) -> None:
    flow.tell(
        template,
        [row.represented_id, row.deputy_id],
        represented=row.represented_id,
        deputy=row.deputy_id,
        first_day=str(row.starts_on),
        last_day=str(row.ends_on),
    )
