"""The bodies of the council and what the council office does about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from workflows.actions.acting.acts import Outcome
from workflows.calendars import local_date
from workflows.forms.acting.acts import ActForm
from workflows.queries.people.known import known_to
from workflows.queries.people.routes import working_calendar
from workflows.queries.people.seen import fingerprint

from ..forms.bodies import (
    BodyForm,
    DissolveForm,
    EndSeatForm,
    NewBodyForm,
    SeatForm,
    SizeForm,
)  # fmt: skip
from ..models import Meeting, Membership, Organization
from ..queries.rulebook import rules_on
from ..queries.sessions import next_sessions, seats_on
from ..queries.trail import told, trail
from ..queries.yearly import rows_of
from ..vocabulary import RuleSubject
from .pages import CalendarPage, reader, section

_AHEAD = 12
_PER_PAGE = 50
_FEW = 25
_ALL = "all"


@dataclass(frozen=True, slots=True)
class Line:
    """A body of the list with its next session."""

    body: Organization
    next: Meeting | None


@require_safe
def body_list(request: HttpRequest) -> HttpResponse:
    """The bodies of today, on wish also the dissolved ones, with their next session."""
    _person, at, keeps = reader(request)
    today = local_date(at)
    shows_all = request.GET.get("all") == "1"
    found = Organization.objects.all() if shows_all else Organization.objects.in_force(on=today)
    held = Q(memberships__start_date__lte=today) & (
        Q(memberships__end_date=None) | Q(memberships__end_date__gte=today)
    )
    bodies = found.select_related("district").annotate(seats=Count("memberships", filter=held))
    page = Paginator(_in_order(bodies), _PER_PAGE).get_page(request.GET.get("page"))
    coming = next_sessions([body.pk for body in page], after=at)
    rows = [Line(body, coming.get(body.pk)) for body in page]
    context = {
        "groups": _by_kind(rows), "page": page, "keeps": keeps, "all": shows_all, "today": today,
    }  # fmt: skip
    return section(request, "bodies", context, current="bodies")


def _by_kind(rows: list[Line]) -> list[tuple[str, list[Line]]]:
    """The lines under their kinds, kinds of which there is only one together in front."""
    found: dict[str, list[Line]] = {}
    for row in rows:
        found.setdefault(row.body.get_type_display(), []).append(row)
    single = [row for same in found.values() if len(same) == 1 for row in same]
    return [("", single), *((kind, same) for kind, same in found.items() if len(same) > 1)]


def _in_order(bodies: QuerySet[Organization]) -> list[Organization]:
    """The council first, then by kind and name."""
    order = [value for value, _label in Organization._meta.get_field("type").choices or ()]  # noqa: SLF001 - Django documents it
    return sorted(bodies, key=lambda body: (order.index(body.type), body.name))


@require_safe
def body_page(request: HttpRequest, body_key: str) -> HttpResponse:
    """One body: what it may do, its sessions, its seats, its rules, its history.

    Of many seats those of one group are shown (`?group=`), or all (`?group=all`).
    """
    person, at, keeps = reader(request)
    today = local_date(at)
    calendar = working_calendar(known_to(person, today=today))
    body = get_object_or_404(Organization.objects.select_related("district"), key=body_key)
    rules = rules_on(today)
    held = body.meetings.filter(starts_at__gt=at).select_related("organization")
    seats = list(seats_on(body, on=today))
    context = {
        "body": body,
        "keeps": keeps,
        "today": today,
        "seats": seats,
        **_shown(seats, request.GET.get("group", "")),
        "votes": sum(seat.voting_right for seat in seats),
        "sizes": list(body.sizes.order_by("-start_date")),
        "sessions": rows_of(list(held.order_by("starts_at")[:_AHEAD]), calendar, counts=keeps),
        "rules": [row for subject in RuleSubject if (row := rules.row(subject, body))],
        "entries": told(trail(body=body.pk)[:20]),
    }
    return section(request, "body", context, current="bodies")


def _shown(seats: list[Membership], group: str) -> dict[str, object]:
    """The groups with the numbers of their seats, and the seats of the one that was chosen; all
    seats and no groups if they are few.
    """
    if len(seats) <= _FEW:
        return {"groups": [], "held": seats}
    found: dict[str, list[Membership]] = {}
    for seat in seats:
        found.setdefault(seat.on_behalf_of or str(_("Without a group")), []).append(seat)
    groups = [(name, len(held), name == group) for name, held in found.items()]
    return {
        "groups": groups, "group": group, "held": seats if group == _ALL else found.get(group, []),
    }  # fmt: skip


class _BodyPage(CalendarPage):
    """An act on the body that the address names."""

    body: Organization

    def find(self) -> None:
        self.body = get_object_or_404(Organization, key=self.kwargs["body_key"])

    def fixed(self) -> dict[str, object]:
        return {"body": self.body.pk}

    def back(self) -> tuple[str, str]:
        return self.body.name, reverse("coordination:body", args=[self.body.key])


class FormBody(CalendarPage):
    """Forms a body."""

    act_name = "form_body"
    form_class: ClassVar[type[ActForm]] = NewBodyForm
    title = _("Form a body")
    submit_label = _("Form the body")
    done_message = _("The body was formed.")

    def get_initial(self) -> dict[str, object]:
        return {"may_decide": True, "is_heard": True, "advises": True}

    def success_url(self, outcome: Outcome) -> str:
        made = Organization.objects.get(pk=outcome.facts["body"])
        return reverse("coordination:body", args=[made.key])


class ChangeBody(_BodyPage):
    """Changes names, kind, district and rights."""

    act_name = "change_body"
    form_class: ClassVar[type[ActForm]] = BodyForm
    title = _("Change the body")
    submit_label = _("Save")
    done_message = _("The body was changed.")

    def get_initial(self) -> dict[str, object]:
        names = ("name", "short_name", "type", "may_decide", "is_heard", "advises")
        values: dict[str, object] = {name: getattr(self.body, name) for name in names}
        return {**values, "district": self.body.district_id, "seen": fingerprint(self.body)}


class DissolveBody(_BodyPage):
    """Dissolves a body."""

    act_name = "dissolve_body"
    form_class: ClassVar[type[ActForm]] = DissolveForm
    title = _("Dissolve the body")
    lead = _("Its seats end with it. What it decided stays.")
    submit_label = _("Dissolve the body")
    variant = "danger"
    done_message = _("The body is dissolved after this day.")


class SetMembers(_BodyPage):
    """Sets another legal number of members."""

    act_name = "set_members"
    form_class: ClassVar[type[ActForm]] = SizeForm
    title = _("Set the legal number of members")
    lead = _("Votes of sessions from that day on are held to it.")
    submit_label = _("Set the number")
    done_message = _("The number of members was set.")


class AddSeat(_BodyPage):
    """Enters a seat."""

    act_name = "add_seat"
    form_class: ClassVar[type[ActForm]] = SeatForm
    title = _("Enter a seat")
    submit_label = _("Enter the seat")
    done_message = _("The seat was entered.")


class EndSeat(_BodyPage):
    """Ends a seat."""

    act_name = "end_seat"
    form_class: ClassVar[type[ActForm]] = EndSeatForm
    title = _("End the seat")
    submit_label = _("End the seat")
    done_message = _("The seat ends on this day.")
    seat: Membership

    def find(self) -> None:
        super().find()
        self.seat = get_object_or_404(self.body.memberships, pk=self.kwargs["seat"])

    def fixed(self) -> dict[str, object]:
        return {"seat": self.seat.pk}

    def get_context(self) -> dict[str, object]:
        return {**super().get_context(), "about": [self.seat.role, self.seat.on_behalf_of]}
