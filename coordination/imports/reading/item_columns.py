"""The columns of a list of what the council asked for; docs/handbuch/beschlusskontrolle.md."""

from __future__ import annotations

from ...followup.enums import FollowUpKind, Rhythm
from . import cells
from .columns import NUMBER, Column

KINDS = {
    "beschluss": FollowUpKind.RESOLUTION,
    "antrag": FollowUpKind.MOTION,
    "anfrage": FollowUpKind.INQUIRY,
    "pruefauftrag": FollowUpKind.MANDATE,
    "prüfauftrag": FollowUpKind.MANDATE,
    "anregung": FollowUpKind.SUGGESTION,
}
RHYTHMS = {
    "quartal": Rhythm.QUARTER, "vierteljährlich": Rhythm.QUARTER,
    "halbjahr": Rhythm.HALF_YEAR, "halbjährlich": Rhythm.HALF_YEAR,
}  # fmt: skip

ITEM_COLUMNS: tuple[Column, ...] = (
    Column("nr", NUMBER, cells.number(40), is_needed=True),
    Column("art", "kind", cells.choice({k: v.value for k, v in KINDS.items()}), is_needed=True),
    Column("titel", "title", cells.line(300), is_needed=True),
    Column("gremium", "body", cells.entry("body"), is_needed=True),
    Column("vom", "asked_on", cells.day, is_needed=True),
    Column("antragsteller", "mover", cells.line(200)),
    Column("drucksache", "paper", cells.line(40)),
    Column("auftrag", "asked", cells.prose, is_needed=True),
    Column("nachweis", "needed", cells.prose),
    Column("amt", "office", cells.unit, is_needed=True),
    Column("frist", "deadline_on", cells.day),
    Column("naechster_bericht", "next_report_on", cells.day),
    Column("rhythmus", "rhythm", cells.choice({k: v.value for k, v in RHYTHMS.items()})),
    Column("mittel_geplant", "planned", cells.money),
    Column("oeffentlich", "is_public", cells.yes),
    Column("bemerkung", "", cells.prose),
)
"""An empty cell under “oeffentlich” means no: nothing becomes public by an omission."""
