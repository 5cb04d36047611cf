"""The form of a new version of a route: a field for each period and sum, a row for each rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Unpack

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ...actions.people import RouteRule
from ...calendars import Period, PeriodUnit, Rung
from ...enums import Participation, SilenceEffect
from ...models import CosignRule, din5007_key
from ...queries.people.route_words import KnownWords
from ...refusals import Unmet
from ..acting.words import in_words
from ..fields import GermanDateField, GermanMoneyField
from ..options import Data, FormOptions
from .base import DeedForm
from .rungs import LadderRows

EXTRA_RULES = 3
"""Empty rows for new rules."""
RULE_PARTS = ("predicate", "unit_function", "participation", "silence", "may_extend")


class RouteForm(LadderRows, DeedForm):
    """Everything that a version says, filled in with what the last one says."""

    valid_from = GermanDateField(
        label=_("Valid from"), help_text=_("Matters opened from that day on follow it.")
    )
    note = forms.CharField(
        label=_("Note"), max_length=400, required=False,
        help_text=_("What is new, in a sentence."),
    )  # fmt: skip

    def __init__(
        self,
        data: Data = None,
        *,
        words: KnownWords,
        functions: Mapping[str, str],
        rules: Iterable[CosignRule],
        periods: Mapping[str, Period],
        thresholds: Mapping[str, object],
        ladder: Iterable[Rung] = (),
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, **options)
        self.words, self.period_keys, self.threshold_keys = words, [*periods], [*thresholds]
        for step, period in periods.items():
            self._add_period(step, period)
        for key, amount in thresholds.items():
            self.fields[f"sum_{key}"] = GermanMoneyField(
                label=str(words.thresholds.get(key, key)), initial=amount
            )
        self.rows = 0
        for rule in [*rules, *[None] * EXTRA_RULES]:
            self._add_rule(rule, functions)
        self.add_rungs(ladder)
        self.order_fields([name for name in self.fields if name != self.text_field])

    def _add_period(self, step: str, period: Period) -> None:
        name = str(self.words.periods.get(step, step))
        self.fields[f"amount_{step}"] = forms.IntegerField(
            label=name, min_value=1, max_value=10_000, initial=period.amount
        )
        self.fields[f"unit_{step}"] = forms.ChoiceField(
            label=_("Unit of “%(step)s”") % {"step": name},
            choices=[(unit.value, unit.label) for unit in PeriodUnit],
            initial=period.unit.value,
        )

    def _add_rule(self, rule: CosignRule | None, functions: Mapping[str, str]) -> None:
        n, self.rows = self.rows + 1, self.rows + 1
        empty = [("", _("– no rule –"))]
        predicates = {key: str(words) for key, words in self.words.predicates.items()}
        for field, label, choices in (
            ("predicate", _("Rule %(n)s: if"), [*empty, *_by_label(predicates)]),
            ("unit_function", _("Rule %(n)s: unit"), [*empty, *_by_label(functions)]),
            ("participation", _("Rule %(n)s: takes part by"), Participation.choices),
            ("silence", _("Rule %(n)s: silence counts as"), SilenceEffect.choices),
        ):
            self.fields[f"{field}_{n}"] = forms.ChoiceField(
                label=label % {"n": n},
                choices=choices,
                required=False,
                initial=getattr(rule, field, ""),
                widget=forms.Select(
                    attrs={"aria-label": label % {"n": n}, "class": "kern-form-input__select"}
                ),
            )
        words = gettext("Rule %(n)s: may ask for one extension") % {"n": n}
        self.fields[f"may_extend_{n}"] = forms.BooleanField(
            label=words,
            required=False,
            initial=getattr(rule, "may_extend", False),
            widget=forms.CheckboxInput(
                attrs={"aria-label": words, "class": "kern-form-check__checkbox"}
            ),
        )

    def clean(self) -> dict[str, object]:
        """A rule is whole or not there at all."""
        cleaned = super().clean() or self.cleaned_data
        for n in range(1, self.rows + 1):
            both = [name for name in ("predicate", "unit_function") if cleaned.get(f"{name}_{n}")]
            if len(both) == 1:
                missing = "unit_function" if both == ["predicate"] else "predicate"
                self.add_error(f"{missing}_{n}", _("Please choose both, or leave both empty."))
        return cleaned

    def arguments(self) -> dict[str, object]:
        given = self.cleaned_data
        return {
            "valid_from": given["valid_from"],
            "note": given["note"],
            "periods": self._periods(),
            "thresholds": {key: given[f"sum_{key}"] for key in self.threshold_keys},
            "cosign_rules": [
                RouteRule(
                    given[f"predicate_{n}"],
                    given[f"unit_function_{n}"],
                    given[f"participation_{n}"] or Participation.COSIGN,
                    given[f"silence_{n}"] or SilenceEffect.NONE,
                    given[f"may_extend_{n}"],
                )
                for n in self._filled()
            ],
            "ladder": self.ladder(),
        }

    def _periods(self) -> dict[str, Period]:
        given = self.cleaned_data
        return {
            step: Period(given[f"amount_{step}"], given[f"unit_{step}"])
            for step in self.period_keys
        }

    def answers(self) -> list[tuple[str, str]]:
        """Periods and rules in a line each, for the check page."""
        periods = self._periods().items()
        lines = [self._line("valid_from"), self._line("note")]
        lines += [(str(self[f"amount_{step}"].label), str(period)) for step, period in periods]
        lines += [self._line(f"sum_{key}") for key in self.threshold_keys]
        for row, n in enumerate(self._filled(), start=1):
            words = " – ".join(self._line(f"{part}_{n}")[1] for part in RULE_PARTS[:-1])
            if self.cleaned_data[f"may_extend_{n}"]:
                words += " – " + gettext("one extension on request")
            lines.append((str(_("Rule %(number)s") % {"number": row}), words))
        return [*lines, *self.ladder_answers(), self._line("reason")]

    def _line(self, name: str) -> tuple[str, str]:
        field = self[name]
        return str(field.label), in_words(field, self.cleaned_data.get(name))

    def _filled(self) -> list[int]:
        return [n for n in range(1, self.rows + 1) if self.cleaned_data.get(f"predicate_{n}")]

    def field_of(self, item: Unmet) -> str | None:
        """Where a guard's complaint belongs: `periods.2.amount` is the third period's amount."""
        table, _dot, rest = item.field.partition(".")
        index, _dot, name = rest.partition(".")
        if not index.isdigit():
            return super().field_of(item)
        match table:
            case "periods":
                return f"amount_{self.period_keys[int(index)]}"
            case "thresholds":
                return f"sum_{self.threshold_keys[int(index)]}"
            case "ladder":
                return f"{name}_{self.filled_rungs()[int(index)]}"
            case _:
                return f"{name}_{self._filled()[int(index)]}"

    def groups(self) -> dict[str, Sequence[object]]:
        """The bound fields by part: head, periods (pairs), thresholds, rules, ladder."""
        return {
            "head": [self["valid_from"], self["note"]],
            "periods": [(self[f"amount_{s}"], self[f"unit_{s}"]) for s in self.period_keys],
            "thresholds": [self[f"sum_{key}"] for key in self.threshold_keys],
            "rules": [
                (n, [self[f"{part}_{n}"] for part in RULE_PARTS])
                for n in range(1, self.rows + 1)
            ],
            "ladder": self.rung_groups(),
        }  # fmt: skip


def _by_label(words: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(words.items(), key=lambda pair: din5007_key(pair[1]))
