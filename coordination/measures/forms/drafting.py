"""From the draft to its submission: all that is needed was filled in before."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.enums import VoteChoice
from workflows.forms.acting.context import CaseForm, OptionalReasonForm, ReasonForm
from workflows.forms.acting.panels import ActPanel, pages_of
from workflows.models import Unit

from ...decisions.enums import MeasureState
from ...decisions.flows.carrying import EDITORIAL, MATERIAL, changed_since_round
from ...decisions.queries.differences import label_of
from ...decisions.rules.asking import asked_offices
from ...decisions.rules.looks import decision_of
from ..flows.guards import fields_complete
from ..flows.look import MeasureLook
from ..flows.supplementing import supplement_fits
from ..models import Measure


class AskAgreementForm(OptionalReasonForm):
    """The clerk asks the head to agree."""

    act_name = "ask_agreement"


class AgreeForm(OptionalReasonForm):
    """The head agrees to this version, with a remark if wanted; sees what it still misses."""

    act_name = "agree"

    def prepare(self) -> None:
        look = self.context.situation.look
        assert isinstance(look, MeasureLook)
        case, mends = look.case, pages_of(self.context.matter.case.kind).mends
        missing = [*fields_complete(look), *supplement_fits(look)]
        self.gaps = [(str(item.text), mends(case.pk, item)) for item in missing]
        if self.gaps:
            self.said = _("You have agreed. Before it can be submitted, this is missing:")


class DeclineAgreementForm(ReasonForm):
    """The head does not agree, and says why."""

    act_name = "decline_agreement"


class SubmitForm(CaseForm):
    """To the preliminary check; shows all of it, what is missing and who will be asked."""

    act_name = "submit"

    change = forms.ChoiceField(
        label=_("How deep does the change go?"),
        choices=[
            (EDITORIAL, _("Editorial: only wording; nobody is asked again")),
            (MATERIAL, _("Material: whom it touches is asked again")),
        ],
        widget=forms.RadioSelect,
    )
    affected = forms.TypedMultipleChoiceField(
        label=_("Which offices does it touch?"),
        help_text=_(
            "Whoever refused, whose condition is open and, where sums change, whoever watches the"
            " money is asked in any case. The other answers carry over and are marked."
        ),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def prepare(self) -> None:
        self._prepare_next_round()
        measure, offer = self.context.matter, self.context.situation.offer("submit")
        today = self.context.situation.look.call.today
        self.asked = asked_offices(measure, on=today)
        self.missing = [
            (str(item.text), pages_of(measure.case.kind).mends(measure.case_id, item))
            for item in (offer.unmet if offer else ())
        ]

    def _prepare_next_round(self) -> None:
        """After a revision: what has changed, and what the offices said before."""
        look = decision_of(self.context.situation.look)
        self.changes: list[str] = []
        said = {item.unit: item.choice for item in look.scene.items}
        if not said or look.case.state != MeasureState.REVISION:
            del self.fields["change"], self.fields["affected"]
            return
        self.changes = sorted(label_of(name, Measure) for name in changed_since_round(look))
        found = Unit.objects.filter(pk__in=said).order_by("sort_key")
        offices = [(unit.pk, _answered(unit.name, said[unit.pk])) for unit in found]
        self.offer("affected", offices)


def _answered(name: str, choice: str) -> str:
    if not choice:
        return gettext("%(office)s (no answer yet, is asked in any case)") % {"office": name}
    return f"{name} ({VoteChoice(choice).label})"


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
        intro="coordination/measures/_agree.html",
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
        _("Submitted. The preliminary check follows."),
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
