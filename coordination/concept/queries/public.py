"""What a concept gives to everybody: chapters and programme once it is adopted, not before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from workflows.enums import Access
from workflows.models import User
from workflows.refusals import Unmet

from ...decisions.models import AttachmentVersion
from ...decisions.queries.attachments import handed_out
from ...measures.queries.public import SHOWN as DECIDED
from ...measures.queries.public import public_paper
from ...publishing.queries.sources import Draft, Places
from ..enums import ConceptState as S
from ..models import Chapter, Concept
from .concepts import concept_seen_by
from .programme import ORDER

ADOPTED = (S.RESOLVED, S.IN_FORCE, S.RENEWAL_DUE, S.REPLACED)
"""From the resolution on its chapters and its programme are for everybody."""

NOT_SHOWN = (S.PROMPTED, S.REJECTED, S.WITHDRAWN)
"""It is no project of the city yet, or not any more."""


class Concepts:
    """The concepts, on their way too (`publishing.queries.sources.Source`)."""

    places = Places(matter="coordination:concept", public="portal:concept")

    def draft(self, viewer: User, matter: int, *, at: datetime) -> Draft:
        """Its title; raises Invisible (404) for who does not see it."""
        concept = concept_seen_by(viewer, matter, at=at)
        return Draft(concept.reference, concept.title, concept.lead_id)

    def facts(self, matter: int) -> Mapping[str, object]:
        """Lead and dates; of an adopted one paper, chapters with their files, programme."""
        concept = Concept.objects.select_related("lead", "case").get(case=matter)
        is_adopted = concept.case.state in ADOPTED
        return {
            "office": concept.lead.name,
            "paper": public_paper(matter) if is_adopted else "",
            "resolved_on": f"{concept.resolved_on}" if concept.resolved_on else None,
            "valid_until": f"{concept.valid_until}" if concept.valid_until else None,
            "chapters": _chapters(concept) if is_adopted else [],
            "programme": _programme(concept) if is_adopted else [],
        }

    def problems(self, matter: int) -> Iterator[Unmet]:
        """What is restricted or not public in the council; what has not begun or was dropped."""
        concept = Concept.objects.select_related("case").get(case=matter)
        if concept.case.access != Access.NORMAL or not concept.council_public:
            text = _("The matter is not public (GO NRW § 48 Abs. 2). It cannot be announced.")
            yield Unmet("not_public", text)
        elif concept.case.state in NOT_SHOWN:
            text = _("The work on the concept has not begun, or is not pursued any more.")
            yield Unmet("not_pursued", text)


def _chapters(concept: Concept) -> list[Mapping[str, object]]:
    """Each with the file that went to the council with the paper, if it has one."""
    handed = {one.pk: one.versions.all()[0] for one in handed_out(concept.case_id)}
    return [
        {"title": row.title, **_file(handed.get(row.attachment_id or 0))}
        for row in Chapter.objects.filter(concept=concept).order_by("position")
    ]


def _file(version: AttachmentVersion | None) -> Mapping[str, object]:
    if version is None:
        return {}
    names = ("sha256", "name", "media_type", "size")
    return {name: getattr(version, name) for name in names}


def _programme(concept: Concept) -> list[Mapping[str, object]]:
    """Its decided, public measures by priority; by the case their state is found later."""
    rows = concept.programme.filter(
        case__state__in=DECIDED, case__access=Access.NORMAL, council_public=True
    )
    found = rows.select_related("lead").prefetch_related("districts")
    return [
        {
            "case": row.case_id,
            "title": row.title,
            "priority": row.priority,
            "districts": [district.name for district in row.districts.all()],
            "office": row.lead.name,
        }
        for row in sorted(found, key=lambda row: (ORDER.get(row.priority, 9), row.title_sort_key))
    ]
