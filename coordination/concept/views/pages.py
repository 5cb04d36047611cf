"""The pages of concepts that the engine serves: one for each act."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from workflows.forms.acting.panels import CasePages
from workflows.models import User
from workflows.refusals import Unmet

from ..forms.registry import PANELS
from ..models import Concept
from ..queries.concepts import concept_seen_by, phases_under_way

CELL = "cell_empty"


def _find(person: User, case: int, at: datetime) -> Concept:
    return concept_seen_by(person, case, at=at)


def starts_of_work(person: User, at: datetime) -> str:
    """When the work on each concept on its way begins or began, as lines above a plan."""
    context = {"phases": phases_under_way(person, at=at), "now": at}
    return render_to_string("coordination/concept/_starts.html", context)


def _mends(case: int, unmet: Unmet) -> str:
    """Prose and days are written on one page, chapters on theirs."""
    if unmet.code in ("facts_missing", "proposal_missing"):
        return reverse("concept:edit", args=[case])
    if unmet.code.startswith("chapter_"):
        return reverse("coordination:concept_chapter", args=[case])
    if unmet.code == CELL:
        return f"{reverse('coordination:concept', args=[case])}#matrix-title"
    return reverse("concept:answer_comment", args=[case]) if unmet.code == "comment_open" else ""


def _brief(unmet: Sequence[Unmet]) -> Sequence[Unmet]:
    """The empty cells of the matrix as a number: the matrix below shows which."""
    empty = [item for item in unmet if item.code == CELL]
    if len(empty) < 2:  # noqa: PLR2004 - a single one is named
        return unmet
    text = ngettext(
        "%(number)s obligatory cell of the table is empty.",
        "%(number)s obligatory cells of the table are empty.",
        len(empty),
    )
    others = [item for item in unmet if item.code != CELL]
    return [*others, Unmet(CELL, text % {"number": len(empty)})]


CONCEPT_PAGES = CasePages(
    kind="concept",
    address="konzepte",
    panels=PANELS,
    find=_find,
    list_url="coordination:concepts",
    list_label=_("Concepts"),
    name="concept",
    mends=_mends,
    brief=_brief,
    aside="coordination/concept/_aside.html",
)
