"""What guests write: a comment, a monthly report, a session of a group."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.acts import ActForm
from workflows.forms.acting.context import reason_field
from workflows.forms.fields import GermanDateField


class GuestCommentForm(ActForm):
    """A comment on one chapter; from whom it is follows from the login."""

    act_name = "comment_on_chapter"
    comment = reason_field(_("Your comment"))


class GuestReportForm(ActForm):
    """The report of one month."""

    act_name = "hand_in_report"
    text_field = "report"
    report = reason_field(
        _("Report"), hint=_("What was done, what comes next, what stands in the way.")
    )


class GuestSessionForm(ActForm):
    """A session of a group that the agency moderates."""

    act_name = "record_session"
    held_on = GermanDateField(label=_("Held on"))
    participants = reason_field(_("Participants"))
    results = reason_field(_("Results"))
    heard_associations = forms.BooleanField(label=_("The associations took part"), required=False)
    heard_integration_council = forms.BooleanField(
        label=_("The integration council took part"), required=False
    )
