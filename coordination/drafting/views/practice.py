"""How one's own office works inside."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_safe

from workflows.calendars import local_date
from workflows.forms.acting.pages import person_of
from workflows.models import Case, Unit
from workflows.queries.people.desks import held_by
from workflows.refusals import GuardsUnmet, NotAllowed

from ...city.rules import LEADERS
from ..actions.practice import change
from ..flows.practice import leader
from ..forms.drafting import PracticeForm
from ..models import LeadTime, OfficePractice
from ..queries.practice import KIND, lead_times, practice_of


class PracticePage(View):
    """The head of an office reads and sets how it works inside; `?amt=` names one of several."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        self.person, self.at = person_of(request), timezone.now()
        self.today = local_date(self.at)
        held = held_by(self.person.pk, on=self.today)
        led = {one.unit_id for one in held if one.function in LEADERS and one.scope.covers("")}
        self.units = list(Unit.objects.filter(pk__in=led).order_by("sort_key", "pk"))
        if not self.units:
            raise NotAllowed(str(leader.role))
        asked = request.GET.get("amt", "")
        self.unit = next((one for one in self.units if str(one.pk) == asked), self.units[0])
        return super().dispatch(request, *args, **kwargs)

    def get(self, _request: HttpRequest) -> HttpResponse:
        now = practice_of(self.unit.pk, on=self.today)
        needed = lead_times([self.unit.pk], on=self.today).get(self.unit.pk, 0)
        first = {
            "days": now.days, "four_eyes": now.four_eyes, "lead_days": needed,
            "valid_from": self.today,
        }  # fmt: skip
        return self._show(PracticeForm(initial=first))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PracticeForm(request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        said = form.cleaned_data
        try:
            change(
                "set_practice", by=self.person.pk, at=self.at, command=said["command"],
                unit=self.unit.pk, days=said["days"], four_eyes=said["four_eyes"],
                lead_days=said["lead_days"],
                valid_from=said["valid_from"],
            )  # fmt: skip
        except GuardsUnmet as refusal:
            form.show_unmet(refusal)
            return self._show(form, status=422)
        messages.success(request, _("It holds from that day on."))
        return redirect(request.get_full_path())

    def _show(self, form: PracticeForm, *, status: int = 200) -> HttpResponse:
        rows = OfficePractice.objects.filter(unit=self.unit).order_by("-valid_from")
        times = LeadTime.objects.filter(unit=self.unit).order_by("-valid_from")
        context = {
            "form": form, "unit": self.unit, "units": self.units, "rows": list(rows),
            "times": list(times), "now": practice_of(self.unit.pk, on=self.today),
        }  # fmt: skip
        return render(self.request, "coordination/drafting/practice.html", context, status=status)


@require_safe
def practice_case(_request: HttpRequest, case_id: int) -> HttpResponse:
    """Where the register's case leads."""
    get_object_or_404(Case, pk=case_id, kind=KIND)
    return redirect("coordination:practice")
