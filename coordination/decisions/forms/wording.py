"""The text of a matter, as far as an answer to somebody may change it; only changes are sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.context import CaseForm, reason_field
from workflows.spelling import tidied

from ..queries.differences import Change, changes, names_of_links
from .plans import FIGURES
from .scope import ScopeForm

PROSE = ("title", "facts", "proposal")
"""The texts of every matter that is resolved."""
WORDING = ("title", "facts", "goal", "proposal", "cover")
"""The texts of a measure."""


class ProseForm(CaseForm):
    """The texts of a matter of prose alone: it has neither sums nor milestones."""

    texts: ClassVar[tuple[str, ...]] = PROSE

    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    facts = reason_field(_("Facts and reasons"), required=False)
    proposal = reason_field(_("Proposed resolution"), required=False)

    def prepare(self) -> None:
        super().prepare()
        for name in self.texts:
            # The form brings along what it showed: the same form sent twice says the same twice.
            self.fields[name].show_hidden_initial = True
            self.initial.setdefault(name, getattr(self.context.matter, name))

    def new_wording(self) -> dict[str, str]:
        """The texts that differ from those that the form showed."""
        texts = {name: _plain(self.cleaned_data.get(name)) for name in self.texts}
        return {name: text for name, text in texts.items() if text != self._shown(name)}

    def _shown(self, name: str) -> str:
        return _plain(self.data.get(self.add_initial_prefix(name)))

    def all_shown(self) -> dict[str, object]:
        """What the form showed, by field."""
        return {name: self._shown(name) for name in self.texts}

    def new_fields(self) -> dict[str, object]:
        """All that differs from what the form showed."""
        return {**self.new_wording()}

    def difference(self) -> list[Change]:
        """What the new wording changes, for the check page."""
        new, shown = self.new_fields(), self.all_shown()
        before = {name: shown.get(name) for name in new}
        return changes(before, new, names=names_of_links(before, new), model=self.context.model)

    def decided(self) -> Mapping[str, object]:
        """What was decided beside the wording."""
        return {}

    def act_data(self) -> dict[str, object]:
        changed = self.new_fields()
        return {**self.decided(), **({"fields": changed} if changed else {})}


class WordingForm(ScopeForm, ProseForm):
    """What of a measure may be changed: its texts, figures, milestones, and who is affected."""

    text_field = "text"
    texts = WORDING

    goal = reason_field(_("Goal"), required=False)
    cover = forms.CharField(label=_("Cover"), max_length=400, required=False)

    @property
    def wording(self) -> tuple[str, ...]:
        """The fields that change the text."""
        return (*WORDING, *FIGURES, *self.scope)

    def all_shown(self) -> dict[str, object]:
        return {**self.figures_shown(), **super().all_shown()}

    def new_fields(self) -> dict[str, object]:
        return {**self.new_wording(), **self.new_figures(), **self.new_scope()}

    def answers(self) -> list[tuple[str, str]]:
        return [(label, words) for label, words in super().answers() if label not in self._labels()]

    def _labels(self) -> set[str]:
        return {str(self.fields[name].label) for name in self.wording}


def _plain(text: object) -> str:
    return tidied(str(text or "")).strip()
