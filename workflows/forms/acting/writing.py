"""Pages that lose nothing: texts can be kept, rows come and go, a late form keeps itself."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from typing import ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ...actions.inbox.kept import forget_form, keep_form
from ...machine import TaskView
from ...models import KeptForm
from ...queries.acting.offers import Offer, Situation
from ...queries.inbox.kept import kept_form
from ...refusals import Conflict, GuardsUnmet, NotAllowed, Refusal
from .acts import ActForm
from .pages import STAGE, ActPage
from .quiet import hide_optional_mark, stay_quiet
from .rows import BUTTON, changed_rows, focus_row

KEEP, FORGET = "keep", "forget"
AUTOSAVE = "autosave"
"""The same as KEEP, sent by a script while somebody types; answered without a page."""
TECHNICAL = frozenset({"csrfmiddlewaretoken", "command", "version", "task", STAGE})


class WritingPage(ActPage):
    """Base of the pages on which people write.

    Subclasses say what a draft belongs to, and set `situation` and `named_task` when they have
    found the case.
    """

    offered_act: ClassVar[str] = ""
    situation: Situation
    named_task: TaskView | None = None
    draft: KeptForm | None = None

    @property
    def draft_form(self) -> str:
        """The name of the form under which its drafts are kept."""
        raise NotImplementedError

    @property
    def draft_subject(self) -> str:
        """What the draft is about."""
        return f"case:{self.case.pk}"

    # --- the walk -------------------------------------------------------------

    def get(self, *_args: object, **_kwargs: object) -> HttpResponse:
        self.refuse()
        self.draft = kept_form(self.person, form=self.draft_form, subject=self.draft_subject)
        if self.draft is None:
            return self.show(self._form())
        data = QueryDict(mutable=True)
        for name, values in self.draft.values.items():
            data.setlist(name, values)
        fresh = self._form()
        for name in ("command", "version", "task"):
            value = fresh[name].value()
            data[name] = "" if value is None else str(value)
        return self.show(self.quiet_form(data))

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        changed = changed_rows(request.POST)
        if changed is not None:
            self.refuse()
            form = self.quiet_form(changed)
            focus_row(form.row_sets, request.POST[BUTTON])
            return self.show(form)
        stage = request.POST.get(STAGE)
        if stage in (KEEP, AUTOSAVE):
            return self.keep_for_later(is_quiet=stage == AUTOSAVE)
        if stage == FORGET:
            self.forget()
            return redirect(request.get_full_path())
        return super().post(request, *args, **kwargs)

    def keep_for_later(self, *, is_quiet: bool = False) -> HttpResponse:
        """Keep what was typed for who may do the act, now or in another state; say so."""
        request = self.request
        refusal = self.situation.refusal(self.offered_act, self.named_task)
        form = self._form(request)
        if isinstance(refusal, NotAllowed):
            request.kept_form = form  # type: ignore[attr-defined] # ours, for the middleware
            raise refusal
        try:
            self.keep()
        except GuardsUnmet as too_much:
            form.is_valid()
            form.show_unmet(too_much)
            return self.show(form, status=422)
        if is_quiet:
            return HttpResponse(status=204)
        messages.success(request, _("Kept. You find your text here when you come back."))
        return redirect(request.get_full_path())

    @cached_property
    def offer(self) -> Offer | None:
        """The act as it is offered to this person; None if it is not."""
        return self.situation.offer(self.offered_act, self.named_task)

    def refuse(self) -> None:
        refusal = self.situation.refusal(self.offered_act, self.named_task)
        if refusal:
            self.keep_if_late(refusal)
            raise refusal

    def show(self, form: ActForm, *, status: int = 200) -> HttpResponse:
        hide_optional_mark(form)
        return super().show(form, status=status)

    def quiet_form(self, data: QueryDict) -> ActForm:
        """The form with these values, unjudged."""
        make: Callable[..., ActForm] = self.form_class
        form = make(data, **self.get_form_kwargs())
        stay_quiet(form)
        return form

    def complaint(self, form: ActForm) -> Refusal | None:
        asked = form.request(case=self.case.pk, by=self.person.pk, at=self.at)
        refusal = self.situation.complaint(
            asked.name or self.offered_act, data=asked.data, text=asked.text.strip(),
            version=asked.version, task=asked.task,
        )  # fmt: skip
        if refusal is not None:
            self.keep_if_late(refusal)
        return refusal

    # --- drafts ---------------------------------------------------------------

    def keep(self) -> None:
        """Keep what was typed."""
        values = {k: v for k, v in self.request.POST.lists() if k not in TECHNICAL}
        keep_form(
            form=self.draft_form, subject=self.draft_subject, values=values, by=self.person,
            at=self.at,
        )  # fmt: skip

    def forget(self) -> None:
        """The draft was sent or is not wanted any more."""
        forget_form(form=self.draft_form, subject=self.draft_subject, by=self.person)

    def keep_if_late(self, refusal: Refusal) -> None:
        """Keep what was typed if the matter has moved on in the meantime."""
        if isinstance(refusal, Conflict) and set(self.request.POST) - TECHNICAL:
            # What is too much to be kept stands on the page of the refusal.
            with suppress(GuardsUnmet):
                self.keep()
