"""Changing the organisation: units, desks, holders, substitutions, accounts, routes, days off.

Keyword-only functions, each one act on the organisation's case. `by` is a person's id, None the
system; `text` a reason for the trail; `command` makes a repeated request harmless.
"""

from .accounts import (
    change_person,
    deactivate_person,
    invite_again,
    invite_person,
    reactivate_person,
)
from .desks import appoint, change_desk, close_desk, create_desk, end_appointment, move_person
from .establishment import (
    AlreadyEstablished,
    Established,
    NewAppointment,
    NewDesk,
    NewPerson,
    NewRoute,
    NewUnit,
    establish,
)
from .foundation import found_organisation
from .leaving import let_leave
from .routes import RouteRule, add_days_off, publish_route, remove_day_off
from .substitutions import Deputy, add_substitution, revoke_substitution
from .units import change_unit, create_unit, end_unit, transfer_leads
from .work import pass_on_work, return_left_work

__all__ = [
    "AlreadyEstablished",
    "Deputy",
    "Established",
    "NewAppointment",
    "NewDesk",
    "NewPerson",
    "NewRoute",
    "NewUnit",
    "RouteRule",
    "add_days_off",
    "add_substitution",
    "appoint",
    "change_desk",
    "change_person",
    "change_unit",
    "close_desk",
    "create_desk",
    "create_unit",
    "deactivate_person",
    "end_appointment",
    "end_unit",
    "establish",
    "found_organisation",
    "invite_again",
    "invite_person",
    "let_leave",
    "move_person",
    "pass_on_work",
    "publish_route",
    "reactivate_person",
    "remove_day_off",
    "return_left_work",
    "revoke_substitution",
    "transfer_leads",
]
