"""What the rules of a concept look at."""

from __future__ import annotations

from workflows.definitions import Capacity
from workflows.enums import UnitKind
from workflows.machine import fact
from workflows.models import Unit

from ...decisions.rules.looks import DecisionLook
from ...measures.models import Measure
from ..models import ChapterInvitation, Commission, Concept
from ..queries.coverage import Matrix, matrix_of
from ..queries.texts import concept_text


class ConceptLook(DecisionLook):
    """A concept as a call meets it."""

    prose = frozenset({"title", "facts", "proposal"})

    @fact
    def subject(self) -> Concept:
        """The concept of the case with its lead."""
        return Concept.objects.select_related("lead", "target").get(case=self.case.pk)

    @fact
    def text(self) -> dict[str, object]:
        """All that is signed."""
        return concept_text(self.subject)

    @fact
    def commission(self) -> Commission | None:
        """The last commission."""
        return Commission.objects.filter(concept=self.subject.pk).order_by("-number").first()

    @fact
    def invited(self) -> frozenset[tuple[int, int]]:
        """Unit and chapter of each invitation to comment."""
        rows = ChapterInvitation.objects.filter(chapter__concept=self.subject.pk)
        return frozenset(rows.values_list("unit_id", "chapter_id"))

    @fact
    def partners(self) -> frozenset[int]:
        """The units outside the administration and the council."""
        rows = Unit.objects.filter(kind=UnitKind.PARTNER)
        return frozenset(rows.values_list("pk", flat=True))

    def is_guest(self, capacity: Capacity | None) -> bool:
        """Whether the desk is that of an association or the agency."""
        return capacity is not None and capacity.unit in self.partners

    @fact
    def coverage(self) -> Matrix:
        """What the chapters and the programme deal with, for the groups not to be left out."""
        measures = Measure.objects.filter(concepts=self.subject.pk)
        return matrix_of(measures, concept=self.subject.pk, is_narrow=True)
