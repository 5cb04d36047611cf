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

LEADS = {
    "social": {"social-clerk": CLERK, "social-head": HEAD},
    "sports": {"sports-clerk": CLERK, "sports-head": HEAD},
}
"""Who is clerk and head of the lead, by the office that leads; both are of one division."""
SUPERIOR = {
    "social-clerk": "social-head", "social-head": BGF, "sports-clerk": "sports-head",
    "sports-head": BGF, "health-head": BGF, BGF: MAYOR,
}  # fmt: skip
"""The desk above, for those that become vacant."""
ABSENCES = [
    (CLERK, BGI), (CLERK, BGF), (BGI, CLERK), (BGF, CLERK), (HEAD, CLERK), (HEAD, STRANGER),
    ("school-head", STRANGER), (BGF, STRANGER),
]  # fmt: skip
"""Who is away, and who stands in: the author and a releaser, a head and whoever wrote the text."""

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
    *LEAD, *LEADS["sports"], *CENTRE, BGF, BGI, *MAYORS, BOARD, COUNCIL_OFFICE, OBSERVER, STRANGER,
    *UNIT_OF,
})  # fmt: skip
