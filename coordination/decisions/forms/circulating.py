"""Asking one more office while a round runs, and sparing one that should not have been asked."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.enums import Participation
from workflows.forms.acting.context import CaseForm, ReasonForm
from workflows.forms.acting.panels import ActPanel
from workflows.forms.fields import GermanDateField
from workflows.forms.naming import UnitField
from workflows.models import Unit

from ...city.rules import OUTSIDE
from ..rules.circulation import LONGEST_WORDS


class AskOfficeForm(CaseForm):
    """Which office, how it takes part, until when, and a word to it."""

    act_name = "ask_office"
    text_field = "words"
    unit = UnitField(label=_("Office"))
    participation = forms.ChoiceField(
        label=_("How it takes part"), choices=Participation.choices, widget=forms.RadioSelect
    )
    due_on = GermanDateField(
        label=_("Its own date"),
        required=False,
        help_text=_("Without one it has its full period. It never gets less."),
    )
    words = forms.CharField(
        label=_("A word to the office"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def prepare(self) -> None:
        inside = Unit.objects.in_force(on=self.context.situation.look.call.today)
        unit = self.fields["unit"]
        assert isinstance(unit, UnitField)
        unit.choose_among(inside.exclude(kind__in=OUTSIDE))
        self.initial.setdefault("participation", Participation.COSIGN)


class SpareOfficeForm(ReasonForm):
    """Why the office should not have been asked."""

    act_name = "spare_office"

    def prepare(self) -> None:
        item = self.context.situation.scene.item(self.context.uuid("item"))
        self.unit = Unit.objects.filter(pk=item.unit).first() if item else None

    def act_data(self) -> dict[str, object]:
        return {"item": self.context.subject("item")}


PANELS = (
    ActPanel(
        AskOfficeForm,
        "amt-nachtraeglich-beteiligen",
        _("Ask one more office"),
        _("Ask the office"),
        _("The office has been asked. The lead office knows it."),
        _("It is asked at once and answers in the round that is under way."),
        variant="secondary",
        goes_on=False,
    ),
    ActPanel(
        SpareOfficeForm,
        "amt-entbinden",
        _("Spare an office"),
        _("Spare the office"),
        _("The office need not answer any more. It has been told so."),
        _(
            "Only an office that should not have been asked. Who has to be asked by a rule cannot"
            " be spared."
        ),
        goes_on=False,
        about="item",
        intro="coordination/decisions/_spare.html",
    ),
)
