"""The text of a measure as labels and values, in the order in which a Vorlage has them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.template.defaultfilters import linebreaksbr
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from workflows.forms.fields import german_sum

from ..decisions.queries.differences import label_of
from ..measures.forms.sections import address_of
from ..measures.models import IMPACTS, Measure
from ..measures.queries.texts import BUDGETED, CITYWIDE, NO_IMPACT, SUMS

Row = dict[str, object]

EFFECTS = ("staff_effects", "equality_effects", "climate_effects", "inclusion_effects")


def document_rows(measure: Measure, with_links: bool = False) -> list[Row]:
    """All fields with their words; `with_links` leads from each to the page where it is written."""
    rows = [
        *((name, _text(getattr(measure, name))) for name in ("title", "goal", "facts", "proposal")),
        ("lead", str(measure.lead)),
        ("partners", _names(measure, "partners")),
        ("external_partners", measure.external_partners),
        *(
            (name, _names(measure, name))
            for name in ("serves", "fields_of_action", "target_groups", "districts")
        ),
        (CITYWIDE, _("yes") if measure.is_citywide else ""),
        ("priority", measure.get_priority_display()),
        ("decision_path", _path(measure)),
        ("council_public", _("yes") if measure.council_public else _("no")),
        *((name, _sum(getattr(measure, name))) for name in (*SUMS, *BUDGETED)),
        ("cost_type", measure.get_cost_type_display()),
        ("cover", measure.cover),
        ("product", measure.product),
        *((name, _day(getattr(measure, name))) for name in ("starts_on", "ends_on")),
        *((name, _text(getattr(measure, name))) for name in EFFECTS),
        ("public_summary", _text(measure.public_summary)),
        ("participation", measure.get_participation_display()),
        ("participation_words", _text(measure.participation_words)),
    ]
    shown = [_row(name, words, measure, with_links=with_links) for name, words in rows]
    shown += _more_rows(measure, with_links=with_links)
    # What stands on the page anyway is not said twice; what is empty only where it can be filled.
    own = () if with_links else ("title", "proposal")
    return [row for row in shown if row["field"] not in own and (row["value"] or with_links)]


def _more_rows(measure: Measure, *, with_links: bool) -> list[Row]:
    names = [f"impact_{name}" for name in IMPACTS]
    impacts = [label_of(n, Measure) for n in (*names, NO_IMPACT) if getattr(measure, n)]
    rows = [_row("impact_contract", ", ".join(impacts), measure, with_links=with_links)]
    rows[0]["label"] = _("Affected")
    if with_links:
        stones = "\n".join(f"{s.title} ({_day(s.due_on)})" for s in measure.milestones.all())
        rows.append(_row("milestones", _text(stones), measure, with_links=True))
    if measure.responsible:
        rows.append(_row("responsible", str(measure.responsible), measure, with_links=False))
    if measure.funds_confirmed_at:
        words = f"{measure.funds_confirmed_by}, {_day(measure.funds_confirmed_at)}"
        rows.append({"field": "funds", "label": _("Funds confirmed"), "value": words})
    return rows


def _row(name: str, words: object, measure: Measure, *, with_links: bool) -> Row:
    row: Row = {"field": name, "label": label_of(name, Measure), "value": words}
    if with_links:
        row["url"] = address_of(measure.case_id, name)
    return row


def _path(measure: Measure) -> str:
    words = str(measure.get_decision_path_display())
    if measure.is_current_administration is True:
        return _("%(path)s (found)") % {"path": words}
    return words


def _names(measure: Measure, link: str) -> str:
    """What it is linked with; a measure read for its page brings the names along."""
    names = getattr(measure, f"{link}_names", None)
    return ", ".join(map(str, getattr(measure, link).all()) if names is None else names)


def _text(text: str) -> str:
    return linebreaksbr(text) if text else ""


def _sum(value: Decimal | None) -> str:
    return "" if value is None else f"{german_sum(value)}\N{NO-BREAK SPACE}€"


def _day(value: date | None) -> str:
    return date_format(value, "d.m.Y") if value else ""
