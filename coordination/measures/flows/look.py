"""What the rules of a measure look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from workflows.machine import fact
from workflows.queries.compiled import Compiled
from workflows.refusals import Unmet

from ...council.models import Paper
from ...decisions.queries.differences import label_of
from ...decisions.rules.asking import Suggestion
from ...implementing.flows.look import ImplementingLook
from ..models import Measure
from ..queries.suggesting import suggested
from ..queries.supplements import running_supplement
from ..queries.texts import BUDGETED, SUMS, measure_text

EXPECTED: Mapping[str, tuple[str, ...]] = {
    "health": ("health",),
    "housing": ("housing",),
    "education": ("school", "minors"),
    "cohesion": ("security",),
}
"""Of which impacts one is likely in a field of action, by the keys of the city file."""


_WITH_LEAD = Compiled(lambda: Measure.objects.select_related("lead"), by="case")


class MeasureLook(ImplementingLook):
    """A measure as a call meets it."""

    prose = frozenset(
        {"title", "facts", "goal", "proposal", "cover", "product", "external_partners",
         "staff_effects", "equality_effects", "climate_effects", "inclusion_effects",
         "public_summary", "participation_words"}
    )  # fmt: skip
    sums = frozenset({*SUMS, *BUDGETED})

    @fact
    def subject(self) -> Measure:
        """The measure of the case with its lead."""
        return _WITH_LEAD.get(self.case.pk)

    @fact
    def text(self) -> dict[str, object]:
        """All that is signed: the fields of the measure and its milestones."""
        return measure_text(self.subject)

    @property
    def is_carried_out(self) -> bool:
        """A supplement changes the measure that it supplements."""
        return self.subject.supplements_id is None

    def supplemented(self) -> Paper | None:
        """The paper of the measure that this one supplements; current administration has none."""
        papers = Paper.objects.filter(case__measure=self.subject.supplements_id)
        return None if self.is_carried_out else papers.order_by("-pk").first()

    @fact
    def is_being_supplemented(self) -> bool:
        """Whether a supplement to this measure is still under way; a page may know of none."""
        has_any = vars(self.subject).get("has_successors", True)
        return has_any and running_supplement(self.subject.pk) is not None

    def unfinished(self) -> Iterator[Unmet]:
        """A supplement that is still under way."""
        if self.is_being_supplemented:
            text = _("A supplement to this measure is still under way.")
            yield Unmet("supplement_open", text)

    def check_hints(self) -> Iterator[str]:
        """Where fields of action and the impact check do not fit: then nobody is asked."""
        ticked = self.subject.impacts()
        if not ticked:
            yield _("No line of the impact check is ticked. Please see whether that is right.")
        for field in self.subject.fields_of_action.order_by("position", "name"):
            expected = EXPECTED.get(field.key, ())
            if expected and not ticked & {*expected}:
                names = [label_of(f"impact_{name}", Measure) for name in expected]
                text = _("Field of action “%(field)s”, but not ticked: %(impacts)s.")
                yield text % {"field": field.name, "impacts": " / ".join(names)}

    def suggested_offices(self) -> Sequence[Suggestion]:
        """By the fields of action, and by earlier measures of the same fields."""
        return suggested(self.subject, EXPECTED, on=self.call.today)

    def check_problems(self) -> Iterator[Unmet]:
        """M3: no open measure of the same lead with the same title."""
        mine = self.subject
        same = Measure.objects.filter(
            lead=mine.lead_id, title__iexact=mine.title, case__closed_at=None
        )
        others = same.exclude(pk=mine.pk).exclude(case__state__in=("draft", "completed"))
        twin = others.values_list("reference", flat=True).first()
        if twin:
            text = _("There is an open measure of this office with the same title: %(number)s.")
            yield Unmet("duplicate", text % {"number": twin}, "title")
