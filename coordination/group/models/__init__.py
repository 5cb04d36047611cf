"""The tables of the coordination group."""

from .load import OfficeCapacity, StatutoryWork
from .members import GroupMember, OrderTemplate
from .orders import Order, OrderReport
from .sessions import GroupDecision, GroupSession, MinutesObjection, SessionItem

__all__ = [
    "GroupDecision",
    "GroupMember",
    "GroupSession",
    "MinutesObjection",
    "OfficeCapacity",
    "Order",
    "OrderReport",
    "OrderTemplate",
    "SessionItem",
    "StatutoryWork",
]
