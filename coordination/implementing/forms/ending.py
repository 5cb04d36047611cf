"""The end of a measure: evaluated, repealed or discontinued."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.acts import Rows
from workflows.forms.acting.context import CaseForm, ReasonForm, reason_field
from workflows.forms.acting.panels import ActPanel

from ...decisions.forms.sessions import offer_held, session_field
from ..flows.ending import organ_of
from ..flows.evaluating import MOST_INDICATORS
from ..flows.look import ImplementingLook
from ..models import Evaluation


class IndicatorForm(forms.Form):
    """An indicator: what was to be reached, and what was."""

    name = forms.CharField(label=_("Indicator"), max_length=200)
    target = forms.CharField(label=_("Target"), max_length=200)
    actual = forms.CharField(label=_("Reached"), max_length=200)


IndicatorRows = forms.formset_factory(
    IndicatorForm, extra=0, min_num=1, max_num=MOST_INDICATORS, validate_min=True
)


class DraftEvaluationForm(CaseForm):
    """The integration centre says what has come of the measure."""

    act_name = "draft_evaluation"
    text_field = "text"
    # What the rows lack is said on top of them.
    guard_fields: ClassVar[Mapping[str, str]] = {"indicators": "indicators"}

    text = reason_field(
        _("What follows from it"),
        hint=_("What worked, what did not, and what that means for similar plans."),
    )

    def prepare(self) -> None:
        written = Evaluation.objects.filter(measure=self.context.matter.pk).first()
        if written:
            self.initial.setdefault("text", written.conclusion)
        self.indicators = IndicatorRows(
            self.data if self.is_bound else None,
            prefix="indicators",
            initial=written.indicators if written else [],
        )

    @property
    def row_sets(self) -> tuple[Rows, ...]:
        return (self.indicators,)

    def is_valid(self) -> bool:
        return super().is_valid() and self.indicators.is_valid()

    def act_data(self) -> dict[str, object]:
        rows = [dict(row.cleaned_data) for row in self.indicators if row.cleaned_data]
        return {"indicators": rows}


class ReleaseEvaluationForm(CaseForm):
    """The deputy mayor for integration reads it and releases it."""

    act_name = "release_evaluation"

    def prepare(self) -> None:
        rows = Evaluation.objects.filter(measure=self.context.matter.pk)
        self.evaluation = rows.select_related("written_by").first()


class ReturnEvaluationForm(ReasonForm):
    """Something is missing; the integration centre is told what."""

    act_name = "return_evaluation"

    def prepare(self) -> None:
        rows = Evaluation.objects.filter(measure=self.context.matter.pk)
        self.evaluation = rows.select_related("written_by").first()


class EndForm(CaseForm):
    """Ended by the organ that decided: its session and paper, or the reason of the mayor."""

    text_field = "reason"

    meeting = session_field()
    reference = forms.CharField(
        label=_("Number of the paper"), help_text=_("Such as 16-0815."), max_length=20
    )
    reason = reason_field()

    def prepare(self) -> None:
        look: Any = self.context.situation.look
        assert isinstance(look, ImplementingLook)
        self.organ = organ_of(look)
        if look.is_current_administration:
            del self.fields["meeting"], self.fields["reference"]
            return
        self.fields["reason"].required = False
        offer_held(self, self.organ)


class RepealForm(EndForm):
    """Before the work has begun."""

    act_name = "repeal"


class DiscontinueForm(EndForm):
    """While the work goes on or rests."""

    act_name = "discontinue"


_EVALUATION = "coordination/implementing/_evaluation.html"
_ORGAN = "coordination/implementing/_organ.html"

PANELS = (
    ActPanel(
        DraftEvaluationForm,
        "evaluieren",
        _("Evaluate the measure"),
        _("Hand in the evaluation"),
        _("The deputy mayor for integration has been asked to release the evaluation."),
        _("Half a year after its completion: what was to be reached, and what was?"),
        fields="coordination/implementing/_indicators.html",
    ),
    ActPanel(
        ReleaseEvaluationForm,
        "evaluation-freigeben",
        _("Release the evaluation"),
        _("Release the evaluation"),
        _("The evaluation is released. The measure is evaluated."),
        _("With the release the measure comes to its end."),
        intro=_EVALUATION,
    ),
    ActPanel(
        ReturnEvaluationForm,
        "evaluation-zurueckgeben",
        _("Give the evaluation back"),
        _("Give it back"),
        _("The integration centre has the evaluation again."),
        intro=_EVALUATION,
    ),
    ActPanel(
        RepealForm,
        "beschluss-aufheben",
        _("Repeal the resolution"),
        _("Repeal the resolution"),
        _("The resolution is repealed. The measure has ended."),
        _("Only the organ that decided can give its resolution up."),
        variant="danger",
        checks=True,
        intro=_ORGAN,
    ),
    ActPanel(
        DiscontinueForm,
        "einstellen",
        _("Discontinue the measure"),
        _("Discontinue the measure"),
        _("The measure is discontinued."),
        _("Only the organ that decided can discontinue the measure."),
        variant="danger",
        checks=True,
        intro=_ORGAN,
    ),
)
