"""Posts that are the same for every matter, named by function and unit (domain 2.0)."""

from workflows.definitions import Post
from workflows.enums import DeskFunction as F
from workflows.enums import UnitKind

INTEGRATION_CENTRE = "integration_centre"
EQUALITY = "equality"
OUTSIDE = (UnitKind.PARTNER, UnitKind.COUNCIL)
"""What is no part of the administration: it neither leads nor co-signs."""

LEADERS = (F.HEAD, F.DEPUTY_MAYOR, F.MAYOR)
"""Who leads a unit, whatever its kind: an office its head, a division its deputy mayor."""

MAYOR = Post((F.MAYOR, F.GENERAL_DEPUTY))
INTEGRATION_DEPUTY = Post((F.INTEGRATION_DEPUTY,))
BOARD_OFFICE = Post((F.BOARD_SECRETARY,))
COUNCIL_OFFICE = Post((F.COUNCIL_SECRETARY,))
OBSERVERS = Post((F.OBSERVER,), unit_function="council")
SECRETARIAT = Post((F.HEAD, F.CLERK), unit_function=INTEGRATION_CENTRE)
FINANCE = Post((F.HEAD, F.COSIGNER), unit_function="finance")
