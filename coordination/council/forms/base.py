"""What all forms on the council's calendar share."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.lasting import LastingForm


class CalendarForm(LastingForm):
    """A form of one act on the calendar."""

    reason_hint = _("It stands in the trail of the calendar.")


class ConfirmForm(CalendarForm):
    """Nothing to enter but a reason."""
