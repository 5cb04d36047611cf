"""From the draft to its submission: all that is needed was filled in before."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.context import CaseForm, OptionalReasonForm, ReasonForm
from workflows.forms.acting.panels import ActPanel

from ...decisions.rules.asking import asked_offices
from .sections import address_of


class AskAgreementForm(OptionalReasonForm):
    """The clerk asks the head to agree."""

    act_name = "ask_agreement"


class AgreeForm(OptionalReasonForm):
    """The head agrees to this version, with a remark if wanted."""

    act_name = "agree"


class DeclineAgreementForm(ReasonForm):
    """The head does not agree, and says why."""

    act_name = "decline_agreement"


class SubmitForm(CaseForm):
    """To the preliminary check; shows all of it, what is missing and who will be asked."""

    act_name = "submit"

    def prepare(self) -> None:
        measure, offer = self.context.matter, self.context.situation.offer("submit")
        today = self.context.situation.look.call.today
        self.asked = asked_offices(measure, on=today)
        self.missing = [
            (str(item.text), address_of(measure.case_id, item.field))
            for item in (offer.unmet if offer else ())
        ]


class DiscardForm(CaseForm):
    """Delete a draft that nobody was shown."""

    act_name = "discard"


PANELS = (
    ActPanel(
        AskAgreementForm,
        "zustimmung-erbitten",
        _("Ask the head to agree"),
        _("Ask for agreement"),
        _("The head of your office has been asked to agree."),
        _("The head of your office gets a task. Afterwards you can submit the measure."),
    ),
    ActPanel(
        AgreeForm,
        "zustimmen",
        _("Agree to the draft"),
        _("Agree"),
        _("You have agreed. The measure can now be submitted."),
        _("You agree to exactly this version. If it is changed, you are asked again."),
    ),
    ActPanel(
        DeclineAgreementForm,
        "nicht-zustimmen",
        _("Do not agree to the draft"),
        _("Do not agree"),
        _("Whoever writes the draft has been told what is missing."),
        _("The draft stays in your office and can be changed; you can be asked again."),
    ),
    ActPanel(
        SubmitForm,
        "einreichen",
        _("Check and submit"),
        _("Submit the measure"),
        _("Submitted. The integration centre checks it now."),
        _("The measure goes to the preliminary check. From then on other offices can see it."),
        intro="coordination/measures/_submit.html",
        shows_text=False,
    ),
    ActPanel(
        DiscardForm,
        "loeschen",
        _("Delete the draft"),
        _("Delete for good"),
        _("The draft is deleted."),
        _("The draft, its milestones and attachments are deleted. This cannot be undone."),
        variant="danger",
    ),
)
