"""The rows of a ladder in the form of a route: when, from which period, who is told."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ...calendars import Rung
from ...enums import Recipient

EXTRA_RUNGS = 2
"""Empty rows for new levels."""
PARTS = ("level", "offset", "minimum", "recipients")
_FARTHEST = 250


class LadderRows(forms.Form):
    """Fields `level_1`, `offset_1`, … for each level of a ladder and some empty ones."""

    rungs = 0

    def add_rungs(self, ladder: Iterable[Rung]) -> None:
        """A row for each level, and empty ones."""
        for rung in [*ladder, *[None] * EXTRA_RUNGS]:
            self.rungs += 1
            for part, field in _fields(self.rungs, rung):
                self.fields[f"{part}_{self.rungs}"] = field

    def clean(self) -> dict[str, object]:
        """A level is whole or not there at all."""
        cleaned = super().clean() or self.cleaned_data
        for n in range(1, self.rungs + 1):
            if not self._has_rung(n):
                continue
            for part, text in _NEEDED.items():
                name = f"{part}_{n}"
                if cleaned.get(name) in (None, "", []) and name not in self.errors:
                    self.add_error(name, text)
        return cleaned

    def filled_rungs(self) -> list[int]:
        """The rows that say something, in the order of their days."""
        found = [n for n in range(1, self.rungs + 1) if self._has_rung(n)]
        return sorted(found, key=lambda n: self.cleaned_data.get(f"offset_{n}") or 0)

    def ladder(self) -> list[Rung]:
        """The levels in the order of their days."""
        given = self.cleaned_data
        return [
            Rung(
                given[f"level_{n}"], given[f"offset_{n}"], tuple(given[f"recipients_{n}"]),
                given[f"minimum_{n}"] or 0,
            )
            for n in self.filled_rungs()
        ]  # fmt: skip

    def ladder_answers(self) -> list[tuple[str, str]]:
        """A line for each level; without any it is said that nobody is reminded."""
        lines = [
            (_("Level %(level)s") % {"level": r.level}, rung_in_words(r)) for r in self.ladder()
        ]
        return lines or [(_("Ladder of reminders"), _("Nobody is reminded."))]

    def rung_groups(self) -> list[tuple[int, list[BoundField], BoundField]]:
        """The bound fields of each row: number, short ones, who is told."""
        return [
            (n, [self[f"{part}_{n}"] for part in PARTS[:-1]], self[f"recipients_{n}"])
            for n in range(1, self.rungs + 1)
        ]

    def _has_rung(self, n: int) -> bool:
        given = self.cleaned_data
        return any(
            given.get(f"{part}_{n}") not in (None, "", []) or f"{part}_{n}" in self.errors
            for part in ("level", "offset", "recipients")
        )


_NEEDED = {
    "level": gettext_lazy("Please name the level, for example E1, or empty the whole row."),
    "offset": gettext_lazy("Please enter how many working days from the due day."),
    "recipients": gettext_lazy("Please choose who is told."),
}


def _fields(n: int, rung: Rung | None) -> Iterable[tuple[str, forms.Field]]:
    yield "level", forms.CharField(
        label=_("Level %(n)s: name") % {"n": n}, max_length=8, required=False,
        initial=rung.level if rung else "",
    )  # fmt: skip
    yield "offset", forms.IntegerField(
        label=_("Level %(n)s: working days from the due day") % {"n": n}, required=False,
        min_value=-_FARTHEST, max_value=_FARTHEST, initial=rung.offset if rung else None,
        help_text=_("Before it: with a minus."),
    )  # fmt: skip
    yield "minimum", forms.IntegerField(
        label=_("Level %(n)s: only from a period of so many working days") % {"n": n},
        required=False, min_value=0, max_value=_FARTHEST, initial=rung.minimum if rung else None,
    )  # fmt: skip
    yield "recipients", forms.MultipleChoiceField(
        label=_("Level %(n)s: who is told") % {"n": n}, choices=Recipient.choices, required=False,
        widget=forms.CheckboxSelectMultiple, initial=list(rung.recipients) if rung else [],
    )  # fmt: skip


def when_in_words(offset: int) -> str:
    """The day of a level, as people say it."""
    if offset == 0:
        return _("on the due day")
    days = abs(offset)
    if offset < 0:
        text = ngettext("%(n)s working day before", "%(n)s working days before", days)
    else:
        text = ngettext("%(n)s working day after", "%(n)s working days after", days)
    return text % {"n": days}


def told_in_words(rung: Rung) -> str:
    """Who is told, in words."""
    return ", ".join(str(Recipient(name).label) for name in rung.recipients)


def rung_in_words(rung: Rung) -> str:
    """The whole level in a line."""
    words = f"{when_in_words(rung.offset)}: {told_in_words(rung)}"
    if rung.minimum:
        words += " " + _("(from a period of %(n)s working days)") % {"n": rung.minimum}
    return words
