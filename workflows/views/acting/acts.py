"""One page for every act of every kind of case; what the kind has registered says what it asks."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from django.urls import URLPattern, URLResolver, include, path, reverse

from ...actions.acting.acts import Outcome, act
from ...forms.acting.acts import ActForm
from ...forms.acting.case_page import seen_by
from ...forms.acting.choices import obstacles, represented
from ...forms.acting.context import ActContext, CaseForm
from ...forms.acting.panels import ActPanel, CasePages, Matter, registered_pages
from ...forms.acting.writing import WritingPage
from ...forms.inbox.places import case_url, place_in
from ...machine import flow_for
from ...models import Case
from ...refusals import Conflict


class ActOfCase(WritingPage):
    """The page of one act: what it is about, the form, what follows; the act decides the rest.

    Whoever may not do it learns why before filling in anything (403, 409).
    """

    pages: ClassVar[CasePages]
    panel: ClassVar[ActPanel]
    form_class = CaseForm
    template_name = "workflows/acts/page.html"
    check_template_name = "workflows/acts/check.html"
    matter: Matter
    context: ActContext

    def find_case(self) -> Case:
        self.matter = self.pages.find(self.person, self.kwargs["case_id"], self.at)
        return self.matter.case

    def check_access(self) -> None:
        self.situation = seen_by(self.person, self.matter, at=self.at)
        if self.task_id:
            self.named_task = self.situation.named_task(self.task_id)
        task = self.named_task or self.situation.task_for(self.panel.name)
        about = self.request.POST.get("about") or self.request.GET.get("about", "")
        self.context = ActContext(
            self.matter, self.person, self.at, self.situation, task, about=about
        )

    @property
    def draft_form(self) -> str:
        return f"{self.pages.kind}.{self.panel.name}"

    @property
    def draft_subject(self) -> str:
        """What a draft belongs to: the task, else the thing, else the case."""
        if self.context.task is not None:
            return f"task:{self.context.task.id}"
        return f"case:{self.case.pk}:{self.context.about}"[:60]

    def perform(self, form: ActForm) -> Outcome:
        asked = form.request(case=self.case.pk, by=self.person.pk, at=self.at)
        try:
            outcome = act(replace(asked, text=asked.text.strip()))
        except Conflict as refusal:
            self.keep_if_late(refusal)
            raise
        self.forget()
        return outcome

    def checks_first(self, form: ActForm) -> bool:
        assert isinstance(form, CaseForm)
        return self.checks or form.cannot_be_undone

    def success_url(self, outcome: Outcome) -> str:
        if outcome.state in flow_for(self.pages.kind).gone:
            return reverse(self.pages.list_url or "workflows:inbox")
        return super().success_url(outcome)

    def get_initial(self) -> dict[str, object]:
        return {"task": self.context.task.id} if self.context.task else {}

    def get_form_kwargs(self) -> dict[str, object]:
        return {"context": self.context}

    def get_context(self) -> dict[str, object]:
        return {
            "matter": self.matter,
            self.pages.name: self.matter,
            "pages": self.pages,
            "panel": self.panel,
            "offer": self.offer,
            "task": self.context.task,
            "about": self.context.about,
            "draft": self.draft,
            "represents": represented(self.offer),
            "obstacles": obstacles(
                self.panel, self.offer, case=self.case, about=self.context.about
            ),
            "case_url": case_url(self.case, place_in(self.request), self.task_id),
        }


def _page(kind: CasePages, asked: ActPanel) -> URLPattern:
    class Page(ActOfCase):
        pages = kind
        panel = asked
        offered_act = asked.name
        form_class = asked.form
        title = asked.asks
        lead = asked.lead
        submit_label = asked.does
        variant = asked.variant
        checks = asked.checks
        done_message = asked.done
        goes_on = asked.goes_on

    return path(f"{asked.address}/", Page.as_view(), name=asked.name)


def kind_urls() -> list[URLResolver]:
    """The pages of every registered kind, each kind in a namespace of its own."""
    return [
        path(
            f"{pages.address}/<int:case_id>/",
            include(([*pages.more, *(_page(pages, panel) for panel in pages.panels)], pages.kind)),
        )
        for pages in registered_pages()
    ]
