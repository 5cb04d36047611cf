"""Posts that are the same for every matter, named by function and unit (domain 2.0)."""

from workflows.definitions import Post
from workflows.enums import LEADING, UnitKind
from workflows.enums import DeskFunction as F
from workflows.models import Desk

INTEGRATION_CENTRE = "integration_centre"
EQUALITY = "equality"
OUTSIDE = (UnitKind.PARTNER, UnitKind.COUNCIL)
"""What is no part of the administration: it neither leads nor co-signs."""

LEADERS = LEADING

MAYOR = Post((F.MAYOR, F.GENERAL_DEPUTY))
INTEGRATION_DEPUTY = Post((F.INTEGRATION_DEPUTY,))
BOARD_OFFICE = Post((F.BOARD_SECRETARY,))
COUNCIL_OFFICE = Post((F.COUNCIL_SECRETARY,))
OBSERVERS = Post((F.OBSERVER,), unit_function="council")
INTEGRATION_COUNCIL = Post((F.OBSERVER,), unit_function="integration_council")
SECRETARIAT = Post((F.HEAD, F.CLERK), unit_function=INTEGRATION_CENTRE)
FINANCE = Post((F.HEAD, F.COSIGNER), unit_function="finance")


def clerks_of(unit: int) -> Post:
    """The clerks of a unit; a unit without clerks is served by whoever leads it."""
    has_clerks = Desk.objects.filter(unit=unit, function=F.CLERK, closed_on=None).exists()
    return Post((F.CLERK,) if has_clerks else LEADERS, unit=unit)


def cosigners(unit: int) -> list[Post]:
    """Who may co-sign for a unit: its head or the desk to which that is delegated."""
    return [Post((*LEADERS, F.COSIGNER), unit=unit)]
