"""The pages of concepts that the engine serves: one for each act."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.panels import CasePages
from workflows.models import User
from workflows.refusals import Unmet

from ..forms.registry import PANELS
from ..models import Concept
from ..queries.concepts import concept_seen_by


def _find(person: User, case: int, at: datetime) -> Concept:
    return concept_seen_by(person, case, at=at)


def _mends(case: int, unmet: Unmet) -> str:
    """Prose and days are written on one page, chapters on theirs."""
    if unmet.code in ("facts_missing", "proposal_missing"):
        return reverse("concept:edit", args=[case])
    if unmet.code.startswith("chapter_"):
        return reverse("coordination:concept_chapter", args=[case])
    return reverse("concept:answer_comment", args=[case]) if unmet.code == "comment_open" else ""


CONCEPT_PAGES = CasePages(
    kind="concept",
    address="konzepte",
    panels=PANELS,
    find=_find,
    list_url="coordination:concepts",
    list_label=_("Concepts"),
    name="concept",
    mends=_mends,
    aside="coordination/concept/_aside.html",
)
