"""The sessions of the group, one session, a new one, and orders that follow from decisions."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.http import require_safe

from workflows.calendars import local_date
from workflows.forms.acting.case_page import case_context, seen_by
from workflows.forms.acting.pages import person_of
from workflows.forms.acting.panels import CasePages
from workflows.models import Unit, User
from workflows.queries.acting.seen import SeenOne
from workflows.queries.people.desks import held_by
from workflows.refusals import GuardsUnmet, NotAllowed

from ...city.rules import INTEGRATION_DEPUTY, MAYOR, SECRETARIAT
from ..actions.sessions import plan_session
from ..flows.session_look import keeping
from ..forms.sessions import PANELS, PlanForm
from ..models import GroupSession
from ..queries.agenda import agenda_of
from ..queries.history import history_of

SHOWN = 60


_SEEN = SeenOne(
    lambda viewer, at: GroupSession.objects.visible_to(viewer, at=at).select_related("case")
)


def session_seen_by(viewer: User, case: int, *, at: datetime) -> GroupSession:
    """The session of a case; raises Invisible (404) if this person sees none."""
    return _SEEN.of(viewer, case, at=at)


def keeps_the_group(person: User, *, at: datetime) -> bool:
    """Whether a page to plan is of use; the act itself asks again. It needs a whole deputy."""
    functions = {*INTEGRATION_DEPUTY.functions, *MAYOR.functions}
    desks = held_by(person.pk, on=local_date(at))
    return any(
        desk.scope.covers("")
        and (
            desk.function in functions
            or (
                desk.function in SECRETARIAT.functions
                and desk.unit_function == SECRETARIAT.unit_function
            )
        )
        for desk in desks
    )


@require_safe
def session_list(request: HttpRequest) -> HttpResponse:
    """The sessions that the person sees, the latest first."""
    person, at = person_of(request), timezone.now()
    rows = GroupSession.objects.visible_to(person, at=at).order_by("-held_on", "-pk")
    context = {"sessions": list(rows[:SHOWN]), "may_plan": keeps_the_group(person, at=at)}
    return render(request, "coordination/group/sessions.html", context)


@require_safe
def session_page(request: HttpRequest, case_id: int) -> HttpResponse:
    """Its agenda, its minutes with what was decided, objections and their answers."""
    person, at = person_of(request), timezone.now()
    session = session_seen_by(person, case_id, at=at)
    seen = seen_by(person, session, at=at)
    context = {
        **case_context(request, session, seen, person=person, at=at),
        "session": session,
        "points": agenda_of(session, today=local_date(at)),
        "present": Unit.objects.filter(pk__in=session.present).order_by("sort_key"),
        "decisions": session.decisions.prefetch_related("orders__unit"),
        "objections": session.objections.select_related("unit"),
        "may_draft": keeps_the_group(person, at=at),
        "entries": history_of(session.case),
    }
    return render(request, "coordination/group/session.html", context)


class Plan(View):
    """Plan a session."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        self.person, self.at = person_of(request), timezone.now()
        if not keeps_the_group(self.person, at=self.at):
            raise NotAllowed(str(keeping.role))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 - Django calls it so
        return self._show(PlanForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PlanForm(request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        said = form.cleaned_data
        try:
            outcome = plan_session(
                held_on=said["held_on"], place=said["place"], by=self.person, at=self.at,
                command=said["command"],
            )  # fmt: skip
        except GuardsUnmet as refusal:
            form.show_unmet(refusal)
            return self._show(form, status=422)
        messages.success(request, _("The session is planned."))
        return redirect("coordination:group_session", outcome.case)

    def _show(self, form: PlanForm, *, status: int = 200) -> HttpResponse:
        return render(
            self.request, "coordination/group/session_new.html", {"form": form}, status=status
        )


def _find(person: User, case: int, at: datetime) -> GroupSession:
    return session_seen_by(person, case, at=at)


SESSION_PAGES = CasePages(
    kind="group_session",
    address="koordinierungsgruppe/sitzungen",
    panels=PANELS,
    find=_find,
    list_url="coordination:group_sessions",
    list_label=gettext_lazy("Sessions of the group"),
    name="session",
)
