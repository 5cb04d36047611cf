"""One page for every act of a measure; the registry of forms says what it asks."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.urls import URLPattern, path, reverse

from workflows.actions.acting.acts import Outcome
from workflows.forms.acting.acts import ActForm
from workflows.forms.inbox.places import case_url, place_in
from workflows.models import Case, User
from workflows.queries.acting.offers import Offer, Situation, situation
from workflows.refusals import Conflict

from ...decisions.enums import MeasureState
from ...decisions.forms.base import ActContext, MeasureActForm
from ...decisions.forms.panel import ActPanel
from ..actions import measures
from ..forms.registry import PANELS
from ..models import Measure
from ..queries.measures import measure_seen_by
from .drafts import DraftingPage


class MeasureAct(DraftingPage):
    """The page of one act: what it is about, the form, what follows; the act decides the rest.

    Whoever may not do it learns why before filling in anything (403, 409).
    """

    panel: ClassVar[ActPanel] = PANELS["submit"]
    form_class = MeasureActForm
    template_name = "coordination/acts/page.html"
    check_template_name = "coordination/acts/check.html"
    measure: Measure
    context: ActContext

    def find_case(self) -> Case:
        self.measure = measure_seen_by(self.person, self.kwargs["case_id"], at=self.at)
        return self.measure.case

    def check_access(self) -> None:
        self.situation = see(self.measure, person=self.person.pk, at=self.at)
        if self.task_id:
            self.named_task = self.situation.named_task(self.task_id)
        task = self.named_task or self.situation.task_for(self.panel.name)
        about = self.request.POST.get("about") or self.request.GET.get("about", "")
        self.context = ActContext(
            self.measure, self.person, self.at, self.situation, task, about=about
        )

    @property
    def draft_form(self) -> str:
        return self.panel.name

    @property
    def draft_subject(self) -> str:
        """What a draft belongs to: the task, else the thing, else the case."""
        if self.context.task is not None:
            return f"task:{self.context.task.id}"
        return f"case:{self.case.pk}:{self.context.about}"[:60]

    def perform(self, form: ActForm) -> Outcome:
        asked = form.request(case=self.case.pk, by=self.person.pk, at=self.at)
        try:
            outcome = measures.perform(
                self.case.pk, asked.name, by=self.person, at=self.at, command=asked.command,
                version=asked.version, task=asked.task, data=asked.data, text=asked.text,
            )  # fmt: skip
        except Conflict as refusal:
            self.keep_if_late(refusal)
            raise
        self.forget()
        return outcome

    def success_url(self, outcome: Outcome) -> str:
        if outcome.state == MeasureState.DISCARDED:
            return reverse("coordination:measures")
        return super().success_url(outcome)

    def get_initial(self) -> dict[str, Any]:
        return {"task": self.context.task.id} if self.context.task else {}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"context": self.context}

    def get_context(self) -> dict[str, Any]:
        return {
            "measure": self.measure,
            "panel": self.panel,
            "offer": self.offer,
            "task": self.context.task,
            "about": self.context.about,
            "draft": self.draft,
            "represents": represented(self.offer),
            "obstacles": obstacles(self.panel, self.offer),
            "case_url": case_url(self.case, place_in(self.request), self.task_id),
        }


def see(measure: Measure, *, person: int, at: datetime) -> Situation:
    """The situation of a measure for a person; the measure is read already."""
    return situation(measure.case, person=person, at=at, subject=measure)


def represented(offer: Offer | None) -> User | None:
    """For whom a person stands in who does this act; None in their own right."""
    if offer is None or not offer.capacity.is_deputy:
        return None
    return User.objects.filter(pk=offer.capacity.holder).first()


def obstacles(panel: ActPanel, offer: Offer | None) -> list[str]:
    """What still stands in the way of an act and cannot be filled in on its own form."""
    if offer is None:
        return []
    if offer.objection:
        return [offer.objection]
    return [str(item.text) for item in offer.unmet if item.field not in panel.own_fields]


def act_pages() -> list[URLPattern]:
    """A page for each act, named like it."""
    return [
        path(
            f"massnahmen/<int:case_id>/{panel.address}/",
            MeasureAct.as_view(
                panel=panel,
                offered_act=panel.name,
                form_class=panel.form,
                title=panel.asks,
                lead=panel.lead,
                submit_label=panel.does,
                variant=panel.variant,
                checks=panel.checks,
                done_message=panel.done,
                goes_on=panel.goes_on,
            ),
            name=panel.name,
        )
        for panel in PANELS.values()
    ]
