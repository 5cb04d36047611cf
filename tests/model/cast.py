"""Who is who in the town, by desks, as far as a measure of the social office needs it."""

from __future__ import annotations

CLERK, HEAD = "social-clerk", "social-head"
LEAD = {CLERK, HEAD}
CENTRE = {"centre-head", "centre-clerk"}
BGF, BGI = "division_4-deputy_mayor", "division_3-integration_deputy"
MAYOR, GENERAL_DEPUTY = "mayor-mayor", "division_1-general_deputy"
MAYORS = {MAYOR, GENERAL_DEPUTY}
BOARD = "board_office-board_secretary"
COUNCIL_OFFICE = "council_office-council_secretary"
OBSERVER = "council-observer"
STRANGER = "legal-clerk"

COSIGNERS = {
    "finance": ["finance-head", "finance-cosigner"],
    "school": ["school-head", "school-cosigner"],
    "health": ["health-head"],
    "legal": ["legal-head"],
    "centre": ["centre-head"],
}
"""The desks that may sign for a unit; the units in the order of the city's rules."""
MAY_EXTEND = {"finance", "legal"}
NAMED_BY = {unit: "health" if unit == "legal" else "legal" for unit in COSIGNERS}
"""Which office a unit says is responsible instead."""
UNIT_OF = {desk: unit for unit, desks in COSIGNERS.items() for desk in desks}
IN_DIVISION_OF_LEAD = {"health"}

EVERYBODY = sorted({
    *LEAD, *CENTRE, BGF, BGI, *MAYORS, BOARD, COUNCIL_OFFICE, OBSERVER, STRANGER, *UNIT_OF,
})  # fmt: skip
