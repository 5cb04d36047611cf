"""Bodies, sessions, stations and the rules that hold on a day."""

from .rulebook import Rules, rulebook, rules_on
from .stations import (
    advice_before,
    as_corrected_last,
    consultations_of,
    deciding_station,
    lacked_quorum_before,
    last_session_dealt_with,
    meetings_since,
    meetings_to_come,
    next_meeting,
    open_consultations,
    open_objection,
    postponements,
    recorded_station,
    resolution_of,
    unsettled_corrections,
    waivers_of,
)

__all__ = [
    "Rules",
    "advice_before",
    "as_corrected_last",
    "consultations_of",
    "deciding_station",
    "lacked_quorum_before",
    "last_session_dealt_with",
    "meetings_since",
    "meetings_to_come",
    "next_meeting",
    "open_consultations",
    "open_objection",
    "postponements",
    "recorded_station",
    "resolution_of",
    "rulebook",
    "rules_on",
    "unsettled_corrections",
    "waivers_of",
]
