"""The columns of a list of demands; docs/handbuch/forderungen.md."""

from __future__ import annotations

from ...demands.enums import DemandKind, Way
from ...demands.flows.fields import EVIDENCE
from . import cells
from .columns import NUMBER, Column

KINDS = {
    "forderung": DemandKind.DEMAND.value,
    "anfrage": DemandKind.INQUIRY.value,
    "gesprächswunsch": DemandKind.TALK.value,
    "gespraechswunsch": DemandKind.TALK.value,
}
WAYS = {
    "brief": Way.LETTER.value,
    "e-mail": Way.MAIL.value,
    "erklärung": Way.DECLARATION.value,
    "erklaerung": Way.DECLARATION.value,
    "sitzung": Way.SESSION.value,
    "gespräch": Way.CONVERSATION.value,
    "gespraech": Way.CONVERSATION.value,
}

DEMAND_COLUMNS: tuple[Column, ...] = (
    Column("nr", NUMBER, cells.number(40), is_needed=True),
    Column("art", "kind", cells.choice(KINDS), is_needed=True),
    Column("titel", "title", cells.line(300), is_needed=True),
    Column("forderung", "words", cells.prose, is_needed=True),
    Column("absender", "sender", cells.entry("sender"), is_needed=True),
    Column("vom", "dated_on", cells.past_day, is_needed=True),
    Column("eingang", "received_on", cells.past_day),
    Column("weg", "way", cells.choice(WAYS), is_needed=True),
    Column("fundstelle", "evidence", cells.line(EVIDENCE)),
    Column("bemerkung", "", cells.prose),
)
"""Without “eingang” it was received on the day of its date."""
