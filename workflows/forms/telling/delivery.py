"""Choosing which mails come when."""

from __future__ import annotations

from typing import Unpack

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ...topics import TOPICS
from ..options import Data, FormOptions


class DeliveryForm(forms.Form):
    """One choice for each topic that leaves one; where a way is missing it says why."""

    def __init__(self, data: Data = None, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        for key, topic in TOPICS.items():
            if len(topic.modes) == 1:
                continue
            ways = [
                (mode.value, _with_default(mode.label, mode == topic.default))
                for mode in topic.modes
            ]
            self.fields[key] = forms.ChoiceField(
                label=topic.label,
                choices=sorted(ways, key=lambda way: _ORDER.index(way[0])),
                widget=forms.RadioSelect,
                help_text=topic.duty,
            )

    def modes(self) -> dict[str, str]:
        """What was chosen, by topic."""
        return dict(self.cleaned_data)


_ORDER = ("at_once", "digest", "off")


def _with_default(label: object, is_default: bool) -> object:  # noqa: FBT001 - both belong to a choice
    return format_lazy("{} {}", label, _("(usual)")) if is_default else label
