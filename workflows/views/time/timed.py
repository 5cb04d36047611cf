"""The pages on which people extend, pause and resume a deadline, note it as seen, or remind."""

from __future__ import annotations

from typing import ClassVar

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from ...actions.acting.acts import Outcome
from ...forms.acting.acts import ActForm
from ...forms.acting.pages import ActPage
from ...forms.time.timed import (
    AcknowledgeDeadlineForm,
    AnnounceDateForm,
    DeadlineForm,
    ExtendDeadlineForm,
    PauseDeadlineForm,
    RemindForm,
    ResumeDeadlineForm,
)
from ...machine import DeadlineView
from ...models import Case, Deadline
from ...queries.acting.offers import situation
from ...queries.acting.timed import obstacles_on, refusal_on
from ...queries.time.deadlines import deadlines_of
from ...queries.time.ledger import title_of
from ...refusals import Invisible, Refusal


class DeadlinePage(ActPage):
    """One act on one deadline of a case, whatever the kind of the case."""

    template_name = "workflows/deadlines/act.html"
    check_template_name = "workflows/deadlines/check.html"
    goes_on = False
    form_class: ClassVar[type[ActForm]] = DeadlineForm
    deadline: DeadlineView

    def find_case(self) -> Case:
        row = Deadline.objects.select_related("step").filter(pk=self.kwargs["deadline_id"]).first()
        seen = Case.objects.known_inside_to(self.person, at=self.at)
        case = seen.filter(pk=row.case_id).first() if row else None
        if row is None or case is None:
            raise Invisible
        self.row = row
        return case

    def check_access(self) -> None:
        (self.deadline,) = deadlines_of(self.case.pk, key=self.kwargs["deadline_id"])
        self.situation = situation(self.case, person=self.person.pk, at=self.at)

    def refuse(self) -> None:
        refusal = refusal_on(self.situation, self.form_class.act_name, self.deadline)
        if refusal:
            raise refusal

    def show(self, form: ActForm, *, status: int = 200) -> HttpResponse:
        if isinstance(form, DeadlineForm):
            form.hide_optional_marks()
        return super().show(form, status=status)

    def complaint(self, form: ActForm) -> Refusal | None:
        asked = form.request(case=self.case.pk, by=self.person.pk, at=self.at)
        return self.situation.complaint(
            asked.name, data=asked.data, text=asked.text, version=asked.version, task=asked.task
        )

    def get_form_kwargs(self) -> dict[str, object]:
        return {"deadline": self.deadline, "calendar": self.situation.route.calendar}

    def get_context(self) -> dict[str, object]:
        title, topic = title_of(self.row, self.case)
        return {
            "deadline": self.deadline,
            "about": title,
            "topic": topic,
            "obstacles": obstacles_on(self.situation, self.form_class.act_name, self.deadline),
        }

    def message(self, form: ActForm, outcome: Outcome) -> str:
        """With the new day, where the act has set one."""
        days = outcome.facts.get("resumed") or {}
        day = outcome.facts.get("due_after") or next(iter(days.values()), None)
        if day is None:
            return super().message(form, outcome)
        year, month, number = str(day).split("-")
        words = {"done": super().message(form, outcome), "day": f"{number}.{month}.{year}"}
        return gettext("%(done)s It now ends on %(day)s.") % words


_PAGES: tuple[tuple[str, type[DeadlineForm], dict[str, StrOrPromise | bool]], ...] = (
    ("verlaengern", ExtendDeadlineForm, {
        "title": _("Extend the deadline"),
        "lead": _("The reminders begin anew; the history keeps the present day and your reason."),
        "submit_label": _("Extend the deadline"),
        "done_message": _("The deadline is extended."),
        "checks": True,
    }),
    ("anhalten", PauseDeadlineForm, {
        "title": _("Pause the deadline"),
        "lead": _("Time stands still until somebody lets it go on; the working days are kept."),
        "submit_label": _("Pause the deadline"),
        "done_message": _("The deadline is paused."),
    }),
    ("fortsetzen", ResumeDeadlineForm, {
        "title": _("Let the deadline go on"),
        "lead": _("It then ends after the working days that were left when it was paused."),
        "submit_label": _("Let it go on"),
        "done_message": _("The deadline goes on."),
    }),
    ("ankuendigen", AnnounceDateForm, {
        "title": _("Announce a date"),
        "lead": _("You are not reminded again, and your superiors see the day. The deadline runs"
                  " on: if it is missed, they hear of it as ever. This is possible once."),
        "submit_label": _("Announce the date"),
        "done_message": _("The date is announced. The deadline itself runs on."),
    }),
    ("gesehen", AcknowledgeDeadlineForm, {
        "title": _("Note the deadline as seen"),
        "lead": _("Until that day nobody is reminded and nothing goes further up. Then the next"
                  " rung speaks. The deadline itself runs on."),
        "submit_label": _("Note as seen"),
        "done_message": _("Noted. Until that day nobody is reminded."),
    }),
    ("erinnern", RemindForm, {
        "title": _("Remind of the deadline"),
        "lead": _("Whoever has the task is told at once that you ask for it."),
        "submit_label": _("Send the reminder"),
        "done_message": _("The reminder is on its way."),
    }),
)  # fmt: skip


def deadline_pages() -> list[URLPattern]:
    """An address for each act on a deadline, named like it."""
    return [
        path(
            f"fristen/<uuid:deadline_id>/{word}/",
            DeadlinePage.as_view(form_class=form, act_name=form.act_name, **words),
            name=form.act_name,
        )
        for word, form, words in _PAGES
    ]
