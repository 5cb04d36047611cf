"""The list of orders, one order, and a new one."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.http import require_GET

from workflows.calendars import local_date
from workflows.forms.acting.case_page import case_context, seen_by
from workflows.forms.acting.pages import person_of
from workflows.forms.acting.panels import CasePages
from workflows.models import User
from workflows.queries.people.desks import held_by
from workflows.refusals import GuardsUnmet, NotAllowed

from ...city.rules import SECRETARIAT
from ..actions.orders import draft_order
from ..flows.look import drafting
from ..forms.orders import PANELS, DraftForm
from ..models import GroupDecision, GroupSession, Order
from ..queries.history import history_of
from ..queries.orders import SHOWN, order_seen_by, orders_seen_by
from ..rules.instructing import GIVING

LONGEST_KEY = 19


def may_draft(person: User, *, at: datetime) -> bool:
    """Whether a page to draft is of use; the act itself asks again. It needs a whole deputy."""
    desks = held_by(person.pk, on=local_date(at))
    return any(
        (desk.function in GIVING or _is_secretariat(desk.function, desk.unit_function))
        and desk.scope.covers("")
        for desk in desks
    )


def _is_secretariat(function: str, unit_function: str) -> bool:
    return function in SECRETARIAT.functions and unit_function == SECRETARIAT.unit_function


@require_GET
def order_list(request: HttpRequest) -> HttpResponse:
    """The orders that the person sees, open ones unless all or the overdue are asked for."""
    person, at = person_of(request), timezone.now()
    today = local_date(at)
    shows_all = request.GET.get("alle") == "1"
    is_late = request.GET.get("ueberfaellig") == "1"
    found = orders_seen_by(
        person, at=at, only_open=not shows_all, overdue_on=today if is_late else None
    )
    rows = list(found[: SHOWN + 1])
    context = {
        "orders": [(order, order.is_overdue(today)) for order in rows[:SHOWN]],
        "is_cut": len(rows) > SHOWN,
        "shown": "late" if is_late else "all" if shows_all else "open",
        "may_draft": may_draft(person, at=at),
        "now": at,
    }
    return render(request, "coordination/group/orders.html", context)


@require_GET
def order_page(request: HttpRequest, case_id: int) -> HttpResponse:
    """Everything about an order; what is next, and who said what."""
    person, at = person_of(request), timezone.now()
    order = order_seen_by(person, case_id, at=at)
    seen = seen_by(person, order, at=at)
    context = {
        **case_context(request, order, seen, person=person, at=at),
        "order": order,
        "reports": list(order.reports.select_related("by")),
        "entries": history_of(order.case),
        "is_overdue": order.is_overdue(local_date(at)),
    }
    return render(request, "coordination/group/order.html", context)


class Draft(View):
    """Draft an order."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        self.person, self.at = person_of(request), timezone.now()
        if not may_draft(self.person, at=self.at):
            raise NotAllowed(str(drafting.role))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 - Django calls it so
        decision = self._decision()
        words: dict[str, object] = {}
        if decision:
            words = {"title": decision.title, "words": decision.words}
        return self._show(DraftForm(today=local_date(self.at), initial=words))

    def post(self, request: HttpRequest) -> HttpResponse:
        decision = self._decision()
        form = DraftForm(request.POST, today=local_date(self.at))
        if not form.is_valid():
            return self._show(form, status=422)
        try:
            outcome = draft_order(
                fields=form.act_data(), by=self.person, at=self.at,
                command=form.cleaned_data["command"], decision=decision.pk if decision else None,
            )  # fmt: skip
        except GuardsUnmet as refusal:
            form.show_unmet(refusal)
            return self._show(form, status=422)
        messages.success(request, _("The order is drafted. It has no effect until it is given."))
        return redirect("coordination:order", outcome.case)

    def _decision(self) -> GroupDecision | None:
        """The decision of the group from which the order follows, if this person sees it."""
        said = self.request.GET.get("beschluss", "")
        if not (said.isascii() and said.isdecimal() and len(said) < LONGEST_KEY):
            return None
        seen = GroupSession.objects.visible_to(self.person, at=self.at)
        return GroupDecision.objects.filter(pk=int(said), session__in=seen).first()

    def _show(self, form: DraftForm, *, status: int = 200) -> HttpResponse:
        return render(self.request, "coordination/group/new.html", {"form": form}, status=status)


def _find(person: User, case: int, at: datetime) -> Order:
    return order_seen_by(person, case, at=at)


ORDER_PAGES = CasePages(
    kind="order",
    address="auftraege",
    panels=PANELS,
    find=_find,
    list_url="coordination:orders",
    list_label=gettext_lazy("Orders"),
    name="order",
    aside="coordination/group/_aside.html",
)
