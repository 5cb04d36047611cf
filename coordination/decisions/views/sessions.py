"""A session with its papers; moving, cancelling, joining it, with the difference shown before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from datetime import timedelta
from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from workflows.actions.acting.acts import Outcome
from workflows.calendars import local_date
from workflows.forms.acting.acts import ActForm
from workflows.forms.inbox.places import case_url
from workflows.models import Case
from workflows.queries.people.known import known_to
from workflows.queries.people.routes import working_calendar
from workflows.queries.people.seen import fingerprint

from ...council.forms.sessions import AdjustForm, CancelForm, JoinForm, MoveForm
from ...council.models import Consultation, Meeting
from ...council.queries.adopting import differences
from ...council.queries.sessions import together_with
from ...council.queries.yearly import rows_of
from ...council.rules.sessions import closing_day
from ...council.views.pages import CalendarPage, reader, section
from ..actions.sessions import change_session
from ..queries.following import Line, difference
from ..queries.opinions import opinions_at

_NEARBY = timedelta(days=60)
_SHOWN = 200


@require_safe
def session_page(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """When and where, until when papers are taken, and the papers that the person may see."""
    person, at, keeps = reader(request)
    meeting = _found(meeting_id)
    stations = Consultation.objects.filter(meeting=meeting)
    visible = Case.objects.visible_to(person, at=at)
    seen = stations.filter(case__in=visible).select_related("case", "paper", "organization")
    calendar = working_calendar(known_to(person, today=local_date(at)))
    (row,) = rows_of([meeting], calendar, counts=keeps)
    context = {
        "row": row,
        "meeting": meeting,
        "keeps": keeps,
        "may_change": keeps and not meeting.is_cancelled,
        "is_over": meeting.starts_at <= at,
        "others": [one for one in together_with(meeting) if one.pk != meeting.pk],
        "stations": [
            (one, case_url(one.case))
            for one in seen.order_by("paper__reference", "case", "position")[:_SHOWN]
        ],
        # Nobody else learns that there is something that they do not see.
        "hidden": (row.stations or 0) - seen.count() if keeps else 0,
        "opinions": [
            (case, one, case_url(case)) for case, one in opinions_at(meeting, visible, at=at)
        ],
        "members": meeting.organization.member_count,
        "today": local_date(at),
        "differences": differences(after=at, meeting=meeting) if keeps else [],
    }
    return section(request, "session", context, current="sessions")


def _found(meeting_id: int) -> Meeting:
    rows = Meeting.objects.select_related("organization", "held_with__organization")
    return get_object_or_404(rows, pk=meeting_id)


class _SessionPage(CalendarPage):
    """An act on the session that the address names, with what would follow from it."""

    template_name = "coordination/council/session_act.html"
    check_template_name = "coordination/council/session_check.html"
    change: ClassVar[Callable[..., Outcome]] = staticmethod(change_session)
    checks = True
    meeting: Meeting

    def find(self) -> None:
        self.meeting = _found(self.kwargs["meeting_id"])
        # Sent twice, the act answers as it did the first time.
        if self.meeting.is_cancelled and self.request.method != "POST":
            raise Http404

    def fixed(self) -> dict[str, object]:
        return {"session": self.meeting.pk}

    def get_initial(self) -> dict[str, object]:
        return {"seen": fingerprint(self.meeting)}

    def back(self) -> tuple[str, str]:
        moment = date_format(localtime(self.meeting.starts_at), "d.m.Y")
        label = f"{self.meeting.organization.short_name} {moment}"
        return label, reverse("coordination:session", args=[self.meeting.pk])

    def would_be(self, form: ActForm) -> Sequence[Meeting]:
        """The sessions as they would be; for subclasses."""
        raise NotImplementedError

    def show_check(self, form: ActForm) -> HttpResponse:
        """What follows, case by case, before anything happens."""
        self.lines = difference(list(self.would_be(form)), at=self.at)
        return super().show_check(form)

    def get_context(self) -> dict[str, object]:
        lines: list[Line] = getattr(self, "lines", [])
        return {
            **super().get_context(),
            "meeting": self.meeting,
            "lines": lines,
            "number": len({line.number or line.title for line in lines}),
            "late": sum(line.is_late for line in lines),
        }


class CancelSession(_SessionPage):
    """Cancels a session."""

    form_class: ClassVar[type[ActForm]] = CancelForm
    title = gettext_lazy("Cancel the session")
    lead = gettext_lazy("What stands on its agenda goes to the next session of the body.")
    submit_label = gettext_lazy("Cancel the session")
    variant = "danger"
    done_message = gettext_lazy("The session is cancelled. The chains are planned anew.")

    def would_be(self, form: ActForm) -> Sequence[Meeting]:  # noqa: ARG002 - of the base
        gone = copy(self.meeting)
        gone.is_cancelled = True
        return [gone]


class MoveSession(_SessionPage):
    """Moves a session, and those that are held with it."""

    form_class: ClassVar[type[ActForm]] = MoveForm
    title = gettext_lazy("Move the session")
    lead = gettext_lazy("Its papers go along; stations that would come before it move on.")
    submit_label = gettext_lazy("Move the session")
    done_message = gettext_lazy("The session is moved. The chains are planned anew.")

    def get_initial(self) -> dict[str, object]:
        values, begins = super().get_initial(), localtime(self.meeting.starts_at)
        for there in differences(after=self.at, meeting=self.meeting):
            if there.starts_at is not None:
                begins = localtime(there.starts_at)
                values |= {"day": begins.date(), "location": there.place}
        return {**values, "time": begins.time().replace(second=0, microsecond=0)}

    def would_be(self, form: ActForm) -> Sequence[Meeting]:
        assert isinstance(form, MoveForm)
        alone = self.meeting.held_with_id is not None
        moved = [self.meeting] if alone else together_with(self.meeting)
        return list(_at(moved, form.moment()))


class JoinSessions(_SessionPage):
    """Lets sessions of other bodies come to this one."""

    form_class: ClassVar[type[ActForm]] = JoinForm
    title = gettext_lazy("Hold sessions together")
    lead = gettext_lazy("The chosen sessions come to the day and place of this one.")
    submit_label = gettext_lazy("Hold them together")
    done_message = gettext_lazy("The sessions are held together. The chains are planned anew.")

    def find(self) -> None:
        super().find()
        near = (self.meeting.starts_at - _NEARBY, self.meeting.starts_at + _NEARBY)
        found = Meeting.objects.filter(starts_at__range=near, is_cancelled=False, held_with=None)
        found = found.filter(starts_at__gt=self.at).exclude(pk=self.meeting.pk)
        others = found.exclude(organization=self.meeting.organization_id)
        self.offered = list(others.select_related("organization").order_by("starts_at")[:60])

    def get_form_kwargs(self) -> dict[str, object]:
        return {"offered": self.offered}

    def would_be(self, form: ActForm) -> Sequence[Meeting]:
        chosen = set(form.cleaned_data["others"])
        others = [one for one in self.offered if one.pk in chosen]
        return list(_at(others, self.meeting.starts_at))


class AdjustSession(_SessionPage):
    """Changes place, editorial deadline and dispatch."""

    form_class: ClassVar[type[ActForm]] = AdjustForm
    template_name = "coordination/council/act.html"
    title = gettext_lazy("Change place and deadlines")
    submit_label = gettext_lazy("Save")
    done_message = gettext_lazy("Place and deadlines are changed.")
    checks = False

    def get_initial(self) -> dict[str, object]:
        row = self.meeting
        return {
            **super().get_initial(),
            "location": row.location,
            "closes_on": row.closes_on if row.closes_by_hand else None,
            "dispatch_on": row.dispatch_on,
        }

    def get_context(self) -> dict[str, object]:
        calendar, held_on = working_calendar(), local_date(self.meeting.starts_at)
        closes = closing_day(calendar, self.meeting.organization, held_on)
        words = gettext("By the rules the editorial deadline is %(day)s.")
        return {**super().get_context(), "about": [words % {"day": f"{closes:%d.%m.%Y}"}]}


def _at(meetings: Iterable[Meeting], moment: object) -> Iterable[Meeting]:
    for one in meetings:
        there = copy(one)
        there.starts_at = moment  # type: ignore[assignment]  # a moment of both callers
        yield there
