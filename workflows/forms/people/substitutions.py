"""Forms about substitutions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ...actions.people import Deputy
from ...models import User, din5007_key
from ...queries.people.absences import due_within
from ...queries.people.substitutions import kinds_of_task, left_without, partly_away
from ...refusals import Unmet
from ..acting.words import in_words
from ..fields import GermanDateField
from ..options import Data, FormOptions
from .absences import due_words, left_words
from .base import DeedForm
from .choices import PersonField

DEPUTIES = 3
"""So many deputies can be named at once."""


class OwnSubstitutionForm(DeedForm):
    """Who stands in for oneself, in which order and for what, both days included."""

    guard_fields = {"represented": "deputy"}

    starts_on = GermanDateField(label=_("First day"))
    ends_on = GermanDateField(
        label=_("Last day"), help_text=_("The substitution ends by itself after this day.")
    )
    deputy = PersonField(label=_("Deputy"))

    def __init__(
        self,
        data: Data = None,
        *,
        deputies: QuerySet[User] | None = None,
        away: User | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, **options)
        self.away = away
        kinds = sorted(kinds_of_task().items(), key=lambda pair: din5007_key(pair[1]))
        self._add_kinds(1, kinds)
        for number in range(2, DEPUTIES + 1):
            self.fields[f"deputy_{number}"] = PersonField(
                label=gettext("Deputy %(number)s") % {"number": number},
                help_text=_("Acts when those before are away themselves or not asked."),
                required=False,
            )
            self._add_kinds(number, kinds)
        for field in self.fields.values():
            if isinstance(field, PersonField):
                field.among = deputies
        self.order_fields([name for name in self.fields if name != self.text_field])

    def _add_kinds(self, number: int, kinds: list[tuple[str, str]]) -> None:
        label = gettext("Deputy %(number)s: only for these tasks") % {"number": number}
        self.fields[_steps(number)] = forms.MultipleChoiceField(
            label=label,
            choices=kinds,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Nothing ticked means: for everything."),
        )

    def clean(self) -> dict[str, object]:
        """Kinds of task without a deputy mean nothing."""
        cleaned = super().clean() or self.cleaned_data
        for number in range(2, DEPUTIES + 1):
            name = _deputy(number)
            if cleaned.get(_steps(number)) and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("Please name the deputy for these tasks, or untick them."))
        return cleaned

    def arguments(self) -> dict[str, object]:
        rows = range(2, DEPUTIES + 1)
        further = [
            Deputy(person.pk, self.cleaned_data[_steps(number)])
            for number in rows
            if (person := self.cleaned_data.get(_deputy(number)))
        ]
        listed = {part(number) for number in rows for part in (_steps, _deputy)}
        own = {name: value for name, value in super().arguments().items() if name not in listed}
        return {**own, "further": further}

    def answers(self) -> list[tuple[str, str]]:
        """What was entered without the empty rows, and where a deputy is away themselves."""
        lines = []
        for field in self.visible_fields():
            words = in_words(field, self.cleaned_data.get(field.name))
            is_kinds = field.name.startswith("steps")
            if words or not (is_kinds or field.name.startswith("deputy_")):
                lines.append((str(field.label), words))
        return [*lines, *self._warnings()]

    def _warnings(self) -> list[tuple[str, str]]:
        given = self.cleaned_data
        text = gettext(
            "%(name)s is away from %(first)s to %(last)s. Then the next deputy acts, else the desk "
            "above."
        )
        lines = [
            (
                gettext("Please note"),
                text % {
                    "name": person, "first": f"{row.starts_on:%d.%m.%Y}",
                    "last": f"{row.ends_on:%d.%m.%Y}",
                },
            )
            for number in range(1, DEPUTIES + 1)
            if (person := given.get(_deputy(number)))
            for row in partly_away(person.pk, first=given["starts_on"], last=given["ends_on"])
        ]  # fmt: skip
        return [*lines, *self._left_without(), *self._due_within()]

    def _due_within(self) -> list[tuple[str, str]]:
        """What is due while the person is away, and what of it nobody named would do.

        Titles only for the absent person themselves: others may not see the matters.
        """
        given, away = self.cleaned_data, self.away or self.cleaned_data.get("represented")
        if away is None:
            return []
        due = due_within(away.pk, first=given["starts_on"], last=given["ends_on"])
        covered = [given.get(_steps(n)) for n in range(1, DEPUTIES + 1) if given.get(_deputy(n))]
        left = [task for task in due if not any(not s or task.step in s for s in covered)]
        return [
            (gettext("Please note"), words)
            for words in (due_words(due, titled=self.away is not None), left_words(left))
            if words
        ]

    def _left_without(self) -> list[tuple[str, str]]:
        """For whom the absent person is entered as a deputy, and nobody else is there then."""
        given = self.cleaned_data
        away = self.away or given.get("represented")
        if away is None:
            return []
        text = gettext(
            "%(name)s is represented by the absent person; from %(first)s to %(last)s nobody would"
            " stand in. They and their superiors are told."
        )
        return [
            (
                gettext("Please note"),
                text % {
                    "name": left.person, "first": f"{left.first:%d.%m.%Y}",
                    "last": f"{left.last:%d.%m.%Y}",
                },
            )
            for left in left_without(away.pk, first=given["starts_on"], last=given["ends_on"])
        ]  # fmt: skip

    def groups(self) -> dict[str, Sequence[object]]:
        """The bound fields by part of the page: who and when; the deputies, each with the kinds."""
        head = [name for name in ("represented", "starts_on", "ends_on") if name in self.fields]
        return {
            "head": [self[name] for name in head],
            "deputies": [(self[_deputy(n)], self[_steps(n)]) for n in range(1, DEPUTIES + 1)],
        }

    def field_of(self, item: Unmet) -> str | None:
        """Where a complaint belongs: `further.1.steps` is about the third deputy."""
        table, _dot, rest = item.field.partition(".")
        index, _dot, name = rest.partition(".")
        if table != "further" or not index.isdigit():
            return super().field_of(item)
        named = [n for n in range(2, DEPUTIES + 1) if self.cleaned_data.get(_deputy(n))]
        return f"{name}_{named[int(index)]}"


def _deputy(number: int) -> str:
    return "deputy" if number == 1 else f"deputy_{number}"


def _steps(number: int) -> str:
    return "steps" if number == 1 else f"steps_{number}"


class StaffField(forms.ModelChoiceField[User]):
    """One of the people whom somebody leads."""

    def label_from_instance(self, obj: User) -> str:
        return f"{obj} ({obj.email})"


class StaffSubstitutionForm(OwnSubstitutionForm):
    """A substitution that a head enters for their staff."""

    guard_fields = {}

    represented = StaffField(label=_("Absent person"), queryset=User.objects.none())

    field_order = ["represented", "starts_on", "ends_on", "deputy"]

    def __init__(
        self, data: Data = None, *, staff: QuerySet[User], **options: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, **options)
        field = self.fields["represented"]
        assert isinstance(field, StaffField)
        field.queryset = staff


class SubstitutionForm(OwnSubstitutionForm):
    """A substitution that the organisation office enters for anybody."""

    guard_fields = {}

    represented = PersonField(label=_("Absent person"))

    field_order = ["represented", "starts_on", "ends_on", "deputy"]
