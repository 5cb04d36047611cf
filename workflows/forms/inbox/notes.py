"""The form of a note."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ...actions.inbox.notes import LONGEST
from ...models import Desk
from ...queries.inbox.notes import Writing
from ...queries.people.desk_pages import open_desks
from ...refusals import GuardsUnmet
from ...spelling import sought
from ..fields import CommandIdField
from ..naming import DeskField, desk_names
from ..options import Data, FormOptions

ALL = "all"


class MentionsField(DeskField):
    """Several desks by their names, parted by semicolons."""

    def clean(self, value: object) -> list[Desk]:
        """The desks that are named; ValidationError for a name that fits none or several."""
        words = [sought(part) for part in str(value or "")[:2000].split(";")]
        found = [self.found(part) for part in words if part]
        return list({desk.pk: desk for desk in found}.values())


class WordsForm(forms.Form):
    """The words of a note."""

    text = forms.CharField(
        label=pgettext_lazy("on a case", "Note"), strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST}),
    )  # fmt: skip
    command = CommandIdField()

    def __init__(
        self, data: Data = None, *, erases: bool = False, **options: Unpack[FormOptions]
    ) -> None:
        """`erases`: the button was pressed that asks for no words."""
        super().__init__(data, **options)
        self.use_required_attribute = False
        self.fields["text"].required = not erases

    def show_unmet(self, refusal: GuardsUnmet) -> None:
        """Put each problem to its field."""
        for problem in refusal.unmet:
            field = problem.field if problem.field in self.fields else None
            self.add_error(field, problem.text)


class NoteForm(WordsForm):
    """A new note: its words, who reads it, whom it mentions."""

    reader = forms.ChoiceField(label=_("Who reads this note"), widget=forms.RadioSelect)
    mentions = MentionsField(
        label=_("Mention desks"),
        required=False,
        help_text=_("Several are parted by semicolons. They get a notice without the text."),
    )

    def __init__(
        self, data: Data = None, *, writing: Writing, seeing: Sequence[Desk],
        **options: Unpack[FormOptions],
    ) -> None:  # fmt: skip
        super().__init__(data, **options)
        field = self.fields["reader"]
        assert isinstance(field, forms.ChoiceField)
        offices = {desk.unit_id: desk for desk in reversed(writing.desks)}
        field.choices = [
            *(
                (str(desk.id), _("only %(unit)s") % {"unit": desk.unit})
                for desk in offices.values()
            ),
            (ALL, _("everybody in the administration who sees this matter")),
        ]
        self.initial.setdefault("reader", field.choices[0][0])
        mentions = self.fields["mentions"]
        assert isinstance(mentions, MentionsField)
        mentions.queryset = open_desks()
        mentions.offer([(str(desk.pk), desk_names(desk)[0]) for desk in seeing])
        self.order_fields(["text", "reader", "mentions", "command"])
