"""The text of a target as JSON values, and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from workflows.forms.fields import german_sum
from workflows.models import Unit
from workflows.untyped import Json

from ...decisions.queries.printed import Section
from ..enums import Rhythm
from ..models import Objective, Target

PLAIN = ("title", "facts", "proposal", "council_public")
DATES = ("starts_on", "ends_on")
OBJECTIVE = ("text", "indicator", "unit", "rhythm")
VALUES = ("baseline", "goal")
DAYS = ("baseline_on", "due_on")


def target_text(target: Target) -> dict[str, object]:
    """Everything in a target that people sign; what is read here can be written there."""
    return {
        **{name: getattr(target, name) for name in PLAIN},
        "lead": target.lead_id,
        **{name: _text(getattr(target, name)) for name in DATES},
        "objectives": [objective_text(row) for row in target.objectives.all()],
    }


def objective_text(row: Objective) -> dict[str, object]:
    """The same of one objective."""
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in OBJECTIVE},
        **{name: _text(getattr(row, name)) for name in (*VALUES, *DAYS)},
        "office": row.office_id,
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def sections_of(text: Mapping[str, object]) -> Sequence[Section]:
    """The frozen text of a target part by part, in German; one statement for the offices."""
    with override("de"):
        stones: Any = text.get("objectives") or []
        offices = Unit.objects.in_bulk([one["office"] for one in stones if one.get("office")])
        frame = [_day(text.get(name)) for name in DATES]
        return [
            Section(_("Proposed resolution"), str(text.get("proposal") or "")),
            Section(_("Facts and reasons"), str(text.get("facts") or "")),
            Section(_("Time frame"), " – ".join(day for day in frame if day)),
            *(
                Section(
                    _("Objective %(number)d") % {"number": number},
                    rows=_rows(one, str(offices.get(one.get("office"), ""))),
                )
                for number, one in enumerate(stones, start=1)
            ),
        ]


def _rows(one: Json, office: str) -> list[list[str]]:
    unit = str(one.get("unit") or "")
    rhythm = str(one.get("rhythm") or "")
    rows = [
        [_("Objective"), str(one.get("text") or "")],
        [_("Indicator"), str(one.get("indicator") or "")],
        [_("At the beginning"), _value(one.get("baseline"), unit, one.get("baseline_on"))],
        [_("To be reached"), _value(one.get("goal"), unit, one.get("due_on"))],
        [_("Measured"), str(Rhythm(rhythm).label) if rhythm in Rhythm.values else ""],
        [_("Responsible office"), office],
    ]
    return [row for row in rows if row[1]]


def _value(value: object, unit: str, day: object) -> str:
    if value in (None, ""):
        return ""
    said = f"{german_value(Decimal(str(value)))} {unit}".strip()
    return f"{said} ({_day(day)})" if day else said


def objective_words(one: Json) -> str:
    """An objective in one line: from which value on which day to which value on which day."""
    unit = str(one.get("unit") or "")
    begin = _value(one.get("baseline"), unit, one.get("baseline_on"))
    goal = _value(one.get("goal"), unit, one.get("due_on"))
    return f"{one.get('text', '')}: {begin or '–'} → {goal or '–'}"


def german_value(value: Decimal) -> str:
    """A value with its decimals as far as it has some."""
    return german_sum(value).removesuffix(",00")


def _day(value: object) -> str:
    return f"{date.fromisoformat(str(value)):%d.%m.%Y}" if value else ""
