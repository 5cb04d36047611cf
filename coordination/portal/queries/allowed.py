"""The one list of what the public may read: fields by kind. What is not named here goes nowhere.

Pages, feeds, mails and files for the public are made of these values and of nothing else, so that a
new column stays inside until somebody writes it here.
"""

from __future__ import annotations

from collections.abc import Mapping

PUBLIC_FIELDS: Mapping[str, tuple[str, ...]] = {
    "followup": (
        "reference",
        "kind",
        "title",
        "asked_on",
        "mover",
        "paper",
        "asked",
        "state",
        "deadline_on",
        "new_date",
        "public_note",
        "publication",
        "published_at",
        "renewed_at",
        "body__name",
        "office__name",
    ),
    # Of a coming matter what was released, word for word, and in which phase it is. Its sessions
    # come from `plans.stops_of`: public items of public papers alone.
    "plan": (
        "reference",
        "publication",
        "published_at",
        "renewed_at",
        "released__title",
        "released__summary",
        "released__participation",
        "released__participation_words",
        "released__cost",
        "released__office",
        "released__fields",
        "released__districts",
        "matter__state",
    ),
}
"""Offices instead of persons; of the notes the public one alone."""
