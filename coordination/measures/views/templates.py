"""The templates for measures: their list, one of them, writing and ending one."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.http import require_safe

from workflows.calendars import local_date
from workflows.forms.acting.acts import ActForm
from workflows.forms.acting.pages import person_of
from workflows.forms.acting.quiet import hide_optional_mark, stay_quiet
from workflows.forms.acting.rows import BUTTON, changed_rows, focus_row
from workflows.models import Case, Unit, User
from workflows.refusals import GuardsUnmet, Invisible, NotAllowed, Stale, WrongState

from ...city.queries.catalogue import names_by_field
from ...decisions.rules.people import PROPOSING
from ..actions.templates import change_templates, create_template, refuse_secrets
from ..flows.measure import MeasureFlow
from ..flows.templates import keeper
from ..forms.templates import TemplateFilterForm, TemplateForm, mark_hint
from ..models import Measure, MeasureTemplate
from ..queries.measures import measure_known_to
from ..queries.template_texts import Content, content_of, in_rows, still_there
from ..queries.templates import (
    KIND,
    TemplateReach,
    begun_with,
    ended,
    history_of,
    is_for_all,
    office_of,
    reach_of,
    template_seen_by,
    units_kept,
    usable,
    version_of,
)

ROWS = 50
MEASURES_SHOWN = 20


def reading(person: User, at: datetime) -> TemplateReach:
    """How far a person sees templates; NotAllowed for whoever neither proposes nor keeps any."""
    reach = reach_of(person, proposing=PROPOSING, at=at)
    if not (reach.proposing or reach.keeping):
        raise NotAllowed(str(MeasureFlow.opener.role))
    return reach


@require_safe
def template_list(request: HttpRequest) -> HttpResponse:
    """What this person may begin with, the own office's first, and what they keep."""
    person, at = person_of(request), timezone.now()
    reach = reading(person, at)
    form = TemplateFilterForm(request.GET)
    found = usable(reach, **form.wanted())
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "count": len(found),
        "page": page,
        "rows": [(row, office_of(row), is_for_all(row)) for row in page],
        "is_narrowed": bool(form.wanted()["q"]),
        "ended": ended(reach),
        "may_keep": bool(units_kept(reach, at=at)),
    }
    return render(request, "coordination/measures/templates/list.html", context)


@require_safe
def template_page(request: HttpRequest, template_id: int) -> HttpResponse:
    """What a template holds, how often it was used, who changed it; `?fassung=` an earlier one."""
    person, at = person_of(request), timezone.now()
    reach = reach_of(person, proposing=PROPOSING, at=at)
    template = _seen(reach, template_id)
    asked = request.GET.get("fassung", "")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 9 else None  # noqa: PLR2004 - a number
    version = version_of(template, number if number and number <= template.version else None)
    measures = list(begun_with(template, viewer=person, at=at)[: MEASURES_SHOWN + 1])
    context = {
        "template": template,
        "office": office_of(template),
        "is_for_all": is_for_all(template),
        "edition": version,
        "content": in_rows(version.content, names_by_field()),
        "measures": measures[:MEASURES_SHOWN],
        "has_more": len(measures) > MEASURES_SHOWN,
        "entries": history_of(template),
        "numbers": range(1, template.version),
        "may_use": template.ended_at is None and reach.may_use(template),
        "may_keep": reach.may_keep(template),
    }
    return render(request, "coordination/measures/templates/template.html", context)


def _seen(reach: TemplateReach, key: int) -> MeasureTemplate:
    template = template_seen_by(reach, key)
    if template is None:
        raise Invisible
    return template


class WritingTemplate(View):
    """Base of the pages on which a template is written, without JavaScript too."""

    title: ClassVar[object] = ""
    person: User
    at: datetime
    units: list[Unit]
    begins: Content
    seen: int | None
    gone: list[str]

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        self.person, self.at = person_of(request), timezone.now()
        self.reach = reach_of(self.person, proposing=PROPOSING, at=self.at)
        self.units, self.gone, self.seen = [], [], None
        self.find()
        return super().dispatch(request, *args, **kwargs)

    def find(self) -> None:
        """Read what the page begins with; raises Invisible or NotAllowed."""
        raise NotImplementedError

    def save(self, form: TemplateForm) -> int:
        """Do the act; returns the key of the template."""
        raise NotImplementedError

    def get(self, _request: HttpRequest, **_kwargs: object) -> HttpResponse:
        return self._show(self._form())

    def post(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        changed = changed_rows(request.POST)
        if changed is not None:
            form = self._form(changed)
            stay_quiet(form)
            focus_row(form.row_sets, request.POST[BUTTON])
            return self._show(form)
        form = self._form(request.POST)
        request.kept_form = form  # type: ignore[attr-defined] # ours, for the middleware
        if not form.is_valid():
            return self._show(form, status=422)
        try:
            key = self.save(form)
        except GuardsUnmet as refusal:
            form.show_unmet(refusal)
            return self._show(form, status=422)
        except Stale as refusal:
            return self._show_stale(request.POST, refusal.version)
        messages.success(request, _("The template is saved."))
        return redirect("coordination:measure_template", key)

    def _form(self, data: QueryDict | None = None) -> TemplateForm:
        return TemplateForm(
            data, on=local_date(self.at), units=self.units, begins=self.begins,
            initial={"seen": self.seen},
        )  # fmt: skip

    def _show_stale(self, sent: QueryDict, newer: int) -> HttpResponse:
        """All that was typed, for the version that is there now: whoever saves again was told."""
        data = sent.copy()
        data["seen"] = str(newer)
        return self._show(self._form(data), status=409, newer=newer)

    def _show(self, form: TemplateForm, *, status: int = 200, newer: int = 0) -> HttpResponse:
        hide_optional_mark(form)
        context = {
            "form": form, "title": self.title, "gone": self.gone, "mark": mark_hint(),
            "newer": newer, **self.context(),
        }  # fmt: skip
        page = "coordination/measures/templates/edit.html"
        return render(self.request, page, context, status=status)

    def context(self) -> dict[str, object]:
        """More names for the page."""
        return {}


class NewTemplate(WritingTemplate):
    """An empty one for an office whose templates the person keeps."""

    title = gettext_lazy("Create a template")

    def find(self) -> None:
        self.units, self.begins = units_kept(self.reach, at=self.at), {"council_public": True}
        if not self.units:
            raise NotAllowed(str(keeper.role))

    def save(self, form: TemplateForm) -> int:
        said = form.cleaned_data
        return create_template(
            unit=said["unit"].pk, name=said["name"], about=said["about"], content=form.content(),
            by=self.person.pk, at=self.at, command=said["command"],
        )  # fmt: skip

    def context(self) -> dict[str, object]:
        return {
            "tells_all": any(unit.function == "integration_centre" for unit in self.units),
            "back_url": reverse("coordination:measure_templates"),
        }


class TemplateOfMeasure(NewTemplate):
    """One that begins with the text of a measure which the person sees; nothing is saved before."""

    title = gettext_lazy("Save as a template")
    measure: Measure

    def find(self) -> None:
        self.measure = measure_known_to(self.person, self.kwargs["case_id"], at=self.at)
        super().find()
        refuse_secrets(self.measure)
        held = {"name": self.measure.title[:120], **content_of(self.measure)}
        self.begins, self.gone = still_there(held, on=local_date(self.at))

    def context(self) -> dict[str, object]:
        back = reverse("coordination:measure", args=[self.measure.case_id])
        return {**super().context(), "measure": self.measure, "back_url": back}


class EditTemplate(WritingTemplate):
    """The next version of a template that the person keeps."""

    title = gettext_lazy("Change the template")
    template: MeasureTemplate

    def find(self) -> None:
        self.template = _kept(self.reach, self.kwargs["template_id"])
        if self.template.ended_at is not None:
            raise WrongState
        held = version_of(self.template)
        self.seen = held.number
        own = {"name": self.template.name, "about": self.template.about}
        self.begins, self.gone = still_there({**held.content, **own}, on=local_date(self.at))

    def save(self, form: TemplateForm) -> int:
        said = form.cleaned_data
        change_templates(
            "change_template", by=self.person.pk, at=self.at, command=said["command"],
            template=self.template.pk, seen=said["seen"], name=said["name"], about=said["about"],
            content=form.content(),
        )  # fmt: skip
        return self.template.pk

    def context(self) -> dict[str, object]:
        back = reverse("coordination:measure_template", args=[self.template.pk])
        return {
            "template": self.template, "back_url": back, "tells_all": is_for_all(self.template),
        }  # fmt: skip


def _kept(reach: TemplateReach, key: int) -> MeasureTemplate:
    """A template that this person keeps; 404 where they see none, 403 where others keep it."""
    template = _seen(reach, key)
    if not reach.may_keep(template):
        raise NotAllowed(str(keeper.role))
    return template


class EndTemplate(View):
    """Asks once more, then lets a template be offered no more."""

    act: ClassVar[str] = "end_template"
    done: ClassVar[object] = gettext_lazy("The template has ended. Measures begun from it stay.")
    is_end: ClassVar[bool] = True

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        self.person, self.at = person_of(request), timezone.now()
        reach = reach_of(self.person, proposing=PROPOSING, at=self.at)
        self.template = _kept(reach, self.kwargs["template_id"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, _request: HttpRequest, **_kwargs: object) -> HttpResponse:
        if (self.template.ended_at is None) != self.is_end:
            raise WrongState
        return self._show(ActForm(initial={"version": self.template.version}))

    def post(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        form = ActForm(request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        change_templates(
            self.act, by=self.person.pk, at=self.at, command=form.cleaned_data["command"],
            template=self.template.pk, seen=form.cleaned_data["version"],
        )  # fmt: skip
        messages.success(request, str(self.done))
        return redirect("coordination:measure_template", self.template.pk)

    def _show(self, form: ActForm, *, status: int = 200) -> HttpResponse:
        context = {"form": form, "template": self.template, "is_end": self.is_end}
        page = "coordination/measures/templates/end.html"
        return render(self.request, page, context, status=status)


class ReviveTemplate(EndTemplate):
    """Asks once more, then offers a template that had ended."""

    act = "revive_template"
    done = gettext_lazy("The template is offered again.")
    is_end = False


@require_safe
def template_register(_request: HttpRequest, case_id: int) -> HttpResponse:
    """Where the register's case leads."""
    get_object_or_404(Case, pk=case_id, kind=KIND)
    return redirect("coordination:measure_templates")


urlpatterns = [
    path("", template_list, name="measure_templates"),
    path("neu/", NewTemplate.as_view(), name="measure_template_new"),
    path("register/<int:case_id>/", template_register, name="template_register"),
    path("<int:template_id>/", template_page, name="measure_template"),
    path("<int:template_id>/bearbeiten/", EditTemplate.as_view(), name="measure_template_edit"),
    path("<int:template_id>/beenden/", EndTemplate.as_view(), name="measure_template_end"),
    path(
        "<int:template_id>/wieder-anbieten/",
        ReviveTemplate.as_view(),
        name="measure_template_revive",
    ),
]
