"""The deeds of the organisation, one in each line: its act, who may do it, the action that does it.

The flow, the pages and the tests read this table; nothing else says who may.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ...actions import people as actions
from ...actions.acting.lasting import LastingLook
from ...actions.people import hooks as telling
from ...machine import Rule
from ...machine.acts import Act
from . import (
    accounts,
    appointments,
    days_off,
    desks,
    hooks,
    leaving,
    passing,
    routes,
    substitutions,
    units,
)
from .roles import (
    absent_or_superior,
    names_a_deputy,
    office_not_for_oneself,
    office_not_for_own_desk,
    office_not_for_own_gain,
    organisation_office,
)


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody does to the organisation. `action` takes the values of the act by name."""

    act: Act
    rule: Rule[LastingLook]
    action: Callable[..., object]

    @property
    def name(self) -> str:
        """The name of its action; the act has the same, but for a deed of several acts."""
        return self.action.__name__


_office = organisation_office

DEEDS = (
    Deed(units.create_unit, _office, actions.create_unit),
    Deed(units.change_unit, _office, actions.change_unit),
    Deed(units.transfer_leads, _office, actions.transfer_leads),
    Deed(units.end_unit, _office, actions.end_unit),
    Deed(desks.create_desk, _office, actions.create_desk),
    Deed(desks.change_desk, office_not_for_own_desk, actions.change_desk),
    Deed(desks.close_desk, _office, actions.close_desk),
    Deed(appointments.appoint, office_not_for_oneself, actions.appoint),
    Deed(appointments.end_appointment, _office, actions.end_appointment),
    Deed(passing.pass_on_work, _office, actions.pass_on_work),
    Deed(substitutions.add_substitution, names_a_deputy, actions.add_substitution),
    Deed(substitutions.revoke_substitution, absent_or_superior, actions.revoke_substitution),
    Deed(accounts.invite_person, _office, actions.invite_person),
    Deed(accounts.invite_again, _office, actions.invite_again),
    Deed(accounts.change_person, _office, actions.change_person),
    Deed(accounts.deactivate_person, _office, actions.deactivate_person),
    Deed(accounts.reactivate_person, _office, actions.reactivate_person),
    Deed(leaving.let_leave, office_not_for_own_gain, actions.let_leave),
    Deed(routes.publish_route, _office, actions.publish_route),
    Deed(days_off.add_days_off, _office, actions.add_days_off),
    Deed(days_off.remove_day_off, _office, actions.remove_day_off),
    Deed(hooks.add_hook, _office, telling.add_hook),
    Deed(hooks.end_hook, _office, telling.end_hook),
)
"""What the organisation office does day by day, and what people do about their own absence."""

SEVERAL_ACTS = (Deed(appointments.end_appointment, _office, actions.move_person),)
"""Deeds of several acts, each judged by itself; whoever may not do this one need not begin."""

_BY_NAME = {deed.name: deed for deed in (*DEEDS, *SEVERAL_ACTS)}


def deed_named(name: str) -> Deed:
    """A deed by the name of its action."""
    return _BY_NAME[name]
