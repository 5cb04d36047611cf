"""A desk from near, its holders, and what changes them."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from ...actions.acting.acts import Outcome
from ...calendars import local_date
from ...forms.people.desks import (
    AppointForm,
    ChangeDeskForm,
    CloseDeskForm,
    EndAppointmentForm,
    MoveForm,
    NewDeskForm,
    PassOnForm,
)
from ...machine import flow_for
from ...models import Desk, DeskHolder, Task
from ...queries.people.desk_pages import history_of, load_of
from ...queries.people.seen import fingerprint
from ...queries.people.trail import about, told
from ...queries.people.work import undeliverable_work
from .pages import DeedPage, office, section
from .units import UnitPage

_LAST_EVENTS = 20


@require_safe
def desk(request: HttpRequest, desk_id: int) -> HttpResponse:
    """One desk: its place, who holds it and who did, what lies there."""
    _person, at = office(request)
    found = get_object_or_404(Desk.objects.select_related("unit", "superior__unit"), pk=desk_id)
    today = local_date(at)
    history = list(history_of(found.pk))
    context = {
        "desk": found,
        "holders": [held for held in history if not _is_over(held, at.date())],
        "former": [held for held in history if _is_over(held, at.date())],
        "load": load_of(found.pk, at=at),
        "below": found.subordinates.filter(closed_on=None).select_related("unit").order_by("name"),
        "today": today,
        "events": told(about(desk=found.pk)[:_LAST_EVENTS]),
    }
    return section(request, "desk", context, current="organisation")


@require_safe
def undeliverable(request: HttpRequest) -> HttpResponse:
    """Work for which no desk was found; the office learns what is to be done, not the matter."""
    _person, at = office(request)
    rows = [(task, *_in_words(task)) for task in undeliverable_work()]
    return section(request, "undeliverable", {"rows": rows, "now": at}, current="undeliverable")


def _in_words(task: Task) -> tuple[str, str]:
    flow = flow_for(task.case.kind)
    step = flow.step(task.step.key)
    return str(flow.label), str(step.title) if step else task.step.key


def _is_over(held: DeskHolder, today: date) -> bool:
    return held.valid_until is not None and held.valid_until < today


class DeskPage(DeedPage):
    """Base of the pages that change one desk."""

    desk: Desk

    def find(self) -> None:
        open_ones = Desk.objects.select_related("unit")
        self.desk = get_object_or_404(open_ones, pk=self.kwargs["desk_id"])

    def fixed(self) -> dict[str, object]:
        return {"desk": self.desk.pk}

    def back(self) -> tuple[str, str]:
        return self.desk.name, reverse("workflows:desk", args=[self.desk.pk])

    def get_context(self) -> dict[str, object]:
        return {**super().get_context(), "about": [self.desk.unit.short_name, self.desk.name]}


class NewDesk(UnitPage):
    """Makes a desk in a unit."""

    url_name = "new_desk"
    address = "organisation/einheiten/<int:unit_id>/stellen/neu/"
    deed = "create_desk"
    form_class = NewDeskForm
    title = gettext_lazy("New desk")
    submit_label = gettext_lazy("Create desk")
    done_message = gettext_lazy("The desk was created. Now appoint somebody to it.")

    def get_initial(self) -> dict[str, object]:
        head = self.unit.desks.filter(closed_on=None, function="head").first()
        return {"function": "clerk", "signs": "ia", "superior": head}

    def success_url(self, outcome: Outcome) -> str:
        return reverse("workflows:desk", args=[outcome.facts["desk"]])


class ChangeDesk(DeskPage):
    """Renames a desk, gives it another function, superior or mark."""

    url_name = "change_desk"
    address = "organisation/stellen/<int:desk_id>/aendern/"
    deed = "change_desk"
    form_class = ChangeDeskForm
    title = gettext_lazy("Change desk")
    submit_label = gettext_lazy("Save")
    done_message = gettext_lazy("The desk was changed.")

    def get_initial(self) -> dict[str, object]:
        names = ("name", "function", "superior", "signs")
        return {name: getattr(self.desk, name) for name in names} | {"seen": fingerprint(self.desk)}


class CloseDesk(DeskPage):
    """Closes a desk."""

    url_name = "close_desk"
    address = "organisation/stellen/<int:desk_id>/schliessen/"
    deed = "close_desk"
    form_class = CloseDeskForm
    title = gettext_lazy("Close desk")
    submit_label = gettext_lazy("Close desk")
    variant = "danger"
    checks = True
    lead = gettext_lazy("The desk gets no more work. This cannot be undone.")
    done_message = gettext_lazy("The desk is closed.")


class Appoint(DeskPage):
    """Appoints a person to a desk."""

    url_name = "appoint"
    address = "organisation/stellen/<int:desk_id>/besetzen/"
    deed = "appoint"
    form_class = AppointForm
    title = gettext_lazy("Appoint somebody")
    submit_label = gettext_lazy("Appoint")
    checks = True
    lead = gettext_lazy("The person sees and does from the first day on what belongs to the desk.")
    done_message = gettext_lazy("The desk is held; the person is told.")

    def get_initial(self) -> dict[str, object]:
        return {"valid_from": local_date(self.at)}


class AppointmentPage(DeedPage):
    """Base of the pages that end an appointment."""

    held: DeskHolder

    def find(self) -> None:
        rows = DeskHolder.objects.select_related("desk__unit", "person")
        self.held = get_object_or_404(rows, pk=self.kwargs["appointment_id"])

    def fixed(self) -> dict[str, object]:
        return {"appointment": self.held.pk}


class Move(AppointmentPage):
    """Lets a person go from one desk to another: one act, without a day between."""

    url_name = "move_person"
    address = "organisation/besetzungen/<int:appointment_id>/umsetzen/"
    deed = "move_person"
    form_class = MoveForm
    title = gettext_lazy("Move to another desk")
    submit_label = gettext_lazy("Move")
    checks = True
    lead = gettext_lazy(
        "The present appointment ends the day before, the new one begins. What the person works on"
        " at the present desk is free again there."
    )
    done_message = gettext_lazy("The person is moved and told.")

    def back(self) -> tuple[str, str]:
        return str(self.held.person), reverse("workflows:person", args=[self.held.person_id])

    def get_initial(self) -> dict[str, object]:
        return {"valid_from": local_date(self.at)}

    def get_context(self) -> dict[str, object]:
        about = [str(self.held.person), self.held.desk.unit.short_name, self.held.desk.name]
        return {**super().get_context(), "about": about}


class EndAppointment(AppointmentPage):
    """Ends an appointment."""

    url_name = "end_appointment"
    address = "organisation/besetzungen/<int:appointment_id>/beenden/"
    deed = "end_appointment"
    form_class = EndAppointmentForm
    title = gettext_lazy("End appointment")
    submit_label = gettext_lazy("End appointment")
    variant = "danger"
    checks = True
    lead = gettext_lazy(
        "What the person works on is free again. If nobody else holds the desk, its work goes to"
        " the superior desk."
    )
    done_message = gettext_lazy("The appointment ends with that day.")

    def back(self) -> tuple[str, str]:
        return self.held.desk.name, reverse("workflows:desk", args=[self.held.desk_id])

    def get_initial(self) -> dict[str, object]:
        return {"last_day": local_date(self.at) - timedelta(days=1)}

    def get_context(self) -> dict[str, object]:
        return {**super().get_context(), "held": self.held}


class PassOn(DeedPage):
    """Passes on work for which no desk was found."""

    url_name = "pass_on"
    address = "organisation/unzustellbar/<uuid:key>/"
    deed = "pass_on_work"
    form_class = PassOnForm
    title = gettext_lazy("Pass on work")
    submit_label = gettext_lazy("Pass on")
    done_message = gettext_lazy("The work was passed on; whoever holds the desk is told.")

    def find(self) -> None:
        key: UUID = self.kwargs["key"]
        self.lost = get_object_or_404(undeliverable_work(), pk=key)

    def fixed(self) -> dict[str, object]:
        return {"task": self.lost.pk}

    def back(self) -> tuple[str, str]:
        return str(gettext_lazy("Undeliverable work")), reverse("workflows:undeliverable")

    def get_context(self) -> dict[str, object]:
        kind, step = _in_words(self.lost)
        return {**super().get_context(), "about": [kind, step]}
