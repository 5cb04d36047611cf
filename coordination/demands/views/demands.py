"""The register of demands, one demand, and a new one."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_GET

from workflows.calendars import local_date
from workflows.forms.acting.case_page import case_context, seen_by
from workflows.forms.acting.choices import DecisionPanel
from workflows.forms.acting.pages import person_of
from workflows.forms.downloads import private_download
from workflows.models import User
from workflows.queries.people.desks import held_by
from workflows.refusals import GuardsUnmet, NotAllowed
from workflows.tables import workbook

from ...city.models import FieldOfAction
from ...city.rules import SECRETARIAT
from ...city.views.capped import list_context
from ...publishing.flows.look import announces
from ..actions.demands import record_demand
from ..enums import DemandKind
from ..exports import register_table
from ..flows.look import opening
from ..flows.work import LOAD
from ..forms.filters import DemandFilterForm
from ..forms.recording import RecordForm
from ..models import Demand
from ..queries.demands import demand_seen_by, is_inside, measures_seen, open_numbers, senders_of
from ..queries.history import history_of, stations_of
from ..queries.listing import Listing, find

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def keeps_register(person: User, *, at: datetime) -> bool:
    """Whether somebody sits in the secretariat; the act itself asks again."""
    desks = held_by(person.pk, on=local_date(at))
    return any(
        desk.function in SECRETARIAT.functions
        and desk.unit_function == SECRETARIAT.unit_function
        and desk.scope.covers("")
        for desk in desks
    )


def may_record(person: User, *, at: datetime) -> bool:
    """Whether a page to record a demand is of use: the secretariat, or an association itself."""
    return keeps_register(person, at=at) or senders_of(person, on=local_date(at)).exists()


@require_GET
def demand_list(request: HttpRequest) -> HttpResponse:
    """The demands that the person sees, filtered by the address; `?print=1` shows all of them."""
    person, at = person_of(request), timezone.now()
    form, listing = _asked(request, person, at)
    count, oldest = open_numbers(local_date(at))
    context = {
        **list_context(request, listing),
        "form": form,
        "may_record": may_record(person, at=at),
        "keeps_register": keeps_register(person, at=at),
        "open_count": count,
        "oldest_days": oldest,
        "now": at,
        "today": local_date(at),
    }
    return render(request, "coordination/demands/list.html", context)


@require_GET
def demand_workbook(request: HttpRequest) -> HttpResponse:
    """Exactly the register as it is filtered and sorted, all pages of it, as XLSX."""
    person, at = person_of(request), timezone.now()
    _form, listing = _asked(request, person, at)
    content = workbook([(_("Demands"), register_table(listing))])
    return private_download(content, f"forderungen-{local_date(at):%Y-%m-%d}.xlsx", XLSX)


def _asked(request: HttpRequest, person: User, at: datetime) -> tuple[DemandFilterForm, Listing]:
    form = DemandFilterForm(request.GET)
    return form, find(person, form.wanted(), at=at)


@require_GET
def demand_page(request: HttpRequest, case_id: int) -> HttpResponse:
    """Everything about a demand; its sender reads where it stands, not what the city drafts."""
    person, at = person_of(request), timezone.now()
    demand = demand_seen_by(person, case_id, at=at)
    seen = seen_by(person, demand, at=at)
    units = {capacity.unit for capacity in seen.scene.capacities}
    inside = is_inside(person, demand, held_units=units, at=at)
    links, hidden = measures_seen(demand, person, at=at)
    context = case_context(request, demand, seen, person=person, at=at)
    marks = [row for row in context["waiting"] if row.key == LOAD.key]
    _leave_out(context["decision"], demand, has_links=bool(links), is_marked=bool(marks))
    context |= {
        "demand": demand,
        "inside": inside,
        # How the city shares its work is no affair of the sender.
        "waiting": [row for row in context["waiting"] if inside or row not in marks],
        "is_over_load": inside and bool(marks),
        "announces": inside and announces(seen.scene.capacities, demand.office_id or 0),
        "days": demand.days_open(local_date(at)),
        "fields": list(FieldOfAction.objects.filter(pk__in=demand.fields_of_action)),
        **_answers(demand, inside=inside),
        "notices": list(demand.notices.all()),
        "sayings": list(demand.sayings.all()),
        "links": links,
        "hidden_links": hidden,
        "repetitions": list(demand.repetitions.visible_to(person, at=at).order_by("pk")),
        "original": _original(demand, person, at),
        "entries": history_of(demand.case) if inside else stations_of(demand.case),
    }
    return render(request, "coordination/demands/demand.html", context)


def _answers(demand: Demand, *, inside: bool) -> dict[str, object]:
    """All answers, and the draft that waits for its signature; the sender reads what is signed."""
    rows = list(demand.answers.select_related("signed_desk"))
    pending = next((row for row in rows if row.is_pending), None)
    return {
        "answers": [row for row in rows if row.signed_at or (inside and row is not pending)],
        "pending": pending if inside else None,
    }


def _leave_out(
    decision: DecisionPanel, demand: Demand, *, has_links: bool, is_marked: bool
) -> None:
    """What this kind of demand never needs is not offered with a reason against it."""
    is_talk = demand.kind == DemandKind.TALK
    useless = {"link_measure"} if is_talk else {"set_appointment", "record_result"}
    useless |= set() if has_links else {"unlink_measure"}
    useless |= set() if is_marked else {"confirm_load"}
    decision.choices = [one for one in decision.choices if one.panel.name not in useless]
    decision.more = [one for one in decision.more if one.panel.name not in useless]


def _original(demand: Demand, person: User, at: datetime) -> Demand | None:
    """What it repeats, if this person sees that."""
    seen = Demand.objects.visible_to(person, at=at)
    return seen.filter(pk=demand.repeats_id).first() if demand.repeats_id else None


class NewDemand(View):
    """Record a demand."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        self.person, self.at = person_of(request), timezone.now()
        if not may_record(self.person, at=self.at):
            raise NotAllowed(str(opening.role))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 - Django calls it so
        return self._show(self._form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request)
        if not form.is_valid():
            return self._show(form, status=422)
        try:
            outcome = record_demand(
                fields=form.act_data(), by=self.person, at=self.at,
                command=form.cleaned_data["command"],
            )  # fmt: skip
        except GuardsUnmet as refusal:
            form.show_unmet(refusal)
            return self._show(form, status=422)
        messages.success(request, _("The demand is recorded. Its receipt is to be confirmed next."))
        return redirect("coordination:demand", outcome.case)

    def _form(self, request: HttpRequest | None = None) -> RecordForm:
        return RecordForm(
            request.POST if request else None, person=self.person, today=local_date(self.at),
            keeps_register=keeps_register(self.person, at=self.at),
        )  # fmt: skip

    def _show(self, form: RecordForm, *, status: int = 200) -> HttpResponse:
        return render(self.request, "coordination/demands/new.html", {"form": form}, status=status)
