"""The text of a concept as JSON values, and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from ...decisions.queries.printed import Section
from ..models import Chapter, Concept

PROSE = ("title", "facts", "proposal")


def concept_text(concept: Concept) -> dict[str, object]:
    """All that is signed: the prose, chapters with the digests of their files, the programme."""
    return {
        **{name: getattr(concept, name) for name in PROSE},
        "lead": concept.lead_id,
        "target": concept.target_id,
        "chapters": [chapter_text(row) for row in chapters_of(concept.pk)],
        "programme": list(
            concept.programme.order_by("reference").values_list("reference", flat=True)
        ),
    }


def chapters_of(concept: int) -> list[Chapter]:
    """The chapters in their order, with their versions and cells."""
    rows = Chapter.objects.filter(concept=concept).select_related("attachment")
    return list(
        rows.prefetch_related("versions__stored", "cells__field", "cells__group", "comments")
    )


def chapter_text(row: Chapter) -> dict[str, object]:
    """A chapter as it is signed: by the digest of its latest version that stands in the line."""
    latest = next((one for one in row.versions.all() if not one.is_beside), None)
    cells = sorted((cell.field_id, cell.group_id) for cell in row.cells.all())
    return {
        "title": row.title,
        "version": latest.number if latest else None,
        "sha256": latest.stored.sha256 if latest else None,
        "cells": [list(cell) for cell in cells],
    }


def sections_of(text: Mapping[str, object]) -> Sequence[Section]:
    """The frozen text of a concept part by part, in German."""
    with override("de"):
        chapters: Any = text.get("chapters") or []
        rows = [
            [str(number), _("%(title)s (version %(version)s)") % one]
            for number, one in enumerate(chapters, start=1)
        ]
        programme: Any = text.get("programme") or []
        found = [
            Section(_("Proposed resolution"), str(text.get("proposal") or "")),
            Section(_("Facts and reasons"), str(text.get("facts") or "")),
            Section(_("Chapters"), rows=rows),
        ]
        if programme:
            found.append(Section(_("Programme of measures"), ", ".join(map(str, programme))))
        return found
