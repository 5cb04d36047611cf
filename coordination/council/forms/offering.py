"""The form with which the council office adopts what a release ships for the council."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.context import CaseForm
from workflows.forms.acting.panels import ActPanel
from workflows.forms.fields import GermanDateField

from ..queries.shipped import Offered, digest_of_rules, new_rules, offered


class AdoptLawForm(CaseForm):
    """From which day on the new rules hold; they are shown above, each beside what holds today."""

    act_name = "adopt_law"

    valid_from = GermanDateField(
        label=_("Valid from"),
        help_text=_("Sessions before that day stay judged by the rules that held then."),
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def prepare(self) -> None:
        today = self.context.situation.look.call.today
        self.fields["valid_from"].initial = today + timedelta(days=1)
        self.fields["seen"].initial = digest_of_rules(new_rules(settings.LAND, today=today))

    @property
    def offered(self) -> list[Offered]:
        """The new rules in the order of the vocabulary."""
        return offered(settings.LAND, today=self.context.situation.look.call.today)

    def act_data(self) -> dict[str, object]:
        return {**super().act_data(), "seen": self.cleaned_data.get("seen") or ""}


PANELS = (
    ActPanel(
        AdoptLawForm, "neue-regeln", _("Adopt the new rules of the Land"),
        _("Adopt these rules"), _("The new rules of the Land are adopted."),
        _(
            "A new release brings these rules. They hold in your city only once you have adopted"
            " them. A rule of the city always goes before a rule of the Land that leaves it to the"
            " city; you can add one afterwards under “Rules”."
        ),
        checks=True, shows_text=False, intro="coordination/council/_new_law.html",
    ),
)  # fmt: skip
