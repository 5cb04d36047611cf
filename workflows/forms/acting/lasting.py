"""Forms and pages of cases that never end: a reason for the trail, and back to where one was."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Unpack

from django import forms
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from ...actions.acting.acts import Outcome
from ..options import Data, FormOptions
from .acts import ActForm
from .pages import ActPage


class LastingForm(ActForm):
    """Its visible fields are the data of one act; the reason stands in the trail."""

    text_field = "reason"
    # Where the reason will stand, and whether there has to be one.
    reason_hint: ClassVar[StrOrPromise] = ""
    reason_needed: ClassVar[bool] = False

    # Which state of the row the person has seen, where a row is changed.
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Data = None, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        self.order_fields([name for name in self.fields if name != self.text_field])
        reason = self.fields[self.text_field]
        reason.required = self.reason_needed or reason.required
        reason.help_text = reason.help_text or self.reason_hint

    def act_data(self) -> dict[str, object]:
        return {**super().act_data(), **self.what_was_seen()}

    def what_was_seen(self) -> dict[str, object]:
        """The state of the row that the page has shown; nothing where it changes none."""
        seen = self.cleaned_data.get("seen")
        return {"seen": seen} if seen else {}


class LastingPage(ActPage):
    """The form of one act on such a case; what the page is about stands in its address."""

    goes_on = False
    # The one domain call: the name of the act, then its data.
    change: ClassVar[Callable[..., Outcome]]

    def find(self) -> None:
        """Look up what the address names; raises Http404."""

    def fixed(self) -> dict[str, object]:
        """Data of the act that the address gives."""
        return {}

    def back(self) -> tuple[str, str]:
        """Label and address of the page from which this one is opened."""
        raise NotImplementedError

    def matter_name(self, outcome: Outcome) -> str:  # noqa: ARG002 - the base asks so
        """Nothing: there is one such case, of which nobody speaks as a matter."""
        return ""

    def perform(self, form: ActForm) -> Outcome:
        return type(self).change(
            self.act_name or form.act_name,
            by=self.person.pk,
            at=self.at,
            command=form.cleaned_data["command"],
            text=form.act_text(),
            **form.act_data(),
            **self.fixed(),
        )

    def get_context(self) -> dict[str, object]:
        label, url = self.back()
        return {"back_label": label, "back_url": url}

    def success_url(self, outcome: Outcome) -> str:  # noqa: ARG002 - most pages lead back
        return self.back()[1]
