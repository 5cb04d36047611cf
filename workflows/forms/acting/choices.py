"""What a person can do on the page of a case: the task at hand, and what is in the way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from ...definitions import Step
from ...machine import TaskView
from ...models import Case, KeptForm, User
from ...queries.acting.offers import Offer, Situation
from ...queries.inbox import Place
from ...queries.inbox.kept import kept_form
from ..inbox.places import case_url, with_place
from .context import ActContext, CaseForm
from .panels import ActPanel, Matter, Text, pages_of, panel_of
from .quiet import hide_optional_mark

EDIT = "edit"


Obstacle = tuple[str, str]
"""What is in the way, and the address where it can be mended; "" if there is none."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An act that is offered: its words, its page, and what is in the way of it."""

    panel: ActPanel
    url: str
    obstacles: Sequence[Obstacle] = ()
    form: CaseForm | None = None
    # What the person has begun to write there.
    draft: KeptForm | None = None

    @property
    def is_possible(self) -> bool:
        """Whether nothing is in the way."""
        return not self.obstacles


@dataclass(slots=True)
class DecisionPanel:
    """The task at hand with its acts, the other tasks of the person, and what else they may do."""

    task: TaskView | None = None
    step: Step | None = None
    main: Choice | None = None
    edits: bool = False
    # The name of the URL where the text is changed.
    edit_url: str = ""
    # For whom the person stands in when they do the main act; None in their own right.
    represents: User | None = None
    choices: list[Choice] = field(default_factory=list)
    more: list[Choice] = field(default_factory=list)
    other_tasks: list[tuple[Text, TaskView, str]] = field(default_factory=list)

    @property
    def edits_first(self) -> bool:
        """Whether the task is to write the text in the first place."""
        return self.step is not None and self.step.acts[:1] == (EDIT,)

    @property
    def is_empty(self) -> bool:
        """Whether the person has nothing to do and nothing to choose here."""
        return not (self.task or self.more or self.edits)


@dataclass(frozen=True, slots=True)
class PanelMaker:
    """Puts the panel together for one person on one page."""

    matter: Matter
    person: User
    at: datetime
    seen: Situation
    place: Place | None = None
    task_id: UUID | None = None

    @property
    def case(self) -> Case:
        """The case that is shown."""
        return self.matter.case

    def make(self) -> DecisionPanel:
        """The panel: the named task, else the person's most pressing one."""
        task = self._task()
        pages = pages_of(self.case.kind)
        panel = DecisionPanel(task=task, edit_url=pages.edit_url)
        panel.edits = bool(pages.edit_url) and self.seen.offer(EDIT) is not None
        if task is not None:
            panel.step = self.seen.flow.step(task.key)
            choices = list(self._choices_of(task, panel.step))
            main = next((c for c in choices if c.is_possible and self._leads_on(c, panel)), None)
            done = main.panel.also if main else ()
            panel.choices = [c for c in choices if c is not main and c.panel.name not in done]
            panel.main = self._unfolded(main, task) if main else None
            panel.represents = represented(self.seen.offer(main.panel.name, task) if main else None)
        used = {c.panel.name for c in (*panel.choices, *filter(None, [panel.main]))}
        panel.more = [
            choice
            for offer in self.seen.offers
            if offer.task is None and offer.name not in used
            if not any(item.for_good for item in offer.unmet)
            for choice in self._choice(offer)
            if not choice.panel.about
        ]
        panel.more.sort(key=lambda choice: not choice.is_possible)
        panel.other_tasks = [
            (step.title if step else other.key, other, case_url(self.case, self.place, other.id))
            for other in self.seen.tasks
            if other is not task
            for step in [self.seen.flow.step(other.key)]
        ]
        return panel

    @staticmethod
    def _leads_on(choice: Choice, panel: DecisionPanel) -> bool:
        """Whoever has a text to write is not offered first to throw it away."""
        return not (panel.edits and panel.edits_first and choice.panel.variant == "danger")

    def _task(self) -> TaskView | None:
        mine = self.seen.tasks
        named = next((task for task in mine if task.id == self.task_id), None)
        taken = next((task for task in mine if task.claimed_by == self.person.pk), None)
        return named or taken or next(iter(mine), None)

    def _choices_of(self, task: TaskView, step: Step | None) -> Iterator[Choice]:
        for name in step.acts if step else ():
            offer = self.seen.offer(name, task)
            if offer is not None and not self._is_out_of_place(offer, task):
                yield from self._choice(offer, task)

    def _is_out_of_place(self, offer: Offer, task: TaskView) -> bool:
        """Whether the office of this task can never do it, e.g. ask for more time."""
        panel = panel_of(self.case.kind, offer.name)
        if panel is None or panel.about != "item":
            return False
        return any(item.field == "item" for item in offer.unmet_about(task=task))

    def _choice(self, offer: Offer, task: TaskView | None = None) -> Iterator[Choice]:
        panel = panel_of(self.case.kind, offer.name)
        if panel is None:
            return
        said = obstacles(panel, offer, case=self.case, in_brief=True)
        yield Choice(panel, self._url(panel.name, task), said)

    def _unfolded(self, choice: Choice, task: TaskView) -> Choice:
        """With its form, if that is short; somebody who has begun to write goes on on its page."""
        panel = choice.panel
        if not panel.beside:
            return choice
        name = f"{self.case.kind}.{panel.name}"
        draft = kept_form(self.person, form=name, subject=f"task:{task.id}")
        if draft is not None:
            return replace(choice, draft=draft)
        context = ActContext(self.matter, self.person, self.at, self.seen, task)
        initial = {"version": self.case.version, "task": task.id}
        form = panel.form(initial=initial, context=context)
        hide_optional_mark(form)
        return replace(choice, form=form)

    def _url(self, name: str, task: TaskView | None) -> str:
        url = reverse(f"{self.case.kind}:{name}", args=[self.case.pk])
        return with_place(url, self.place, task.id if task else None)


def represented(offer: Offer | None) -> User | None:
    """For whom a person stands in who does this act; None in their own right."""
    if offer is None or not offer.capacity.is_deputy:
        return None
    return User.objects.filter(pk=offer.capacity.holder).first()


def obstacles(
    panel: ActPanel, offer: Offer | None, *, case: Case, about: str = "", in_brief: bool = False
) -> list[Obstacle]:
    """What still stands in the way of an act and cannot be filled in on its own form.

    `about` is the thing that the page names where the act is about one of several. `in_brief`
    says in one sentence what the kind can say of many.
    """
    if offer is None:
        return []
    if offer.objection:
        return [(offer.objection, "")]
    named = {panel.about: about} if panel.about and about else None
    unmet = offer.unmet_about(task=offer.task, data=named) if named else offer.unmet
    # With the thing in hand it is known before whether it can be done to it.
    known = {panel.about} if panel.about and (named or offer.task) else set()
    own, pages = panel.own_fields - known, pages_of(case.kind)
    rest = [item for item in unmet if item.field not in own]
    said = pages.brief(rest) if in_brief else rest
    return [(str(item.text), pages.mends(case.pk, item)) for item in said]
