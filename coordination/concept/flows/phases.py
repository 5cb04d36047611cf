"""From phase to phase: what each needs before the next one begins (domain 2.5)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.machine import act

from . import guards
from .work import ConceptWork


@act(_("begin the survey"))
def begin_survey(work: ConceptWork) -> None:
    """The agency takes stock."""


@act(_("begin the participation"))
def begin_participation(work: ConceptWork) -> None:
    """The discussion groups meet, associations and integration council are heard."""


@act(
    _("present the draft"),
    guards=[
        guards.everybody_was_heard, guards.chapters_are_there, guards.cells_are_covered,
    ],
)  # fmt: skip
def present_draft(work: ConceptWork) -> None:
    """Everybody was heard and nobody is left out: no obligatory cell of the matrix is empty."""


@act(
    _("hand in for acceptance"),
    guards=[
        guards.chapters_are_there, guards.cells_are_covered, guards.comments_are_answered,
        guards.prose_is_there,
    ],
)  # fmt: skip
def submit(work: ConceptWork) -> None:
    """What became of each comment is said; from here on the way of every resolution."""
    work.freeze("submitted")


@act(_("tell the head that it can be handed in"), needs_version=False)
def ask_agreement(work: ConceptWork) -> None:
    """The head of the lead is told that it can be handed in."""
    work.tell_turn("concept_ready")
