"""What the forms of acts have in common: what they are about, and a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Unpack
from uuid import UUID

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from ...machine import TaskView
from ...models import User
from ...queries.acting.offers import Situation
from ..options import Data, FormOptions
from .acts import ActForm

REASON_ROWS = 5


@dataclass(frozen=True, slots=True)
class ActContext:
    """What a form is about: the matter, who acts, when, on which task, on which named thing."""

    # The domain object of the case, as the forms of its kind know it.
    matter: Any
    person: User
    at: datetime
    situation: Situation
    task: TaskView | None = None
    # The id that the address names where an act is about one of several: a milestone, an item.
    about: str = ""

    @property
    def model(self) -> type[models.Model]:
        """Where the fields of the text are described."""
        model: type[models.Model] = type(self.matter)
        return model

    def subject(self, kind: str) -> str:
        """The id in the subject of the task, e.g. of “condition:<id>”; else what is named."""
        if self.task is not None and self.task.subject.startswith(f"{kind}:"):
            return self.task.subject.removeprefix(f"{kind}:")
        return self.about

    def uuid(self, kind: str) -> UUID:
        """The same as an UUID; one that nothing has if it is none."""
        try:
            return UUID(self.subject(kind))
        except ValueError:
            return UUID(int=0)

    def number(self, kind: str) -> int:
        """The same as a number; 0 if it is none."""
        text = self.subject(kind)
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0  # noqa: PLR2004 - a bigint


class CaseForm(ActForm):
    """A form that knows what it is about. Without fields it is the question “really?”."""

    def __init__(
        self, data: Data = None, *, context: ActContext, **options: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, **options)
        self.context = context
        self.prepare()

    def prepare(self) -> None:
        """Adapt the fields to what the form is about."""

    def difference(self) -> Sequence[object]:
        """What sending the valid form changes in the text, for the check page."""
        return ()

    @property
    def cannot_be_undone(self) -> bool:
        """Whether this very answer cannot be taken back, so that it is shown once more."""
        return False

    @property
    def follows(self) -> str:
        """What this very answer brings about at once, said where it is shown once more."""
        return ""

    def offer(self, name: str, choices: object) -> None:
        """Give a choice field its choices."""
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field


def reason_field(
    label: StrOrPromise = "", *, required: bool = True, hint: StrOrPromise = ""
) -> forms.Field:
    """A text of several lines; by default a reason."""
    return forms.CharField(
        label=label or _("Reason"),
        help_text=hint,
        required=required,
        widget=forms.Textarea(attrs={"rows": REASON_ROWS}),
        max_length=20_000,
    )


class ReasonForm(CaseForm):
    """Asks for a reason, which becomes part of the trail."""

    text_field = "reason"
    reason = reason_field(hint=_("At least 10 characters. It is kept with the matter for good."))


class TextForm(CaseForm):
    """Asks for a text."""

    text_field = "text"
    text = reason_field(_("Text"))


class OptionalReasonForm(CaseForm):
    """Takes a remark."""

    text_field = "reason"
    reason = reason_field(_("Remark"), required=False)
