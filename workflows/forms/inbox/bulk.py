"""What one act on many items asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, Unpack

from django import forms
from django.utils.translation import gettext_lazy as _

from ...actions.inbox.bulk_acts import DEADLINE, TASK, BulkAct, bulk_acts
from ...machine.reasons import says_something
from ...models import BulkItem, User
from ...queries.people.absences import Away, named_with
from ..options import Data, FormOptions


class BulkForm(forms.Form):
    """An act that asks for nothing."""

    text_field: ClassVar[str] = ""

    def __init__(
        self,
        data: Data = None,
        *,
        people: Sequence[User] = (),
        away: Mapping[int, Away] | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, **options)
        self.people, self.away = people, away or {}
        self.use_required_attribute = False

    def act_data(self) -> dict[str, object]:
        """What is decided for every item."""
        return {}

    def act_text(self) -> str:
        """The reason, where the act wants one."""
        return str(self.cleaned_data.get(self.text_field) or "")


class HandOverAllForm(BulkForm):
    """To whom; among those who may act at every desk that is concerned."""

    to = forms.TypedChoiceField(label=_("Hand over to"), coerce=int, widget=forms.RadioSelect)

    def __init__(
        self,
        data: Data = None,
        *,
        people: Sequence[User] = (),
        away: Mapping[int, Away] | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, people=people, away=away, **options)
        field = self.fields["to"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(person.pk, named_with(person, self.away)) for person in people]

    def act_data(self) -> dict[str, object]:
        key = self.cleaned_data["to"]
        name = next(person.get_full_name() for person in self.people if person.pk == key)
        return {"to": key, "to_name": name}


class ExtendAllForm(BulkForm):
    """By how much, each from its own day, and why."""

    text_field = "reason"

    amount = forms.IntegerField(
        label=_("Longer by so many working days"), min_value=1, max_value=250,
        error_messages={"invalid": _("Please write a whole number, for example 5.")},
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("At least 10 characters. It is kept with each matter for good."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5000,
    )

    def clean_reason(self) -> str:
        """Words that say something."""
        text: str = self.cleaned_data["reason"]
        if not says_something(text):
            raise forms.ValidationError(_("Please give a reason of at least ten characters."))
        return text

    def act_data(self) -> dict[str, object]:
        return {"amount": self.cleaned_data["amount"], "unit": "working_days"}


_FORMS: dict[str, type[BulkForm]] = {
    "hand_over": HandOverAllForm,
    "extend_deadline": ExtendAllForm,
}


def bulk_form(name: str) -> type[BulkForm]:
    """The form of an act on many."""
    return _FORMS.get(name, BulkForm)


def acts_for(items: Sequence[BulkItem]) -> list[BulkAct]:
    """The acts that fit all of these items; whether they may be done is judged for each."""
    offered = [one for one in bulk_acts.values() if one.is_offered]
    return [one for one in offered if items and all(_fits(one, item) for item in items)]


def _fits(one: BulkAct, item: BulkItem) -> bool:
    if one.on == DEADLINE:
        return item.deadline_id is not None
    is_task = one.on == TASK and item.task is not None
    return is_task and (
        not one.steps or (item.task is not None and item.task.step.key in one.steps)
    )
