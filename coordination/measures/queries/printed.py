"""The text of a measure in words, in the parts and the order in which a Vorlage has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import override

from ...city.queries.catalogue import names_by_field
from ...decisions.queries.differences import in_words, label_of
from ...decisions.queries.printed import Section
from ..models import IMPACTS, Measure
from .texts import BUDGETED, CITYWIDE, SUMS

_SCOPE = (
    "serves", "fields_of_action", "target_groups", CITYWIDE, "districts", "partners",
    "external_partners", "priority", "decision_path", "starts_on", "ends_on",
)  # fmt: skip
_MONEY = (*SUMS, "staff_cost", "material_cost", "cost_type", "budget", "updated_budget", "cover",
          "product")  # fmt: skip
_EFFECTS = ("staff_effects", "equality_effects", "climate_effects", "inclusion_effects")
_PARTICIPATION = ("participation", "participation_words")
assert {*SUMS, *BUDGETED} <= {*_MONEY}, "every sum stands in the paper"


def sections_of(text: Mapping[str, object]) -> Sequence[Section]:
    """The frozen text of a measure part by part, in German; two statements for the names."""
    with override("de"):
        return list(_sections(text, names_by_field()))


def _sections(
    text: Mapping[str, object], names: Mapping[str, Mapping[int, str]]
) -> Iterator[Section]:
    yield Section(_("Proposed resolution"), str(text.get("proposal") or ""))
    if summary := text.get("public_summary"):
        yield Section(_("In short"), str(summary))
    yield Section(_("Goal"), str(text.get("goal") or ""))
    yield Section(_("Facts and reasons"), str(text.get("facts") or ""))
    rows = _rows(text, _SCOPE, names)
    affected = [label_of(f"impact_{one}", Measure) for one in IMPACTS if text.get(f"impact_{one}")]
    if affected:
        rows.append([_("Affected"), "\n".join(affected)])
    if text.get("is_urgent"):
        rows.append([_("Urgent"), _("yes")])
    yield Section(_("Further particulars"), rows=rows)
    if stones := in_words("milestones", text.get("milestones"), names, Measure):
        yield Section(_("Schedule"), stones)
    if taking_part := _rows(text, _PARTICIPATION, names):
        yield Section(label_of("participation", Measure), rows=taking_part)
    yield _finances(text, names)
    for name in _EFFECTS:
        words = in_words(name, text.get(name), names, Measure)
        yield Section(label_of(name, Measure), words or _("No effects are recorded."))


def _finances(text: Mapping[str, object], names: Mapping[str, Mapping[int, str]]) -> Section:
    """Whether there are financial effects, then what is known of them."""
    sums = [text.get(name) for name in ("cost", "annual_cost", "revenue")]
    has_effects = any(Decimal(str(value)) for value in sums if value)
    first = [_("Financial effects"), _("yes") if has_effects else _("no")]
    return Section(_("Financial effects"), rows=[first, *_rows(text, _MONEY, names)])


def _rows(
    text: Mapping[str, object], fields: Sequence[str], names: Mapping[str, Mapping[int, str]]
) -> list[list[str]]:
    """Label and value of the fields that say something."""
    found = ((name, in_words(name, text.get(name), names, Measure)) for name in fields)
    return [[label_of(name, Measure), words] for name, words in found if words]
