"""The one list of what the public may read: fields by kind. What is not named here goes nowhere.

Pages, feeds, mails and files for the public are made of these values and of nothing else, so that a
new column stays inside until somebody writes it here.
"""

from __future__ import annotations

from collections.abc import Mapping

_ENTRY = (
    "reference",
    "publication",
    "published_at",
    "renewed_at",
    "released__title",
    "released__summary",
    "released__office",
    "matter__state",
)
"""What every entry says; of its state everybody reads a word for it only."""

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
    "target": (
        *_ENTRY,
        "released__body",
        "released__paper",
        "released__resolved_on",
        "released__starts_on",
        "released__ends_on",
        "released__objectives",
    ),
    # How the objectives of a released target stand today.
    "objective": ("pk", "status", "noted_on"),
    "reading": ("objective", "measured_on", "value"),
    "concept": (
        *_ENTRY,
        "released__paper",
        "released__resolved_on",
        "released__valid_until",
        "released__chapters",
        "released__programme",
    ),
    "phase": ("concept__case", "state", "due_on", "entered_on", "left_on"),
    # Of the measures of a released programme that are still public today.
    "programme": ("case", "state"),
    "measure": (
        *_ENTRY,
        "released__paper",
        "released__priority",
        "released__fields",
        "released__groups",
        "released__districts",
        "matter__measure__starts_on",
        "matter__measure__ends_on",
    ),
    "milestone": ("measure__case", "due_on", "done_at"),
    "demand": (
        *_ENTRY,
        "released__kind",
        "released__sender",
        "released__answer",
        "released__fields",
        "released__outcome",
        "released__answered_on",
        "released__promised_on",
        "matter__demand__open_since",
        "matter__demand__closed_on",
    ),
}
"""Offices instead of persons; of the notes the public one alone; days and figures, no evidence."""
