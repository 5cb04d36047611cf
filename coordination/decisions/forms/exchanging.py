"""What people do about the council system: confirm an excerpt, begin before it is back."""

from __future__ import annotations

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.context import CaseForm, ReasonForm
from workflows.forms.acting.panels import ActPanel

from ...council.models import HandOver


class ConfirmExcerptForm(CaseForm):
    """Whose excerpt is there and says what was recorded."""

    act_name = "confirm_excerpt"

    consultation = forms.TypedChoiceField(
        label=_("Excerpt of"), coerce=int, widget=forms.RadioSelect
    )

    def prepare(self) -> None:
        waiting = HandOver.objects.filter(
            consultation__case=self.context.matter.case_id, returned_at=None
        ).exclude(consultation__result="")
        if named := self.context.subject("consultation"):
            waiting = waiting.filter(consultation=int(named))
        related = ("consultation__organization", "consultation__meeting")
        self.offer("consultation", [
            (row.consultation_id, _label(row)) for row in waiting.select_related(*related)
        ])  # fmt: skip


def _label(row: HandOver) -> str:
    station = row.consultation
    words = f"{station.organization.name}: {station.get_result_display()}"
    if station.meeting is None:
        return words
    return f"{words} ({date_format(localtime(station.meeting.starts_at), 'd.m.Y')})"


class AcceptProvisionalForm(ReasonForm):
    """Why the work begins before the excerpt of the minutes is there."""

    act_name = "accept_provisional"


PANELS = (
    ActPanel(
        ConfirmExcerptForm,
        "auszug-bestaetigen",
        _("Confirm the excerpt"),
        _("The excerpt is there and says the same"),
        _("The excerpt is confirmed. The result is no longer provisional."),
        _("If the excerpt says otherwise, correct the result first."),
        goes_on=False,
    ),
    ActPanel(
        AcceptProvisionalForm,
        "vorlaeufig-beginnen",
        _("Begin on a provisional result"),
        _("Let the work begin"),
        _("The work may begin."),
        _("The excerpt of the minutes is not back from the council system yet."),
        checks=True,
        goes_on=False,
    ),
)
