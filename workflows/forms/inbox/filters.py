"""The filters of the inbox. They are part of the address; nothing in them can be wrong."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from ...queries.inbox import Due, Holder, Place, Progress, Sort, View
from ...queries.people.desks import HeldDesk
from .steps import Choices, kinds, offer_steps

# What each view can be narrowed by.
_FIELDS = {
    View.TODO: ("q", "kind", "step", "due", "desk", "sort"),
    View.MINE: ("q", "kind", "step", "due", "desk", "sort"),
    View.DESK: ("q", "kind", "step", "due", "desk", "holder", "sort"),
    View.DEPUTY: ("q", "kind", "step", "due", "desk", "holder", "sort"),
    View.RESUBMISSION: (),
    View.DONE: ("q", "kind", "step"),
    View.STARTED: ("q", "kind", "progress"),
}


class QuickSelect(forms.Select):
    """A select without a template for each option: no page is opened as often as the inbox."""

    def render(
        self,
        name: str,
        value: object,
        attrs: dict[str, object] | None = None,
        renderer: BaseRenderer | None = None,  # noqa: ARG002 - nothing is left for it to do
    ) -> SafeString:
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (key, SafeString(" selected") if key == (value or "") else "", label)
                for key, label in self.choices
            ),
        )
        head = flatatt(self.build_attrs(self.attrs, attrs))
        return format_html('<select name="{}"{}>{}</select>', name, head, options)


class InboxFilter(forms.Form):
    """Only the fields that make sense in the view and that leave a choice.

    It is shown, never validated; so no field is marked as optional.
    """

    view = forms.CharField(widget=forms.HiddenInput)
    q = forms.CharField(label=_("Search"), help_text=_("Number, office, words or part of a word"))
    kind = forms.ChoiceField(label=_("Kind of matter"), widget=QuickSelect)
    step = forms.ChoiceField(label=_("What is to be done"), widget=QuickSelect)
    due = forms.ChoiceField(label=_("Deadline"), widget=QuickSelect)
    desk = forms.ChoiceField(label=_("Desk"), widget=QuickSelect)
    holder = forms.ChoiceField(label=_("In hand"), widget=QuickSelect)
    progress = forms.ChoiceField(label=_("State"), widget=QuickSelect)
    sort = forms.ChoiceField(label=_("Order"), widget=QuickSelect)

    def __init__(self, place: Place, desks: Sequence[HeldDesk]) -> None:
        super().__init__(initial={name: getattr(place, name) for name in self.base_fields})
        self._offered: dict[str, int] = {}
        self._offer("kind", kinds())
        self._offer("due", Due.choices)
        self._offer("desk", _desks(place, desks))
        self._offer("holder", Holder.choices[1:], nothing=Holder.FREE.label)
        self._offer("progress", Progress.choices)
        self._offer("sort", Sort.choices[1:], nothing=_("Overdue first, then by deadline"))
        useful = {*_FIELDS[View(place.view)], "view"}
        for name in set(self.fields) - useful:
            del self.fields[name]
        if "step" in self.fields:
            offer_steps(self, place)
        for name in ("kind", "desk"):
            if self._offered[name] < 2:  # noqa: PLR2004 - one thing is no choice
                self.fields.pop(name, None)

    def _offer(self, name: str, choices: Choices, nothing: object = "") -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", nothing or _("all")), *choices]
        self._offered[name] = len(choices)


def _desks(place: Place, desks: Sequence[HeldDesk]) -> Choices:
    shown = [
        desk
        for desk in desks
        if place.view in (View.TODO, View.MINE) or desk.is_own == (place.view == View.DESK)
    ]
    return [(str(desk.id), f"{desk.name} ({desk.unit})") for desk in shown]
