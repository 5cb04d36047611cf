"""The pages of the executive board and its office; nobody else learns that they exist."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from workflows.actions.acting.acts import Outcome
from workflows.calendars import local_date
from workflows.enums import DeskFunction
from workflows.forms.acting.acts import ActForm
from workflows.forms.acting.lasting import LastingPage
from workflows.forms.acting.pages import person_of
from workflows.forms.downloads import private_download
from workflows.forms.inbox.places import case_url
from workflows.models import Case, User
from workflows.queries.people.desks import held_by, serves
from workflows.queries.time.oversight import escalation_readers
from workflows.refusals import NotAllowed

from ..printing.typesetting import MEDIA_TYPE, typeset
from . import forms
from .actions import change, keep_board, record_results
from .exports import agenda_document, minutes_document
from .models import BoardItem, BoardRecurring
from .queries import agenda_of, next_day, not_on, recurring_on, session_on, sessions_before
from .queries import board_case as board_key


def _reader(request: HttpRequest) -> tuple[User, datetime, bool]:
    """Who asks, when, and whether for the board's office.

    404 for who belongs neither to it nor to the board.
    """
    person, at = person_of(request), timezone.now()
    desks = held_by(person.pk, on=local_date(at))
    if escalation_readers.reach(desks) is None:
        raise Http404
    keeps = serves(desks, DeskFunction.BOARD_SECRETARY)
    return person, at, keeps


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise Http404 from None


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """The next session with its agenda, and those before."""
    _person, at, _keeps = _reader(request)
    return _session(request, next_day(local_date(at)))


@require_safe
def board_session(request: HttpRequest, day: str) -> HttpResponse:
    """One session; 404 for a day on which there is none."""
    _reader(request)
    return _session(request, _existing(request, day))


def _existing(request: HttpRequest, words: str) -> date:
    """The day of a session that is ahead, or about which something was done."""
    _person, at, _keeps = _reader(request)
    day = _day(words)
    if day != next_day(local_date(at)) and session_on(day) is None:
        raise Http404
    return day


def _session(request: HttpRequest, day: date) -> HttpResponse:
    person, at, keeps = _reader(request)
    session, items, today = session_on(day), agenda_of(day), local_date(at)
    is_closed = bool(session and session.closed_at)
    is_recorded = bool(session and session.recorded_at)
    has_results = all(item.outcome for item in items)
    context = {
        "day": day,
        "session": session,
        "rows": _rows(items, person, at),
        "late_cases": not_on(day) if is_closed and not is_recorded else [],
        "keeps": keeps,
        "may_change": keeps and not is_recorded,
        "is_closed": is_closed,
        "may_record": keeps and is_closed and not is_recorded and day <= today,
        "may_finish": keeps and is_closed and not is_recorded and has_results,
        "recurring": list(recurring_on(day)),
        "sessions": sessions_before(today),
        "is_next": day == next_day(today),
    }
    return render(request, "coordination/board/session.html", context)


def _rows(items: Sequence[BoardItem], person: User, at: datetime) -> list[dict[str, object]]:
    """The items with a link to each measure that the person sees."""
    keys = [item.case_id for item in items if item.case_id]
    seen = set(
        Case.objects.visible_to(person, at=at).filter(pk__in=keys).values_list("pk", flat=True)
    )
    return [
        {
            "item": item,
            "url": case_url(item.case) if item.case and item.case_id in seen else "",
            "in_block": not item.is_discussed and item.kind != "minutes",
        }
        for item in items
    ]


@require_safe
def agenda_pdf(request: HttpRequest, day: str) -> HttpResponse:
    """The agenda as PDF, as it is now."""
    held_on = _existing(request, day)
    content = typeset(agenda_document(held_on, agenda_of(held_on)))
    name = f"Tagesordnung-Verwaltungsvorstand-{held_on}.pdf"
    return private_download(content, name, MEDIA_TYPE)


@require_safe
def minutes_pdf(request: HttpRequest, day: str) -> HttpResponse:
    """The minutes as PDF; 404 before the agenda is closed."""
    session = session_on(_existing(request, day))
    if session is None or session.closed_at is None:
        raise Http404
    content = typeset(minutes_document(session, agenda_of(session.held_on)))
    name = f"Niederschrift-Verwaltungsvorstand-{session.held_on}.pdf"
    return private_download(content, name, MEDIA_TYPE)


@require_http_methods(["GET", "HEAD", "POST"])
def results(request: HttpRequest, day: str) -> HttpResponse:
    """What the board came to on each item, recorded at once; each with its own outcome shown."""
    held_on = _existing(request, day)
    person, at, keeps = _reader(request)
    if not keeps:
        raise NotAllowed(str(_("office of the executive board")))
    session = session_on(held_on)
    if session is None or session.closed_at is None or held_on > local_date(at):
        raise Http404
    items = [item for item in agenda_of(held_on) if not item.outcome]
    posted = request.POST if request.method == "POST" else None
    form = forms.ResultForm(posted, initial={"minutes": session.minutes})
    rows = forms.result_forms(items, posted)
    context = {"day": held_on, "form": form, "rows": rows, "done": []}
    # Every form is read, so that all of what is missing is told at once.
    if posted is not None and all([form.is_valid(), *(row.is_valid() for _item, row in rows)]):
        data = form.cleaned_data
        done = record_results(
            forms.wanted_of(rows),
            minutes=data["minutes"],
            by=person.pk,
            at=at,
            command=data["command"],
        )
        if done:
            context = {**context, "done": done, "failed": [one for one in done if not one.is_done]}
            return render(request, "coordination/board/recorded.html", context)
        form.add_error(None, str(_("Please choose a result for at least one item.")))
    status = 200 if posted is None else 422
    return render(request, "coordination/board/results.html", context, status=status)


@require_safe
def board_case(request: HttpRequest, case_id: int) -> HttpResponse:
    """Where messages about the board lead."""
    _reader(request)
    if case_id != board_key():
        raise Http404
    return redirect("coordination:board")


class BoardPage(LastingPage):
    """The form of one act of the board's office."""

    template_name = "coordination/board/act.html"
    check_template_name = "coordination/board/act_check.html"
    change: ClassVar[Callable[..., Outcome]] = staticmethod(change)

    def find_case(self) -> Case:
        """The board's case, for its office only; 404 for who does not belong to the board."""
        _person, _at, keeps = _reader(self.request)
        if not keeps:
            raise NotAllowed(str(_("office of the executive board")))
        return Case.objects.get(pk=keep_board(at=self.at))

    @property
    def day(self) -> date:
        """The session that the address names."""
        return _existing(self.request, self.kwargs["day"])

    def fixed(self) -> dict[str, object]:
        """Data of the act that the address gives."""
        return {
            name: self.kwargs[name]
            for name in ("day", "item", "case", "recurring")
            if name in self.kwargs
        }

    def back(self) -> tuple[str, str]:
        """The session to which the page belongs."""
        label = str(_("Executive board"))
        if "day" in self.kwargs:
            return label, reverse("coordination:board_session", args=[self.day])
        return label, reverse("coordination:board")


class AddItem(BoardPage):
    """Adds an item that is no measure."""

    form_class: ClassVar[type[ActForm]] = forms.ItemForm
    title = _("Add an item")
    submit_label = _("Put it on the agenda")
    done_message = _("The item is on the agenda.")


class AddLateCase(BoardPage):
    """Adds a measure that came late."""

    form_class: ClassVar[type[ActForm]] = forms.LateCaseForm
    title = _("Add a late measure")
    submit_label = _("Put it on the agenda")
    done_message = _("The measure is on the agenda, marked as late.")


class CloseAgenda(BoardPage):
    """Closes the agenda."""

    form_class: ClassVar[type[ActForm]] = forms.CloseForm
    title = _("Close the agenda")
    lead = _("The agenda stays as it is now. What comes later is marked as late, with its reason.")
    submit_label = _("Close the agenda")
    done_message = _("The agenda is closed.")


class RecordMinutes(BoardPage):
    """Completes the minutes."""

    form_class: ClassVar[type[ActForm]] = forms.MinutesForm
    title = _("Complete the minutes")
    lead = _("The minutes become item 1 of the next session.")
    submit_label = _("Complete the minutes")
    done_message = _("The minutes are complete.")

    def get_initial(self) -> dict[str, object]:
        session = session_on(self.day)
        return {"minutes": session.minutes if session else ""}


class _ItemPage(BoardPage):
    """An act on the item that the address names."""

    def check_access(self) -> None:
        found = BoardItem.objects.filter(pk=self.kwargs["item"], session__held_on=self.day).first()
        if found is None:
            raise Http404
        self.item = found

    def get_context(self) -> dict[str, object]:
        return {**super().get_context(), "about": self.item.title}


class ArrangeItem(_ItemPage):
    """Moves an item to or from the block list."""

    form_class: ClassVar[type[ActForm]] = forms.ArrangeForm
    title = _("With or without discussion")
    submit_label = _("Save")
    done_message = _("Saved.")

    def get_initial(self) -> dict[str, object]:
        return {"is_discussed": self.item.is_discussed}


class RemoveItem(_ItemPage):
    """Takes an item off."""

    form_class: ClassVar[type[ActForm]] = forms.RemoveForm
    title = _("Take the item off the agenda")
    submit_label = _("Take it off")
    variant = "danger"
    done_message = _("The item is off the agenda.")


class AddRecurring(BoardPage):
    """Adds an item that comes again."""

    form_class: ClassVar[type[ActForm]] = forms.RecurringForm
    title = _("Add a recurring item")
    lead = _("It stands on every agenda from that day on.")
    submit_label = _("Add it")
    done_message = _("The recurring item is added.")


class EndRecurring(BoardPage):
    """Ends one."""

    form_class: ClassVar[type[ActForm]] = forms.EndRecurringForm
    title = _("End the recurring item")
    submit_label = _("End it")
    done_message = _("The recurring item ends on that day.")

    def check_access(self) -> None:
        if not BoardRecurring.objects.filter(pk=self.kwargs["recurring"]).exists():
            raise Http404


_one = "<str:day>/"
urlpatterns = [
    path("", board, name="board"),
    path("vorgang/<int:case_id>/", board_case, name="board_case"),
    path("wiederkehrend/", AddRecurring.as_view(), name="board_recurring"),
    path(
        "wiederkehrend/<int:recurring>/beenden/",
        EndRecurring.as_view(),
        name="board_recurring_end",
    ),
    path(_one, board_session, name="board_session"),
    path(f"{_one}tagesordnung/", agenda_pdf, name="board_agenda"),
    path(f"{_one}niederschrift/", minutes_pdf, name="board_minutes"),
    path(f"{_one}ergebnisse/", results, name="board_results"),
    path(f"{_one}punkt-hinzufuegen/", AddItem.as_view(), name="board_item_add"),
    path(f"{_one}nachmelden/<int:case>/", AddLateCase.as_view(), name="board_case_add"),
    path(f"{_one}abschliessen/", CloseAgenda.as_view(), name="board_close"),
    path(f"{_one}niederschrift/fertigstellen/", RecordMinutes.as_view(), name="board_finish"),
    path(f"{_one}<int:item>/behandlung/", ArrangeItem.as_view(), name="board_item_arrange"),
    path(f"{_one}<int:item>/streichen/", RemoveItem.as_view(), name="board_item_remove"),
]
