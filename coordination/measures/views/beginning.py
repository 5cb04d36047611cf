"""Beginning a measure with a template, and what its page says of that afterwards."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from workflows.calendars import local_date
from workflows.forms.acting.pages import person_of
from workflows.models import User
from workflows.refusals import GuardsUnmet, Invisible, NotAllowed
from workflows.untyped import Json

from ...city.queries.catalogue import names_by_field
from ...decisions.rules.people import PROPOSING
from ..actions import measures
from ..actions.templates import begin_with
from ..flows.measure import MeasureFlow
from ..forms.templates import FromTemplateForm
from ..models import Measure, MeasureTemplate, TemplateVersion
from ..queries.template_texts import in_rows, needs_begin, still_there
from ..queries.templates import (
    is_for_all,
    office_of,
    reach_of,
    template_seen_by,
    usable,
    use_of,
    version_of,
)

OFFERED = 8


def offered(person: User, *, at: datetime) -> dict[str, object]:
    """For the page on which a measure is begun: the first templates, and whether there are more."""
    found = usable(reach_of(person, proposing=PROPOSING, at=at))
    rows = [(row, office_of(row), is_for_all(row)) for row in found[:OFFERED]]
    return {"templates": rows, "templates_count": len(found), "has_more": len(found) > OFFERED}


class BeginWithTemplate(View):
    """A draft with what a template holds; title, lead and begin are asked first."""

    template: MeasureTemplate
    version: TemplateVersion

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        self.person, self.at = person_of(request), timezone.now()
        reach = reach_of(self.person, proposing=PROPOSING, at=self.at)
        if not reach.proposing:
            raise NotAllowed(str(MeasureFlow.opener.role))
        # What was sent is judged by the action: the template may have ended meanwhile.
        is_sent = request.method == "POST"
        found = template_seen_by(reach, self.kwargs["template_id"], also_ended=is_sent)
        if found is None or not (is_sent or found.ended_at is None) or not reach.may_use(found):
            raise Invisible
        self.template, self.units = found, sorted(reach.proposing)
        self.version = version_of(found, _number(request))
        self.content, self.gone = still_there(self.version.content, on=local_date(self.at))
        return super().dispatch(request, *args, **kwargs)

    def get(self, _request: HttpRequest, **_kwargs: object) -> HttpResponse:
        own = office_of(self.template).pk
        lead = own if own in self.units else self.units[0]
        first = {"title": self.content.get("title", ""), "lead": lead}
        return self._show(self._form(initial={**first, "template_version": self.version.number}))

    def post(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        said = form.cleaned_data
        fields = {name: form.act_data()[name] for name in ("title", "lead")}
        try:
            measures.refuse_a_flood(self.person, at=self.at)
            measure = begin_with(
                self.version, fields=fields, begins_on=said.get("begins_on"), by=self.person,
                at=self.at, command=said["command"],
            )  # fmt: skip
        except GuardsUnmet as refusal:
            form.show_unmet(refusal)
            return self._show(form, status=422)
        text = _(
            "The draft is saved with the text of the template. Only your office sees it so far."
        )
        messages.success(request, text)
        return redirect("coordination:measure_edit", measure.case_id)

    def _form(
        self, data: QueryDict | None = None, *, initial: Json | None = None
    ) -> FromTemplateForm:
        has_days = needs_begin(self.version.content)
        return FromTemplateForm(data, on=local_date(self.at), has_days=has_days, initial=initial)

    def _show(self, form: FromTemplateForm, *, status: int = 200) -> HttpResponse:
        context = {
            "form": form, "template": self.template, "office": office_of(self.template),
            "edition": self.version, "gone": self.gone,
            "content": in_rows(self.content, names_by_field()),
        }  # fmt: skip
        return render(self.request, "coordination/measures/begin.html", context, status=status)


def _number(request: HttpRequest) -> int | None:
    """The version that the form was shown with; None for the latest."""
    said = request.POST.get("template_version", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 9 else None  # noqa: PLR2004 - a number


def begun_from_section(measure: Measure, person: User, at: datetime) -> str:
    """From which template a measure was begun, for its office alone; two statements."""
    reach = reach_of(person, proposing=PROPOSING, at=at)
    use = use_of(measure) if measure.lead_id in reach.proposing else None
    if use is None:
        return ""
    template = use.version.template
    is_seen = template_seen_by(reach, template.pk) is not None
    context = {
        "template": template, "office": office_of(template), "edition": use.version,
        "is_seen": is_seen,
    }  # fmt: skip
    return render_to_string("coordination/measures/_begun_from.html", context)
